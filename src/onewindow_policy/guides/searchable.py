"""What services and their guides say of themselves to be found."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from dataclasses import replace
from onewindow_policy.catalogue.api import adopting_districts
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import get_district
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.interfaces import ISearchable
from onewindow_policy.publishing.searchable import dates_of
from onewindow_policy.publishing.searchable import path_of
from onewindow_policy.publishing.searchable import Searchable
from onewindow_policy.vocabularies.api import DEFAULT_LANGUAGE
from onewindow_policy.vocabularies.api import title_of
from zope.component import adapter
from zope.interface import implementer


@implementer(ISearchable)
@adapter(IServiceItem)
class SearchableItem(Searchable):
    """A service, by its names, what it is filed under, and what its guide says."""

    type = "item"

    def document(self):
        """See `ISearchable`."""
        item = self.context
        guide, _own = guides_of(item)
        texts = [("keywords", text) for text in _keywords(item)]
        told = {}
        if guide is not None and is_published(guide):
            texts += texts_of_guide(resolve_guide(guide))
            begins, ends = dates_of(guide)
            told = {"told_from": begins, "told_until": ends}
        return replace(
            super().document(),
            names=(
                item.short_name or "",
                *(item.aliases or ()),
                *filter(None, (item.title_en,)),
            ),
            texts=tuple(texts),
            item_code=item.code,
            category=item.category or "",
            districts=tuple(each.code for each in adopting_districts(item)),
            **told,
        )

    def dependents(self):
        """See `ISearchable`."""
        return iter(self.context.objectValues())


@implementer(ISearchable)
@adapter(IServiceGuide)
class SearchableGuide(Searchable):
    """A district's guide; what the city's says is found as the service."""

    type = "guide"

    def document(self):
        """See `ISearchable`."""
        guide = self.context
        item = aq_parent(aq_inner(guide))
        if not guide.district or not IServiceItem.providedBy(item):
            return None
        master, own = guides_of(item, guide.district)
        if master is None or not is_published(master):
            return None
        begins, ends = dates_of(master)
        district = get_district(guide.district)
        name = district.title if district is not None else guide.district
        names = (item.title, item.short_name, *(item.aliases or ()), item.title_en)
        return replace(
            super().document(),
            path=f"{path_of(item)}/{guide.district}",
            title=f"{item.title}({name})",
            description=item.Description() or "",
            names=tuple(f"{each}{name}" for each in names[:2] if each),
            texts=(
                *(("keywords", each) for each in names if each),
                *texts_of_guide(resolve_guide(master, own, guide.district)),
            ),
            item_code=item.code,
            category=item.category or "",
            districts=(guide.district,),
            told_from=begins,
            told_until=ends,
        )

    def dependents(self):
        """See `ISearchable`."""
        item = aq_parent(aq_inner(self.context))
        if IServiceItem.providedBy(item):
            yield item
            if not self.context.district:
                yield from (
                    each for each in item.objectValues() if each is not self.context
                )


def texts_of_guide(guide: ResolvedGuide) -> list[tuple[str, str]]:
    """Return what a guide says, by field."""
    texts = [("conditions", text) for text in guide.conditions]
    for material in guide.materials:
        texts.append(("materials", material.name))
        texts.append(
            ("text", " ".join(filter(None, (material.condition, material.note))))
        )
    for faq in guide.faqs:
        texts += (("questions", faq.question), ("text", faq.answer))
    texts.append(("text", guide.result_name or ""))
    texts += (("text", step.description or step.name) for step in guide.process)
    for basis in guide.legal_basis:
        texts.append(("text", " ".join(filter(None, (basis.name, basis.gist)))))
    texts += (("conditions", text) for text in guide.conditions_en)
    texts += (("materials", text) for text in guide.materials_en)
    return [pair for pair in texts if pair[1]]


def _keywords(item) -> Iterator[str]:
    yield from item.life_events or ()
    yield from item.audience or ()
    if item.summary_en:
        yield item.summary_en
    if item.category:
        # Content is written in Chinese, and so are the names of code lists for it.
        yield title_of("categories", item.category, DEFAULT_LANGUAGE)
