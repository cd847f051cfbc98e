"""A unit: whose it is, and its phone."""

from onewindow_policy.communities.browser.page import DivisionPage
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class UnitView(DivisionPage):
    """An office of the city, a district or a street."""

    index = ViewPageTemplateFile("templates/unit.pt")

    @property
    def place(self):
        """The division that it is a unit of."""
        return self.containers[-1]
