"""The page of a form in a site from which the portal was uninstalled."""

from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile

GONE = 410


class StoppedForm(BrowserView):
    """Says that the form takes nothing in: what registers has no page without the portal.

    It has no layer, so that every view of the portal goes before it.
    """

    index = ViewPageTemplateFile("templates/stopped.pt")

    def __call__(self):
        self.request.response.setStatus(GONE)
        return self.index()
