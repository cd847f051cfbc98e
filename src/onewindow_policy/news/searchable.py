"""What news say of themselves to be found."""

from dataclasses import replace
from onewindow_policy.publishing.interfaces import ISearchable
from onewindow_policy.publishing.searchable import Searchable
from onewindow_policy.publishing.searchable import with_text
from plone.app.contenttypes.interfaces import INewsItem
from plone.app.textfield.interfaces import IRichTextValue
from zope.component import adapter
from zope.interface import implementer

import re

_TAGS = re.compile("<[^>]*>")


@implementer(ISearchable)
@adapter(INewsItem)
class SearchableNews(Searchable):
    """A piece of news, by its title and its text."""

    type = "news"

    def document(self):
        """See `ISearchable`."""
        text = self.context.text
        plain = _TAGS.sub(" ", text.raw) if IRichTextValue.providedBy(text) else ""
        return replace(super().document(), texts=with_text([("text", plain)]))
