"""A destruction list as a sheet: what was on it, what was decided, what came of it.

It can be made again at any time from rows that the database never deletes. Nobody is named
but staff.
"""

from collections.abc import Callable
from collections.abc import Iterator
from io import BytesIO
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.archive.lists import lines_of
from onewindow_policy.cases.archive.lists import signatures_of
from onewindow_policy.cases.archive.models import CANCELLED
from onewindow_policy.cases.archive.models import DESTROY
from onewindow_policy.cases.archive.models import DESTROYED
from onewindow_policy.cases.archive.models import DestroyedPackages
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.models import DestructionList
from onewindow_policy.cases.archive.models import DRAFTED
from onewindow_policy.cases.archive.models import EXECUTED
from onewindow_policy.cases.archive.models import KEEP
from onewindow_policy.cases.archive.models import KEPT
from onewindow_policy.cases.archive.models import SIGNED
from onewindow_policy.cases.archive.models import STOPPED
from onewindow_policy.cases.archive.outside import confirmations_of
from onewindow_policy.cases.archive.overdue import stop_titles
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.desks.api import append_row
from onewindow_policy.desks.api import set_widths
from onewindow_policy.workdays.deadlines import local_date
from openpyxl import Workbook
from sqlalchemy.orm import Session
from zope.i18nmessageid import Message

STATES = {
    DRAFTED: _("list_drafted", default="Being appraised"),
    SIGNED: _("list_signed", default="Signed, being carried out"),
    EXECUTED: _("list_executed", default="Carried out"),
    CANCELLED: _("list_cancelled", default="Given up"),
}
DECISIONS = {
    DESTROY: _("decision_destroy", default="Destroy"),
    KEEP: _("decision_keep", default="Keep longer"),
}
OUTCOMES = {
    DESTROYED: _("outcome_destroyed", default="Destroyed"),
    KEPT: _("outcome_kept", default="Kept longer"),
    STOPPED: _("outcome_stopped", default="Not destroyed"),
    CANCELLED: _("outcome_cancelled", default="Given up with the list"),
}

COLUMNS = (
    _("column_list_line", default="No."),
    _("column_list_case", default="Application"),
    _("column_list_item", default="Service"),
    _("column_list_code", default="Code"),
    _("column_list_closed", default="Closed on"),
    _("column_list_term", default="Term"),
    _("column_list_approval", default="Approval"),
    _("column_list_packages", default="Packages outside"),
    _("column_list_decision", default="Appraisal"),
    _("column_list_until", default="Keep until"),
    _("column_list_by", default="Appraised by"),
    _("column_list_outcome", default="What became of it"),
    _("column_list_done", default="When"),
    _("column_list_packages_gone", default="Packages destroyed"),
)


def term_text(line: DestructionLine, say: Callable) -> str:
    """Return the term of a line that is over, in words."""
    if line.years is None:
        return say(_("term_no_duty", default="Not archived"))
    count = {"count": line.years}
    return say(_("term_years", default="${count} years", mapping=count))


def outcome_text(line: DestructionLine, say: Callable) -> str:
    """Return what became of a line, "" while nothing has."""
    if line.outcome is None:
        return ""
    said = say(OUTCOMES[line.outcome])
    if line.stopped_by is None:
        return said
    # Whoever stopped it may be gone from the system.
    why = stop_titles().get(line.stopped_by, line.stopped_by)
    because = _(
        "outcome_because",
        default="${outcome}: ${why}",
        mapping={"outcome": said, "why": say(why)},
    )
    return say(because)


def report_of(session: Session, found: DestructionList, say) -> bytes:
    """Return a list as a file for spreadsheet programs, in the words of `say`."""
    lines = lines_of(session, found)
    book = Workbook(write_only=True)
    page = book.create_sheet()
    set_widths(page, len(COLUMNS))
    append_row(page, [say(title_of(found.number))], is_bold=True)
    for each in _about(session, found, lines, say):
        append_row(page, [each])
    append_row(page, map(say, COLUMNS), is_bold=True)
    gone = confirmations_of(session, found)
    for line in lines:
        append_row(page, (*_cells(line, say), _gone_text(gone.get(line.id), say)))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def title_of(number: str) -> Message:
    """Return what a list is called."""
    return _(
        "title_destruction_list",
        default="Destruction list ${number}",
        mapping={"number": number},
    )


def counts_of(lines: list[DestructionLine], say) -> str:
    """Return how many lines were destroyed, kept and stopped."""
    outcomes = [each.outcome for each in lines]
    counts = _(
        "text_list_counts",
        default="${lines} lines: ${destroyed} destroyed, ${kept} kept longer,"
        " ${stopped} not destroyed.",
        mapping={
            "lines": len(lines),
            "destroyed": outcomes.count(DESTROYED),
            "kept": outcomes.count(KEPT),
            "stopped": outcomes.count(STOPPED),
        },
    )
    return say(counts)


def _about(session: Session, found: DestructionList, lines, say) -> Iterator[str]:
    made = {"name": staff_name(found.made_by), "at": say.moment(found.made_at)}
    yield say(_("text_list_made", default="Made by ${name}, ${at}.", mapping=made))
    for each in signatures_of(session, found):
        signed = {"name": staff_name(each.user_id), "at": say.moment(each.at)}
        yield say(
            _(
                "text_list_signed_by",
                default="Signed by ${name}, ${at}.",
                mapping=signed,
            )
        )
    yield say(STATES[found.state])
    if found.ended_at is not None:
        yield say.moment(found.ended_at)
    yield counts_of(lines, say)


def _gone_text(gone: DestroyedPackages | None, say) -> str:
    """Return who said on which day that packages of a line are destroyed."""
    if gone is None:
        return ""
    return f"{say.day(local_date(gone.at))} {staff_name(gone.user_id)}"


def _cells(line: DestructionLine, say) -> Iterator[str]:
    yield str(line.position)
    yield case_number_text(line.case_number)
    yield line.item_title
    yield line.item_code
    yield say.day(line.closed_on)
    yield term_text(line, say)
    yield line.approval_number or ""
    yield str(line.packages)
    yield say(DECISIONS[line.decision]) if line.decision else ""
    yield say.day(line.keep_until) if line.keep_until else ""
    yield staff_name(line.decided_by) if line.decided_by else ""
    yield outcome_text(line, say)
    yield say.day(local_date(line.done_at)) if line.done_at else ""
