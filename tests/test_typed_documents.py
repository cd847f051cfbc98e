"""Numbers of identity documents of each kind; and that what was read reads the same."""

from datetime import date
from functools import partial
from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.typed import documents
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.numbers import read_bank_card
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.typed.printable import NotPrintable
from onewindow_policy.typed.printable import require_printable
from stdnum.cn import ric
from types import SimpleNamespace
from zope import schema
from zope.interface import Interface

import unittest

ON = date(2026, 3, 20)


def complete(seventeen):
    """Return an identity number with its check character."""
    return seventeen + ric.calc_check_digit(f"{seventeen}0")


RESIDENT = complete("99010219450315002")
#: Of nobody: of a foreigner in a province that does not exist.
FOREIGNER = complete("99984019900101001")
HONG_KONG = complete("81000019900101001")

KINDS = (*documents.TITLES, "军官证", None)
READERS = (
    *(partial(read_document, kind) for kind in KINDS),
    read_bank_card,
    read_phone,
    read_person_name,
)

#: What numbers and names are made of, so that many random texts are some.
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text("0123456789X HM+-（）·.转张三〇ab\u200b　９", max_size=24),
    st.from_regex(
        r"[\w：]{0,3}[HMA-Z+]?[0-9]{0,8}[ -]?[0-9]{0,12}X?（?", fullmatch=True
    ),
    st.sampled_from((RESIDENT, FOREIGNER, HONG_KONG)).map("号码：{}（本人）".format),
)


class TestDocuments(unittest.TestCase):
    def test_documents_of_children(self):
        self.assertEqual(RESIDENT, read_document("household_register", RESIDENT, ON))
        self.assertEqual(
            date(1945, 3, 15), documents.birth_of("household_register", RESIDENT)
        )
        for typed in ("Z990000001", "编号：z99 0000 001"):
            self.assertEqual("Z990000001", read_document("birth_certificate", typed))
        self.assertIsNone(documents.birth_of("birth_certificate", "Z990000001"))
        refused = self.refused("birth_certificate", "Z99000001")
        self.assertEqual("error_birth_certificate", refused)
        # Numbers that begin with 9, as those of samples do, are those of foreigners.
        refused = self.refused("birth_certificate", complete("11010119450315002"))
        self.assertEqual("error_document_kind", refused)
        kind = refused.mapping["kind"]
        self.assertEqual(documents.TITLES["household_register"], kind)

    def refused(self, kind, text):
        with self.assertRaises(UnfitNumber) as error:
            read_document(kind, text, ON)
        return error.exception.args[0]

    def test_each_kind_is_read_in_its_one_shape(self):
        for kind, text, number in (
            (None, f"{RESIDENT[:6]} {RESIDENT[6:]}", RESIDENT),
            (documents.RESIDENT_CARD, HONG_KONG, HONG_KONG),
            (documents.PERMANENT_RESIDENCE, f"证件号：{FOREIGNER}", FOREIGNER),
            (documents.PERMANENT_RESIDENCE, "xyz 0000 9001 0112", "XYZ000090010112"),
            (documents.HK_MACAU_PERMIT, "ｈ 1234 5678", "H12345678"),
            (documents.HK_MACAU_PERMIT, "M1234567801", "M12345678"),
            (documents.HK_MACAU_PERMIT, "回乡证 H12345678（本人）", "H12345678"),
            (documents.TAIWAN_PERMIT, "台胞证号１２３４ ５６７８", "12345678"),
            (documents.PASSPORT, "e1234 5678", "E12345678"),
            ("军官证", "南字第 0123456 号", "南字第0123456号"),
        ):
            with self.subTest(kind=kind, text=text):
                self.assertEqual(number, read_document(kind, text, ON))

    def test_what_is_wrong_is_said_truly_and_counted(self):
        for kind, text, fault, count in (
            (documents.RESIDENT_CARD, RESIDENT[:-1], "error_id_number_length", 17),
            (documents.HK_MACAU_PERMIT, "H1234567", "error_hk_macau_permit", 8),
            (documents.HK_MACAU_PERMIT, "C12345678", "error_hk_macau_permit", 9),
            (documents.TAIWAN_PERMIT, "1234567", "error_taiwan_permit", 7),
            (documents.PASSPORT, "E123", "error_passport", 4),
            (documents.PASSPORT, "没有", "error_passport", 2),
            (documents.PERMANENT_RESIDENCE, "XYZ1", "error_permanent_residence", 4),
            ("军官证", "没有号码", "error_document_other", 4),
        ):
            with self.subTest(kind=kind, text=text):
                message = self.refused(kind, text)
                self.assertEqual(fault, message)
                self.assertEqual(count, message.mapping["count"])
        wrong = FOREIGNER[:-1] + ("0" if FOREIGNER[-1] != "0" else "1")
        for text in (wrong, f"证件号：{wrong}"):
            message = self.refused(documents.PERMANENT_RESIDENCE, text)
            self.assertEqual("error_id_number_check", message)

    def test_number_of_another_kind_is_told_which(self):
        for kind, text, other in (
            (documents.RESIDENT_CARD, "H12345678", documents.HK_MACAU_PERMIT),
            (documents.PASSPORT, HONG_KONG, documents.RESIDENT_CARD),
            (documents.TAIWAN_PERMIT, FOREIGNER, documents.PERMANENT_RESIDENCE),
            (None, "XYZ000090010112", documents.PERMANENT_RESIDENCE),
        ):
            with self.subTest(kind=kind, text=text):
                message = self.refused(kind, text)
                self.assertEqual("error_document_kind", message)
                self.assertEqual(documents.TITLES[other], message.mapping["kind"])

    def test_only_cards_with_eighteen_characters_tell_a_day_of_birth(self):
        for kind, number, born in (
            (None, RESIDENT, date(1945, 3, 15)),
            (documents.RESIDENT_CARD, HONG_KONG, date(1990, 1, 1)),
            (documents.PERMANENT_RESIDENCE, FOREIGNER, date(1990, 1, 1)),
            (documents.PERMANENT_RESIDENCE, "XYZ000090010112", None),
            (documents.HK_MACAU_PERMIT, "H12345678", None),
            (documents.PASSPORT, "E12345678", None),
            ("军官证", RESIDENT, None),
        ):
            with self.subTest(kind=kind):
                self.assertEqual(born, documents.birth_of(kind, number))

    @given(st.sampled_from(READERS), TEXTS)
    def test_what_was_read_reads_the_same(self, read, text):
        try:
            value = read(text)
        except UnfitAnswer as error:
            self.assertTrue(error.args[0].default)
        else:
            self.assertTrue(value)
            self.assertEqual(value, read(value))
            value.encode()

    @given(st.sampled_from(KINDS), TEXTS)
    def test_day_of_birth_of_what_was_read_never_fails(self, kind, text):
        try:
            number = read_document(kind, text)
        except UnfitAnswer:
            return
        documents.birth_of(kind, number)


class TestPrintable(unittest.TestCase):
    def test_text_that_no_file_can_carry_is_refused(self):
        class IText(Interface):
            text = schema.Text(title="正文")

        require_printable(SimpleNamespace(text="甲\t乙\r\n丙"), IText)
        for character in "\0\x0b\x7f\x85\ud800\ufffe\uffff":
            text = SimpleNamespace(text=f"甲{character}")
            with (
                self.subTest(character=ascii(character)),
                self.assertRaises(NotPrintable),
            ):
                require_printable(text, IText)
