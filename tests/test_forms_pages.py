"""Forms as residents fill them in: read, judged and kept filled without scripts."""

from datetime import timedelta
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.forms import communities
from onewindow_policy.forms import submissions
from onewindow_policy.forms import uploads
from onewindow_policy.forms.api import set_registering
from onewindow_policy.forms.browser.form import ResidentForm
from onewindow_policy.forms.interfaces import BY_CONSENT
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.testing.zope import Browser
from unittest import mock
from urllib.parse import urlencode
from webtest.forms import Upload
from ZPublisher import Converters

import collective.easyform.api
import html
import re
import transaction
import unittest

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

NUMBER = "990102194503150023"
CHILD = "99010220200101001X"

#: What an old resident enters for the allowance, as phones leave it.
ANSWERS = {
    "applicant_name": "样本 老人",
    "id_number": "９９０１０２ 19450315 0023",
    "phone": "+86 138-0000-0000",
    "community": "990102001001",
    "address": "　晨光小区 1 栋　",
    "acting": "self",
    "account_kind": "bank_card",
    "bank_name": "示例银行云河支行",
    "bank_card": "6228 4804 0256 4890 018",
}
RADIOS = ("acting", "account_kind")

#: Inputs of the form, one of each kind, what they can be made to be, and what into.
INPUTS = [
    *("form.widgets.address", "form.widgets.id_number", "form.widgets.community"),
    *("form.widgets.acting", "form.widgets.birth_date", "form.widgets.material_m03"),
    *("form.kept.material_m03", "form.consents.guardian", "form.nonce", "form.again"),
    *("form.homepage", "form.buttons.submit"),
]
CONVERTERS = [
    *Converters.type_converters,
    *("list", "tuple", "record", "records", "default", "ignore_empty", "method"),
    *("utf8", "utf-16", "latin-1", "hex"),
]
VALUES = ["", "a", "5", "-1", "2020-01-01", "{}", "[1]", "null", "\0"]
MIXTURES = st.lists(
    st.tuples(
        st.sampled_from(INPUTS),
        st.sampled_from(("", ".part", ".street", "-empty-marker")),
        st.lists(st.sampled_from(CONVERTERS), max_size=3),
        st.one_of(st.sampled_from(VALUES), st.binary(max_size=6)),
    ),
    min_size=1,
    max_size=6,
)


def inputs_of(answers):
    """Return what a browser sends for these answers."""
    sent = {f"form.widgets.{name}": value for name, value in answers.items()}
    sent |= {f"form.widgets.{name}-empty-marker": "1" for name in RADIOS}
    return sent | {"form.buttons.submit": "1"}


class FormCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.form = self.portal.catalogue["sq-ll-001"]["apply"]
        self.url = self.form.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.received = []
        received = self.received

        def keep(form, fields):
            received.append((dict(fields), form))

        for patch in (
            mock.patch.object(ResidentForm, "processActions", keep),
            # Tests fill forms in faster than people.
            mock.patch.object(submissions, "SHORTEST_FILLING", timedelta()),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def open(self, query=""):
        self.browser.open(self.url + query)
        return self.browser.contents

    def control(self, name):
        return self.browser.getControl(name=f"form.widgets.{name}")

    def fill(self, **answers):
        for name, value in answers.items():
            control = self.control(name)
            control.value = [value] if isinstance(control.value, list) else value

    def send(self):
        self.browser.getControl(name="form.buttons.submit").click()
        return self.browser.contents

    def post(self, more=(), **answers):
        """Send answers as any program may; the page is asked for its token first."""
        nonce = re.search(r'form\.nonce"[^>]*value="([^"]+)"', self.open())[1]
        sent = inputs_of(ANSWERS | answers) | {"form.nonce": nonce} | dict(more)
        sent = {name: value for name, value in sent.items() if value is not None}
        self.browser.post(self.url, urlencode(sent, doseq=True))
        return self.browser.contents

    def answers(self):
        """Return what was taken in, once."""
        ((fields, _form),) = self.received
        return fields

    def problems(self):
        """Return the summary above the form: pairs of the input's id and the sentence."""
        found = re.search(r'id="problems".*?</div>', self.browser.contents, re.S)
        if found is None:
            return []
        return [
            (target, html.unescape(re.sub(r"<[^>]+>|\n\s*", "", line)))
            for target, line in re.findall(
                r'href="#([^"]+)"\s*>(.*?)</a>', found[0], re.S
            )
        ]

    def problem_at(self, name):
        return dict(self.problems()).get(f"form-widgets-{name}")


class TestFilling(FormCase):
    def test_answers_are_taken_in_in_one_shape(self):
        self.open()
        self.fill(**ANSWERS)
        self.send()
        answers = self.answers()
        self.assertEqual("样本老人", answers["applicant_name"])
        self.assertEqual(NUMBER, answers["id_number"])
        self.assertEqual("1945-03-15", answers["birth_date"].isoformat())
        self.assertEqual("13800000000", answers["phone"])
        self.assertEqual("晨光小区 1 栋", answers["address"])
        self.assertEqual("6228480402564890018", answers["bank_card"])

    def test_wrong_answers_are_named_kept_and_mended(self):
        self.open()
        self.fill(**ANSWERS | {"id_number": "99010219450315002４", "phone": "138 000"})
        self.fill(applicant_name="")
        self.send()
        self.assertEqual([], self.received)
        self.assertEqual(
            [
                ("form-widgets-applicant_name", "申请人姓名：请填写这一项。"),
                (
                    "form-widgets-id_number",
                    "申请人身份证号码：有一位数字不对：最后一位与前面的对不上。"
                    "请照着身份证逐位核对。",
                ),
                (
                    "form-widgets-phone",
                    "联系手机：手机号码是 11 位，以 13 到 19 开头。请检查一下。",
                ),
            ],
            self.problems(),
        )
        # Each value stands as it was typed.
        self.assertEqual("99010219450315002４", self.control("id_number").value)
        self.assertEqual("138 000", self.control("phone").value)
        self.assertEqual(["990102001001"], self.control("community").value)
        self.assertEqual(["bank_card"], self.control("account_kind").value)
        self.fill(applicant_name="样本老人", id_number=NUMBER, phone="13800000000")
        self.send()
        self.assertEqual(NUMBER, self.answers()["id_number"])

    def test_errors_stand_beside_their_fields_and_are_tied_to_them(self):
        self.post(phone="1")
        contents = self.browser.contents
        tag = re.search(r'<input[^>]*id="form-widgets-phone"[^>]*>', contents, re.S)[0]
        self.assertIn('aria-invalid="true"', tag)
        self.assertIn("form-widgets-phone-error", tag)
        self.assertIn('id="form-widgets-phone-error"', contents)
        self.assertIn('role="alert"', contents)
        self.assertIn("<title>有错误：", contents)

    def test_every_link_of_the_summary_leads_to_an_input(self):
        self.post(**dict.fromkeys(ANSWERS, ""))
        contents = self.browser.contents
        self.assertGreater(len(self.problems()), 7)
        for target, _sentence in self.problems():
            self.assertEqual(1, contents.count(f' id="{target}"'), target)

    def test_doubts_stop_nobody_and_are_handed_on(self):
        self.post()
        ((_fields, form),) = self.received
        self.assertEqual(
            ["form-widgets-id_number"], [doubt.target for doubt in form.doubts]
        )

    def test_doubts_are_shown_apart_from_errors_when_the_page_comes_back(self):
        contents = self.post(bank_card="0000 0000 0000 0005", phone="1")
        self.assertEqual(["form-widgets-phone"], [each for each, _ in self.problems()])
        self.assertIn("请再核对一下", contents)
        self.assertIn('id="form-widgets-bank_card-doubt"', contents)

    def test_page_says_what_is_required_in_words(self):
        contents = self.open()
        self.assertIn("必填", contents)
        self.assertIn("选填", contents)
        self.assertNotRegex(contents, r"\srequired[\s=>]")

    def test_inputs_help_the_keyboard_and_the_memory_of_phones(self):
        contents = self.open()
        for name, attribute in (
            ("phone", 'type="tel"'),
            ("phone", 'autocomplete="section-applicant tel"'),
            ("applicant_name", 'autocomplete="section-applicant name"'),
            ("agent_name", 'autocomplete="section-agent name"'),
            ("bank_card", 'inputmode="numeric"'),
            ("bank_card", 'autocomplete="off"'),
        ):
            tag = re.search(rf'<input[^>]*id="form-widgets-{name}"[^>]*>', contents)[0]
            self.assertIn(attribute, tag)

    def test_nothing_is_inline(self):
        self.assertNotRegex(
            self.post(phone="1"), r"<script(?![^>]*src=)|\son\w+=|style="
        )


class TestConditions(FormCase):
    def test_agents_fields_are_asked_of_agents_only(self):
        # What is wrong with them is nobody's concern, what is right is not kept.
        self.post(agent_name="邻居", agent_phone="1")
        answers = self.answers()
        for name in ("agent_name", "agent_phone", "material_m05"):
            self.assertNotIn(name, answers)

    def test_agents_fields_are_required_of_agents(self):
        self.post(acting="agent")
        self.assertEqual([], self.received)
        self.assertEqual("代办人姓名：请填写这一项。", self.problem_at("agent_name"))
        self.assertEqual(
            "授权委托书：请选择一张照片或一个 PDF 文件。",
            self.problem_at("material_m05"),
        )
        self.assertIsNone(self.problem_at("material_m06"))

    def test_without_scripts_the_page_says_when_a_field_is_asked(self):
        self.assertIn("只在“由谁办理”选了“委托他人代办”时填写。", self.open())

    def test_scripts_get_the_same_condition(self):
        wanted = html.escape('["=", "acting", "agent"]')
        self.assertIn(f'data-condition="{wanted}"', self.open())


class TestFiles(FormCase):
    def attach(self, name, *files):
        """Choose files as triples of content, type and name."""
        self.control(name)._control.value = [
            Upload(filename, data, content_type)
            for data, content_type, filename in files
        ]

    def test_files_are_taken_in_checked_and_named_safely(self):
        self.open()
        self.fill(**ANSWERS)
        self.attach("material_m03", (PDF, "image/png", "../户口簿.exe"))
        self.send()
        (handed_in,) = self.answers()["material_m03"]
        self.assertEqual("户口簿.pdf", handed_in.filename)
        self.assertEqual("application/pdf", handed_in.content_type)
        self.assertEqual(PDF, handed_in.data)

    def test_wrong_file_is_refused_and_its_neighbour_waits(self):
        self.open()
        self.fill(**ANSWERS)
        self.attach("material_m02", (PDF, "application/pdf", "身份证.pdf"))
        self.attach("material_m03", (b"MZ", "image/jpeg", "户口簿.jpg"))
        contents = self.send()
        self.assertEqual([], self.received)
        self.assertIn("只能上传照片", self.problem_at("material_m03"))
        kept = self.browser.getControl(name="form.kept.material_m02")
        self.assertEqual(1, len(kept.value))
        self.assertIn("身份证.pdf", contents)

    def test_files_together_are_limited(self):
        self.open()
        self.fill(**ANSWERS)
        for name in ("material_m02", "material_m03"):
            self.attach(name, (PDF + b"\0" * 600, "application/pdf", "a.pdf"))
        with mock.patch.object(uploads, "MAX_TOTAL_SIZE", 1000):
            self.send()
        self.assertIsNone(self.problem_at("material_m02"))
        self.assertIn("合计超过", self.problem_at("material_m03"))

    def test_text_in_the_place_of_a_file_is_no_file(self):
        self.post(material_m03="not a file")
        self.assertIsNone(self.answers()["material_m03"])


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
        self.assertNotIn("form.consents", self.open())

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
            ["form-consents-guardian"], [each for each, _ in self.problems()]
        )
        self.browser.getControl(name="form.consents.guardian").value = ["1"]
        self.send()
        self.assertEqual(CHILD, self.answers()["id_number"])

    def test_services_for_children_offer_the_guardians_consent_at_once(self):
        self.url = self.portal.catalogue["sq-yb-002"]["apply"].absolute_url()
        self.assertIn("form.consents.guardian", self.open())


