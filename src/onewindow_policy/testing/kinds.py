"""One object of each kind of content, in each state that decides who may reach it."""

from DateTime import DateTime
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FIXTURE
from onewindow_policy.testing import SQLITE_FIXTURE
from onewindow_policy.testing.deciding import create_site_administrator
from onewindow_policy.testing.functional import FunctionalTesting
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import SITE_OWNER_NAME
from plone.namedfile.file import NamedBlobFile

import transaction

#: What the sample city has: kind and path below the site.
OF_THE_SAMPLE = {
    "site": "",
    "catalogue": "/catalogue",
    "item": "/catalogue/sq-ll-001",
    "guide": "/catalogue/sq-ll-001/guide",
    "district's guide": "/catalogue/sq-ll-001/guide-990102",
    "sample document": "/catalogue/sq-ll-001/blank-1",
    "form of an item": "/catalogue/sq-ll-001/apply",
    "city": "/communities",
    "district": "/communities/990102",
    "another district": "/communities/990103",
    "street": "/communities/990102/990102001",
    "community": "/communities/990102/990102001/990102001001",
    "hall": "/communities/990102/990102001/990102001001/h001",
    "grid": "/communities/990102/990102001/990102001001/990102001001001",
    "unit": "/communities/990102/u-990102-mz",
    "folder of forms": "/forms",
    "form of suggestions": "/forms/suggest",
    "template of forms": "/forms/template",
    "folder of news": "/news",
    "news": "/news/n001",
    "folder of samples": "/samples",
    "folder of journeys": "/journeys",
    "journey": "/journeys/birth",
    "folder of screens": "/screens",
    "screen": "/screens/h001",
}

#: What `build_kinds` adds.
ADDED = {
    "item in draft": "/catalogue/sq-xx-901",
    "guide in draft": "/catalogue/sq-xx-901/guide",
    "sample document in draft": "/catalogue/sq-xx-901/blank-1",
    "archived item": "/catalogue/sq-xx-902",
    "archived guide": "/catalogue/sq-xx-902/guide",
    "expired item": "/catalogue/sq-xx-903",
    "revision of an item": "/catalogue/working-copy-of-sq-xx-904",
    "revision of a guide": "/catalogue/sq-ll-001/working-copy-of-guide",
    "form in draft": "/forms/draft",
    "form of another kind": "/forms/survey",
    "news in draft": "/news/draft",
    "journey in draft": "/journeys/draft",
    **{f"{kind} in draft": f"/{kind}-draft" for kind in ("page", "link")},
    **{kind: f"/{kind}" for kind in ("page", "link", "event", "collection", "folder")},
    **{kind: f"/{kind}" for kind in ("file", "image")},
}

KINDS = {**OF_THE_SAMPLE, **ADDED}

#: Made while somebody adds content, and never stored.
NOT_STORED = {"TempFolder"}

_TYPES = {
    "page": "Document",
    "link": "Link",
    "event": "Event",
    "collection": "Collection",
    "folder": "Folder",
    "file": "File",
    "image": "Image",
}


def build_kinds(portal) -> None:
    """Add what the sample city lacks; whoever is logged in must be a Manager."""
    build_item(portal, "SQ-XX-901")
    for code in ("SQ-XX-902", "SQ-XX-903", "SQ-XX-904"):
        item = build_item(portal, code)
        for content in (item["blank-1"], item["guide"], item):
            api.content.transition(content, "publish")
    api.content.transition(portal.catalogue["sq-xx-902"], "archive")
    portal.catalogue["sq-xx-903"].expiration_date = DateTime("2020-01-01T00:00:00Z")
    portal.catalogue["sq-xx-903"].reindexObject()
    for public in (
        portal.catalogue["sq-xx-904"],
        portal.catalogue["sq-ll-001"]["guide"],
    ):
        ICheckinCheckoutPolicy(public).checkout(public.__parent__)
    for name in ("draft", "survey"):
        api.content.create(portal.forms, "EasyForm", name, "问卷")
    api.content.transition(portal.forms.survey, "publish")
    api.content.create(portal.news, "News Item", "draft", "消息")
    api.content.create(portal.journeys, "Journey", "draft", "出生", life_event="出生")
    for kind, portal_type in _TYPES.items():
        names = (kind, f"{kind}-draft") if f"{kind} in draft" in ADDED else (kind,)
        for name in names:
            content = api.content.create(portal, portal_type, name, "标题")
            if portal_type == "File":
                content.file = NamedBlobFile(b"text", "text/plain", "a.txt")
            has_states = portal.portal_workflow.getChainFor(content)
            if name == kind and has_states:
                api.content.transition(content, to_state="published")


class KindsFixture(PloneSandboxLayer):
    """The sample city, what it lacks of kinds, and an account for each role."""

    defaultBases = (SAMPLE_FIXTURE,)

    def setUpPloneSite(self, portal):
        login(portal.aq_parent, SITE_OWNER_NAME)
        build_kinds(portal)
        create_site_administrator(portal)
        logout()
        transaction.commit()


KINDS_TESTING = FunctionalTesting(
    bases=(SQLITE_FIXTURE, KindsFixture()), name="onewindow_policy:Kinds"
)
