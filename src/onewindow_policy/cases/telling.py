"""Telling applicants by mail how their case is getting on."""

from collections.abc import Mapping
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.progress import remaining_pauses
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import MailTemplate
from onewindow_policy.messages.api import post
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import DueDate
from plone import api
from typing import Any

MOVED = "cases.moved"


class MovedMail(MailTemplate):
    """In which state a case is, what comes next by when, and where more is told to whoever
    has its query code: not what was applied for, nor a reason, which may name people."""

    def content(self, values: Mapping[str, Any], language: str):
        """See `ITemplate`."""
        words, state = CaseWording(language), values["state"]
        due = None
        if values.get("due"):
            day = date.fromisoformat(values["due"])
            due = DueDate(day, values["due_is_estimated"])
        pauses = words.named_durations(values.get("pauses", ()))
        said = {
            "number": values["number"],
            "url": values["url"],
            "state": words.state(state),
            "meaning": words.meaning(
                state, values.get("unit"), values.get("transition")
            ),
            "next": words.next_step(state, due, values.get("unit"), pauses),
        }
        return super().content(said, language)


moved_mail = MovedMail(
    _("mail_case_moved", default="Progress of a case"),
    _("mail_case_moved_subject", default="Your application ${number}: ${state}"),
    _(
        "mail_case_moved_text",
        default="There is news about your application ${number}: ${state}. ${meaning} "
        "${next}\n\nWith the number and the query code of your receipt you see the "
        "details, and what you may have to do, at\n${url}",
    ),
)


def tell_move(event: CaseMoved) -> None:
    """Write to the applicant, where they left a mail address."""
    case = event.case
    address = case.applicant.get("email")
    if not address or not event.transition.tells or not is_offered(MAIL):
        return
    guide = guide_for(case.item_code, case.community_code)
    unit = unit_in_turn(case)
    post(
        MOVED,
        address,
        {
            "number": case.number,
            "state": case.state,
            "transition": event.transition.name,
            "due": case.due.date.isoformat() if case.due else None,
            "unit": unit.title if unit is not None else None,
            "due_is_estimated": case.due is not None and case.due.is_estimated,
            "pauses": remaining_pauses(
                guide.process if guide is not None else (),
                case.state,
                history_of(write_session(), case),
            ),
            "url": track_url(api.portal.get().absolute_url()),
        },
        subject=f"case {case.number}",
        data_key=case.data_key,
    )
