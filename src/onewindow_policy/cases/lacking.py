"""What is still missing in a case, and until when: for those who work on it."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy.cases.materials import CaseMaterial
from onewindow_policy.cases.opening import OpenedCase
from onewindow_policy.cases.process.reading import NOW
from onewindow_policy.cases.scanning import INFECTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.supplementing import told_missing
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.workdays.deadlines import local_date

#: What is missing: a material that was asked for, one that was promised, one that the
#: window waits for; the paper in place of a file with a virus; what did not arrive with a
#: transfer list; of a public notice the photograph that it hangs or that it is down, and
#: the answer to an objection.
ASKED, PROMISED, TO_COME = "asked", "promised", "to_come"
INFECTED_FILE, ON_WAY = "infected_file", "on_way"
HANGING, TAKING_DOWN, ANSWER = "hanging", "taking_down", "answer"

#: With these something that was promised, or asked for again, is waited for anew.
_WAITED_ANEW = frozenset({"accept_conditionally", "ask_rest"})


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that is missing in a case.

    `kind` is one of those above, `key` the code of a material, the id of a file, or the
    number of a transfer list or of an objection; "" for what was said in words alone.
    `words` are what somebody wrote of it, of what is to come where the window looks it up
    before the person has to bring it; `since` is when it was asked for or did not
    arrive, `until` the last day for it, None where none is set. `came_on` is when something
    came online at which nobody has looked yet: it may be this.
    """

    kind: str
    key: str = ""
    words: str = field(default="", repr=False)
    since: date | None = None
    until: date | None = None
    came_on: date | None = None


def lacking_in(
    case: OpenedCase, materials: Iterable[CaseMaterial]
) -> tuple[Lacking, ...]:
    """Return what is missing in a case, what its person owes first.

    `materials` are those of its guide as they stand. Nothing is missing any more in what is
    only stored.
    """
    if case.is_stored:
        return ()
    return (
        *_told(case),
        *_to_come(case, materials),
        *_infected(case),
        *_on_way(case),
        *_of_notice(case),
    )


def _told(case: OpenedCase) -> Iterator[Lacking]:
    """Yield what the applicant was told to be missing, or promised."""
    if case.state not in (AWAITING_CORRECTION, ACCEPTED_CONDITIONALLY):
        return
    missing = told_missing(case.state, case.history)
    if missing is None:
        return
    is_promised = case.state == ACCEPTED_CONDITIONALLY
    since = local_date(missing.at)
    for code in missing.materials or ("",):
        yield Lacking(
            PROMISED if is_promised else ASKED,
            code,
            "" if code else missing.reason or "",
            since=since,
            until=case.deferred_until if is_promised else None,
            came_on=_came_on(case.history) if is_promised else None,
        )


def _came_on(history: Sequence[HistoryEntry]) -> date | None:
    """Return when something came online last, None where somebody has looked since."""
    came = None
    for entry in history:
        if entry.transition in _WAITED_ANEW:
            came = None
        elif entry.transition == "hand_in":
            came = local_date(entry.at)
    return came


def _to_come(case: OpenedCase, materials: Iterable[CaseMaterial]) -> Iterator[Lacking]:
    """Yield what the window waits for before it accepts. What it asked for and entered as
    brought has come, though no file tells of it."""
    if case.state not in TO_ACCEPT:
        return
    brought = _brought(case.history)
    for each in materials:
        if each.is_to_come and each.material.code not in brought:
            looked_up = each.way is None and each.material.shared_from
            yield Lacking(TO_COME, each.material.code, looked_up or "")


def _brought(history: Sequence[HistoryEntry]) -> set[str]:
    asked: Sequence[str] = ()
    brought: set[str] = set()
    for entry in history:
        if entry.transition == "ask_correction":
            asked = entry.facts.get("materials", ())
        elif entry.transition == "supplement" and entry.user_id is not None:
            brought.update(asked)
    return brought


def _infected(case: OpenedCase) -> Iterator[Lacking]:
    if case.closed_at is None:
        for file in case.files:
            if file.state == INFECTED:
                yield Lacking(INFECTED_FILE, file.id)


def _on_way(case: OpenedCase) -> Iterator[Lacking]:
    """Yield what did not arrive with a list, whatever became of the case."""
    for each in case.transfers:
        if each.state == MISSING:
            yield Lacking(
                ON_WAY,
                each.number,
                (each.outcome or {}).get("missing", ""),
                since=local_date(each.received_at),
                until=each.find_by,
            )


def _of_notice(case: OpenedCase) -> Iterator[Lacking]:
    """Yield what a public notice needs before the case goes on (`process.notices`)."""
    notice = case.notice
    if notice is None:
        return
    if not notice.is_hung:
        yield Lacking(HANGING, until=notice.sheet_of)
    elif not notice.is_down:
        due = next((each.due for each in case.steps if each.place == NOW), None)
        yield Lacking(TAKING_DOWN, until=due.date if due is not None else None)
    for number, words in notice.objections.items():
        yield Lacking(ANSWER, str(number), words)
