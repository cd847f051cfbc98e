"""The Word forms that stand for sample documents."""

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from io import BytesIO
from onewindow_policy.samples.docx import form_document
from unittest import TestCase
from unittest.mock import patch

import time
import zipfile

TITLE = "高龄津贴申请表"
FIELDS = [
    ("申请人姓名", "样本老人"),
    ("身份证号码", "990102194503150023"),
    ("户籍所在社区", "云河区望云街道晨光社区"),
    ("主要困难原因", "配偶患重病，家庭支出较大"),
    ("申请人签字", "样本老人"),
    ("日期", "2026年3月20日"),
]
NOTES = ["用黑色签字笔填写。", "涂改处需申请人签字或按指印。"]


def opened(*args, **kwargs):
    return Document(BytesIO(form_document(*args, **kwargs)))


def answers(document):
    """Return what stands beside each label."""
    found = {}
    for row in document.tables[0].rows:
        cells = [cell.text for cell in row.cells]
        if cells[1:] == [cells[1]] * 3:
            cells = cells[:2]
        found.update(zip(cells[::2], cells[1::2], strict=True))
    return found


def paragraph(document, text):
    return next(p for p in document.paragraphs if p.text.strip() == text)


class FilledSampleTest(TestCase):
    def setUp(self):
        self.document = opened(TITLE, FIELDS, NOTES, filled=True)

    def test_every_answer_stands_beside_its_label(self):
        self.assertEqual(dict(FIELDS), answers(self.document))

    def test_sample_is_marked_as_one(self):
        mark = paragraph(self.document, "填写示例")
        self.assertEqual(
            WD_ALIGN_PARAGRAPH.RIGHT, mark.style.paragraph_format.alignment
        )
        self.assertIsNotNone(mark.style.element.rPr.find(qn("w:bdr")))

    def test_answers_have_a_face_of_their_own(self):
        cell = self.document.tables[0].rows[0].cells[1]
        fonts = cell.paragraphs[0].style.element.rPr.rFonts
        self.assertEqual("楷体", fonts.get(qn("w:eastAsia")))
        self.assertEqual("1F3864", str(cell.paragraphs[0].style.font.color.rgb))

    def test_title_is_centred_in_a_chinese_face(self):
        style = paragraph(self.document, TITLE).style
        self.assertEqual(WD_ALIGN_PARAGRAPH.CENTER, style.paragraph_format.alignment)
        self.assertEqual("黑体", style.element.rPr.rFonts.get(qn("w:eastAsia")))

    def test_filling_notes_are_numbered_below_the_table(self):
        texts = [p.text for p in self.document.paragraphs]
        start = texts.index("填写说明:")
        self.assertEqual([f"1. {NOTES[0]}", f"2. {NOTES[1]}"], texts[start + 1 :])
        body = [element.tag for element in self.document.element.body]
        self.assertLess(body.index(qn("w:tbl")), len(body) - 1 - len(NOTES))

    def test_short_fields_share_a_row_and_long_ones_get_a_taller_one(self):
        rows = self.document.tables[0].rows
        self.assertEqual("身份证号码", rows[0].cells[2].text)
        heights = {row.cells[0].text: row.height for row in rows}
        self.assertGreater(heights["主要困难原因"], 2 * heights["户籍所在社区"])

    def test_signature_and_date_end_the_table(self):
        cells = self.document.tables[0].rows[-1].cells
        self.assertEqual(["申请人签字", "日期"], [cells[0].text, cells[2].text])

    def test_document_is_chinese_and_named(self):
        languages = self.document.styles.element.iter(qn("w:lang"))
        self.assertEqual({"zh-CN"}, {lang.get(qn("w:eastAsia")) for lang in languages})
        self.assertEqual(TITLE, self.document.core_properties.title)
        self.assertEqual("", self.document.core_properties.author)


