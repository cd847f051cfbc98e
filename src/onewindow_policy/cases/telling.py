"""Telling applicants by mail how their case is getting on."""

from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import MailTemplate
from onewindow_policy.messages.api import post
from plone import api

MOVED = "cases.moved"


class MovedMail(MailTemplate):
    """In which state a case is, and where more is told to whoever has its query code: not
    what was applied for, nor a reason, which may name people."""

    def content(self, values: Mapping[str, str], language: str):
        """See `ITemplate`."""
        words, state = CaseWording(language), values["state"]
        said = {"state": words.state(state), "meaning": words.meaning(state)}
        return super().content({**values, **said}, language)


moved_mail = MovedMail(
    _("mail_case_moved", default="Progress of a case"),
    _("mail_case_moved_subject", default="Your application ${number}: ${state}"),
    _(
        "mail_case_moved_text",
        default="There is news about your application ${number}: ${state}. ${meaning}\n\n"
        "With the number and the query code of your receipt you see the details, and what "
        "you may have to do, at\n${url}",
    ),
)


def tell_move(event: CaseMoved) -> None:
    """Write to the applicant, where they left a mail address."""
    case = event.case
    address = case.applicant.get("email")
    if not address or not is_offered(MAIL):
        return
    post(
        MOVED,
        address,
        {
            "number": case.number,
            "state": case.state,
            "url": track_url(api.portal.get().absolute_url()),
        },
        subject=f"case {case.number}",
        data_key=case.data_key,
    )
