"""A grid: its area, who looks after it, and whom to tell when nobody does."""

from functools import cached_property
from onewindow_policy.communities.browser.page import DivisionPage
from onewindow_policy.communities.grids import facts_of
from onewindow_policy.communities.grids import GridFacts
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class GridView(DivisionPage):
    """`/communities/<district>/<street>/<community>/<grid>`"""

    index = ViewPageTemplateFile("templates/grid.pt")

    @cached_property
    def grid(self) -> GridFacts:
        return facts_of(self.context)

    @property
    def community(self):
        return self.containers[-1]
