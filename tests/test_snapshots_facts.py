"""What is read from objects is kept in SQL until it may be otherwise, and no longer."""

from DateTime import DateTime
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.facts import GapsOfGuides
from onewindow_policy.publishing.gaps import GAPS_OF_GUIDES
from onewindow_policy.publishing.gaps import unfit_guides
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.samples.api import samples_in
from onewindow_policy.snapshots import facts
from onewindow_policy.snapshots.interfaces import EVERYWHERE
from onewindow_policy.snapshots.keeping import ALWAYS
from onewindow_policy.snapshots.keeping import get_keeper
from onewindow_policy.snapshots.keeping import Kept
from onewindow_policy.snapshots.states import content_serial
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from unittest import mock

import transaction
import unittest

NAME = "onewindow_policy.tests"


class KeepingTests:
    """What may be kept, and what has to be forgotten."""

    def setUp(self):
        self.keeper = get_keeper()
        self.keeper.make()

    def keep(self, serial, *scopes):
        known = [Kept(f"uid-{scope}", scope, [scope], ALWAYS) for scope in scopes]
        self.keeper.keep(NAME, 1, known, serial)

    def change(self, *scopes):
        with self.keeper.place.writing.begin() as connection:
            return self.keeper.forget(connection, scopes)

    def known(self, version=1):
        return sorted(self.keeper.find(NAME, version))

    def test_facts_are_kept_once_and_found(self):
        self.keep("05", "a", "b")
        self.keep("05", "a", "b")
        self.assertEqual({"uid-a": ["a"], "uid-b": ["b"]}, self.keeper.find(NAME, 1))
        self.assertEqual({}, self.keeper.find("onewindow_policy.others", 1))

    def test_facts_of_another_version_are_not_read(self):
        self.keep("05", "a")
        self.assertEqual([], self.known(version=2))

    def test_fact_that_a_date_ends_is_not_read_after_it(self):
        self.keeper.keep(NAME, 1, [Kept("uid", "a", 1, 1)], "05")
        self.assertEqual([], self.known())

    def test_change_forgets_what_was_read_there_and_nothing_else(self):
        self.keep("05", "a", "b")
        self.change("a")
        self.assertEqual(["uid-b"], self.known())
        self.change(EVERYWHERE)
        self.assertEqual([], self.known())

    def test_nothing_is_kept_of_a_change_until_it_is_known_when_it_was(self):
        note = self.change("a")
        self.keep("99", "a", "b")
        self.assertEqual(["uid-b"], self.known())
        self.keeper.settle(note, "10")
        self.keep("99", "a")
        self.assertEqual(["uid-a", "uid-b"], self.known())

    def test_who_sees_the_content_as_it_was_before_a_change_keeps_nothing_of_it(self):
        self.keeper.settle(self.change("a"), "10")
        self.keep("09", "a")
        self.assertEqual([], self.known())
        self.keep("10", "a")
        self.assertEqual(["uid-a"], self.known())

    def test_later_change_is_not_settled_by_an_earlier_one(self):
        first = self.change("a")
        self.change("a")
        self.keeper.settle(first, "10")
        self.keep("10", "a")
        self.assertEqual([], self.known())

    def test_change_everywhere_keeps_older_readers_from_keeping_anything(self):
        self.keeper.settle(self.change(EVERYWHERE), "10")
        self.keep("09", "a")
        self.assertEqual([], self.known())
        self.keep("10", "a")
        self.assertEqual(["uid-a"], self.known())

    def test_change_whose_commit_was_never_told_is_over_after_a_while(self):
        with mock.patch("time.time", return_value=1_000_000):
            self.change("a")
            self.keep("09", "a")
            self.assertEqual([], self.known())
        with mock.patch("time.time", return_value=1_001_000):
            self.keep("10", "a")
        self.assertEqual(["uid-a"], self.known())


