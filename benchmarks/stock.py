"""A site without our profile beside the portal: what pages cost there is the measure.

Milliseconds are those of a machine, and of a day; what a page costs beside one of stock
Plone, measured in the same process, is the portal's own.
"""

from harness import fetch_ok
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
from plone.testing import zope
from Products.CMFPlone.factory import addPloneSite
from zope.component.hooks import setSite

import re
import transaction

#: The sample's largest guide, whose text the stock page has.
GUIDE = "/plone/catalogue/sq-mz-001"

PAGE = "/stock/page"
LIST = "/stock/list"

#: How many pages are in the list.
LISTED = 200


def build(app) -> None:
    """Create the site beside `app.plone`, which has the sample: `page` has the words of a
    guide, `list` is a folder of pages with titles and descriptions of services."""
    guide = fetch_ok(GUIDE).decode()
    words = re.sub(r"(?s)<(head|script|style)\b.*?</\1>", "", guide)
    paragraphs = [
        text.strip() for text in re.split(r"<[^>]+>", words) if text and text.strip()
    ]
    zope.login(app.acl_users, SITE_OWNER_NAME)
    site = addPloneSite(
        app,
        "stock",
        title="Stock",
        extension_ids=(
            "plonetheme.barceloneta:default",
            "plone.app.contenttypes:default",
        ),
        setup_content=False,
    )
    setSite(site)
    site.portal_registry[
        "plone.app.theming.interfaces.IThemeSettings.hostnameBlacklist"
    ] = []
    page = api.content.create(
        container=site, type="Document", id="page", title=paragraphs[0]
    )
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    page.text = RichTextValue(text, "text/html", "text/x-html-safe")
    folder = api.content.create(container=site, type="Folder", id="list", title="List")
    brains = app.plone.portal_catalog(portal_type="ServiceItem")
    texts = [(brain.Title, brain.Description) for brain in brains]
    pages = [page, folder]
    for number in range(LISTED):
        title, description = texts[number % len(texts)]
        pages.append(
            api.content.create(
                container=folder,
                type="Document",
                id=f"page-{number}",
                title=title,
                description=description,
            )
        )
    for each in pages:
        site.portal_workflow.doActionFor(each, "publish")
    setSite(None)
    transaction.commit()
