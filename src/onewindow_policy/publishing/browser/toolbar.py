"""What stands in the toolbar beside the actions: when the page was changed last."""

from Acquisition import aq_inner
from onewindow_policy.workdays.api import time_text
from plone.app.layout.viewlets.common import ContentViewsViewlet
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class Tabs(ContentViewsViewlet):
    """The stock viewlet; it leaves that to a script, which writes it as in America and by
    the clock of the browser."""

    menu_template = ViewPageTemplateFile("tabs.pt")

    @property
    def changed(self) -> str:
        """The minute of the last change, by the city's clocks (GB/T 7408)."""
        return time_text(aq_inner(self.context).modified())
