"""A catalogue file is accepted whole, or refused with every problem by its path."""

from copy import deepcopy
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.exchange.checks.doubts import find_doubts
from onewindow_policy.exchange.exceptions import CatalogueRefused
from onewindow_policy.exchange.validation import find_problems
from onewindow_policy.exchange.validation import read_catalogue
from onewindow_policy.testing.work import count_calls
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

import json

SAMPLE = json.loads(sample_path().read_bytes())


def small_catalogue():
    """Return the sample with one of everything."""
    small = deepcopy(SAMPLE)
    (listed,) = small["district_catalogues"] = small["district_catalogues"][1:2]
    listed["overrides"] = [each for each in listed["overrides"] if len(each) == 5]
    listed["items"] = ["SQ-MZ-001"]
    small["communities"] = small["communities"][:1]
    for key in ("items", "halls", "grids", "news", "training"):
        small[key] = small[key][:1]
    small["halls"][0]["staff"] = small["halls"][0]["staff"][:1]
    guide = small["items"][0]["guide"]
    for key in ("legal_basis", "conditions", "other_forms"):
        guide[key] = guide[key][:1]
    guide["materials"] = guide["materials"][:1]
    needed = {"授权委托书", *guide["other_forms"]}
    small["common_forms"] = [
        form for form in small["common_forms"] if form["name"] in needed
    ]
    (journey,) = small["journeys"] = small["journeys"][:1]
    (question,) = journey["questions"] = journey["questions"][:1]
    journey["answers"] = [
        each for each in journey["answers"] if each["question"] == question["key"]
    ]
    journey["papers"] = journey["papers"][:1]
    steps = journey["steps"]
    # One at an office, which others may come after, and one at the window.
    journey["steps"] = [
        steps[0],
        {**steps[0], "key": "window", "item_code": "SQ-MZ-001"},
    ]
    publishers = {listed["publisher"]}
    small["units"] = [unit for unit in small["units"] if unit["code"] in publishers]
    return small


def places(value, path=()):
    """Yield path and value of whatever is in no list, or first in its list."""
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value[:1])
    else:
        return
    for key, each in entries:
        yield (*path, key), each
        yield from places(each, (*path, key))


class ValidationCase(TestCase):
    maxDiff = None

    def setUp(self):
        self.catalogue = deepcopy(SAMPLE)

    @property
    def items(self):
        return self.catalogue["items"]

    @property
    def overrides(self):
        """What the second district changes: a standard, and a promise with steps."""
        return self.catalogue["district_catalogues"][1]["overrides"]

    def found(self):
        """Return path and message id of each problem, in order."""
        return [
            (each.path, str(each.message)) for each in find_problems(self.catalogue)
        ]

    def assert_only(self, *expected):
        self.assertEqual(list(expected), self.found())


class SampleTest(ValidationCase):
    def test_sample_has_no_problem(self):
        self.assertEqual(SAMPLE, read_catalogue(sample_path()))

    def test_sample_is_checked_with_little_work(self):
        find_problems(self.catalogue)
        # 0.2 seconds of an idle machine.
        self.assertLess(count_calls(lambda: read_catalogue(sample_path())), 1_900_000)

    def test_what_follows_from_something_else_can_be_left_out(self):
        for item in self.items:
            for key in ("category_name", "item_type", "project_type", "exercise_level"):
                del item[key]
            del item["acceptance_mode_name"], item["time_limit"]["promised"]["text"]
            for row in [*item["guide"]["process"], *item["guide"]["materials"]]:
                del row["order"]
        for community in self.catalogue["communities"]:
            del community["district"], community["full_name"], community["level"]
        self.assert_only()

    def test_personal_facts_of_staff_and_training_can_be_left_out(self):
        del self.catalogue["training"]
        for hall in self.catalogue["halls"]:
            hall["staff"] = [
                {"staff_no": staff["staff_no"], "name": staff["name"]}
                for staff in hall["staff"]
            ]
        self.assert_only()


class DoubtsTest(ValidationCase):
    def test_codes_unlike_the_national_ones_are_taken_and_named(self):
        units, items = self.catalogue["units"], self.items
        self.assertEqual((), find_doubts(self.catalogue))
        units[0]["uscc"] = "TE5116020105116050"
        units[1]["uscc"] = units[1]["uscc"].lower()
        units[2]["uscc"] = None
        items[0]["basic_code"] = "511A0138000000-511602"
        items[1]["basic_code"] = None
        self.assert_only()
        national = "12441500196720244T3442199806003"
        self.assertEqual(31, len(national))
        items[2]["code"] = national
        items[3]["code"] = f"9{national[1:]}"
        self.assertEqual(
            [
                ("$.units[0].uscc", "warning_credit_code"),
                ("$.units[1].uscc", "warning_credit_code"),
                ("$.items[0].basic_code", "warning_basic_code"),
                ("$.items[3].code", "warning_national_code"),
            ],
            [(each.path, str(each.message)) for each in find_doubts(self.catalogue)],
        )


