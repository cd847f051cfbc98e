"""Pages of staff that lead back to the list of cases."""

from functools import cached_property
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.browser.page import CasePage
from plone import api


class PageBesideList(CasePage):
    """A page about what stands in the list of cases, below it."""

    @cached_property
    def user(self):
        """Who reads it, as permissions ask for them."""
        return api.user.get_current().getUser()

    @property
    def desk_url(self) -> str:
        return f"{self.site_url}/@@desk"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        desk = (self.words(CaseList.title), self.desk_url)
        return [desk, (self.words(self.page_title), None)]
