"""Originals that went away with a list: nobody gives back what is not here."""

from collections.abc import Collection
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.transferring.exceptions import OriginalAway
from onewindow_policy.cases.transferring.gathering import ORIGINAL
from onewindow_policy.cases.transferring.models import CANCELLED
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.reading import CaseTransfer
from onewindow_policy.cases.transferring.reading import transfers_of
from onewindow_policy.cases.transferring.whereabouts import is_window
from onewindow_policy.cases.transferring.whereabouts import name_of
from sqlalchemy.orm import Session


def originals_away(session: Session, case: Case) -> dict[str, CaseTransfer]:
    """Return by which list each original of a case went where it is now, by its name, of
    those that are on their way or at no window."""
    last: dict[str, CaseTransfer] = {}
    for each in transfers_of(session, case):
        if each.state != CANCELLED:
            names = (p["name"] for p in each.says["papers"] if p["how"] == ORIGINAL)
            last.update(dict.fromkeys(names, each))
    return {
        name: each
        for name, each in last.items()
        if each.state == ON_WAY or not is_window(each.to_place)
    }


def require_originals_here(
    session: Session, case: Case, materials: Collection[str]
) -> None:
    """See that the originals with these codes of materials are not away.

    Raises `OriginalAway` for the first that is.
    """
    guide = guide_for(case.item_code, case.community_code)
    names = {each.code: each.name for each in guide.materials} if guide else {}
    away = originals_away(session, case)
    for name in (names.get(code) for code in materials):
        if name in away:
            number = paper_number_text(away[name].number)
            raise OriginalAway(name, number, name_of(away[name].to_place))
