"""`@@left-sheets`: public notices that hang, of cases that are erased or only stored."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.exceptions import SheetUnknown
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.publicity.left import left_sheets
from onewindow_policy.cases.publicity.left import LeftSheet
from onewindow_policy.cases.publicity.left import note_taken_down
from onewindow_policy.cases.publicity.left import PATH
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import PostView
from onewindow_policy.pages.api import Words
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

TITLE = _("title_left_sheets", default="Public notices to take down")
DOWN = _("message_left_sheet_down", default="Noted: it is down.")


class LeftSheetsView(PostView):
    """Shows which sheets are to come down; a button says of one that it is."""

    index = ViewPageTemplateFile("leftsheets.pt")
    page_title = TITLE
    refusals = (SheetUnknown,)
    sheets: list[LeftSheet] = []

    def answer(self):
        """See `PostView`."""
        if not scope_of(self.user, MOVE_CASES):
            raise Unauthorized("You lead no cases on.")
        return super().answer()

    def read(self) -> None:
        """See `PostView`."""
        self.sheets = left_sheets(self.user)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        note_taken_down(self.submitted("down"), self.user)
        return DOWN, self.own_url

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    @property
    def own_url(self) -> str:
        return f"{self.site_url}/{PATH}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [(Words(self.language)(TITLE), None)]

    @property
    def rows(self) -> list[dict]:
        """What the page shows of each sheet."""
        return [
            {
                "case": each.case_number,
                "text": case_number_text(each.case_number),
                "number": each.number,
                "place": each.place,
            }
            for each in self.sheets
        ]
