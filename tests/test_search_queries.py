"""What the trial queries find, the same on SQLite and PostgreSQL."""

from collections import Counter
from contextlib import ExitStack
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.search.api import begin_rebuilding
from onewindow_policy.search.api import find
from onewindow_policy.search.api import Question
from onewindow_policy.search.api import rebuild
from onewindow_policy.search.elsewhere import departments_elsewhere
from onewindow_policy.search.finding import answered
from onewindow_policy.search.index import get_index
from onewindow_policy.search.interfaces import TYPES
from onewindow_policy.search.reading import ID_MASK
from onewindow_policy.search.suggesting import suggest
from onewindow_policy.search.synonyms import add_group
from onewindow_policy.search.terms import WORD
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.records import empty_sqlite
from onewindow_policy.testing.searching import misses
from onewindow_policy.testing.searching import read_trials
from onewindow_policy.testing.searching import titles
from pathlib import Path
from zope.component.hooks import setSite

import re
import unittest

HERE = Path(__file__).parent
QUERIES = HERE / "queries"
DOCUMENTATION = HERE.parent / "docs" / "search.md"

KINDS = ("exact", "synonym", "pinyin", "initials", "typo", "natural-question")
SETS = ("given", "tuning", "held_out")

#: More results than this are noise where there is nothing to find.
MOST_NOISE = 2


