"""What is typed is read by its field, on the whole way: form, row, desk."""

from onewindow_policy.cases.masks import masked_id_number
from onewindow_policy.cases.masks import masked_numbers
from onewindow_policy.cases.repeats import has_open_case
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.forms import fields
from onewindow_policy.forms import interfaces
from onewindow_policy.forms.widgets import BirthDateConverter
from onewindow_policy.forms.widgets import MaterialFilesConverter
from onewindow_policy.forms.widgets import ReadAnswerConverter
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.desks import DeskReader
from z3c.form.converter import DateDataConverter
from z3c.form.converter import FieldDataConverter
from z3c.form.converter import FileUploadDataConverter
from z3c.form.interfaces import IDataConverter
from zope.component import getMultiAdapter
from zope.interface import alsoProvides
from zope.interface import implementedBy
from zope.interface.registry import Components
from zope.interface.ro import ro

import transaction
import unittest

#: Each kind that reads, and the one converter that it may get.
KINDS = {
    "BankCard": ReadAnswerConverter,
    "CommunityCode": ReadAnswerConverter,
    "MobilePhone": ReadAnswerConverter,
    "PersonName": ReadAnswerConverter,
    "ResidentIdNumber": ReadAnswerConverter,
    "BirthDate": BirthDateConverter,
    "MaterialFiles": MaterialFilesConverter,
}

WIDE = str.maketrans("0123456789X+", "０１２３４５６７８９Ｘ＋")

#: As it is typed and pasted, and how it is kept.
TYPED = {
    "applicant_name": ("　样本　老人 ", "样本老人"),
    "id_number": (
        f"{ID_NUMBER[:6]} {ID_NUMBER[6:14]}\u200b {ID_NUMBER[14:]}".translate(WIDE),
        ID_NUMBER,
    ),
    "phone": ("+86 138-1234-5678", "13812345678"),
    "bank_card": ("６２２２ 0200 0000 0000 000", "6222020000000000000"),
    "address": ("　示例路1号\u200b\r\n", "示例路1号"),
}

LINE = """\
<field name="{0}" type="zope.schema.TextLine"><title>{0}</title>
<required>False</required></field>"""


class TestKinds(unittest.TestCase):
    def test_interfaces_resolve_in_an_order_that_is_no_matter_of_chance(self):
        for name in KINDS:
            with self.subTest(name):
                ro(implementedBy(getattr(fields, name)), strict=True)

    def test_kinds_that_read_extend_the_interface_that_reads_and_no_other(self):
        for name in KINDS:
            kind = getattr(interfaces, f"I{name}")
            if KINDS[name] is ReadAnswerConverter:
                self.assertEqual((interfaces.IReadAnswer,), kind.__bases__)

    def test_default_of_a_model_is_read_too(self):
        field = fields.MobilePhone(__name__="phone")
        self.assertEqual("13812345678", field.fromUnicode("+86 138 1234 5678"))
        field.default = "13812345678"
        with self.assertRaises(Exception) as raised:
            field.validate("138 1234 5678")
        self.assertNotIn("1234", str(raised.exception))


