"""Every material says what to do without it."""

from onewindow_policy.cases.committing.words import RECORD
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.wording import OWN
from onewindow_policy.guides.wording import Wording
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from plone import api
from tests.test_cases_committing import entered

import unittest

ITEM = "SQ-LL-001"


class TestWithoutMaterial(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.words = Wording("zh-cn")
        api.portal.set_registry_record(RECORD, [entered()])

    def answer(self, **columns):
        material = Material("M01", "材料", "证照", "原件", **columns)
        return self.words.without_material(material, ITEM)

    def test_each_way_is_told_in_words(self):
        answer = "".join(
            self.answer(
                deferrable=True,
                deferrable_days=5,
                commitment_allowed=True,
                shared_from="残疾人信息库",
                source="残联核发",
            )
        )
        for word in ("5个工作日内", "容缺受理", "承诺", "残疾人信息库", "残联核发"):
            self.assertIn(word, answer)

    def test_nobody_is_told_of_a_commitment_whose_words_nobody_confirmed(self):
        api.portal.set_registry_record(RECORD, [])
        answer = "".join(self.answer(commitment_allowed=True, source="残联核发"))
        self.assertIn("残联核发", answer)
        self.assertNotIn("承诺", answer)

    def test_material_that_nobody_issues_is_asked_about(self):
        self.assertEqual(self.answer(), self.answer(source=OWN))
        self.assertIn("先打窗口电话问清楚", self.answer()[0])

    def test_material_that_somebody_issues_or_that_may_follow_is_not(self):
        ask = self.answer()[-1]
        for columns in (
            {"source": "残联核发"},
            {"source": OWN, "deferrable": True, "deferrable_days": 5},
            {"shared_from": "残疾人信息库"},
        ):
            with self.subTest(columns=columns):
                answer = self.answer(**columns)
                self.assertTrue(answer)
                self.assertNotIn(ask, answer)

    def test_every_material_of_the_sample_answers_more_than_whose_it_is(self):
        seen = 0
        for item in self.layer["portal"].catalogue.objectValues():
            master, _own = guides_of(item)
            for material in resolve_guide(master, None, None).materials:
                with self.subTest(material=material.code):
                    ways = self.words.without_material(material, item.code)
                    self.assertTrue(ways)
                    self.assertNotIn(OWN, "".join(ways))
                    seen += 1
        self.assertGreater(seen, 200)
