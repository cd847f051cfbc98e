"""Writes a migration from the newest revision to what the models say now.

`new_revision.py "Tables of cases."` prints the path of the new file. Read it before it
is committed: it does nothing to data.
"""

from onewindow_policy.records.database import Database
from onewindow_policy.records.schema import write_revision
from onewindow_policy.records.settings import KEY_FILE_NAME
from onewindow_policy.records.settings import read_url
from onewindow_policy.records.settings import Settings
from onewindow_policy.records.settings import SQLITE_NAME
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

import sys


def main(message: str) -> int:
    """Write the migration, in the house style."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = read_url(f"sqlite:///{folder}/{SQLITE_NAME}")
        settings = Settings(url=url, var=folder, key_file=folder / KEY_FILE_NAME)
        database = Database(settings)
        database.ensure_ready()
        with database.writing.connect() as connection:
            path = write_revision(connection, message)
        database.dispose()
    ruff = Path(sys.executable).with_name("ruff")
    run([ruff, "format", "--quiet", path], check=True)
    run([ruff, "check", "--quiet", "--fix", path], check=True)
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
