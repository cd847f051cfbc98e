"""The content of the site as a catalogue file that imports to the same content."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.exchange.code_lists import vocabulary_section
from onewindow_policy.exchange.districts import district_section
from onewindow_policy.exchange.divisions import division_sections
from onewindow_policy.exchange.documents import common_form_rows
from onewindow_policy.exchange.documents import uploaded_documents
from onewindow_policy.exchange.items import catalogue_sections
from onewindow_policy.exchange.items import item_row
from onewindow_policy.exchange.journeys import journey_rows
from onewindow_policy.exchange.news import NEWS_PATH
from onewindow_policy.exchange.news import news_row
from onewindow_policy.journeys.api import JOURNEYS_PATH
from onewindow_policy.samples.api import COMMON_PATH
from onewindow_policy.vocabularies.api import code_list
from plone.app.iterate.interfaces import IWorkingCopy

SCHEMA = "community-service-catalogue/1.0"
LANGUAGE = "zh-CN"


def export_catalogue(portal) -> dict:
    """Return all content of the site that a catalogue file can hold.

    Items stand in the order of their categories and codes, everything else by code.
    """
    city, catalogue = portal[CITY_PATH], portal[CATALOGUE_PATH]
    items = _items(catalogue)
    divisions = division_sections(city)
    return {
        "schema": SCHEMA,
        "language": LANGUAGE,
        "fictional": bool(city.fictional),
        **divisions,
        "vocabularies": vocabulary_section(),
        **catalogue_sections(catalogue),
        "items": [item_row(item) for item in items],
        "district_catalogues": [
            district_section(city[row["code"]], items) for row in divisions["districts"]
        ],
        "common_forms": common_form_rows(portal[COMMON_PATH]),
        "journeys": journey_rows(portal[JOURNEYS_PATH]),
        "news": [
            news_row(news)
            for _name, news in sorted(portal[NEWS_PATH].objectItems())
            if news.portal_type == "News Item" and not IWorkingCopy.providedBy(news)
        ],
    }


def _items(catalogue) -> list:
    places = {code: place for place, code in enumerate(code_list("categories"))}
    items = [
        each
        for each in catalogue.objectValues()
        if each.portal_type == "ServiceItem" and not IWorkingCopy.providedBy(each)
    ]
    return sorted(
        items, key=lambda each: (places.get(each.category, len(places)), each.code)
    )


def unexported(portal) -> Iterator[str]:
    """Yield sentences about what the site has and a catalogue file cannot hold."""
    holders = [portal[COMMON_PATH], *_items(portal[CATALOGUE_PATH])]
    count = sum(len(uploaded_documents(holder)) for holder in holders)
    if count:
        yield _(
            "export_left_out_files",
            default=(
                "Left out: ${count} sample documents that are uploaded files. The file"
                " holds only forms that are made from their fields."
            ),
            mapping={"count": count},
        )
