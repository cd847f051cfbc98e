"""Pages that find rows of a list by what is typed."""

from collections.abc import Collection
from functools import cached_property
from onewindow_policy.desks.browser.list import table_of
from onewindow_policy.desks.browser.post import PostView
from onewindow_policy.desks.lists import DeskList
from onewindow_policy.pages.api import Words
from plone import api
from typing import Any
from zExceptions import Unauthorized


class FindView(PostView):
    """Lists what was typed finds, as the list of its room shows it to this user.

    It is posted with a token, for it may be somebody's name or phone, which stands in no
    address; an address alone shows the empty form. Subclasses say which list that is, what
    is found (`find`), and what is said of it.
    """

    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    list_class: type[DeskList]
    #: Where the list is, below the site.
    list_path = ""
    #: What was found, None where nothing was looked for, or could not be noted.
    found: Any = None

    def find(self, text: str):
        """Return what `text` finds of what the user may see. Raises one of `refusals`."""
        raise NotImplementedError

    @property
    def rows(self) -> Collection:
        """The rows that were found."""
        return self.found.rows if self.found is not None else ()

    def answer(self):
        """See `PostView`."""
        if not self.desk_list.is_for_user:
            raise Unauthorized("You have no part in this list.")
        return super().answer()

    def act(self) -> None:
        """See `PostView`. The page is the answer, which a reload asks for anew."""
        self.found = self.find(self.text)

    def give_back(self, error: Exception) -> str:
        """See `PostView`. What was not noted is not shown."""
        self.found = None
        return super().give_back(error)

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @cached_property
    def desk_list(self) -> DeskList:
        user = api.user.get_current().getUser()
        return self.list_class(user, self.words, self.site_url)

    @property
    def list_url(self) -> str:
        return f"{self.site_url}/{self.list_path}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        listed = (self.words(self.list_class.title), self.list_url)
        return [listed, (self.words(self.page_title), None)]

    @property
    def text(self) -> str:
        """What was typed."""
        return self.submitted("text")

    @property
    def table(self) -> str:
        """What was found, as the list shows it."""
        return table_of(self.desk_list, self.rows, self.content_language)
