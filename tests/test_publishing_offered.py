"""No action that is offered ends at a closed door, a missing page or a failure."""

from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.deciding import deciding
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from urllib.parse import urlsplit

import lxml.html
import transaction
import unittest

ACCOUNTS = ("editor", "reviewer", "district-editor", MANAGER)

#: Where everything that is offered for content stands, menus included.
OFFERS = "//*[@id='edit-zone']//a/@href"

#: What would end the walk, or stays on the page.
ELSEWHERE = ("/logout", "#", "javascript:")

HTML = {"Accept": "text/html"}


class TestOffers(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def places(self):
        """Return one of each kind and state by paths: what is public, draft, revised."""
        item = build_item(self.portal, "SQ-XX-901")
        guide = self.portal.catalogue["sq-ll-001"]["guide"]
        revision = ICheckinCheckoutPolicy(guide).checkout(guide.__parent__)
        draft = api.content.create(self.portal.news, "News Item", title="稿")
        street = self.portal.unrestrictedTraverse("communities/990102/990102001")
        community = street["990102001001"]
        transaction.commit()
        return [
            "/".join(content.getPhysicalPath()[2:])
            for content in (
                item,
                item["guide"],
                self.portal.catalogue["sq-ll-001"],
                revision,
                self.portal.catalogue["sq-ll-001"]["apply"],
                self.portal.news["n001"],
                draft,
                self.portal.communities["990102"],
                community["h001"],
            )
        ]

    def offered(self, account, path):
        """Return the paths and queries of what a page offers to somebody."""
        page = self.session_of(account).get(f"{self.url}/{path}/view")
        self.assertLess(page.status_code, 500)
        if page.status_code >= 400:
            # A draft of somebody else's.
            return []
        links = lxml.html.fromstring(page.content).xpath(OFFERS)
        return [
            link.removeprefix(self.url)
            for link in links
            if link.startswith(f"{self.url}/")
            and not any(part in link for part in ELSEWHERE)
        ]

    def test_each_link_leads_somewhere_and_each_kind_of_page_is_drawn(self):
        offers = {
            (account, link)
            for path in self.places()
            for account in ACCOUNTS
            for link in self.offered(account, path)
        }
        self.assertGreater(len(offers), 100)
        with deciding() as decider:
            closed = [
                (account, link, decision.status)
                for account, link in sorted(offers)
                if (decision := decider.ask("GET", link, account, **HTML)).status >= 400
            ]
        self.assertEqual([], closed)
        # Who may do everything is asked by all that is offered, once for each page.
        by_name = {
            urlsplit(link).path.rpartition("/")[2]: (account, link)
            for account, link in sorted(offers, key=lambda offer: offer[0] == MANAGER)
        }
        self.assertIn("historyview", {name.strip("@") for name in by_name})
        failed = []
        for account, link in by_name.values():
            answer = self.session_of(account).get(f"{self.url}{link}")
            if answer.status_code >= 400:
                failed.append((account, link, answer.status_code))
        self.assertEqual([], failed)
