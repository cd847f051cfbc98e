"""Forms as residents fill them in: read, judged and kept filled without scripts."""

from onewindow_policy.forms import uploads
from onewindow_policy.pdfs.api import clean_pdf
from onewindow_policy.testing.forms import ANSWERS
from onewindow_policy.testing.forms import FormCase
from onewindow_policy.testing.forms import NUMBER
from onewindow_policy.testing.papers import PDF
from plone import api
from unittest import mock
from webtest.forms import Upload

import re
import transaction


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
                    "申请人证件号码：有一位数字不对：最后一位与前面的对不上。"
                    "请照着身份证逐位核对。",
                ),
                (
                    "form-widgets-phone",
                    "联系电话：手机号码是11位，以13到19开头；现在有6位。请检查一下。",
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
        # Nobody knows the area; that of the sample city is the city's own.
        self.post(id_number="770102194503150022")
        ((_fields, form),) = self.received
        self.assertEqual(
            ["form-widgets-id_number"], [doubt.target for doubt in form.doubts]
        )

    def test_area_of_the_city_itself_is_no_doubt(self):
        self.post()
        ((_fields, form),) = self.received
        self.assertEqual((), form.doubts)

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
        page = self.post(phone="1")
        self.assertIn('name="form.widgets.phone"', page)
        self.assertNotRegex(page, r"<script(?![^>]*src=)|\son\w+=|style=")


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
        self.assertRegex(handed_in.filename, r"^\w*户口簿\w*-1\.pdf$")
        self.assertEqual("application/pdf", handed_in.content_type)
        self.assertEqual(clean_pdf(PDF), handed_in.data)

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
        self.assertRegex(contents, r"身份证\w*-1\.pdf")

    def test_files_together_are_limited(self):
        self.open()
        self.fill(**ANSWERS)
        for name in ("material_m02", "material_m03"):
            self.attach(name, (PDF, "application/pdf", "a.pdf"))
        with mock.patch.object(uploads, "MAX_TOTAL_SIZE", len(clean_pdf(PDF)) * 3 // 2):
            self.send()
        self.assertIsNone(self.problem_at("material_m02"))
        self.assertIn("合计超过", self.problem_at("material_m03"))

    def test_text_in_the_place_of_a_file_is_no_file(self):
        self.post(material_m03="not a file")
        self.assertIsNone(self.answers()["material_m03"])


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
        self.assertIn("高龄津贴", self.browser.contents)
        self.assertNotIn(f'href="{self.url}"', self.browser.contents)

    def test_template_is_not_public(self):
        self.browser.open(f"{self.portal.absolute_url()}/forms/template")
        self.assertIn("login", self.browser.url)
        self.assertNotIn("申请人姓名", self.browser.contents)
