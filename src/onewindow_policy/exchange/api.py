"""Import and export of a whole city, for everybody else."""

from importlib.resources import files
from onewindow_policy.exchange.importer import import_catalogue
from onewindow_policy.exchange.validation import read_catalogue
from pathlib import Path

__all__ = ("import_catalogue", "read_catalogue", "sample_path")


def sample_path() -> Path:
    """Return the path of the sample city's catalogue."""
    return Path(str(files(__package__))) / "sample" / "catalogue.json"
