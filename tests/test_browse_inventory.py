"""What pages are made of by numbers is what a catalog query finds for the same reader."""

from concurrent.futures import ThreadPoolExecutor
from DateTime import DateTime
from lxml import html
from onewindow_policy.browse.bits import numbers_of
from onewindow_policy.browse.inventory import inventory
from onewindow_policy.browse.inventory import items_having
from onewindow_policy.browse.inventory import items_with_uids
from onewindow_policy.browse.inventory import visible_items
from onewindow_policy.browse.items import published_items
from onewindow_policy.browse.popularity import often_asked
from onewindow_policy.patches.catalogs import brains_of
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from unittest import mock
from urllib.request import urlopen
from zope.component.hooks import setSite

import transaction
import unittest

CODE = "SQ-LL-001"


class TestInventory(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setSite(self.portal)
        self.item = self.portal.catalogue[CODE.lower()]
        logout()
        # What was remembered before must not be what is seen after.
        self.assertIn(CODE, self.codes())

    def codes(self, bits=None):
        """Return the codes of the items in `bits`, those that the reader may see."""
        items = inventory()
        numbers = numbers_of(visible_items() if bits is None else bits)
        rids = [items.rids[number] for number in numbers]
        return [brain.item_code for brain in brains_of(rids)]

    def at(self, moment, read):
        """Return what `read` says at `moment`."""
        with (
            mock.patch("time.time", moment.timeTime),
            mock.patch("DateTime.DateTime.time", moment.timeTime),
        ):
            return read()

    def change(self, work):
        """Do what an administrator does, and commit it."""
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        work()
        transaction.commit()
        logout()

    def assert_as_the_catalog_says(self):
        asked = [brain.item_code for brain in published_items()]
        self.assertEqual(sorted(asked), sorted(self.codes()))

    def test_items_stand_in_the_order_of_the_access_list(self):
        numbers = [self.item.access_list_no for self.item in self.items()]
        self.assertEqual(sorted(numbers), numbers)
        self.assertEqual(52, len(numbers))

    def items(self):
        for code in self.codes():
            yield self.portal.catalogue[code.lower()]

    def test_item_without_a_place_on_the_list_stands_last(self):
        def take_off_the_list():
            self.item.access_list_no = None
            self.item.reindexObject()

        self.change(take_off_the_list)
        self.assertEqual(CODE, self.codes()[-1])

    def test_each_value_has_the_items_that_the_catalog_finds_by_it(self):
        catalog = self.portal.portal_catalog
        for name in ("life_events", "channels", "adopted_by", "audience", "category"):
            having = items_having(name)
            for value in catalog.uniqueValuesFor(name):
                with self.subTest(index=name, value=value):
                    found = catalog(portal_type="ServiceItem", **{name: value})
                    self.assertEqual(
                        {brain.item_code for brain in found},
                        set(self.codes(having[value] & visible_items())),
                    )

    def test_archived_item_is_gone(self):
        self.change(lambda: api.content.transition(self.item, "archive"))
        self.assertNotIn(CODE, self.codes())
        self.assert_as_the_catalog_says()

    def test_draft_is_not_there_until_it_is_published(self):
        self.change(lambda: build_item(self.portal, "SQ-XX-901"))
        codes = self.codes()
        self.assertIn("SQ-LL-001", codes)
        self.assertNotIn("SQ-XX-901", codes)

    def test_deleted_item_is_gone(self):
        for journey in self.portal.journeys.objectValues():
            # It stays while one leads to it.
            journey.steps = []
        self.change(lambda: api.content.delete(self.item, check_linkintegrity=False))
        self.assertNotIn(CODE, self.codes())
        self.assert_as_the_catalog_says()

    def test_item_that_the_public_may_not_see_is_there_for_who_may(self):
        def hide():
            for name in ("View", "Access contents information"):
                self.item.manage_permission(name, ["Manager"], acquire=False)
            self.item.reindexObjectSecurity()

        self.change(hide)
        self.assertNotIn(CODE, self.codes())
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        self.assertIn(CODE, self.codes())
        self.assert_as_the_catalog_says()
        logout()
        self.assertNotIn(CODE, self.codes())
        self.assert_as_the_catalog_says()

    def test_item_expires_and_another_becomes_effective_though_nothing_fires(self):
        now = DateTime()
        other = self.portal.catalogue["sq-mz-001"]

        def date():
            self.item.setExpirationDate(now + 2 / 24)
            other.setEffectiveDate(now + 3 / 24)
            for item in (self.item, other):
                item.reindexObject()

        self.change(date)
        seen = [
            {CODE, "SQ-MZ-001"}.intersection(self.at(now + hours / 24, self.codes))
            for hours in (0, 1, 2.5, 4)
        ]
        self.assertEqual([{CODE}, {CODE}, set(), {"SQ-MZ-001"}], seen)
        # And back: a clock may be put right.
        self.assertIn(CODE, self.at(now, self.codes))

    def test_expired_item_is_there_for_who_may_see_what_has_expired(self):
        def expire():
            self.item.setExpirationDate(DateTime() - 1)
            self.item.reindexObject()

        self.change(expire)
        self.assertNotIn(CODE, self.codes())
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        self.assertIn(CODE, self.codes())
        logout()
        self.assertNotIn(CODE, self.codes())

    def test_uncommitted_change_is_seen_by_its_own_transaction_only(self):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(self.item, "archive")
        self.assertNotIn(CODE, self.codes())
        self.assertIn(b"sq-ll-001", self.first_page())
        transaction.abort()
        self.assertIn(CODE, self.codes())

    def first_page(self):
        with urlopen(f"{self.portal.absolute_url()}/catalogue?category=LL") as response:
            return response.read()

    def test_items_with_uids_are_those_that_the_reader_may_see_in_their_order(self):
        others = [
            self.portal.catalogue[name].UID() for name in ("sq-mz-001", "sq-ga-001")
        ]
        uids = [others[1], self.item.UID(), "nobody's", others[0]]
        self.assertEqual(["SQ-GA-001", CODE, "SQ-MZ-001"], self.codes_of(uids))
        self.change(lambda: api.content.transition(self.item, "archive"))
        self.assertEqual(["SQ-GA-001", "SQ-MZ-001"], self.codes_of(uids))

    def codes_of(self, uids):
        rids = inventory().rids
        found = brains_of(rids[number] for number in items_with_uids(uids))
        return [brain.item_code for brain in found]

    def test_what_is_often_asked_for_is_what_the_reader_may_see(self):
        first = [brain.item_code for brain in brains_of(often_asked(6))]
        self.assertIn(CODE, first)
        self.change(lambda: api.content.transition(self.item, "archive"))
        then = [brain.item_code for brain in brains_of(often_asked(6))]
        self.assertEqual([code for code in first if code != CODE], then[:5])
        self.assertEqual(6, len(set(then)))


class TestPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.portal.aq_parent, SITE_OWNER_NAME)

    def counts(self, _number=0):
        """Return how many services home and catalogue have, as strangers see them."""
        url = self.portal.absolute_url()
        found = []
        for path, css in (("", ".hero p"), ("/catalogue", ".result-count")):
            with urlopen(url + path) as response:
                page = html.fromstring(response.read().decode())
            text = page.cssselect(css)[0].text_content()
            found.append(int("".join(filter(str.isdigit, text))))
        return tuple(found)

    def test_requests_at_once_all_see_what_was_just_published(self):
        items = [self.portal.catalogue[f"sq-ll-00{number}"] for number in range(1, 6)]
        with ThreadPoolExecutor(4) as pool:
            for gone, item in enumerate(items, start=1):
                api.content.transition(item, "archive")
                transaction.commit()
                seen = set(pool.map(self.counts, range(8)))
                self.assertEqual({(52 - gone, 52 - gone)}, seen)
