"""What no page of ours sends: answers in addresses, typed names, broken text."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from onewindow_policy.forms.api import set_registering
from onewindow_policy.testing.forms import ANSWERS
from onewindow_policy.testing.forms import FormCase
from onewindow_policy.testing.forms import inputs_of
from urllib.parse import urlencode
from ZPublisher import Converters

import re
import transaction

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


class TestAddress(FormCase):
    def test_answers_in_the_address_are_not_read(self):
        query = "?" + urlencode(inputs_of(ANSWERS))
        contents = self.open(query)
        self.assertEqual([], self.received)
        self.assertEqual([], self.problems())
        form = re.search(
            r'<form[^>]*class="rowlike questions".*?</form>', contents, re.S
        )
        self.assertNotIn(ANSWERS["bank_card"], form[0])
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

        @settings(max_examples=150)
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
        self.assertEqual(
            "现住址：最多5000个字，现在有100000个字。", self.problem_at("address")
        )

    def test_markup_in_answers_is_shown_as_text(self):
        contents = self.post(address='"><script>alert(1)</script>', phone="x")
        self.assertIn("&lt;script&gt;alert(1)", contents)
        self.assertNotIn("<script>alert", contents)

    def test_missing_nonce_shows_the_form_again_filled(self):
        self.browser.post(self.url, urlencode(inputs_of(ANSWERS)))
        self.assertEqual([], self.received)
        self.assertEqual(
            ANSWERS["applicant_name"], self.control("applicant_name").value
        )
