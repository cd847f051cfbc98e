"""Which codes were merged away, and which community has their matters now."""

from Acquisition import aq_base
from collections.abc import Mapping
from onewindow_policy.communities.api import get_city

#: On the city: codes of former communities, and the present ones in their places.
_MERGED = "_merged_codes"


def merged_codes() -> Mapping[str, str]:
    """Return by the code of each merged community that of the one in its place."""
    return getattr(aq_base(get_city()), _MERGED, None) or {}


def remember_merged(code: str, successor: str) -> None:
    """Note where the matters of `code` are: what was sent while it was merged away, by a
    form that still named it, is the successor's as well."""
    city = aq_base(get_city())
    known = {
        old: successor if new == code else new for old, new in merged_codes().items()
    }
    # What exists again leads nowhere else.
    known.pop(successor, None)
    setattr(city, _MERGED, {**known, code: successor})
