"""Telling people how their case is getting on, in the ways that they chose."""

from datetime import timedelta
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.events import CaseRegistered
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.issuers import issuer_of
from onewindow_policy.cases.papers.kinds import DECIDING
from onewindow_policy.cases.process.reading import pauses_left
from onewindow_policy.cases.process.reading import steps_seen
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.progress import remaining_pauses
from onewindow_policy.cases.reaching import recipients_of
from onewindow_policy.cases.states import ANNOUNCE_DELAY
from onewindow_policy.cases.states import CAUSE
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import CLOCK
from onewindow_policy.cases.states import DELIVER
from onewindow_policy.cases.states import ENDING
from onewindow_policy.cases.states import EXPECTED_ON
from onewindow_policy.cases.states import RECTIFY_BY
from onewindow_policy.cases.states import REMIND_RENEWAL
from onewindow_policy.cases.tellwords import ASKS_TO_COME
from onewindow_policy.cases.tellwords import kind_of
from onewindow_policy.cases.tellwords import mail_name
from onewindow_policy.cases.tellwords import sms_name
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.undoing import message_subject
from onewindow_policy.cases.undoing import undo_wait
from onewindow_policy.cases.units import unit_code_in_turn
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.cases.windows.rules import window_of
from onewindow_policy.messages.api import amend_waiting
from onewindow_policy.messages.api import drop_waiting
from onewindow_policy.messages.api import post
from onewindow_policy.messages.api import SMS
from onewindow_policy.messages.api import until_morning
from onewindow_policy.pages.api import hotline
from onewindow_policy.records.api import write_session
from plone import api
from typing import Any


def tell_registered(event: CaseRegistered) -> None:
    """Tell who applied that the application has come in."""
    _tell(event.case, None)


def tell_move(event: CaseMoved) -> None:
    """Tell who applied that something has happened, where that is told at all: of several
    steps that are gone at once, of the last one.

    Who was handed the result is not asked to come for it.
    """
    if event.transition.name == DELIVER:
        for kind in ASKS_TO_COME:
            drop_waiting(message_subject(event.case), template=sms_name(kind))
    if event.transition.name == CHANGE_WINDOW:
        # What waits to go names the office that has it now, too.
        amend_waiting(message_subject(event.case), _office(event.case))
    if event.transition.tells and not event.is_passing:
        if event.transition.target is not None:
            # What waits to tell how it stood before would be untrue by now. That it came
            # in stays true, and whoever lost the receipt finds the number there.
            drop_waiting(message_subject(event.case), but_for=(sms_name("received"),))
        facts = event.entry.facts or {}
        until = facts.get(RECTIFY_BY) or facts.get(EXPECTED_ON)
        if event.transition.name == REMIND_RENEWAL:
            until = event.case.valid_until.isoformat()
        if event.transition.name == ANNOUNCE_DELAY and event.case.expected_on:
            # That is the day that was told last, and has passed as well.
            until = event.case.expected_on.isoformat()
        _tell(event.case, event.transition.name, _wait(event), until, facts.get(CAUSE))


def _wait(event: CaseMoved) -> timedelta:
    """Return for how long what happened is not told yet: no telephone rings at night, and
    what ends a case can be undone for a while."""
    if event.entry.role == CLOCK:
        return until_morning()
    return undo_wait() if event.transition.name in ENDING else timedelta()


def _tell(
    case: Case,
    transition: str | None,
    wait: timedelta = timedelta(),
    until: str | None = None,
    cause: str | None = None,
) -> None:
    """Post to all who are told; it goes after `wait` only, until which the step that it
    tells of may be undone. `until` is the day of which it tells, None for that by which
    the case is due; `cause` why that one has passed."""
    recipients = recipients_of(case)
    if not recipients:
        return
    kind = kind_of(case.state, transition, case.result_way)
    values = _values(case, transition)
    if until is not None:
        promised = values["due"]
        values |= {"due": until, "due_is_estimated": False}
        if cause is not None:
            values |= {"cause": cause, "promised": promised}
    for channel, address in recipients:
        post(
            sms_name(kind) if channel == SMS else mail_name(kind),
            address,
            values,
            subject=message_subject(case),
            data_key=case.data_key,
            wait=wait,
        )


def _values(case: Case, transition: str | None) -> dict[str, Any]:
    """Return what a message keeps."""
    return {
        "number": case.number,
        "item": case.item_title,
        "state": case.state,
        "transition": transition,
        "handing_out": case.handing_out,
        "due": case.due.date.isoformat() if case.due else None,
        "due_is_estimated": case.due is not None and case.due.is_estimated,
        **_office(case),
        "pauses": pauses_of(case),
        "url": track_url(api.portal.get().absolute_url()),
    }


def _office(case: Case) -> dict[str, str | None]:
    """Return what a message says of the office that has a case."""
    unit = unit_in_turn(case)
    return {"unit": unit.title if unit is not None else None, "phone": _phone(case)}


def pauses_of(case: Case) -> list[tuple[str, int, str]]:
    """Return the steps of a case that do not count and may still move its day: by its own
    steps, and of one from before there were any by its guide."""
    session = write_session()
    if steps := steps_seen(session, case):
        return pauses_left(steps)
    guide = guide_for(case.item_code, case.community_code)
    process = guide.process if guide is not None else ()
    return remaining_pauses(process, case.state, history_of(session, case))


def _phone(case: Case) -> str:
    """Return the phone of the office that has the case: its unit, else the window."""
    window = window_of(write_session(), case)
    issuer = issuer_of(DECIDING, window, case.unit_code, unit_code_in_turn(case))
    return issuer.phone or hotline()
