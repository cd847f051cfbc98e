"""The way back from a district's own rules to the city's, one by one or as a whole."""

from onewindow_policy.guides.api import stored_overrides
from onewindow_policy.guides.overrides import Override
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def give_back(guide, field: str, row: str = "", column: str = "") -> bool:
    """Let `guide` say again what the city's says in a field, a row or a cell.

    Without a column the whole row is meant, without a row the whole field.

    :returns: whether it differed there
    :raises UnfitChange: if `guide` is public, and would not be fit for it any more
    """
    known = stored_overrides(guide)
    kept = [each for each in known if not _is_at(each, field, row, column)]
    if len(kept) == len(known):
        return False
    _keep(guide, kept)
    return True


def give_all_back(guide) -> None:
    """Let `guide` say in everything what the city's says. Raises as `give_back` does."""
    _keep(guide, [])


def _is_at(override: Override, field: str, row: str, column: str) -> bool:
    if override.field != field or (row and override.row != row):
        return False
    # Where the whole row is the district's, none of its cells is the city's.
    return not column or override.column in ("", column)


def _keep(guide, overrides: list[Override]) -> None:
    guide.overrides = [override.as_dict() for override in overrides]
    notify(ObjectModifiedEvent(guide))