class TestAddress(FormCase):
    def test_answers_in_the_address_are_not_read(self):
        query = "?" + urlencode(inputs_of(ANSWERS))
        contents = self.open(query)
        self.assertEqual([], self.received)
        self.assertEqual([], self.problems())
        form = re.search(
            r'<form[^>]*class="rowlike questions".*?</form>', contents, re.S
        )
        self.assertNotIn("6228", form[0])
        self.assertNotIn("样本 老人", form[0])

    def test_registering_form_is_posted_whatever_was_stored(self):
        self.form.method = "get"
        transaction.commit()
        self.assertIn('method="post"', self.open())
        self.open("?" + urlencode(inputs_of(ANSWERS)))
        self.assertEqual([], self.received)

    def test_stock_addresses_that_read_the_query_are_gone(self):
        for path in (
            "/embedded",
            "/@@embedded",
            "/z3cform_validate_field?fname=form.widgets.phone",
        ):
            with self.subTest(path=path):
                self.open(path)
                self.assertTrue(self.browser.headers["status"].startswith("404"))

    def test_valid_answers_without_the_button_are_not_thanked_for(self):
        contents = self.post({"form.buttons.submit": None})
        self.assertEqual([], self.received)
        self.assertIn('value="样本 老人"', contents)

    def test_form_that_registers_nothing_keeps_its_method_and_prefill(self):
        set_registering(self.form, False)
        self.form.method = "get"
        transaction.commit()
        contents = self.open("?form.widgets.address=" + "x1y2")
        self.assertIn('method="get"', contents)
        self.assertIn('value="x1y2"', contents)
        self.assertNotIn("collection-notice", contents)


