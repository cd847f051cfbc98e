"""Applications of a community or a unit whose place is merged into another."""

from onewindow_policy import _
from onewindow_policy.cases.assigning.models import ENDED
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.closing.models import DayClosing
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.transferring.models import PaperPlace
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.windows.models import WindowChange
from onewindow_policy.communities.matters import codes_in_rows
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.matters import move_rows
from onewindow_policy.communities.providers import IPlaceMatters
from onewindow_policy.communities.providers import IUnitMatters
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import ColumnElement
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.orm import aliased
from zope.interface import implementer


@implementer(IPlaceMatters)
class CasesOfPlace:
    """All of them go along, closed ones too: at a window that is there somebody can be
    asked about them, and give their persons copy, correction and erasure."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`."""
        return codes_in_rows(Case)

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        query = (
            select(Case.state, func.count())
            .where(Case.community_code == community.code)
            .group_by(Case.state)
        )
        counts = {state: count for state, count in read_session().execute(query)}
        count = sum(counts.get(state, 0) for state in OPEN_STATES)
        return [
            Matter(
                "cases_open",
                _("matter_open_cases", default="Applications that are not over"),
                count,
                _(
                    "fate_open_cases",
                    default=(
                        "Go to the window of the other community. Numbers, query codes"
                        " and due dates stay."
                    ),
                ),
            ),
            Matter(
                "cases_closed",
                _("matter_closed_cases", default="Applications that are over"),
                sum(counts.values()) - count,
                _(
                    "fate_closed_cases",
                    default=(
                        "Go along, so that whoever asks about them finds a window. They"
                        " are erased when they would have been."
                    ),
                ),
            ),
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`."""
        # Its people may work there no more: what is open is to be taken on anew.
        _free(Case.community_code == community.code)
        move_rows(Case, community, target)
        _move_closings(community, target)
        _move_papers(community, target)
        _move_changes(community, target)
        write_session().execute(
            update(Case)
            .where(Case.taken_in_at == community.code)
            .values(taken_in_at=target.code)
            .execution_options(synchronize_session=False)
        )


@implementer(IUnitMatters)
class CasesOfUnit:
    """The unit of the other street accepts and decides what its predecessor did not."""

    def hand_over(self, unit, successor) -> None:
        """See `IUnitMatters`."""
        write_session().execute(
            update(CaseStep)
            .where(CaseStep.unit_code == unit.code)
            .values(unit_code=successor.code)
            .execution_options(synchronize_session=False)
        )
        _move_papers(unit, successor)
        for column in (Case.unit_code, Case.deciding_unit_code, Case.step_unit_code):
            write_session().execute(
                update(Case)
                .where(column == unit.code)
                .values({column: successor.code})
                .execution_options(synchronize_session=False)
            )


def _move_closings(community, target) -> None:
    """Have days that were closed at the window be the other one's; a day that somebody
    closed at both is one."""
    there = aliased(DayClosing)
    both = (
        select(there.id)
        .where(
            there.community_code == target.code,
            there.user_id == DayClosing.user_id,
            there.day == DayClosing.day,
        )
        .exists()
    )
    here = DayClosing.community_code == community.code
    session = write_session()
    session.execute(
        delete(DayClosing)
        .where(here, both)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(DayClosing)
        .where(here)
        .values(community_code=target.code)
        .execution_options(synchronize_session=False)
    )


def _move_papers(place, target) -> None:
    """Have what is at a place, or on its way from or to it, be the other one's."""
    session = write_session()
    for column in (TransferList.from_place, TransferList.to_place, PaperPlace.place):
        session.execute(
            update(column.class_)
            .where(column == place.code)
            .values({column: target.code})
            .execution_options(synchronize_session=False)
        )


def _move_changes(community, target) -> None:
    """Have what went from or to a window have gone from or to the other one."""
    session = write_session()
    for column in (WindowChange.from_code, WindowChange.to_code):
        session.execute(
            update(WindowChange)
            .where(column == community.code)
            .values({column: target.code})
            .execution_options(synchronize_session=False)
        )


def _free(condition: ColumnElement[bool]) -> None:
    """Let open cases be taken on anew, and end hand-overs of them."""
    session = write_session()
    freed = select(Case.id).where(condition, Case.closed_at.is_(None))
    session.execute(
        update(HandOver)
        .where(HandOver.case_id.in_(freed), HandOver.answered_at.is_(None))
        .values(answered_at=utc_now(), outcome=ENDED)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(Case)
        .where(condition, Case.closed_at.is_(None), Case.assignee.is_not(None))
        .values(assignee=None)
        .execution_options(synchronize_session=False)
    )


cases_of_place = CasesOfPlace()
cases_of_unit = CasesOfUnit()