class TestQueries(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.trials = {name: read_trials(QUERIES / f"{name}.json") for name in SETS}
        setSite(self.layer["portal"])

    def hits(self) -> dict[tuple[str, str], str]:
        """Return how many of how many are found, by kind and set."""
        table = {}
        for name, trials in self.trials.items():
            missed = Counter(trial.kind for trial in misses(trials))
            asked = Counter(trial.kind for trial in trials)
            for kind in (*KINDS, "all"):
                of = asked[kind] if kind != "all" else asked.total()
                lost = missed[kind] if kind != "all" else missed.total()
                table[kind, name] = f"{of - lost} of {of}"
        return table

    def test_all_given_queries_find_what_they_must(self):
        self.assertEqual([], [trial.query for trial in misses(self.trials["given"])])

    def test_nine_in_ten_that_nothing_was_tuned_on_find_what_they_must(self):
        trials = self.trials["held_out"]
        self.assertLessEqual(len(misses(trials)), len(trials) // 10)

    def test_documentation_has_the_hits_as_they_are(self):
        rows = re.findall(
            r"^\| ([a-z-]+) \| (\d+ of \d+) \| (\d+ of \d+) \| (\d+ of \d+) \|$",
            DOCUMENTATION.read_text(encoding="utf-8"),
            re.M,
        )
        written = {
            (kind, name): hits
            for kind, *cells in rows
            for name, hits in zip(SETS, cells, strict=True)
        }
        self.assertEqual(self.hits(), written)

    def test_nine_in_ten_whole_questions_written_from_names_alone_are_answered(self):
        trials = read_trials(QUERIES / "plain.json")
        self.assertLessEqual(60, len(trials))
        missed = [trial.query for trial in misses(trials)]
        self.assertLessEqual(len(missed), len(trials) // 10, missed)

    def test_events_in_life_lead_where_they_belong(self):
        for text, code in (
            ("看病报销", "SQ-YB-003"),
            ("二孩补贴", "SQ-JS-002"),
            ("老伴去世了", "SQ-SB-004"),
            ("老伴去世了", "SQ-MZ-009"),
        ):
            with self.subTest(text):
                hits = find(Question(text)).hits
                self.assertIn(code, [hit.item_code for hit in hits[:2]])

    def test_sentence_about_one_s_community_is_no_service_of_that_name(self):
        for text in ("我的社区", "社区在哪", "我们社区太吵了"):
            with self.subTest(text):
                self.assertEqual(0, find(Question(text)).total)

    def test_dogs_licence_says_who_does_it(self):
        names = [each.name for each in departments_elsewhere("狗证怎么办")]
        self.assertIn("公安机关", names[0])

    def test_what_nobody_does_here_finds_hardly_anything(self):
        trials = read_trials(QUERIES / "nothing.json")
        self.assertLessEqual(25, len(trials))
        noisy = {
            trial.query: total
            for trial in trials
            if (total := find(Question(trial.query)).total) > MOST_NOISE
        }
        self.assertEqual({}, noisy)

    def test_exact_name_always_comes_first(self):
        portal = self.layer["portal"]
        for item in portal.catalogue.objectValues():
            if item.portal_type != "ServiceItem":
                continue
            for name in (item.title, item.short_name, item.code):
                with self.subTest(name):
                    self.assertEqual(item.title, find(Question(name)).hits[0].title)

    def test_what_matched_only_by_sound_or_spelling_says_so(self):
        for text, guess in (
            ("gaolinjintie", "高龄津贴"),
            ("临时就助", "临时救助"),
            ("居往证", "居住证"),
        ):
            with self.subTest(text):
                self.assertEqual(guess, find(Question(text)).guess)
        self.assertEqual("", find(Question("高龄津贴")).guess)

    def test_service_comes_before_its_forms_and_guides(self):
        for text in ("高龄津贴申请表怎么填", "高龄津贴云河区", "残疾人证"):
            with self.subTest(text):
                self.assertEqual("item", find(Question(text)).hits[0].type)

    def test_filters_leave_as_many_as_their_counts_say(self):
        whole = find(Question("补贴", size=1))
        for name in ("type", "district", "category"):
            for value, count in whole.counts[name].items():
                with self.subTest(name, value=value):
                    left = find(Question("补贴", **{name: value}))
                    self.assertEqual(count, left.total)

    def test_questions_asked_together_are_answered_as_each_alone(self):
        texts = [each.query for trials in self.trials.values() for each in trials]
        alone = {text for text in texts if find(Question(text, size=1)).total}
        self.assertLess(100, len(alone))
        self.assertLess(len(alone), len(set(texts)))
        self.assertEqual(alone, answered(texts))
        self.assertEqual(set(), answered([]))
        self.assertEqual(set(), answered(["", "？"]))

    def test_pages_together_are_the_whole(self):
        whole = [hit.uid for hit in find(Question("补贴", size=500)).hits]
        pages = [
            hit.uid
            for start in range(0, len(whole), 7)
            for hit in find(Question("补贴", start=start, size=7)).hits
        ]
        self.assertEqual(whole, pages)

    def test_both_databases_answer_the_same_in_the_same_order(self):
        answers = []
        for empty in (empty_sqlite, empty_postgresql):
            with ExitStack() as stack:
                database = Database(stack.enter_context(empty()))
                former = replace_database(database)
                stack.callback(replace_database, former)
                stack.callback(database.dispose)
                rebuild(begin_rebuilding())
                setSite(self.layer["portal"])
                answers.append(
                    {
                        trial.query: (
                            find(Question(trial.query, size=300)),
                            suggest(trial.query),
                            suggest(trial.query[:2]),
                        )
                        for trials in self.trials.values()
                        for trial in trials
                    }
                )
        for query, answer in answers[0].items():
            with self.subTest(query):
                self.assertEqual(answer, answers[1][query])


class TestJudging(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        setSite(self.layer["portal"])

    def test_word_of_another_matter_finds_nothing_by_its_parts(self):
        for text in ("宠物医院", "个人所得税怎么退", "贷款买房利率多少"):
            with self.subTest(text):
                self.assertEqual(0, find(Question(text)).total)

    def test_paper_that_nearly_all_services_want_is_what_none_is_about(self):
        self.assertEqual(0, find(Question("身份证")).total)

    def test_whole_syllables_are_heard_in_a_name(self):
        self.assertEqual(0, find(Question("tianqi")).total)
        self.assertEqual("天琴社区", titles("tianqin")[0])

    def test_swapped_characters_and_one_too_many_are_guessed(self):
        for text, guess in (("居证住", "居住证"), ("助老餐", "助餐")):
            with self.subTest(text):
                self.assertEqual(guess, find(Question(text)).guess)

    def test_character_that_is_no_word_puts_in_order_what_is_as_sure(self):
        self.assertEqual("老年人优待证办理", titles("老人卡")[0])

    def test_ages_say_nothing_of_what_is_meant(self):
        self.assertEqual(titles("老人补贴"), titles("老人补贴 九十三岁"))

    def test_synonym_of_several_words_finds_what_has_them_all(self):
        self.assertEqual([], titles("日子难熬"))
        add_group(["日子难熬", "经济困难"])
        with get_index().reading() as reader:
            heads = reader.heads([WORD + "经济", WORD + "困难"])
        both = set.intersection(
            *({code & ID_MASK for code in codes} for codes in heads.values())
        )
        self.assertEqual(len(both), find(Question("日子难熬")).total)


class TestSuggestions(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        setSite(self.layer["portal"])

    def names(self, text):
        return [each.name for each in suggest(text)]

    def test_names_that_begin_so_are_suggested(self):
        for typed in (
            "高龄",
            "高",
            "gaol",
            "gaolingj",
            "gljt",
            "GLJ",
            "ｇａｏｌｉｎｇ",
        ):
            with self.subTest(typed):
                self.assertTrue(self.names(typed)[0].startswith("高龄津贴"))

    def test_name_that_only_has_it_later_is_suggested_after(self):
        names = self.names("津贴")
        self.assertIn("高龄津贴", names)

    def test_what_only_sounds_so_is_suggested_where_nothing_is_written_so(self):
        self.assertEqual("医保", self.names("衣保")[0])

    def test_services_come_first_and_each_title_once(self):
        found = suggest("残疾人", limit=20)
        places = [TYPES.index(each.type) for each in found]
        self.assertEqual(sorted(places), places)
        self.assertEqual(len(found), len({(each.type, each.title) for each in found}))

    def test_places_are_suggested(self):
        self.assertEqual("place", suggest("晨光")[0].type)

    def test_nothing_is_suggested_for_nothing(self):
        for text in ("", "  ", "?!", "護照"):
            with self.subTest(text):
                self.assertEqual((), suggest(text))
