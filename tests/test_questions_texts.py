"""What may be written in a question or an answer, and what a guide gets of them."""

from onewindow_policy.questions.exceptions import NamesAPerson
from onewindow_policy.questions.exceptions import TextMissing
from onewindow_policy.questions.exceptions import TextTooLong
from onewindow_policy.questions.models import ANSWER
from onewindow_policy.questions.models import CORRECTION
from onewindow_policy.questions.models import FOLLOW_UP
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.questions.models import QUESTION
from onewindow_policy.questions.models import WITHDRAWAL
from onewindow_policy.questions.proposing import pair_of
from onewindow_policy.questions.texts import LONGEST_NAME
from onewindow_policy.questions.texts import LONGEST_TEXT
from onewindow_policy.questions.texts import read_name
from onewindow_policy.questions.texts import read_text

import unittest


def entry(kind, text=""):
    return ItemQuestionEntry(kind=kind, text=text)


class TestTexts(unittest.TestCase):
    def test_what_looks_like_a_number_of_a_person_is_refused(self):
        for number in (
            "11010519491231002X",
            "110105194912310021",
            "110105 19491231 0021",
            "１１０１０５１９４９１２３１００２１",
            "110105491231002",
            "260115-4839-20775",
            "6222021234567890123",
            "6222 0212 3456 7890",
            "13812345678",
            "138-1234-5678",
            "+86 138 1234 5678",
            "电话13812345678，姓王",
        ):
            with self.subTest(number), self.assertRaises(NamesAPerson) as caught:
                read_text(f"请问{number}能办吗？", "text")
            self.assertEqual("text", caught.exception.field)

    def test_what_names_no_person_is_kept_as_it_was_written(self):
        for text in (
            "满80周岁、户口在外省的能办吗？",
            "请打010-12345678或12345。",
            "依据民发〔2019〕34号，2026年11月6日起每月300元。",
            "第一行\n第二行",
            "事项编码000114001000、号261130-48390",
        ):
            with self.subTest(text):
                self.assertEqual(text, read_text(f" {text}\n", "text"))

    def test_nothing_and_too_much_are_told_at_their_field(self):
        for text in ("", " \n\u200b"):
            with self.subTest(text), self.assertRaises(TextMissing) as caught:
                read_text(text, "answer")
            self.assertEqual("answer", caught.exception.field)
        self.assertEqual(LONGEST_TEXT, len(read_text("长" * LONGEST_TEXT, "more")))
        with self.assertRaises(TextTooLong) as caught:
            read_text("长" * (LONGEST_TEXT + 1), "more")
        self.assertEqual("more", caught.exception.field)

    def test_who_said_something_is_one_line_without_numbers_of_persons(self):
        self.assertEqual("福利科 陈科长", read_name(" 福利科\n陈科长 ", "told_by"))
        for name, error in (
            ("陈科长13812345678", NamesAPerson),
            ("长" * (LONGEST_NAME + 1), TextTooLong),
        ):
            with self.subTest(error), self.assertRaises(error) as caught:
                read_name(name, "told_by")
            self.assertEqual("told_by", caught.exception.field)


class TestPair(unittest.TestCase):
    def test_guide_gets_the_first_question_and_what_holds_of_all_answers(self):
        for said, answer in (
            ([entry(ANSWER, "能。")], "能。"),
            ([entry(ANSWER, "能。"), entry(CORRECTION, "不能。")], "不能。"),
            (
                [
                    entry(ANSWER, "能。"),
                    entry(FOLLOW_UP, "租房呢？"),
                    entry(ANSWER, "也能。"),
                    entry(CORRECTION, "要居住证。"),
                ],
                "能。\n要居住证。",
            ),
            (
                [
                    entry(ANSWER, "能。"),
                    entry(FOLLOW_UP, "租房呢？"),
                    entry(WITHDRAWAL),
                    entry(CORRECTION, "不能。"),
                ],
                "不能。",
            ),
        ):
            with self.subTest(answer):
                self.assertEqual(
                    ("外省的呢？", answer),
                    pair_of([entry(QUESTION, "外省的呢？"), *said]),
                )
