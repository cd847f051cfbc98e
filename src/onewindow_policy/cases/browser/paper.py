"""The receipt of an application as a paper (收件凭证), which is Chinese in any language."""

from importlib.resources import files
from onewindow_policy import _
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.browser.page import ApplicantPage
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.pages.api import qr_code
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.typed.serials import code_text
from onewindow_policy.workdays.deadlines import local_date
from plone import api

CHINESE = "zh-cn"

#: By which way an application came.
ONLINE = _("channel_paper_online", default="Online")


class ReceiptPaper(ApplicantPage):
    """What was handed in, when, by whom, and where to ask.

    It tells nothing that a later step of the case changes: as long as guide and windows
    are the same, the same receipt is printed again as it was.
    """

    language = CHINESE

    def __init__(self, context, request, case: TrackedCase, code: str):
        super().__init__(context, request)
        self.case = case
        self.code = code

    @property
    def name(self) -> str:
        """The name of the file."""
        return f"{self.case.number}.pdf"

    def pdf(self) -> bytes:
        """Return the paper. Raises `PrintFailed`."""
        template = files("onewindow_policy.cases") / "papers" / "receipt.typ"
        return print_pdf(
            template.read_text("utf-8"), self._values, self.case.received_at
        )

    @property
    def _values(self) -> dict:
        case, halls = self.case, self.halls
        issuer = api.portal.get_registry_record("plone.site_title")
        return {
            "issuer": issuer,
            "number": self.number_text,
            "person": case.person,
            "item": case.item_title,
            "item_code": case.item_code,
            "received": self.received,
            "channel": self.words(ONLINE),
            "code": code_text(self.code),
            "acceptance_days": case.acceptance_days,
            "promise": self._promised,
            "handed_in": [
                {"title": each.title, "count": len(each.names)}
                for each in self.handed_in
            ],
            "to_bring": self.to_bring,
            "reception": self.reception or None,
            "halls": [
                {
                    "title": each.title,
                    "phones": "、".join(each.phones),
                    "address": each.address,
                    "hours": each.hours,
                }
                for each in halls
            ],
            "hotline": self.hotline,
            "track_code": qr_code(track_url(self.site_url, self.number_text)),
            "track_url": self.track_url,
            "unit": halls[0].title if halls else issuer,
            "day": self.words.day(local_date(case.received_at)),
        }

    @property
    def _promised(self) -> str | None:
        days, day_type = self.case.promised_days, self.case.promised_day_type
        return None if days is None else self.words.promise(days, day_type, "")