class ReadTests(DeskReader):
    """What must hold on both databases."""

    def form_of_the_site(self):
        """Return the form as the page makes it, with its widgets."""
        request = self.layer["request"].clone()
        alsoProvides(request, *self.layer["request"].__provides__.interfaces())
        context = self.portal.unrestrictedTraverse(FORM)
        page = getMultiAdapter((context, request), name="view")
        page.update()
        return page.form_instance

    def test_each_field_of_the_form_gets_the_converter_of_its_kind(self):
        found = {}
        for widget in self.form_of_the_site().all_widgets():
            name = type(widget.field).__name__
            if name in KINDS:
                found[name] = type(IDataConverter(widget))
        self.assertEqual(KINDS, found)

    def test_converter_of_its_kind_wins_within_one_registry(self):
        # Layers of tests stack registries, of which the latest, ours, is asked first: the
        # order of interfaces decides only where all converters are in one.
        registry = Components("one")
        stock = (FieldDataConverter, DateDataConverter, FileUploadDataConverter)
        for factory in (*stock, *dict.fromkeys(KINDS.values())):
            registry.registerAdapter(factory, provided=IDataConverter)
        found = {}
        for widget in self.form_of_the_site().all_widgets():
            name = type(widget.field).__name__
            if name in KINDS:
                pair = (widget.field, widget)
                found[name] = type(registry.getMultiAdapter(pair, IDataConverter))
        self.assertEqual(KINDS, found)

    def test_what_is_typed_is_kept_in_its_one_shape(self):
        browser = self.apply(**{name: typed for name, (typed, _) in TYPED.items()})
        self.assertReceipt(browser)
        (case,) = self.cases()
        answers = {answer["name"]: answer["value"] for answer in case.answers}
        for name, (_typed, kept) in TYPED.items():
            with self.subTest(name):
                self.assertEqual(kept, answers[name])
        self.assertEqual("1940-01-01", answers["birth_date"])
        self.assertEqual("样本老人", case.applicant["name"])
        self.assertEqual(ID_NUMBER, case.applicant["id_number"])
        self.assertEqual("13812345678", case.applicant["phone"])
        self.assertEqual(f"990{'*' * 11}{ID_NUMBER[-4:]}", case.masked["id_number"])
        self.assertEqual("138****5678", case.masked["phone"])
        self.assertIn("样**人", self.at_desk())
        page = self.at_desk(f"/{case.number}")
        for name, (_typed, kept) in TYPED.items():
            mask = masked_id_number if name == "id_number" else masked_numbers
            self.assertIn(mask(kept), page)

    def test_one_person_is_one_however_the_number_was_typed(self):
        self.apply()
        browser = self.apply(id_number=TYPED["id_number"][0])
        self.assertHeld(browser, "已经在办理")
        self.assertEqual(1, len(self.cases()))

    def test_number_that_is_wrong_costs_nothing_that_was_typed(self):
        browser = self.open_form()
        self.fill(browser, id_number="990102 19520312 1015")
        self.upload(browser)
        self.send(browser)
        self.assertHeld(browser, "有一位数字不对")
        self.assertIn("申请人居民身份证-1.jpg", browser.contents)
        self.assertEqual(
            "990102 19520312 1015",
            browser.getControl(name="form.widgets.id_number").value,
        )

    def change_model(self, change):
        form = self.portal.unrestrictedTraverse(FORM)
        form.fields_model = change(form.fields_model)
        transaction.commit()

    def without(self, *names, lines=()):
        """Take fields out of the form, or let plain lines of text stand for them."""

        def change(model):
            for name in names:
                start = model.index(f'name="{name}"')
                start = model.rindex("<field ", 0, start)
                end = model.index("</field>", start) + len("</field>")
                line = LINE.format(name) if name in lines else ""
                model = model[:start] + line + model[end:]
            return model

        self.change_model(change)

    def send_filled(self, **values):
        """Fill in what the form has, and send it."""
        browser = self.open_form()
        for name, value in values.items():
            control = browser.getControl(name=f"form.widgets.{name}")
            control.value = value
        for name, value in (
            ("community", "990102001001"),
            ("account_kind", "social_card"),
            ("material_m04_how", "window"),
        ):
            if f'name="form.widgets.{name}"' in browser.contents:
                control = browser.getControl(name=f"form.widgets.{name}")
                control.value = [value] if isinstance(control.value, list) else value
        self.send(browser)
        return browser

    REST = {
        "address": "示例路1号",
        "bank_name": "示例银行",
        "bank_card": "6222020000000000000",
    }

    def test_plain_lines_in_the_place_of_our_kinds_break_nothing(self):
        # An editor's own form: the action reads what no field of ours has read.
        lines = ("applicant_name", "id_number", "phone", "community")
        self.without(*lines, lines=lines)
        browser = self.send_filled(
            applicant_name="样本老人",
            id_number=TYPED["id_number"][0],
            phone=TYPED["phone"][0],
            **self.REST,
        )
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual(ID_NUMBER, case.applicant["id_number"])
        self.assertEqual("13812345678", case.applicant["phone"])
        transaction.commit()
        browser = self.send_filled(
            applicant_name="样本老人", id_number="不记得了", phone="没有", **self.REST
        )
        self.assertReceipt(browser)
        self.assertEqual(2, len(self.cases()))

    def test_who_and_where_are_needed_whatever_an_editor_took_out(self):
        self.without("applicant_name", "id_number", lines=["applicant_name"])
        browser = self.send_filled(phone="13812345678", **self.REST)
        self.assertIn("不知道是谁在申请", browser.contents)
        self.without("applicant_name")
        browser = self.send_filled(phone="13812345678", **self.REST)
        self.assertIn("还没有准备好", browser.contents)
        self.assertEqual(
            "示例路1号", browser.getControl(name="form.widgets.address").value
        )
        self.assertEqual([], self.cases())

    def test_community_that_nobody_chose_from_the_list_is_none(self):
        self.without("community", lines=["community"])
        browser = self.open_form()
        self.fill_lines(browser)
        browser.getControl(name="form.widgets.community").value = "990102001001" * 3
        self.send(browser)
        self.assertHeld(browser, "请从列表中选择您的社区")
        self.assertEqual([], self.cases())

    def fill_lines(self, browser):
        values = {
            "applicant_name": "样本老人",
            "id_number": ID_NUMBER,
            "phone": "13812345678",
            **self.REST,
        }
        for name, value in values.items():
            browser.getControl(name=f"form.widgets.{name}").value = value
        browser.getControl(name="form.widgets.account_kind").value = ["social_card"]
        browser.getControl(name="form.widgets.material_m04_how").value = ["window"]

    def test_numbers_that_nobody_reads_hash_and_look_up_without_breaking(self):
        for number in ("", " ", "x", "𠀀", "\u200b", "990102 19520312 1014"):
            with self.subTest(number):
                person_hash_of(number)
                self.assertFalse(
                    has_open_case("SQ-LL-001", Person("", number), "nonce")
                )


class TestReadOnSQLite(ReadTests, ApplyingCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestReadOnPostgreSQL(ReadTests, ApplyingCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
