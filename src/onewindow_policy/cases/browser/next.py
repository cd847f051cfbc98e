"""`@@next-case`: one press gives whoever has a queue the case to go on with."""

from onewindow_policy import _
from onewindow_policy.cases.assigning.queue import has_queue
from onewindow_policy.cases.assigning.queue import take_next
from onewindow_policy.cases.browser.besidelist import PageBesideList
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.desks.api import Key
from onewindow_policy.desks.api import NEXT_CASE
from onewindow_policy.desks.api import PostView
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from pathlib import Path
from plone import api
from zExceptions import Unauthorized
from zope.component import getMultiAdapter
from zope.i18nmessageid import Message

#: The input with the number of the case after which the next one is asked for.
AFTER = "after"

_BUTTON = Fragment(Path(__file__).with_name("next_button.pt"))


def next_button(page: Page, user, after: str = "") -> str:
    """Return the button that leads to the next case, as HTML; "" for whom is none.

    `after` is the number of the case that the page shows, "" for none.
    """
    if not has_queue(user):
        return ""
    token = getMultiAdapter((api.portal.get(), page.request), name="authenticator")
    return _BUTTON.render(
        action=f"{page.site_url}/@@next-case",
        token=token.authenticator(),
        after=after,
        letter=NEXT_CASE.letter,
        target_language=page.translation_target,
    )


def next_keys(user) -> tuple[Key, ...]:
    """Return the key of that button; none for whom there is none."""
    return (NEXT_CASE,) if has_queue(user) else ()


class NextView(PostView, PageBesideList):
    """Takes the next case on and opens it; an address alone shows the button."""

    page_title = _("title_next_case", default="The next case")
    refusals = (CaseError,)
    page_keys = (NEXT_CASE,)

    def answer(self):
        """See `PostView`."""
        if not has_queue(self.user):
            raise Unauthorized("You lead no cases on.")
        return super().answer()

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        number = take_next(self.user, self._after)
        done = _("message_next_case", default="This is the next case. You see to it.")
        return done, f"{self.desk_url}/{number}"

    @property
    def _after(self) -> str | None:
        """After which case the next one is asked for, None for the first."""
        try:
            return parse_case_number(self.submitted(AFTER))
        except CaseNumberMistyped:
            return None

    @property
    def button(self) -> str:
        """The button that looks once more, from the first."""
        return next_button(self, self.user)
