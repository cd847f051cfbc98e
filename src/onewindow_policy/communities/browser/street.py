"""A street: its communities, windows and office."""

from functools import cached_property
from onewindow_policy.communities.browser.page import DivisionPage
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import coverage_of
from onewindow_policy.communities.halls import halls_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class StreetView(DivisionPage):
    """`/communities/<district>/<street>`."""

    index = ViewPageTemplateFile("templates/street.pt")

    @cached_property
    def _communities(self) -> list:
        code = self.context.code
        return [each for each in all_communities() if each.street.code == code]

    @property
    def communities(self) -> list:
        return self.community_rows(self._communities)

    @property
    def coverage(self):
        return coverage_of(self._communities)

    @property
    def halls(self) -> list:
        return self.hall_rows(halls_of(self.context.code))