class TestHostileInput(FormCase):
    def test_fields_sent_twice_count_once(self):
        self.post(address=["一", "二"])
        self.assertEqual("二", self.answers()["address"])

    def test_typed_names_and_records_are_no_answers(self):
        for name in (
            "form.widgets.address:int",
            "form.widgets.address:record",
            "form.widgets.address:list",
            "form.widgets.address:lines",
            "form.widgets.birth_date",
            "form.widgets.id_number:date",
        ):
            with self.subTest(name=name):
                self.post({name: "5"})
                self.assertIn(self.browser.headers["status"][:3], ("200", "400"))
                self.received.clear()

    def test_no_mixture_of_names_types_and_values_breaks_the_form(self):
        nonce = re.search(r'form\.nonce"[^>]*value="([^"]+)"', self.open())[1]
        answers = [*(inputs_of(ANSWERS) | {"form.nonce": nonce}).items()]

        @settings(max_examples=150, deadline=None)
        @given(MIXTURES)
        def send(mixture):
            mixed = [
                (":".join([name + end, *types]), value)
                for name, end, types, value in mixture
            ]
            self.browser.post(self.url, urlencode(answers + mixed))
            # `x:method` asks for a page called x, which there is not.
            self.assertIn(self.browser.headers["status"][:3], ("200", "400", "404"))

        send()

    def test_broken_encoding_and_control_characters_are_survived(self):
        self.post(address="a\x00b\u202ec", phone="x")
        self.assertEqual("abc", self.control("address").value)
        broken = b"form.widgets.address=%ff%fe&form.widgets.phone=%ed%a0%80"
        self.browser.post(self.url, broken)
        self.assertIn(self.browser.headers["status"][:3], ("200", "400"))

    def test_endless_text_is_refused_in_words(self):
        self.post(address="长" * 100_000)
        self.assertEqual([], self.received)
        self.assertEqual("现住址：请不要超过 5000 个字。", self.problem_at("address"))

    def test_markup_in_answers_is_shown_as_text(self):
        contents = self.post(address='"><script>alert(1)</script>', phone="x")
        self.assertNotIn("<script>alert", contents)

    def test_missing_nonce_shows_the_form_again_filled(self):
        self.browser.post(self.url, urlencode(inputs_of(ANSWERS)))
        self.assertEqual([], self.received)
        self.assertEqual(
            ANSWERS["applicant_name"], self.control("applicant_name").value
        )


class TestParsing(FormCase):
    def parsed(self):
        """Count how often a model is parsed from now on."""
        parse = mock.patch.object(
            collective.easyform.api,
            "loadString",
            wraps=collective.easyform.api.loadString,
        )
        counter = parse.start()
        self.addCleanup(parse.stop)
        return counter

    def test_model_is_parsed_once_for_a_page(self):
        counter = self.parsed()
        self.open()
        self.assertEqual(1, counter.call_count)

    def test_model_is_parsed_once_for_a_sending(self):
        nonce = re.search(r'form\.nonce"[^>]*value="([^"]+)"', self.open())[1]
        counter = self.parsed()
        sent = inputs_of(ANSWERS) | {"form.nonce": nonce}
        self.browser.post(self.url, urlencode(sent))
        self.assertEqual(1, len(self.received))
        self.assertEqual(1, counter.call_count)

    def test_changed_model_is_parsed_anew(self):
        self.open()
        self.form.fields_model = self.form.fields_model.replace("现住址", "现在住哪里")
        transaction.commit()
        self.assertIn("现在住哪里", self.open())


