"""Plone's own search page for editors; residents are led to the portal's."""

from onewindow_policy.portal.browser.searchbox import results_url
from onewindow_policy.portal.face import uses_editing_interface
from onewindow_policy.search.questions import read_text
from pathlib import Path
from plone import api
from Products.CMFPlone.browser import search as stock
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode


class SearchView(stock.Search):
    """`@@search?SearchableText=…`: the stock page, or the way to `@@find`."""

    index = ViewPageTemplateFile(
        str(Path(stock.__file__).parent / "templates" / "search.pt")
    )

    def __call__(self):
        if uses_editing_interface(self.context):
            return self.index()
        text = read_text(self.request.form, "SearchableText")
        url = results_url(api.portal.get().absolute_url())
        query = f"?{urlencode({'q': text})}" if text else ""
        return self.request.response.redirect(f"{url}{query}")
