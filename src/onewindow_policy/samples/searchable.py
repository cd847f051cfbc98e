"""What forms to fill in say of themselves to be found."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import replace
from onewindow_policy.catalogue.api import adopting_districts
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.publishing.interfaces import ISearchable
from onewindow_policy.publishing.searchable import Searchable
from onewindow_policy.publishing.searchable import with_text
from onewindow_policy.samples.interfaces import ISampleDocument
from zope.component import adapter
from zope.interface import implementer


@implementer(ISearchable)
@adapter(ISampleDocument)
class SearchableSample(Searchable):
    """A form to fill in, or one that shows how."""

    type = "sample"

    def document(self):
        """See `ISearchable`."""
        sample = self.context
        item = aq_parent(aq_inner(sample))
        labels = (row["label"] for row in sample.fields or ())
        texts = [("text", " ".join(labels)), ("text", sample.note or "")]
        texts += (("text", note) for note in sample.filling_notes or ())
        more = {}
        if IServiceItem.providedBy(item):
            texts.insert(0, ("keywords", item.short_name or item.title))
            more = {
                "item_code": item.code,
                "category": item.category or "",
                "districts": tuple(each.code for each in adopting_districts(item)),
            }
        return replace(super().document(), texts=with_text(texts), **more)