class BlankFormTest(TestCase):
    def test_blank_form_has_the_same_rows_and_no_answers(self):
        blank = opened(TITLE, FIELDS, NOTES, filled=False)
        filled = opened(TITLE, FIELDS, NOTES, filled=True)
        found = answers(blank)
        self.assertEqual("年    月    日", found.pop("日期"))
        self.assertEqual({""}, set(found.values()))
        self.assertEqual(list(answers(filled)), [*found, "日期"])

    def test_blank_form_bears_no_sample_mark(self):
        blank = opened(TITLE, FIELDS, NOTES, filled=False)
        text = " ".join(p.text for p in blank.paragraphs)
        self.assertIn(TITLE, text)
        self.assertNotIn("填写示例", text)

    def test_date_that_is_not_at_the_foot_is_left_empty(self):
        fields = [("出生日期", ""), ("姓名", ""), ("签字", ""), ("日期", "")]
        found = answers(opened(TITLE, fields, filled=False))
        self.assertEqual("", found["出生日期"])

    def test_note_is_printed_under_the_table(self):
        form = opened(TITLE, FIELDS, note="材料齐全时也可出具", filled=False)
        self.assertEqual("注：材料齐全时也可出具", form.paragraphs[-1].text)

    def test_form_without_fields_has_no_table(self):
        form = opened(TITLE, [], filled=False)
        self.assertEqual(0, len(form.tables))
        self.assertEqual([TITLE], [p.text for p in form.paragraphs])


class PaperTest(TestCase):
    def size(self, name):
        section = opened(TITLE, FIELDS, filled=False, print_size=name).sections[0]
        return round(section.page_width / Mm(1)), round(section.page_height / Mm(1))

    def test_paper_has_the_size_asked_for(self):
        self.assertEqual((210, 297), self.size("A4"))
        self.assertEqual((297, 420), self.size("a3"))
        self.assertEqual((148, 210), self.size("A5"))

    def test_unknown_paper_is_a4(self):
        self.assertEqual((210, 297), self.size("十六开"))

    def test_table_fills_the_width_between_the_margins(self):
        for name in ("A3", "A4", "A5"):
            document = opened(TITLE, FIELDS, filled=False, print_size=name)
            section = document.sections[0]
            room = section.page_width - section.left_margin - section.right_margin
            width = sum(column.width for column in document.tables[0].columns)
            self.assertAlmostEqual(1, width / room, places=2)

    def test_only_fictional_forms_say_so_on_every_page(self):
        for fictional in (True, False):
            form = opened(TITLE, FIELDS, filled=False, fictional=fictional)
            header = form.sections[0].header.paragraphs[0].text
            self.assertEqual("演示样表，内容均为虚构" if fictional else "", header)

    def test_pages_are_numbered(self):
        form = opened(TITLE, FIELDS, filled=False)
        footer = form.sections[0].footer.paragraphs[0]
        fields = [element.text for element in footer._p.iter(qn("w:instrText"))]
        self.assertEqual(["PAGE", "NUMPAGES"], fields)


class RobustnessTest(TestCase):
    def test_same_form_is_the_same_file_at_any_time(self):
        first = form_document(TITLE, FIELDS, NOTES, filled=True)
        with patch("time.time", return_value=time.time() + 86400):
            second = form_document(TITLE, FIELDS, NOTES, filled=True)
        self.assertEqual(first, second)
        with zipfile.ZipFile(BytesIO(first)) as files:
            dates = {entry.date_time for entry in files.infolist()}
        self.assertEqual({(2000, 1, 1, 0, 0, 0)}, dates)

    def test_other_answers_are_another_file(self):
        changed = [("申请人姓名", "张示例"), *FIELDS[1:]]
        self.assertNotEqual(
            form_document(TITLE, FIELDS, filled=True),
            form_document(TITLE, changed, filled=True),
        )

    def test_sixty_fields_are_all_there(self):
        fields = [(f"栏目{number}", f"内容{number}" * 8) for number in range(60)]
        self.assertEqual(
            dict(fields), answers(opened(TITLE, fields, NOTES, filled=True))
        )

    def test_control_characters_are_left_out(self):
        dirty = "甲\x00乙\x07\x0b丙\x1b\x85丁\ud800\uffff"
        form = opened(dirty, [(dirty, dirty)], [dirty], note=dirty, filled=True)
        self.assertEqual({"甲乙丙丁": "甲乙丙丁"}, answers(form))
        self.assertEqual("甲乙丙丁", form.core_properties.title)
        self.assertIn("1. 甲乙丙丁", [p.text for p in form.paragraphs])

    def test_markup_is_text(self):
        text = '<w:t>&"甲"</w:t>'
        form = opened(text, [(text, text)], [text], filled=True)
        self.assertEqual({text: text}, answers(form))
        self.assertEqual(text, form.core_properties.title)

    def test_line_breaks_in_an_answer_are_kept(self):
        form = opened(TITLE, [("住址", "一行\r\n二行\n三行")], filled=True)
        self.assertEqual({"住址": "一行\n二行\n三行"}, answers(form))

    def test_file_is_small_enough_to_ship_hundreds(self):
        self.assertLess(len(form_document(TITLE, FIELDS, NOTES, filled=True)), 20_000)
