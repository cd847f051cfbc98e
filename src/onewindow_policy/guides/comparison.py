"""What a revision changes in a guide as residents read it."""

from dataclasses import asdict
from dataclasses import is_dataclass
from onewindow_policy.guides.resolved import CONTENT_FIELDS
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.rows import row_key
from onewindow_policy.publishing.comparison import Change
from onewindow_policy.publishing.comparison import compare


def compare_guides(old: ResolvedGuide | None, new: ResolvedGuide) -> list[Change]:
    """Return what must be changed in `old` to make it `new`, in the order of the form.

    `old` is None when nothing is public yet: then all that `new` says is a change.
    Resolved values are compared, so that a district's revision shows what changes for
    residents there, whether the district or the city wrote it.
    """
    return compare(readable_values(old), readable_values(new), row_key)


def readable_values(guide: ResolvedGuide | None) -> dict:
    """Return the fields of `guide` with its rows as dicts; none for no guide."""
    if guide is None:
        return {}
    return {name: _plain(getattr(guide, name)) for name in CONTENT_FIELDS}


def _plain(value):
    if isinstance(value, tuple):
        return tuple(asdict(each) if is_dataclass(each) else each for each in value)
    return value
