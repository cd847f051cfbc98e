"""Public notices on the web, as they hang on the boards."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.papers.numbers import LONGEST_PAPER_NUMBER
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.publicity.reading import count_sheets
from onewindow_policy.cases.publicity.reading import find_sheet
from onewindow_policy.cases.publicity.reading import hanging_sheets
from onewindow_policy.cases.publicity.reading import NoticeSheet
from onewindow_policy.cases.publicity.reading import was_hung
from onewindow_policy.cases.settings import notices_on_web
from onewindow_policy.pages.api import batch_of
from onewindow_policy.pages.api import PAGE_SIZE
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import render_links
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.workdays.api import today
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

NOTICES = "@@public-notices"

#: What hung here is over, and does not come back (RFC 9110, 15.5.11).
GONE = 410


@implementer(IPublishTraverse)
class PublicNoticesView(PrivatePage):
    """`@@public-notices`: what hangs on the boards today, where the city shows that;
    `…/<number of a sheet>`: one of them, and that it is over from then on.

    No cache keeps the pages, so that what is over or taken down is gone with the next
    look; search engines are told to leave them alone: what they keep stays there.
    """

    list_title = _("title_public_notices", default="Public notices")
    headers = {
        "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Referrer-Policy": "same-origin",
    }
    number = ""
    is_gone = False
    batch = None
    pages = ""
    sheets: tuple[dict, ...] = ()

    def publishTraverse(self, request, name):
        """Take the number of a sheet from the address."""
        if self.number or len(name) > LONGEST_PAPER_NUMBER or not name.isprintable():
            raise NotFound(request.get("ACTUAL_URL"))
        self.number = name
        return self

    def answer(self):
        if not notices_on_web():
            raise NotFound(self.request.get("ACTUAL_URL"))
        try:
            self._read()
        except DatabaseUnavailable as error:
            self.note_outage(error)
        return self.index()

    def _read(self) -> None:
        day = today()
        if self.number:
            self._read_one(day)
            return
        self.batch = batch_of(self.request, range(count_sheets(day)), PAGE_SIZE)
        self.pages = render_links(self.request, self.batch, self.translation_target)
        start = self.batch.start - 1 if len(self.batch) else 0
        self.sheets = tuple(
            self._row(each) for each in hanging_sheets(day, start, PAGE_SIZE)
        )

    def _read_one(self, day) -> None:
        sheet = find_sheet(self.number, day)
        if sheet is not None:
            self.sheets = (self._row(sheet),)
        elif was_hung(self.number):
            self.is_gone = True
            self.request.response.setStatus(GONE)
        else:
            raise NotFound(self.request.get("ACTUAL_URL"))

    def _row(self, sheet: NoticeSheet) -> dict:
        objecting = {"notice": sheet.number, "community": sheet.community_code}
        return {
            "sheet": sheet,
            "id": f"notice-{sheet.number}",
            "url": f"{self.list_url}/{sheet.number}",
            "number_text": paper_number_text(sheet.number),
            "last_day": self.words.day(sheet.last_on),
            "phones": [{"text": each, "url": f"tel:{each}"} for each in sheet.phones],
            "objecting": urlencode(objecting),
        }

    @cached_property
    def page_title(self) -> str:
        if self.is_gone:
            title = _("title_notice_over", default="This public notice is over")
            return self.translate(title)
        if not self.number:
            return self.translate(self.list_title)
        item = "".join(each["sheet"].item for each in self.sheets)
        title = _(
            "title_public_notice",
            default="Public notice: ${item}",
            mapping={"item": item},
        )
        return self.translate(title if item else self.list_title)

    @cached_property
    def list_url(self) -> str:
        return f"{self.site_url}/{NOTICES}"

    @property
    def url(self) -> str:
        return f"{self.list_url}/{self.number}" if self.number else self.list_url

    @property
    def canonical_url(self) -> str:
        return self.url

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        if not self.number:
            return [(self.page_title, None)]
        return [
            (self.translate(self.list_title), self.list_url),
            (self.page_title, None),
        ]
