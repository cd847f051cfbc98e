"""What content says of itself to be found: an adapter for each type."""

from AccessControl.PermissionRole import rolesForPermissionOn
from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterator
from dataclasses import replace
from onewindow_policy.catalogue.api import adopting_districts
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import get_district
from onewindow_policy.communities.divisions import places_within
from onewindow_policy.communities.halls import halls_in
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.communities.interfaces import IDivision
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.interfaces import IPublishable
from onewindow_policy.samples.interfaces import ISampleDocument
from onewindow_policy.search.interfaces import ALWAYS
from onewindow_policy.search.interfaces import Document
from onewindow_policy.search.interfaces import ISearchable
from onewindow_policy.vocabularies.api import title_of
from plone import api
from plone.app.contenttypes.interfaces import INewsItem
from plone.app.textfield.interfaces import IRichTextValue
from plone.uuid.interfaces import IUUID
from zope.component import adapter
from zope.interface import implementer

import re

#: Content is written in Chinese, and so are its code lists' names for the index.
LANGUAGE = "zh-cn"

_TAGS = re.compile("<[^>]*>")


def document_of(content) -> Document | None:
    """Return the document of `content`, None unless residents may find it.

    Whether its dates let it be seen is asked when something is looked for: nothing
    happens when they pass.
    """
    searchable = ISearchable(content, None)
    if searchable is None or not is_open(content):
        return None
    document = searchable.document()
    if document is None:
        return None
    effective, expires = dates_of(content)
    return replace(document, effective=effective, expires=expires)


def is_open(content) -> bool:
    """Return whether everybody may see `content`, whatever the dates say."""
    published = all(
        is_published(each)
        for each in aq_chain(aq_inner(content))
        if IPublishable.providedBy(each)
    )
    return published and "Anonymous" in rolesForPermissionOn("View", content)


def dates_of(content) -> tuple[int, int]:
    """Return from when and until when `content` is seen, in seconds since 1970.

    It is not seen before or after whatever holds it.
    """
    effective, expires = ALWAYS
    for each in map(aq_base, aq_chain(aq_inner(content))):
        begins = getattr(each, "effective_date", None)
        ends = getattr(each, "expiration_date", None)
        if begins is not None:
            effective = max(effective, int(begins.timeTime()))
        if ends is not None:
            expires = min(expires, int(ends.timeTime()))
    return effective, expires


def path_of(content) -> str:
    """Return where `content` is, below the site."""
    names = content.getPhysicalPath()
    # The first is empty, the second names the site.
    return "/".join(names[2:])


class Searchable:
    """What the documents of all types have."""

    def __init__(self, context):
        self.context = context

    def document(self) -> Document | None:
        """See `ISearchable`."""
        return Document(
            uid=IUUID(self.context),
            type=self.type,
            path=path_of(self.context),
            title=self.context.Title(),
            description=self.context.Description() or "",
        )

    def dependents(self) -> Iterator:
        """See `ISearchable`."""
        return iter(())


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
            names=(item.short_name or "", *(item.aliases or ())),
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
        names = (item.title, item.short_name, *(item.aliases or ()))
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
        return replace(super().document(), texts=_with_text(texts), **more)


@implementer(ISearchable)
@adapter(INewsItem)
class SearchableNews(Searchable):
    """A piece of news, by its title and its text."""

    type = "news"

    def document(self):
        """See `ISearchable`."""
        text = self.context.text
        plain = _TAGS.sub(" ", text.raw) if IRichTextValue.providedBy(text) else ""
        return replace(super().document(), texts=_with_text([("text", plain)]))


class SearchablePlace(Searchable):
    """A place: found by its name and by where it is."""

    type = "place"

    def document(self):
        """See `ISearchable`."""
        return replace(
            super().document(),
            texts=_with_text([("keywords", text) for text in self.texts()]),
            districts=tuple(
                each.code
                for each in aq_chain(aq_inner(self.context))
                if IDistrict.providedBy(each)
            ),
        )

    def texts(self) -> list[str]:
        """Return what is said of the place."""
        return [
            each.Title()
            for each in aq_chain(aq_inner(self.context))[1:]
            if IDivision.providedBy(each)
        ]


@implementer(ISearchable)
@adapter(IDivision)
class SearchableDivision(SearchablePlace):
    """A district, a street or a community; a community knows its halls' addresses."""

    def dependents(self):
        """See `ISearchable`."""
        # All that is within says which division it is in, and a guide is named by its
        # district.
        yield from places_within(self.context)
        if IDistrict.providedBy(self.context):
            catalog = api.portal.get_tool("portal_catalog")
            for brain in catalog.unrestrictedSearchResults(
                portal_type="ServiceGuide", district=self.context.code
            ):
                yield brain._unrestrictedGetObject()

    def texts(self):
        """See `SearchablePlace`."""
        halls = ()
        if ICommunity.providedBy(self.context):
            halls = (each.address for each in halls_in(self.context))
        return [*super().texts(), *(address for address in halls if address)]


@implementer(ISearchable)
@adapter(IHall)
class SearchableHall(SearchablePlace):
    """A hall with its windows."""

    def texts(self):
        """See `SearchablePlace`."""
        hall = self.context
        return [
            hall.address or "",
            *super().texts(),
            *(hall.facilities or ()),
            hall.bus_note or "",
        ]

    def dependents(self):
        """See `ISearchable`."""
        return iter((aq_parent(aq_inner(self.context)),))


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
    return [pair for pair in texts if pair[1]]


def _keywords(item) -> Iterator[str]:
    yield from item.life_events or ()
    yield from item.audience or ()
    if item.category:
        yield title_of("categories", item.category, LANGUAGE)


def _with_text(texts) -> tuple[tuple[str, str], ...]:
    return tuple((field, text) for field, text in texts if text and text.strip())