STOCK_FIELDS = """
<model xmlns="http://namespaces.plone.org/supermodel/schema"
       xmlns:easyform="http://namespaces.plone.org/supermodel/easyform">
  <schema>
    <field name="word" type="zope.schema.TextLine"
           easyform:TValidator="python:value == 'bad' and 'Not this word' or False">
      <title>Word</title>
    </field>
    <fieldset name="more" label="More">
      <field name="paper" type="plone.namedfile.field.NamedFile">
        <title>Paper</title>
      </field>
      <field name="link" type="zope.schema.TextLine"
             easyform:validators="isNotLinkSpam"
             easyform:TDefault="string:none">
        <title>Link</title>
      </field>
    </fieldset>
  </schema>
</model>
"""


class TestStockFields(FormCase):
    """Validators and defaults of EasyForm are found through our way to them."""

    def setUp(self):
        super().setUp()
        self.form.fields_model = STOCK_FIELDS
        api.portal.set_registry_record("easyform.max_filesize", 10)
        transaction.commit()

    def test_validators_of_fields_outside_and_inside_groups_are_asked(self):
        self.open()
        self.assertEqual("none", self.control("link").value)
        self.fill(word="bad", link="https://example.com")
        self.control("paper").add_file(PDF, "application/pdf", "a.pdf")
        self.send()
        self.assertEqual([], self.received)
        for name in ("word", "paper", "link"):
            self.assertIsNotNone(self.problem_at(name), name)
        self.assertIn("Not this word", self.problem_at("word"))

    def test_fit_answers_pass_them(self):
        self.open()
        self.fill(word="good")
        self.control("paper").add_file(b"%PDF-1", "application/pdf", "a.pdf")
        self.send()
        self.assertEqual("good", self.answers()["word"])


TWO_FIELDS = """
<model xmlns="http://namespaces.plone.org/supermodel/schema"
       xmlns:easyform="http://namespaces.plone.org/supermodel/easyform">
  <schema>
    <field name="call" type="zope.schema.TextLine">
      <required>False</required>
      <title>Shall we call</title>
    </field>
    <field name="phone" type="onewindow_policy.forms.fields.MobilePhone"
           easyform:depends_on="call=yes">
      <title>Phone</title>
    </field>
  </schema>
</model>
"""


class TestThanks(FormCase):
    """Forms that register nothing end with EasyForm's own page."""

    def setUp(self):
        super().setUp()
        set_registering(self.form, False)
        self.form.fields_model = TWO_FIELDS
        self.form.thankstitle = "谢谢您"
        transaction.commit()

    def test_what_is_not_asked_stands_in_nobodys_way(self):
        self.open()
        self.fill(phone="no number")
        self.assertIn("谢谢您", self.send())
        self.assertEqual({"call": None}, self.answers())

    def test_what_is_asked_does(self):
        self.open()
        self.fill(call="yes", phone="no number")
        self.assertNotIn("谢谢您", self.send())
        self.assertIsNotNone(self.problem_at("phone"))
        self.fill(phone="138 0000 0000")
        self.assertIn("谢谢您", self.send())


class TestVisibility(FormCase):
    def test_form_is_public_while_its_item_is(self):
        self.assertIn("申请人姓名", self.open())
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(
                obj=self.portal.catalogue["sq-ll-001"], transition="archive"
            )
        transaction.commit()
        self.assertNotIn("申请人姓名", self.open())

    def test_guide_leads_to_the_form_while_it_is_public(self):
        guide = self.portal.catalogue["sq-ll-001"].absolute_url()
        link = f'href="{self.url}"'
        for path in ("", "/990102"):
            self.browser.open(guide + path)
            self.assertIn(link, self.browser.contents)
            self.assertIn("网上申请", self.browser.contents)
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=self.form, transition="archive")
        transaction.commit()
        self.browser.open(guide)
        self.assertNotIn(link, self.browser.contents)

    def test_guide_that_offers_no_application_online_leads_to_none(self):
        item = self.portal.catalogue["sq-ll-001"]
        item["guide"].channel_online = False
        transaction.commit()
        self.browser.open(item.absolute_url())
        self.assertNotIn(f'href="{self.url}"', self.browser.contents)

    def test_template_is_not_public(self):
        self.browser.open(f"{self.portal.absolute_url()}/forms/template")
        self.assertNotIn("申请人姓名", self.browser.contents)
