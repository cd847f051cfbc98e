"""Nothing is published that expired before, or that would end before it begins."""

from DateTime import DateTime
from datetime import datetime
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.workdays.api import city_time
from onewindow_policy.workdays.api import read_moment
from onewindow_policy.workdays.api import wall_clock
from onewindow_policy.workdays.api import zope_moment
from plone import api
from plone.uuid.interfaces import IUUID

import json
import transaction
import unittest

PAST, FUTURE = "2020-01-01T18:00", "2036-01-01T18:00"
EXPIRATION = "form.widgets.expiration_date"
EXPIRED = "已于 2020-01-01 18:00 失效"


def told(answer):
    """Return the text of an answer, for programs or people."""
    if "json" in answer.headers["Content-Type"]:
        return json.dumps(answer.json(), ensure_ascii=False)
    return answer.text


class DatesSetup(DoorsSetup):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        with api.env.adopt_user("admin"):
            self.news = api.content.create(
                self.portal["news"], "News Item", id="dated", title="停水通知"
            )
        self.path = "news/dated"
        transaction.commit()

    def set_dates(self, effective=None, expires=None):
        for name, text in (
            ("effective_date", effective),
            ("expiration_date", expires),
        ):
            setattr(self.news, name, zope_moment(read_moment(text)) if text else None)
        self.news.reindexObject()
        transaction.commit()

    def set_state(self, state):
        with api.env.adopt_user("admin"):
            api.content.transition(self.news, to_state=state)
        transaction.commit()

    def state(self):
        transaction.begin()
        return api.content.get_state(self.news)

    def post_state(self, who="reviewer", **form):
        """Post to the page of states; return the page that it leads to."""
        session = self.session_of(who)
        answer = session.post(
            f"{self.url}/{self.path}/content_status_modify",
            {**form, "_authenticator": self.token_of(session)},
            allow_redirects=False,
        )
        return session.get(answer.headers["Location"])

    def listed(self, view, who="reviewer", **values):
        """Post to a list of contents; return what it says."""
        selection = {"selection": json.dumps([IUUID(self.news)]), "folder": "/news"}
        return self.post(who, f"news/{view}", {**selection, **values})


class TestExpired(DatesSetup, unittest.TestCase):
    def doors(self):
        yield (
            "page",
            lambda: self.post(
                "reviewer",
                f"{self.path}/@@publication",
                {"transition": "publish", "comment": ""},
            ),
        )
        yield (
            "page of states",
            lambda: self.post_state(workflow_action="publish"),
        )
        yield "list", lambda: self.listed("@@fc-workflow", transition="publish")
        yield (
            "service",
            lambda: self.send("reviewer", "POST", f"{self.path}/@workflow/publish", {}),
        )

    def test_what_expired_is_refused_with_the_reason_and_left_as_it_was(self):
        self.set_dates(expires=PAST)
        self.set_state("pending")
        for door, knock in self.doors():
            with self.subTest(door=door):
                answer = knock()
                self.assertLess(answer.status_code, 500, answer.text[:2000])
                self.assertIn(EXPIRED, told(answer))
                self.assertEqual("pending", self.state())
                self.assertIsNone(self.news.effective_date)

    def test_what_expires_later_is_published_at_each_of_these_doors(self):
        """That they lead somewhere."""
        self.set_dates(expires=FUTURE)
        for door, knock in self.doors():
            with self.subTest(door=door):
                self.set_state("pending")
                knock()
                self.assertEqual("published", self.state())
                self.assertLess(self.news.effective_date, DateTime())
                self.set_state("draft")

    def test_what_is_public_and_has_expired_can_be_edited(self):
        self.set_state("published")
        self.set_dates(effective="2019-01-01T08:00", expires=PAST)
        answer = self.send("reviewer", "PATCH", self.path, {"title": "停水结束"})
        self.assertEqual(204, answer.status_code, answer.text[:1000])
        transaction.begin()
        self.assertEqual("停水结束", self.news.title)


class TestDatedByPublication(DatesSetup, unittest.TestCase):
    def test_what_is_submitted_has_no_date_and_what_is_published_has_that_day_s(self):
        uid = IUUID(self.news)
        doors = {
            "list": lambda who, name: self.listed(
                "@@fc-workflow", who, transition=name
            ),
            "page of states": lambda who, name: self.post_state(
                who, workflow_action=name
            ),
            "service": lambda who, name: self.send(
                who, "POST", f"{self.path}/@workflow/{name}", {}
            ),
        }
        for door, knock in doors.items():
            with self.subTest(door=door):
                self.set_state("draft")
                self.set_dates()
                knock("editor", "submit")
                self.assertEqual("pending", self.state())
                self.assertIsNone(self.news.effective_date)
                (found,) = self.portal.portal_catalog.unrestrictedSearchResults(UID=uid)
                self.assertLess(found.effective.year(), 1970)
                knock("reviewer", "publish")
                self.assertEqual("published", self.state())
                self.assertIsNotNone(self.news.effective_date)


class TestOrder(DatesSetup, unittest.TestCase):
    def test_nothing_ends_before_it_begins(self):
        self.set_dates(effective="2030-01-01T08:00")
        earlier = "2029-01-01T08:00"
        doors = {
            "list": lambda: self.listed("@@fc-properties", expirationDate=earlier),
            "page of states": lambda: self.post_state(
                **{"workflow_action": "draft", EXPIRATION: earlier}
            ),
        }
        for door, knock in doors.items():
            with self.subTest(door=door):
                answer = knock()
                self.assertIn("失效时间早于", told(answer))
                transaction.begin()
                self.assertIsNone(self.news.expiration_date)

    def test_what_is_no_date_is_told_and_changes_nothing(self):
        for text in ("昨天", "2026-02-30T08:00", "18:00", "2026", "x" * 5000):
            with self.subTest(text=text[:20]):
                answer = self.listed("@@fc-properties", expirationDate=text)
                self.assertIn("日期无法识别", told(answer))
                answer = self.post_state(
                    **{"workflow_action": "draft", EXPIRATION: text}
                )
                self.assertIn("日期无法识别", answer.text)
                answer = self.send("reviewer", "PATCH", self.path, {"expires": text})
                self.assertEqual(400, answer.status_code, answer.text[:1000])
                transaction.begin()
                self.assertIsNone(self.news.expiration_date)


class TestMoments(unittest.TestCase):
    def test_what_names_no_zone_is_the_city_s(self):
        for text, told in {
            "2026-11-28T18:00": "2026-11-28T18:00:00+08:00",
            "2026-11-28 18:00:30": "2026-11-28T18:00:30+08:00",
            "2026-11-28": "2026-11-28T00:00:00+08:00",
            "2026-11-28T10:00:00Z": "2026-11-28T18:00:00+08:00",
            "2026-11-28T05:00:00-05:00": "2026-11-28T18:00:00+08:00",
        }.items():
            with self.subTest(text=text):
                self.assertEqual(told, read_moment(text).isoformat())

    def test_moments_come_back_from_what_content_stores(self):
        for year in (1980, 2026, 2100):
            typed = datetime(year, 7, 1, 18)
            stored = zope_moment(typed)
            self.assertEqual(typed, wall_clock(stored))
            self.assertEqual(city_time(typed), city_time(stored))
            self.assertEqual((18, 0), (stored.hour(), stored.minute()))