class RefusalTest(ValidationCase):
    def break_in_many_ways(self):
        catalogue, items = self.catalogue, self.items
        items[0]["version"] = "1"
        del items[1]["code"]
        items[2]["code"] = items[3]["code"]
        items[4]["category"] = "XX"
        items[5]["guide"]["process"][1]["days"] += 1
        items[6]["guide"]["materials"][0]["blank_form"] = "没有的表"
        items[7]["name"] = "<b>高龄津贴</b>"
        items[8]["guide"]["conditions"][0] = "甲\x00乙"
        items[9]["effective_from"] = "2026-02-30"
        items[10]["guide"]["process"] = items[10]["guide"]["process"][:1] * 61
        items[11]["fee"]["charged"] = float("nan")
        items[12]["surprise"] = True
        catalogue["streets"][3]["parent"] = "990199"
        catalogue["communities"][5]["parent"] = "990199001"
        catalogue["halls"][0]["hours"]["saturday"] = [["12:00", "09:00"]]
        catalogue["district_catalogues"][2]["overrides"][0]["item"] = "SQ-ZZ-999"
        catalogue["news"][0]["related_items"] = ["SQ-ZZ-999"]

    def test_every_defect_of_a_bad_file_is_listed_by_its_path(self):
        self.break_in_many_ways()
        found = self.found()
        names = [
            (f"$.items[10].guide.process[{number}].name", "problem_repeated")
            for number in range(1, 61)
        ]
        orders = [
            (f"$.items[10].guide.process[{number}].order", "problem_contradicts")
            for number in range(1, 61)
        ]
        total = [("$.items[10].time_limit.promised.days", "problem_days_do_not_add_up")]
        self.assertLessEqual({*names, *orders, *total}, set(found))
        # Ten rows of a list refer to the item whose code is gone, or was another.
        gone = {SAMPLE["items"][1]["code"], SAMPLE["items"][2]["code"]}
        references = [
            (f"$.district_catalogues[{number}].items[{place}]", "problem_unknown")
            for number, listed in enumerate(SAMPLE["district_catalogues"])
            for place, code in enumerate(listed["items"])
            if code in gone
        ]
        self.assertEqual(
            {
                ("$.items[0].version", "problem_not_whole_number"),
                ("$.items[1].code", "problem_missing"),
                ("$.items[3].code", "problem_repeated"),
                ("$.items[4].category", "problem_unknown"),
                ("$.items[5].time_limit.promised.days", "problem_days_do_not_add_up"),
                ("$.items[6].guide.materials[0].blank_form", "problem_no_such_form"),
                ("$.items[7].name", "problem_not_a_name"),
                ("$.items[8].guide.conditions[0]", "problem_control_character"),
                ("$.items[9].effective_from", "problem_not_a_date"),
                ("$.items[10].guide.process", "problem_too_many_rows"),
                ("$.items[11].fee.charged", "problem_not_boolean"),
                ("$.items[11].fee.charged", "problem_not_finite"),
                ("$.items[12].surprise", "problem_unknown_key"),
                ("$.streets[3].parent", "problem_unknown"),
                ("$.communities[5].parent", "problem_unknown"),
                ("$.halls[0].hours.saturday[0]", "problem_closes_before_opening"),
                ("$.district_catalogues[2].overrides[0].item", "problem_unknown"),
                ("$.news[0].related_items[0]", "problem_unknown"),
                *references,
            },
            set(found) - {*names, *orders, *total},
        )

    def test_refusal_of_a_file_carries_the_same_problems(self):
        self.break_in_many_ways()
        with TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.json"
            path.write_text(json.dumps(self.catalogue))
            with self.assertRaises(CatalogueRefused) as caught:
                read_catalogue(path)
        problems = caught.exception.problems
        self.assertEqual(
            self.found(), [(each.path, str(each.message)) for each in problems]
        )
        printed = str(caught.exception)
        self.assertIn(problems[0].in_words(), printed)
        self.assertIn(f"({len(problems) - 10} more)", printed)

    def test_sentence_says_what_was_found_and_what_is_known(self):
        self.items[0]["category"] = "XX"
        (problem,) = find_problems(self.catalogue)
        self.assertEqual(
            "$.items[0].category: “XX” does not stand in $.vocabularies.categories.",
            problem.in_words(),
        )

    def test_check_stops_after_a_thousand_problems_and_says_so(self):
        self.catalogue["hot_queries"] = [1] * 5_000
        found = find_problems(self.catalogue)
        self.assertEqual(1_001, len(found))
        self.assertEqual("problem_too_many_problems", found[-1].message)

    def test_exactly_a_thousand_problems_are_no_more_than_that(self):
        self.catalogue["hot_queries"] = [1] * 1_000
        self.assertEqual({"problem_not_text"}, {each for _path, each in self.found()})

    def test_problems_stand_in_the_order_of_their_places(self):
        for number in (10, 9, 2):
            self.items[number]["version"] = 0
        self.assert_only(
            *(
                (f"$.items[{number}].version", "problem_too_small")
                for number in (2, 9, 10)
            )
        )

    def test_any_value_in_any_place_is_refused_without_an_accident(self):
        small = small_catalogue()
        self.assertEqual((), find_problems(small))
        for path, value in places(small):
            is_leaf = not isinstance(value, (dict, list))
            for wrong in ([None],) if is_leaf else (None, 5, [], [None], {"x": {}}):
                catalogue = deepcopy(small)
                holder = catalogue
                for key in path[:-1]:
                    holder = holder[key]
                holder[path[-1]] = wrong
                with self.subTest(path=path, value=wrong):
                    find_problems(catalogue)
        self.assertTrue(find_problems(None))
        self.assertTrue(find_problems([]))


