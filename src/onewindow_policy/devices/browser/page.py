"""What the pages about a device have in common."""

from plone import api
from Products.Five import BrowserView


class DevicePage(BrowserView):
    """A page that no cache keeps and no search engine lists."""

    page_title = None
    page_description = ""

    def __call__(self):
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("X-Robots-Tag", "noindex")
        if self.request.method == "POST":
            response.redirect(self.carry_out(), status=303)
            return ""
        return self.index()

    def carry_out(self) -> str:
        """Do what the pressed button says; return where to go on."""
        raise NotImplementedError

    @property
    def site_url(self) -> str:
        return api.portal.get().absolute_url()
