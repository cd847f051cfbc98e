"""What a form asks of whom: by condition, by street and community, by consent."""

from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.forms import communities
from onewindow_policy.forms.interfaces import BY_CONSENT
from onewindow_policy.testing.applying import GUARDIAN
from onewindow_policy.testing.forms import ANSWERS
from onewindow_policy.testing.forms import CHILD
from onewindow_policy.testing.forms import FormCase
from unittest import mock

import html
import transaction


class TestConditions(FormCase):
    def test_agents_fields_are_asked_of_agents_only(self):
        # What is wrong with them is nobody's concern, what is right is not kept.
        self.post(agent_name="邻居", agent_phone="1")
        answers = self.answers()
        self.assertIn("acting", answers)
        for name in ("agent_name", "agent_phone", "material_m05"):
            self.assertNotIn(name, answers)

    def test_agents_fields_are_required_of_agents(self):
        self.post(acting="agent")
        self.assertEqual([], self.received)
        self.assertEqual("代办人姓名：请填写这一项。", self.problem_at("agent_name"))
        self.assertEqual(
            "授权委托书：怎么交：请选择一项。", self.problem_at("material_m05_how")
        )
        self.assertIsNone(self.problem_at("material_m05"))
        self.assertIsNone(self.problem_at("material_m06"))

    def test_material_is_a_photograph_or_brought_to_the_window(self):
        self.post(material_m04_how="upload")
        self.assertEqual([], self.received)
        self.assertRegex(
            self.problem_at("material_m04"), "请选择一张照片或一个 PDF 文件"
        )
        self.post(material_m04_how="window")
        self.assertEqual("window", self.answers()["material_m04_how"])

    def test_notice_names_a_material_once(self):
        collected = self.open().partition("收集哪些信息")[2].partition("</dd>")[0]
        self.assertEqual(1, collected.count("授权委托书"))
        self.assertNotIn("怎么交", collected)

    def test_without_scripts_the_page_says_when_a_field_is_asked(self):
        self.assertIn("只在“由谁办理”选了“委托他人代办”时填写。", self.open())

    def test_scripts_get_the_same_condition(self):
        wanted = html.escape('["=", "acting", "agent"]')
        self.assertIn(f'data-condition="{wanted}"', self.open())


class TestCommunities(FormCase):
    def test_all_communities_are_offered_by_street(self):
        contents = self.open()
        self.assertIn('<optgroup label="云河区 望云街道"', contents)
        self.assertEqual(40, len(self.control("community").options) - 1)

    def test_code_of_no_community_is_refused(self):
        self.post(community="990102001999")
        self.assertEqual(
            "户籍所在社区：请从列表中选择您的社区。", self.problem_at("community")
        )

    def test_in_a_large_city_the_street_is_chosen_first(self):
        with mock.patch.object(communities, "MAX_OPTIONS", len(all_communities()) - 1):
            self.open()
            self.fill(address="晨光小区")
            self.control("community.street").value = ["990102001"]
            self.control("community.show").click()
            self.assertEqual([], self.received)
            self.assertEqual([], self.problems())
            self.assertEqual("晨光小区", self.control("address").value)
            self.assertEqual(4, len(self.control("community").options) - 1)
            self.fill(**ANSWERS)
            self.send()
        self.assertEqual("990102001001", self.answers()["community"])


class TestConsents(FormCase):
    def test_no_consent_is_asked_for_a_duty_by_law(self):
        page = self.open()
        self.assertIn('name="form.widgets.applicant_name"', page)
        self.assertNotIn("form.consents", page)

    def test_consent_is_asked_apart_where_it_is_the_ground(self):
        self.form.legal_ground = BY_CONSENT
        transaction.commit()
        self.post()
        self.assertEqual([], self.received)
        self.assertEqual(
            ["form-consents-personal"], [each for each, _ in self.problems()]
        )
        self.browser.getControl(name="form.consents.personal").value = ["1"]
        self.send()
        ((_fields, form),) = self.received
        self.assertEqual({"personal"}, form.consents)

    def test_guardian_consents_for_a_child_as_its_number_tells(self):
        self.post(id_number=CHILD)
        self.assertEqual([], self.received)
        self.assertEqual(
            [
                "form-consents-guardian",
                *(f"form-consents-guardian-{part}" for part in GUARDIAN),
            ],
            [each for each, _ in self.problems()],
        )
        self.browser.getControl(name="form.consents.guardian").value = ["1"]
        for part, value in GUARDIAN.items():
            name = f"form.consents.guardian.{part}"
            self.browser.getControl(name=name).value = value
        self.send()
        self.assertEqual(CHILD, self.answers()["id_number"])

    def test_services_for_children_offer_the_guardians_consent_at_once(self):
        self.url = self.portal.catalogue["sq-yb-002"]["apply"].absolute_url()
        self.assertIn("form.consents.guardian", self.open())
