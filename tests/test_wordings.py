"""A city puts the sentences of papers in its own words; what could not be printed, or would
not say what it must, is refused with its line."""

from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.sentences import sentences_of
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.printed import printed_text
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.wordings.checking import require_fit
from onewindow_policy.wordings.exceptions import PaperUnworded
from onewindow_policy.wordings.exceptions import WordingChanged
from onewindow_policy.wordings.exceptions import WordingUnchanged
from onewindow_policy.wordings.exceptions import WordingUnfit
from onewindow_policy.wordings.papers import keep_wording
from onewindow_policy.wordings.papers import sealed_wording
from onewindow_policy.wordings.papers import worded_paper
from onewindow_policy.wordings.papers import worded_papers
from onewindow_policy.wordings.papers import wording_in
from onewindow_policy.wordings.papers import wording_of
from onewindow_policy.wordings.papers import wording_versions
from onewindow_policy.wordings.sentences import read_sentences
from onewindow_policy.wordings.sentences import said_in
from onewindow_policy.wordings.sentences import TITLES
from plone.testing.zope import Browser
from sqlalchemy import select
from zope.i18n import translate

import transaction
import unittest

COMPLETION = "cases.completion"
OPENING = "“${item}”办好了：${day}同意办理。"
SENTENCES = read_sentences('[a]\nopening = "${day}，*${item}*办好了。"')["a"]
SAMPLES = {"item": "高龄津贴", "day": "2026年11月6日"}


class TestSentences(unittest.TestCase):
    """What may be written, and what comes of it."""

    # What is wrong is said by messages, which are translated there.
    layer = FUNCTIONAL_TESTING

    def faults(self, **wording):
        with self.assertRaises(WordingUnfit) as refused:
            require_fit(SENTENCES, wording, SAMPLES)
        return [
            (name, translate(message, target_language="zh_CN"))
            for name, message in refused.exception.faults
        ]

    def test_every_paper_has_a_note_that_may_stay_empty(self):
        self.assertEqual(["opening", "note"], [each.name for each in SENTENCES])
        shipped = {each.name: each.shipped for each in SENTENCES}
        require_fit(SENTENCES, shipped, SAMPLES)

    def test_variables_are_filled_in_and_are_never_markup(self):
        said = said_in(
            SENTENCES, {"note": "一\n\n*二*"}, {**SAMPLES, "item": "*#津${day}贴*"}
        )
        self.assertEqual(
            {
                "opening": [
                    [
                        ("2026年11月6日，", False),
                        ("*#津${day}贴*", True),
                        ("办好了。", False),
                    ]
                ],
                "note": [[("一", False)], [("二", True)]],
            },
            said,
        )

    def test_what_cannot_be_printed_is_refused_with_line_and_words(self):
        for words, fault in (
            ("${day}${item}\n${name}您好", "第2行（${name}您好）：里面的变量不认识"),
            ("${day}${item}$", "第1行"),
            ("${day}${item}\n${item", "第2行（${item）"),
            ("${day}\n${item}\n*办好", "第3行（*办好）：要加粗的字"),
            ("${day}${item}**", "第1行"),
            ("${day}${item}\U0003fffd", "字库里没有这个字"),
            ("${day}${item}" + "很" * 600, "最多600个字"),
        ):
            with self.subTest(words):
                (found,) = self.faults(opening=words)
                self.assertEqual("opening", found[0])
                self.assertIn(fault, found[1])

    def test_what_the_paper_must_say_is_missed(self):
        self.assertIn("必须有${day}", self.faults(opening="${item}办好了")[0][1])
        self.assertIn("不能空着", self.faults(opening=" ")[0][1])

    def test_heading_is_one_line_in_one_weight(self):
        sentences = read_sentences('[a]\ncopies = "一"\nclosing_heading = "有事找谁"')[
            "a"
        ]
        for words in ("有\n事", "*有*事", "有" * 41):
            wording = {"copies": "一", "closing_heading": words}
            with self.subTest(words), self.assertRaises(WordingUnfit):
                require_fit(sentences, wording, SAMPLES)

    def test_every_kind_of_paper_has_sentences_with_a_title(self):
        for kind in KINDS:
            with self.subTest(kind):
                names = [each.name for each in sentences_of(kind)]
                self.assertIn("note", names)
                self.assertLessEqual(set(names), set(TITLES))


