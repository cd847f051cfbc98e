"""Doing the same with several cases: each by its own rules, and all or each for itself."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.cases.assigning.following import open_hand_overs
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.assigning.rules import colleagues
from onewindow_policy.cases.exceptions import BatchRefused
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import NoPaper
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.facts import Given
from onewindow_policy.cases.handling import move_seen
from onewindow_policy.cases.handling import require_step
from onewindow_policy.cases.handling import transitions_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_cases
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.papers.opening import open_paper
from onewindow_policy.cases.papers.printing import IssuedPaper
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.cases.seeing import require_opened
from onewindow_policy.cases.seeing import require_seen
from onewindow_policy.cases.windows.rules import windows_for
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy.orm import Session
from zope.i18nmessageid import Message

#: What is done with several at once: steps of the table of transitions, of which who
#: coordinates has one, `CHANGE_WINDOW`; and printing the latest paper of each.
ACCEPT = "accept"
HAND_OVER = "hand_over"
PRINT = "print"

#: As many as a person can look through.
MOST_AT_ONCE = 50

#: No version of any case: of what one may not see there is none.
_UNSEEN = 0


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A case of a batch: what becomes of it, or why nothing does.

    `version` is that which was looked at; `paper` the number of its latest paper, where
    that is printed.
    """

    number: str
    version: int
    item_title: str = ""
    name: str = field(default="", repr=False)
    refusal: Message | None = None
    paper: str | None = None


def preview(
    action: str,
    numbers: Iterable[str],
    user,
    facts: Given | None = None,
    versions: Mapping[str, int] | None = None,
) -> list[BatchRow]:
    """Return what `action` would do with each case, by their numbers, and why not.

    `facts` are what is given with a step, None while nobody was asked for it yet;
    `versions` those that were looked at, None where that is now.
    """
    session, wanted = read_session(), sorted(set(numbers))
    found = find_cases(session, wanted)
    return _rows(session, action, wanted, found, user, facts, versions)


def _rows(
    session: Session,
    action: str,
    wanted: Iterable[str],
    found: Mapping[str, Case],
    user,
    facts: Given | None,
    versions: Mapping[str, int] | None,
) -> list[BatchRow]:
    """Return what `preview` does, of cases that are read already: each is read once."""
    rows = []
    waiting = open_hand_overs(session, found.values())
    for number in wanted:
        try:
            seen = require_seen(found.get(number), user)
        except CaseUnknown as error:
            rows.append(BatchRow(number, _UNSEEN, refusal=error.message))
            continue
        version = (versions or {}).get(number, seen.version)
        refusal, paper = None, None
        try:
            if action == PRINT:
                paper = _latest_paper(require_opened(seen, user))
            elif version != seen.version:
                raise CaseChanged
            elif facts is not None or action == ACCEPT:
                require_step(session, seen, action, user, facts or {})
            else:
                _require_offered(seen, action, user, waiting.get(seen.id))
        except CaseError as error:
            refusal = error.message
        rows.append(
            BatchRow(
                number,
                version,
                seen.item_title,
                seen.masked["name"],
                refusal,
                paper,
            )
        )
    return rows


def carry_out(
    action: str,
    versions: Mapping[str, int],
    user,
    facts: Given,
    *,
    is_all_or_none: bool,
) -> list[BatchRow]:
    """Go the step `action` with each case of `versions`, by number; return what became of
    each.

    All of it is one transaction. With `is_all_or_none` it goes with all or, where one is
    refused, with none: raises `BatchRefused`, with the rows, and whoever calls this aborts
    the transaction. Else what is refused stays as it was, and all others are gone with.
    """
    session = write_session()
    # In one order, first the cases, then the numbers of papers by who issues them: two at
    # once wait for each other in turn.
    found = find_cases(session, versions, to_move=True)
    previewed = _rows(session, action, sorted(versions), found, user, facts, versions)
    refusals = {row.number: row.refusal for row in previewed}
    issuers = {
        number: case.unit_code or case.community_code for number, case in found.items()
    }
    for row in sorted(
        previewed, key=lambda row: (issuers.get(row.number, ""), row.number)
    ):
        if row.refusal is not None:
            continue
        case = found[row.number]
        try:
            with session.begin_nested():
                move_seen(session, case, action, user, version=row.version, facts=facts)
        except CaseError as error:
            refusals[row.number] = error.message
    rows = [
        BatchRow(
            row.number,
            row.version,
            row.item_title,
            row.name,
            refusals[row.number],
        )
        for row in previewed
    ]
    if is_all_or_none and any(row.refusal is not None for row in rows):
        raise BatchRefused(rows)
    return rows


def open_papers(rows: Iterable[BatchRow], user) -> list[IssuedPaper]:
    """Return the papers of `rows` that can be printed, each noted in the audit."""
    return [
        open_paper(row.number, row.paper, user) for row in rows if row.paper is not None
    ]


def common_colleagues(numbers: Iterable[str], user) -> dict[str, str]:
    """Return the names by user id of those to whom all of these cases can be handed."""
    common: dict[str, str] | None = None
    for case in find_cases(read_session(), numbers).values():
        found = colleagues(case, user.getId())
        common = (
            found
            if common is None
            else {each: name for each, name in common.items() if each in found}
        )
    return common or {}


def common_windows(numbers: Iterable[str], user) -> dict[str, str]:
    """Return the names by code of the communities to whose windows `user` may give all of
    these cases."""
    found = [
        windows_for(case, user) for case in find_cases(read_session(), numbers).values()
    ]
    return {
        code: name
        for code, name in (found[0] if found else {}).items()
        if all(code in each for each in found)
    }


def may_give(user) -> bool:
    """Return whether `user` coordinates several windows, between which cases go."""
    scope = scope_of(user, EXTEND_CASES)
    return scope.is_everywhere or len(scope.communities) > 1


def _require_offered(case: Case, action: str, user, waiting: HandOver | None) -> None:
    if not any(each.name == action for each in transitions_of(case, user, waiting)):
        raise TransitionNotPossible(action, case.state)


def _latest_paper(case: Case) -> str:
    issued = [
        each.number for each in papers_of(read_session(), case) if not each.is_cancelled
    ]
    if not issued:
        raise NoPaper
    return issued[-1]