class ShapeTest(ValidationCase):
    def test_boolean_is_no_number_and_a_fraction_no_count(self):
        self.items[0]["guide"]["materials"][0]["copies"] = True
        self.items[0]["guide"]["materials"][1]["copies"] = 1.0
        self.assert_only(
            ("$.items[0].guide.materials[0].copies", "problem_not_whole_number"),
            ("$.items[0].guide.materials[1].copies", "problem_not_whole_number"),
        )

    def test_codes_of_the_wrong_shape_are_refused(self):
        self.catalogue["hot_queries"] = []
        for path, value in (
            (("items", 0, "guide", "materials", 0, "code"), "SQ-MZ-001-M1-"),
            (("items", 0, "basic_code"), "99 05"),
            (("units", 0, "code"), "U 990100"),
            (("communities", 39, "code"), "9901210040"),
            (("halls", 0, "id"), "../H001"),
        ):
            with self.subTest(path=path):
                catalogue = deepcopy(SAMPLE)
                holder = catalogue
                for key in path[:-1]:
                    holder = holder[key]
                holder[path[-1]] = value
                ids = {str(each.message) for each in find_problems(catalogue)}
                self.assertIn("problem_not_like", ids)

    def test_code_with_a_line_break_behind_it_is_refused(self):
        self.items[0]["basic_code"] += "\n"
        self.assert_only(("$.items[0].basic_code", "problem_not_like"))

    def test_names_have_no_markup_no_line_breaks_and_are_not_blank(self):
        for value in ("<script>alert(1)</script>", "<img src=x>", "一\n二", "  "):
            self.items[0]["short_name"] = value
            self.assert_only(("$.items[0].short_name", "problem_not_a_name"))

    def test_name_may_compare_numbers(self):
        self.items[0]["short_name"] = "人数<5 或 >10"
        self.assert_only()

    def test_texts_have_a_limit(self):
        self.items[0]["short_name"] = "长" * 201
        self.items[0]["faqs"][0]["answer"] = "长" * 5_001
        self.assert_only(
            ("$.items[0].faqs[0].answer", "problem_too_long"),
            ("$.items[0].short_name", "problem_too_long"),
        )

    def test_more_than_sixty_rows_are_refused_and_sixty_are_not(self):
        guide = self.items[0]["guide"]
        for count in (60, 61):
            for key in ("legal_basis", "materials"):
                guide[key] = [deepcopy(guide[key][0]) for _number in range(count)]
            for number, row in enumerate(guide["legal_basis"]):
                row["article"] = f"第{number}条"
            for number, row in enumerate(guide["materials"], start=1):
                row["code"] = f"SQ-MZ-001-M{number:02d}"
                row["order"] = min(number, 60)
            found = dict(self.found())
            for key in ("legal_basis", "materials"):
                self.assertEqual(
                    "problem_too_many_rows" if count == 61 else None,
                    found.get(f"$.items[0].guide.{key}"),
                )

    def test_days_that_do_not_exist_are_refused(self):
        news = self.catalogue["news"]
        for number, day in enumerate(("2026-13-01", "20260101", "2026-02-29", "今天")):
            news[number]["publish_date"] = day
        self.assert_only(
            *((f"$.news[{n}].publish_date", "problem_not_a_date") for n in range(4))
        )

    def test_leap_day_exists(self):
        self.catalogue["news"][0]["publish_date"] = "2028-02-29"
        self.assert_only()

    def test_sample_document_without_fields_is_refused(self):
        self.items[0]["guide"]["sample_docs"][0]["fields"] = []
        self.assert_only(
            ("$.items[0].guide.sample_docs[0].fields", "problem_too_few_rows")
        )

    def test_speciality_with_the_separator_of_lists_is_refused(self):
        self.catalogue["halls"][0]["staff"][0]["specialties"] = ["社保、医保"]
        self.assert_only(("$.halls[0].staff[0].specialties[0]", "problem_not_listed"))
