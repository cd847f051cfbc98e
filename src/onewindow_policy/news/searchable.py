"""What news say of themselves to be found."""

from dataclasses import replace
from onewindow_policy.publishing.interfaces import ISearchable
from onewindow_policy.publishing.searchable import Searchable
from onewindow_policy.publishing.searchable import with_text
from onewindow_policy.typed.markup import without_tags
from plone.app.contenttypes.interfaces import INewsItem
from plone.app.textfield.interfaces import IRichTextValue
from zope.component import adapter
from zope.interface import implementer


@implementer(ISearchable)
@adapter(INewsItem)
class SearchableNews(Searchable):
    """A piece of news, by its title and its text."""

    type = "news"

    def document(self):
        """See `ISearchable`."""
        text = self.context.text
        plain = without_tags(text.raw, " ") if IRichTextValue.providedBy(text) else ""
        return replace(super().document(), texts=with_text([("text", plain)]))
