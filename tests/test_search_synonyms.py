"""Words that mean the same, as editors keep them."""

from onewindow_policy.search.synonyms import add_group
from onewindow_policy.search.synonyms import BadSynonyms
from onewindow_policy.search.synonyms import groups_of
from onewindow_policy.search.synonyms import LONGEST_WORD
from onewindow_policy.search.synonyms import MOST_LINES
from onewindow_policy.search.synonyms import MOST_WORDS
from onewindow_policy.search.synonyms import problems_of
from onewindow_policy.search.synonyms import RECORD
from onewindow_policy.search.synonyms import standard_lines
from onewindow_policy.search.synonyms import synonym_groups
from onewindow_policy.search.synonyms import synonym_lines
from onewindow_policy.testing import INTEGRATION_TESTING
from plone import api

import unittest


class TestReading(unittest.TestCase):
    def test_words_are_separated_by_commas_of_any_width_and_enumeration_commas(self):
        for line in ("老人,老年人,长者", "老人，老年人；长者", "老人、 老年人 ;长者、"):
            with self.subTest(line=line):
                self.assertEqual(({"老人", "老年人", "长者"},), groups_of((line,)))

    def test_remarks_and_blank_lines_are_no_groups(self):
        self.assertEqual((), groups_of(("# 老人、老年人", "", "  ")))

    def test_width_and_case_make_no_other_word(self):
        self.assertEqual(({"abc", "医保"},), groups_of(("ＡＢＣ、医保",)))

    def test_groups_that_share_a_word_stay_apart(self):
        groups = groups_of(("护理、照料", "护理、护工"))
        self.assertEqual(({"护理", "照料"}, {"护理", "护工"}), groups)

    def test_line_with_one_word_says_nothing(self):
        self.assertEqual((), groups_of(("老人", "老人、老人")))


class TestProblems(unittest.TestCase):
    def problems(self, *lines):
        return [(each.line, str(each.message)) for each in problems_of(lines)]

    def test_each_problem_names_its_line(self):
        found = self.problems(
            "# 人",
            "老人、老年人",
            "孩子",
            "长者、长者",
            "！、孩子",
            f"{'长' * (LONGEST_WORD + 1)}、孩子",
            "、".join(f"词{number}" for number in range(MOST_WORDS + 1)),
            "老年人，老人",
        )
        self.assertEqual(
            [
                (3, "error_synonyms_one_word"),
                (4, "error_synonyms_repeated_word"),
                (5, "error_synonyms_no_word"),
                (6, "error_synonyms_long_word"),
                (7, "error_synonyms_too_many_words"),
                (8, "error_synonyms_repeated_line"),
            ],
            found,
        )

    def test_more_lines_than_can_be_searched_are_refused_at_once(self):
        found = self.problems(*["老人、老年人"] * (MOST_LINES + 1))
        self.assertEqual([(MOST_LINES + 1, "error_synonyms_too_many")], found)

    def test_lines_that_a_site_begins_with_have_no_problems(self):
        self.assertEqual([], problems_of(standard_lines()))
        self.assertGreater(len(groups_of(tuple(standard_lines()))), 80)

    def test_lines_that_a_site_begins_with_say_nothing_twice(self):
        groups = groups_of(tuple(standard_lines()))
        within = [
            (one, other)
            for one in groups
            for other in groups
            if one is not other and one <= other
        ]
        self.assertEqual([], within)


class TestRecord(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_site_begins_with_general_language(self):
        self.assertEqual(standard_lines(), synonym_lines())
        self.assertIn("死亡", next(each for each in synonym_groups() if "去世" in each))

    def test_groups_follow_the_record_at_once(self):
        api.portal.set_registry_record(RECORD, ["居住证、暂住证"])
        self.assertEqual(({"居住证", "暂住证"},), synonym_groups())
        api.portal.set_registry_record(RECORD, ["低保、吃低保"])
        self.assertEqual(({"低保", "吃低保"},), synonym_groups())

    def test_groups_are_read_once_for_a_state_of_the_record(self):
        self.assertIs(synonym_groups(), synonym_groups())

    def test_words_that_make_no_group_are_not_added(self):
        before = synonym_lines()
        with self.assertRaises(BadSynonyms) as raised:
            add_group(["居住证", "居住证"])
        self.assertEqual(1, raised.exception.problems[0].line)
        self.assertEqual(before, synonym_lines())

    def test_group_that_is_one_too_many_is_not_added(self):
        lines = [f"词{number}、语{number}" for number in range(MOST_LINES)]
        api.portal.set_registry_record(RECORD, lines)
        with self.assertRaises(BadSynonyms):
            add_group(["居住证", "暂住证"])
        self.assertEqual(lines, synonym_lines())

    def test_new_group_is_added_at_the_end(self):
        self.assertTrue(add_group(["暂住证", "居住证"]))
        self.assertEqual("暂住证、居住证", synonym_lines()[-1])

    def test_group_that_says_nothing_new_is_not_added(self):
        before = synonym_lines()
        self.assertFalse(add_group(["老人", "长者"]))
        self.assertEqual(before, synonym_lines())

    def test_words_hold_in_traditional_characters_too(self):
        self.assertTrue(add_group(["長壽紅包", "居住證"]))
        self.assertIn({"长寿红包", "居住证"}, synonym_groups())

    def test_words_with_commas_in_them_are_words_of_the_group(self):
        self.assertTrue(add_group(["暂住证，临时居住证", "居住证"]))
        self.assertIn({"暂住证", "临时居住证", "居住证"}, synonym_groups())

    def test_site_without_the_record_has_no_groups(self):
        del api.portal.get_tool("portal_registry").records[RECORD]
        self.assertEqual((), synonym_groups())
