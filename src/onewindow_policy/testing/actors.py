"""Everybody who leads a case on, each by the entry that they really go through: for tests.

Staff open a case and go a step with what its page offers them, applicants prove that it is
theirs by number and code, the clock does what it does in the night.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from datetime import datetime
from datetime import timedelta
from onewindow_policy.cases.assigning.following import open_hand_over
from onewindow_policy.cases.assigning.following import return_late
from onewindow_policy.cases.committing.online import commit_online
from onewindow_policy.cases.committing.online import take_back_online
from onewindow_policy.cases.committing.words import commitment_words
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.handingout.choosing import choose_way
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.handling import own_undoable_step
from onewindow_policy.cases.handling import transitions_of
from onewindow_policy.cases.lateness import accept_silent
from onewindow_policy.cases.lateness import announce_delays
from onewindow_policy.cases.lateness import end_broken_promises
from onewindow_policy.cases.lateness import remind_of_papers
from onewindow_policy.cases.lateness import remind_to_collect
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.opening import OpenedCase
from onewindow_policy.cases.seeing import disclose_case
from onewindow_policy.cases.settings import carriers
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import COMMIT
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import PHOTO
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import transitions_for
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.supplementing import hand_in
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.cases.validity.clock import note_run_out
from onewindow_policy.cases.validity.clock import remind_of_renewals
from onewindow_policy.records import base
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import working_day_from
from plone import api
from types import SimpleNamespace
from unittest.mock import patch

import transaction

SUPERVISOR = "supervisor"
#: Is to be given the window's role by the test, wherever it has cases.
AT_WINDOW = "grid-worker"
#: Accounts of the sample.
STAFF = (
    *("window-staff", AT_WINDOW, "department-officer", "street-officer"),
    *("coordinator", "district-coordinator", SUPERVISOR),
)

#: No account is called so.
THE_APPLICANT = "the applicant"

PAPER = NewFile("SQ-LL-001-M03", "户口簿.png", "image/png", b"paper")
BOARD = NewFile(None, "公示栏.png", "image/png", b"board")


class Clock:
    """The time that everything in the portal goes by."""

    def __init__(self, now: datetime):
        self.now = now

    @property
    def today(self) -> date:
        """The day in the city."""
        return (self.now + timedelta(hours=8)).date()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Have everything go by it."""
        told = SimpleNamespace(now=lambda _zone: self.now)
        with patch.object(base, "datetime", told):
            yield


def offers_of(case: Case) -> list[tuple[str, Transition]]:
    """Return who is offered which step with a case: staff by their pages, the applicant by
    the table."""
    found, session = [], write_session()
    waiting = open_hand_over(session, case)
    for user_id in STAFF:
        user = api.user.get(user_id)
        steps = transitions_of(case, user, waiting)
        if own_undoable_step(session, case, user) is not None:
            steps = (BY_NAME[UNDO], *steps)
        found.extend((user_id, each) for each in steps)
    own = transitions_for(case.state, {APPLICANT})
    return [*found, *((THE_APPLICANT, each) for each in own)]


def given_with(
    transition: str, opened: OpenedCase | None, today: date
) -> dict[str, str | list[str]]:
    """Return what somebody gives with a step, chosen from what the opened case offers;
    None for what somebody gives who sees nothing of it."""
    until = working_day_from(today + timedelta(days=3))
    materials: list[str] = []
    colleagues: list[str] = []
    if opened is not None:
        chosen = {
            "accept_conditionally": opened.deferrable,
            COMMIT: opened.committable,
            "give_back": opened.originals_here,
        }
        materials = list(chosen.get(transition, ()))[:1]
        colleagues = [each for each in opened.colleagues if each in STAFF]
        if transition == "accept_conditionally" and opened.latest_deferral:
            until = min(until, opened.latest_deferral)
        if transition == "allow_later" and opened.deferred_until is not None:
            later = max(opened.deferred_until, today) + timedelta(days=1)
            until = working_day_from(later)
    words = commitment_words(opened.item_code) if opened is not None else None
    objections = opened.objections if opened is not None else {}
    return {
        "reason": "理由",
        "ground": "not_ours",
        "where": "区民政局",
        MATERIALS: materials,
        "until": until.isoformat(),
        "agreed": "1",
        "again": "上次的看不清",
        "days": "5",
        "way": "window",
        "receiver": "本人",
        "seen": "1",
        "carrier": carriers()[0],
        "parcel": "EA123456789CN",
        "phone": "13900005678",
        "address": "示例路1号",
        "note": "说明",
        "colleague": colleagues[0] if colleagues else "",
        "window": next(iter(opened.windows), "") if opened is not None else "",
        "words": words.version if words is not None else "",
        "outcome": "true",
        "cause": "checking",
        "expected_on": (today + timedelta(days=9)).isoformat(),
        "field": next(iter(opened.mendable), "") if opened is not None else "",
        "mended": f"62220200000{today:%Y%m%d}",
        "valid_until": (today + timedelta(days=40)).isoformat(),
        PHOTO: "1",
        "objection": "名单有误",
        "answered": str(next(iter(objections), "")),
        "answer": "已核实",
    }


def open_as(number: str, user_id: str) -> OpenedCase | None:
    """Return what somebody sees of a case who opens it, None for nothing."""
    user = api.user.get(user_id)
    with api.env.adopt_user(user=user):
        try:
            if user_id == SUPERVISOR:
                disclose_case(number, "complaint", user)
            return open_case(number, user, "handle")
        except CaseError:
            return None


def go_as_staff(
    number: str, transition: str, user_id: str, version: int, given: dict
) -> None:
    """Have somebody of the staff go a step. Raises what `move_case` does."""
    user = api.user.get(user_id)
    with api.env.adopt_user(user=user):
        move_case(
            number,
            transition,
            user,
            version=version,
            facts=given,
            photo=BOARD if given.get(PHOTO) else None,
        )


def go_as_applicant(
    number: str, code: str, transition: str, given: dict, nonce: str, address: str
) -> None:
    """Have the applicant do what leads to a step, if any does. Raises what that does."""
    proof = (number, code, address)
    if transition in ("supplement", "hand_in"):
        hand_in(*proof, [PAPER], given["note"], nonce)
    elif transition == "withdraw":
        withdraw(*proof)
    elif transition == "choose_way":
        choose_way(*proof, given)
    elif transition == COMMIT:
        commit_online(
            *proof,
            given.get(MATERIALS, []),
            agreed=given.get("agreed", ""),
            words=given.get("words", ""),
        )
    elif transition == "take_back_commitment":
        take_back_online(*proof)


def pass_night(item_type: str) -> None:
    """Do what the clock does in the night, a transaction each; a last one is open."""
    for work in (
        lambda: accept_silent(item_type),
        end_broken_promises,
        remind_of_papers,
        remind_to_collect,
        lambda: announce_delays(""),
        return_late,
        remind_of_renewals,
        note_run_out,
    ):
        work()
        transaction.commit()
        transaction.begin()


def case_to_see(number: str) -> Case:
    """Return a case as it is stored now."""
    transaction.begin()
    return find_case(write_session(), number)