class TestKeepingOnSQLite(KeepingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestKeepingOnPostgreSQL(KeepingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING


class TestGapsOfGuides(unittest.TestCase):
    """Facts follow content through all that may change it."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.item = self.portal.catalogue["sq-ll-001"]
        self.guide = self.item[MASTER_ID]
        get_keeper().make()
        # Layers change content in ways of their own.
        facts.forget_facts()
        self.assertEqual(([], len(self.brains())), self.look())
        self.assertEqual(([], 0), self.look())

    def brains(self):
        return api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
            portal_type="ServiceGuide", review_state="published"
        )

    def look(self):
        """Return what is unfit, and how many guides were read to know."""
        transaction.begin()
        return self.look_within()

    def look_within(self):
        read = []

        def reading(fact, guide):
            read.append(guide)
            return GapsOfGuides.read.original(fact, guide)

        reading.original = GapsOfGuides.read
        with mock.patch.object(GapsOfGuides, "read", reading):
            found = unfit_guides(self.brains())
        return [each.getPath().split("/")[-2] for each in found], len(read)

    def guides_in(self, item):
        return len([each for each in self.brains() if f"/{item.id}/" in each.getPath()])

    def test_change_of_a_guide_has_the_guides_of_its_service_read_once(self):
        self.guide.legal_basis = []
        self.guide.reindexObject()
        transaction.commit()
        found, count = self.look()
        self.assertIn(self.item.id, found)
        self.assertEqual(self.guides_in(self.item), count)
        self.assertEqual((found, 0), self.look())

    def test_change_is_seen_before_it_is_committed_and_by_nobody_else(self):
        self.guide.legal_basis = []
        self.guide.reindexObject()
        found, _count = self.look_within()
        self.assertIn(self.item.id, found)
        transaction.abort()
        self.assertEqual(([], 0), self.look())

    def wanted_form(self):
        """Return a blank form that the guide of its service asks for."""
        for item in self.portal.catalogue.objectValues():
            wanted = {row.get("blank_form") for row in item[MASTER_ID].materials or ()}
            for form in samples_in(item):
                if form.title in wanted:
                    return item, form
        raise LookupError

    def test_form_that_goes_is_missed_in_its_service(self):
        item, form = self.wanted_form()
        api.content.transition(form, "archive")
        transaction.commit()
        found, count = self.look()
        self.assertIn(item.id, found)
        self.assertEqual(self.guides_in(item), count)

    def test_form_that_moves_away_is_missed_in_its_service(self):
        item, form = self.wanted_form()
        api.content.move(form, self.portal.catalogue["sq-ll-002"])
        transaction.commit()
        found, _count = self.look()
        self.assertIn(item.id, found)

    def test_service_that_goes_takes_its_facts_along(self):
        wanted = self.guides_in(self.item)
        self.assertLess(0, wanted)
        known = len(get_keeper().find(GAPS_OF_GUIDES, GapsOfGuides.version))
        for journey in self.portal.journeys.objectValues():
            # It stays while one leads to it.
            journey.steps = []
        api.content.delete(self.item, check_linkintegrity=False)
        transaction.commit()
        self.assertEqual(
            known - wanted,
            len(get_keeper().find(GAPS_OF_GUIDES, GapsOfGuides.version)),
        )

    def test_change_of_a_shared_form_has_all_guides_read_anew(self):
        form = samples_in(self.portal.samples)[0]
        form.reindexObject()
        transaction.commit()
        self.assertEqual(([], len(self.brains())), self.look())
        self.assertEqual(([], 0), self.look())

    def test_change_elsewhere_has_nothing_read(self):
        self.portal.news.n001.reindexObject()
        transaction.commit()
        self.assertEqual(([], 0), self.look())

    def test_fact_ends_when_a_date_around_it_passes(self):
        self.guide.expiration_date = DateTime() + 1
        self.guide.reindexObject()
        transaction.commit()
        self.look()
        self.assertEqual(([], 0), self.look())
        later = (DateTime() + 2).timeTime()
        with mock.patch("onewindow_policy.snapshots.keeping.time.time", lambda: later):
            self.assertEqual(self.guides_in(self.item), self.look()[1])

    def test_commit_tells_which_transaction_a_change_was(self):
        self.guide.reindexObject()
        transaction.commit()
        keeper = get_keeper()
        with keeper.place.reading.begin() as connection:
            rows = connection.execute(keeper.tables.changes.select()).all()
        # One for each of what facts go by: the service, and the guide itself.
        self.assertEqual({content_serial()[-1].hex()}, {each.serial for each in rows})

    def test_change_that_cannot_be_told_is_not_kept(self):
        former = self.guide.title
        self.guide.title = "不能保存"
        self.guide.reindexObject()
        broken = mock.patch.object(
            type(get_keeper()), "forget", side_effect=DatabaseUnavailable("Disk full.")
        )
        with broken, self.assertRaises(DatabaseUnavailable):
            transaction.commit()
        transaction.abort()
        self.assertEqual(former, self.guide.title)

    def test_objects_are_read_while_nothing_can_be_kept(self):
        away = mock.patch.object(
            facts, "get_keeper", side_effect=DatabaseUnavailable("Away.")
        )
        with away, self.assertLogs("onewindow_policy", "WARNING") as logs:
            self.assertEqual(([], len(self.brains())), self.look())
        self.assertIn("Away.", logs.output[0])

    def test_place_that_is_taken_away_is_made_anew(self):
        place = get_keeper().place
        place.engine.dispose()
        for path in place.path.parent.glob(f"{place.path.name}*"):
            path.unlink()
        for count in (len(self.brains()), len(self.brains()), 0):
            self.assertEqual(([], count), self.look())