class TestWordings(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.addCleanup(transaction.abort)
        self.paper = worded_paper(COMPLETION)

    def keep(self, user="admin", version=None, **changed):
        held = wording_of(COMPLETION)
        sentences = {**self.paper.shipped, **held.sentences, **changed}
        number = held.version if version is None else version
        return keep_wording(self.paper, sentences, user, version=number)

    def test_every_paper_prints_what_is_shipped_and_what_is_written(self):
        papers = worded_papers()
        self.assertLessEqual({f"cases.{kind}" for kind in KINDS}, set(papers))
        self.assertIn("inquiries.told", papers)
        self.assertIn("cases.transfer_list", papers)
        for name, paper in papers.items():
            with self.subTest(name):
                require_fit(paper.sentences, paper.shipped, paper.samples)
                text = printed_text(
                    paper.preview({**paper.shipped, "note": "另有说明"})
                )
                self.assertIn("另有说明", text)
                self.assertIn("样张，只供核对措辞", text)
                self.assertNotIn("${", text)
                for each in paper.sentences:
                    if each.is_line and each.shipped:
                        self.assertIn(each.shipped, text)

    def test_sentence_that_depends_on_circumstances_is_previewed_too(self):
        paper = worded_paper("cases.acceptance")
        text = printed_text(paper.preview(paper.shipped))
        self.assertIn("我们已于", text)
        self.assertIn("没有在规定的期限内告诉您", text)
        told = worded_paper("inquiries.told")
        text = printed_text(told.preview(told.shipped))
        self.assertIn("下面的条件现在不符合", text)
        self.assertIn("不用带材料。", text)

    def test_each_change_is_a_version_with_who_made_it_and_is_audited(self):
        self.keep(opening=OPENING)
        self.keep("wang", closing_heading="找谁")
        transaction.commit()
        self.assertEqual(
            [(1, "admin"), (2, "wang")],
            [(each["version"], each["by"]) for each in wording_versions(COMPLETION)],
        )
        self.assertEqual(OPENING, wording_of(COMPLETION).sentences["opening"])
        self.assertEqual(
            "到哪里领，有事找谁",
            wording_in(COMPLETION, 1).sentences["closing_heading"],
        )
        noted = select(AuditEntry.subject, AuditEntry.detail).where(
            AuditEntry.action == "wording.change"
        )
        with get_database().reading.connect() as connection:
            self.assertEqual(
                [(COMPLETION, "version 1"), (COMPLETION, "version 2")],
                [tuple(row) for row in connection.execute(noted)],
            )

    def test_what_is_shipped_again_follows_what_is_shipped(self):
        self.keep(opening=OPENING)
        held = keep_wording(self.paper, self.paper.shipped, "admin", version=1)
        self.assertEqual((2, {}), (held.version, held.sentences))
        sealed = sealed_wording(COMPLETION, self.paper.sentences)
        self.assertEqual(self.paper.shipped, sealed["wording"])
        self.assertEqual(2, sealed["wording_version"])

    def test_nobody_writes_over_what_they_have_not_seen(self):
        self.keep(opening=OPENING)
        with self.assertRaises(WordingChanged):
            self.keep(opening="${item}${day}", version=0)
        self.assertEqual(1, wording_of(COMPLETION).version)

    def test_the_same_again_is_no_version(self):
        for version in (0, 1):
            with self.assertRaises(WordingUnchanged):
                self.keep()
            if version == 0:
                self.keep(opening=OPENING)
        self.assertEqual(1, wording_of(COMPLETION).version)

    def test_paper_or_version_that_is_not_there_is_said_to_be_none(self):
        with self.assertRaises(PaperUnworded):
            worded_paper("cases.none")
        with self.assertRaises(PaperUnworded):
            wording_in(COMPLETION, 1)


class TestPages(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.addCleanup(transaction.abort)

    def open(self, address=f"@@onewindow-paper-wording?paper={COMPLETION}"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser)
        browser.open(f"{self.url}/{address}")
        return browser

    def press(self, browser, button="save"):
        browser.getControl(name=button).click()
        transaction.begin()

    def field(self, browser, name="opening"):
        return browser.getControl(name=name)

    def test_administrator_finds_a_paper_mends_it_and_it_holds(self):
        browser = self.open("@@onewindow-paper-words")
        self.assertIn("文书用语", browser.contents)
        browser.getLink("办结通知书").click()
        self.assertIn("文书用语：办结通知书", browser.contents)
        self.assertIn("已于${day}办结", self.field(browser).value)
        self.field(browser).value = OPENING
        self.press(browser)
        self.assertIn("以后出具的文书按这个印", browser.contents)
        self.assertEqual(OPENING, wording_of(COMPLETION).sentences["opening"])
        browser.open(f"{self.url}/@@onewindow-paper-words")
        self.assertIn("第1版", browser.contents)

    def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(self):
        browser = self.open()
        self.field(browser).value = "好了*\n${name}"
        self.field(browser, "note").value = "另有说明"
        for button in ("save", "preview"):
            self.press(browser, button)
            with self.subTest(button):
                self.assertEqual("422 Unprocessable Entity", browser.headers["status"])
                self.assertIn('id="opening-error"', browser.contents)
                named = 'aria-describedby="opening-help opening-error"'
                self.assertIn(named, browser.contents)
                self.assertNotIn('aria-describedby="note', browser.contents)
                self.assertIn("“开头”第1行（好了*）", browser.contents)
                self.assertIn("第1行（好了*）", browser.contents)
                self.assertIn("第2行（${name}）", browser.contents)
                self.assertEqual("好了*\n${name}", self.field(browser).value)
                self.assertEqual("另有说明", self.field(browser, "note").value)
        self.assertEqual(0, wording_of(COMPLETION).version)

    def test_preview_shows_what_was_typed_as_a_pdf_and_keeps_nothing(self):
        browser = self.open()
        self.field(browser).value = OPENING
        self.press(browser, "preview")
        self.assertEqual("application/pdf", browser.headers["content-type"])
        self.assertEqual("no-store", browser.headers["cache-control"])
        text = printed_text(browser.contents)
        self.assertIn("“高龄津贴申请”办好了", text)
        self.assertEqual(0, wording_of(COMPLETION).version)

    def test_who_was_slower_sees_what_stands_and_saves_once_more(self):
        first, second = self.open(), self.open()
        self.field(first).value = OPENING
        self.press(first)
        self.field(second).value = "${item}，${day}。"
        self.press(second)
        self.assertIn("别人已经存了新的一版", second.contents)
        self.assertIn('id="opening-standing"', second.contents)
        self.assertEqual("${item}，${day}。", self.field(second).value)
        self.assertEqual(OPENING, wording_of(COMPLETION).sentences["opening"])
        self.press(second)
        self.assertEqual(
            "${item}，${day}。", wording_of(COMPLETION).sentences["opening"]
        )
        self.assertEqual(2, wording_of(COMPLETION).version)

    def test_former_version_is_read_and_put_back(self):
        browser = self.open()
        for words in (OPENING, "${item}，${day}。"):
            self.field(browser).value = words
            self.press(browser)
        browser.getLink("把这一版填到上面", index=0).click()
        self.assertIn("下面填的是第1版", browser.contents)
        self.assertEqual(OPENING, self.field(browser).value)
        self.press(browser)
        self.assertEqual(3, wording_of(COMPLETION).version)
        self.assertEqual(OPENING, wording_of(COMPLETION).sentences["opening"])

    def test_paper_or_version_that_is_not_there_is_not_found(self):
        for address in ("paper=cases.none", f"paper={COMPLETION}&version=7", "paper="):
            browser = self.open(f"@@onewindow-paper-wording?{address}")
            with self.subTest(address):
                self.assertEqual("404 Not Found", browser.headers["status"])

    def test_who_does_not_manage_it_sees_and_changes_nothing(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        for page in ("onewindow-paper-words", "onewindow-paper-wording"):
            browser.open(f"{self.url}/@@{page}?paper={COMPLETION}")
            self.assertNotIn('id="wording"', browser.contents)
            self.assertNotIn('id="papers"', browser.contents)
        browser.post(
            f"{self.url}/@@onewindow-paper-wording",
            f"paper={COMPLETION}&opening=x&save=1",
        )
        transaction.begin()
        self.assertEqual(0, wording_of(COMPLETION).version)
