"""What a catalogue file says in one place has to fit what it says in another."""

from copy import deepcopy
from test_exchange_validation import ValidationCase


class ReferenceTest(ValidationCase):
    def test_codes_that_no_list_has_are_refused(self):
        item = self.items[0]
        item["item_type_code"] = "99"
        item["themes"] = ["没有"]
        item["groups"] = ["没有"]
        item["service_object_codes"] = ["9"]
        item["guide"]["process"][0]["unit_role"] = "county:XX"
        item["guide"]["accepting_unit"]["role"] = "county:XX"
        item["guide"]["materials"][0]["material_type"] = "没有"
        item["guide"]["materials"][0]["form"] = "没有"
        self.catalogue["communities"][0]["rollout"]["status"] = "没有"
        self.assert_only(
            ("$.communities[0].rollout.status", "problem_unknown"),
            ("$.items[0].groups[0]", "problem_unknown"),
            ("$.items[0].guide.accepting_unit.role", "problem_unknown"),
            ("$.items[0].guide.materials[0].form", "problem_unknown"),
            ("$.items[0].guide.materials[0].material_type", "problem_unknown"),
            ("$.items[0].guide.process[0].unit_role", "problem_unknown"),
            ("$.items[0].item_type_code", "problem_unknown"),
            ("$.items[0].service_object_codes[0]", "problem_unknown"),
            ("$.items[0].themes[0]", "problem_unknown"),
        )

    def test_missing_list_is_one_problem_and_not_one_for_each_item(self):
        del self.catalogue["vocabularies"]["themes"]
        self.assert_only(("$.vocabularies.themes", "problem_missing"))

    def test_codes_and_ids_are_unique(self):
        catalogue = self.catalogue
        catalogue["units"][1]["code"] = catalogue["units"][0]["code"]
        catalogue["news"][1]["id"] = "n001"
        catalogue["halls"][1]["staff"][0]["staff_no"] = "S0001"
        catalogue["common_forms"][1]["name"] = "一次性告知单"
        materials = self.items[0]["guide"]["materials"]
        materials[1]["code"] = materials[0]["code"].lower()
        catalogue["vocabularies"]["themes"].append("出生")
        self.assert_only(
            ("$.common_forms[1].name", "problem_repeated"),
            ("$.halls[1].staff[0].staff_no", "problem_repeated"),
            ("$.items[0].guide.materials[1].code", "problem_repeated"),
            ("$.news[1].id", "problem_repeated"),
            ("$.units[1].code", "problem_repeated"),
            ("$.vocabularies.themes[14]", "problem_repeated"),
        )

    def test_codes_become_addresses(self):
        self.items[1]["code"] = self.items[2]["code"].lower()
        self.items[3]["code"] = "Index_html"
        self.items[4]["code"] = "SQ-LL-001/x"
        found = self.found()
        self.assertIn(("$.items[2].code", "problem_repeated"), found)
        self.assertIn(("$.items[3].code", "error_code_reserved"), found)
        self.assertIn(("$.items[4].code", "problem_not_like"), found)

    def test_rows_of_a_guide_can_be_told_apart(self):
        guide = self.items[0]["guide"]
        guide["process"][1]["name"] = guide["process"][0]["name"]
        guide["legal_basis"].append(dict(guide["legal_basis"][0]))
        self.items[0]["faqs"].append(dict(self.items[0]["faqs"][0]))
        self.assert_only(
            ("$.items[0].faqs[2].question", "problem_repeated"),
            ("$.items[0].guide.legal_basis[3]", "problem_source_repeated"),
            ("$.items[0].guide.process[1].name", "problem_repeated"),
        )

    def test_form_to_fill_in_is_a_sample_or_a_common_form(self):
        self.items[0]["guide"]["materials"][0]["blank_form"] = "授权委托书"
        self.assert_only()
        self.items[0]["guide"]["other_forms"] = ["没有的表"]
        self.assert_only(("$.items[0].guide.other_forms[0]", "problem_unknown"))

    def test_items_are_on_one_access_list(self):
        self.items[3]["access"]["list_name"] = "旧清单"
        self.items[4]["access"] = None
        self.assert_only(("$.items[3].access.list_name", "problem_two_access_lists"))

    def test_parents_and_halls_refer_to_what_exists(self):
        self.catalogue["districts"][0]["parent"] = "110000"
        self.catalogue["halls"][0]["community"] = "990102001999"
        self.catalogue["units"][45]["division_code"] = "990199"
        self.assert_only(
            ("$.districts[0].parent", "problem_unknown"),
            ("$.halls[0].community", "problem_unknown"),
            ("$.units[45].division_code", "problem_unknown"),
        )

    def test_streets_and_communities_lie_where_their_codes_say(self):
        catalogue = self.catalogue
        others = [each["code"] for each in catalogue["districts"]]
        street, community = catalogue["streets"][0], catalogue["communities"][0]
        self.assertEqual(street["code"], community["parent"])
        street["parent"] = next(each for each in others if each != street["parent"])
        community["parent"] = catalogue["streets"][-1]["code"]
        found = self.found()
        for path in ("$.streets[0].code", "$.communities[0].code"):
            self.assertIn((path, "problem_code_of_other_place"), found)

    def test_grids_lie_in_their_community_and_have_the_digits_of_the_city(self):
        grids = self.catalogue["grids"]
        grids[0]["community"] = "990102001999"
        grids[1]["community"] = "990102001002"
        grids[2]["code"] = "99010200100103"
        grids[4]["code"] = grids[3]["code"]
        self.assert_only(
            ("$.grids[0].community", "problem_unknown"),
            ("$.grids[1].code", "problem_code_of_other_place"),
            ("$.grids[2].code", "problem_grid_code_digits"),
            ("$.grids[4].code", "problem_repeated"),
        )

    def test_district_lists_refer_to_what_exists(self):
        listed = self.catalogue["district_catalogues"][0]
        listed["publisher"] = "U-990102-XX"
        listed["items"][0] = "SQ-MZ-999"
        self.catalogue["district_catalogues"][2]["district"] = "990102"
        self.assert_only(
            ("$.district_catalogues[0].items[0]", "problem_unknown"),
            ("$.district_catalogues[0].publisher", "problem_unknown"),
            ("$.district_catalogues[2].district", "problem_repeated"),
            ("$.district_catalogues[2].district_name", "problem_contradicts"),
        )


class ContradictionTest(ValidationCase):
    def test_names_beside_codes_say_the_same(self):
        item = self.items[0]
        item["category_name"] = "老龄"
        item["item_type"] = "行政许可"
        item["project_type"] = "即办件"
        item["exercise_level"] = "省级"
        item["acceptance_mode_name"] = "社区直接受理办理"
        item["time_limit"]["promised"]["text"] = "20个工作日"
        item["guide"]["process"][1]["order"] = 3
        item["guide"]["materials"][0]["order"] = 2
        self.assert_only(
            *(
                (f"$.items[0].{path}", "problem_contradicts")
                for path in (
                    "acceptance_mode_name",
                    "category_name",
                    "exercise_level",
                    "guide.materials[0].order",
                    "guide.process[1].order",
                    "item_type",
                    "project_type",
                    "time_limit.promised.text",
                )
            )
        )

    def test_names_beside_divisions_say_the_same(self):
        community = self.catalogue["communities"][0]
        community["full_name"] = "明湖县望云街道晨光社区"
        community["district"] = "990103"
        self.catalogue["district_catalogues"][0]["district_name"] = "明湖县"
        self.catalogue["units"][0]["level"] = "county"
        self.catalogue["units"][0]["category"] = "SB"
        self.catalogue["fictional"] = False
        self.assert_only(
            ("$.communities[0].district", "problem_contradicts"),
            ("$.communities[0].full_name", "problem_contradicts"),
            ("$.district_catalogues[0].district_name", "problem_contradicts"),
            ("$.fictional", "problem_contradicts"),
            ("$.units[0].category", "problem_contradicts"),
            ("$.units[0].level", "problem_contradicts"),
        )

    def test_stars_run_against_the_codes_of_satisfaction(self):
        self.catalogue["vocabularies"]["satisfaction"][0]["stars"] = 1
        self.assert_only(
            ("$.vocabularies.satisfaction[0].stars", "problem_contradicts")
        )

    def test_opening_hours_do_not_overlap(self):
        hours = self.catalogue["halls"][0]["hours"]
        hours["weekdays"] = [["08:30", "12:00"], ["11:30", "17:30"]]
        hours["sunday"] = [["25:00", "26:00"], ["09:00"]]
        self.assert_only(
            ("$.halls[0].hours.sunday[0][0]", "problem_not_like"),
            ("$.halls[0].hours.sunday[0][1]", "problem_not_like"),
            ("$.halls[0].hours.sunday[1]", "problem_too_few_rows"),
            ("$.halls[0].hours.weekdays[1]", "problem_hours_overlap"),
        )

    def test_news_have_one_body(self):
        self.catalogue["news"][0]["body_html"] = "<p>一</p>"
        self.assert_only(("$.news[0].body_html", "problem_two_bodies"))


class TimeLimitTest(ValidationCase):
    """The first item promises 19 working days; the law allows 30."""

    def setUp(self):
        super().setUp()
        self.limit = self.items[0]["time_limit"]
        self.process = self.items[0]["guide"]["process"]
        del self.limit["promised"]["text"]
        for listed in self.catalogue["district_catalogues"]:
            listed["overrides"] = []

    def promise(self, days, day_type="工作日"):
        self.limit["promised"] = {"days": days, "day_type": day_type}
        for step in self.process:
            step["days"] = 0
        self.process[1].update(days=days, day_type=day_type)

    def test_step_that_does_not_count_adds_nothing(self):
        self.process[3]["days"] = 100
        self.assert_only()

    def test_counted_step_in_other_days_than_the_promise_is_refused(self):
        self.process[1]["day_type"] = "自然日"
        self.assert_only(
            ("$.items[0].guide.process[1].day_type", "problem_other_day_type")
        )

    def test_step_that_does_not_count_is_not_the_last_one(self):
        self.promise(19)
        self.process[-1]["counted"] = False
        last = len(self.process) - 1
        path = f"$.items[0].guide.process[{last}].counted"
        self.assert_only((path, "problem_last_step_not_counted"))

    def test_promise_may_take_what_the_law_allows_and_no_more(self):
        path = "$.items[0].time_limit.promised.days"
        for days, day_type, is_too_long in (
            (30, "工作日", False),
            (31, "工作日", True),
            (40, "自然日", False),
            (41, "自然日", True),
        ):
            self.promise(days, day_type)
            with self.subTest(days=days, day_type=day_type):
                expected = [(path, "problem_exceeds_statutory_limit")]
                self.assertEqual(expected if is_too_long else [], self.found())

    def test_promise_on_the_spot_is_within_any_limit(self):
        self.promise(0)
        self.limit["promised"]["text"] = "当场办结（即办）"
        self.limit["statutory"]["days"] = 0
        self.assert_only()

    def test_note_stands_with_the_limit_it_belongs_to(self):
        self.limit["statutory_note"] = "无法定时限"
        self.assert_only(
            ("$.items[0].time_limit.statutory_note", "problem_two_statutory_notes")
        )

    def test_service_without_a_promise_yet_is_a_draft_and_no_problem(self):
        self.limit["promised"] = None
        self.assert_only()


class OverrideTest(ValidationCase):
    PATH = "$.district_catalogues[1].overrides"

    def setUp(self):
        super().setUp()
        # A cell of a row, and a promise with its steps, are enough.
        del self.overrides[1:-1]

    def test_district_gives_no_sum_that_is_none(self):
        self.overrides[0]["value"] = None
        self.assert_only((f"{self.PATH}[0]", "error_rate_no_sum"))

    def test_sums_and_conditions_name_codes_of_the_file_and_have_keys_of_their_own(
        self,
    ):
        guide = self.items[10]["guide"]
        guide["benefit_rates"][0]["period"] = "never"
        guide["benefit_rates"][2]["key"] = guide["benefit_rates"][1]["key"]
        guide["eligibility"][0]["codes"] = ["nothing"]
        guide["eligibility"][1]["at_least"] = None
        del self.catalogue["district_catalogues"][0]["overrides"][:]
        del self.overrides[0]
        del self.catalogue["district_catalogues"][2]["overrides"][:]
        path = "$.items[10].guide"
        self.assert_only(
            (f"{path}.benefit_rates[0].period", "problem_unknown"),
            (f"{path}.benefit_rates[2].key", "problem_repeated"),
            (f"{path}.eligibility[0].codes[0]", "problem_unknown"),
            (f"{path}.eligibility[1]", "error_condition_no_number"),
        )

    def test_override_names_a_field_an_item_and_steps_that_exist(self):
        self.overrides[0]["field"] = "code"
        self.overrides[1]["steps_patch"][0]["name"] = "没有"
        self.assert_only(
            (f"{self.PATH}[0].field", "problem_unknown_field"),
            (f"{self.PATH}[1].steps_patch[0].name", "problem_unknown"),
        )

    def test_district_changes_only_what_it_has_adopted(self):
        self.catalogue["district_catalogues"][1]["items"].remove("SQ-LL-001")
        self.assert_only((f"{self.PATH}[0].item", "problem_unknown"))

    def test_steps_of_a_district_add_up_to_its_promise(self):
        self.overrides[1]["value"] = 16
        self.assert_only((f"{self.PATH}[1]", "problem_days_do_not_add_up"))
        del self.overrides[1]["steps_patch"]
        self.assert_only((f"{self.PATH}[1]", "problem_days_do_not_add_up"))

    def test_promise_of_a_district_is_within_the_law(self):
        self.overrides[1].update(value=31, steps_patch=[{"name": "审批", "days": 20}])
        self.assert_only((f"{self.PATH}[1]", "problem_exceeds_statutory_limit"))

    def test_value_has_the_shape_of_what_it_replaces(self):
        self.overrides[0]["value"] = 50
        self.overrides[1]["value"] = "15"
        self.assert_only(
            (f"{self.PATH}[0].value", "problem_not_text"),
            (f"{self.PATH}[1].value", "problem_not_whole_number"),
        )

    def test_same_thing_is_not_changed_twice(self):
        self.overrides.append(dict(self.overrides[0]))
        self.assert_only((f"{self.PATH}[2]", "problem_overridden_twice"))

    def override(self, field, value, **more):
        self.overrides.append(
            {"item": "SQ-MZ-001", "field": field, "value": value, **more}
        )

    def test_any_field_of_a_guide_can_be_overridden(self):
        self.override("guide.accepting_unit.office_hours", "工作日 9:00-17:00")
        self.override("time_limit.statutory_note", None)
        self.override("fee.charged", True)
        self.override("guide.conditions", ["年满60周岁"])
        self.assert_only()

    def test_rows_can_be_changed_added_and_taken_away(self):
        rows = deepcopy(self.items[0]["guide"]["materials"])
        added = {**rows[0], "code": "SQ-MZ-001-M77"}
        del added["order"]
        self.override("guide.materials", 3, row="SQ-MZ-001-M02", column="copies")
        self.override("guide.materials", None, row="SQ-MZ-001-M03")
        self.override("guide.materials", added, row="SQ-MZ-001-M77")
        self.override("guide.process", "县级经办", row="审核", column="actor")
        self.override("faqs", "答", row="有房子能申请低保吗？", column="answer")
        self.assert_only()

    def test_wrong_rows_and_columns_are_named(self):
        row = self.items[0]["guide"]["materials"][0]
        self.override("guide.materials", 3, row="SQ-MZ-001-M99", column="copies")
        self.override("guide.materials", 3, row="SQ-MZ-001-M02", column="colour")
        self.override("guide.materials", "3", row="SQ-MZ-001-M02", column="copies")
        self.override("guide.materials", None, row="SQ-MZ-001-M98")
        self.override("guide.materials", row, row="SQ-MZ-001-M77")
        self.override("standard", "1", row="SQ-MZ-001-M02")
        self.override("guide.materials", 3, column="copies")
        self.override("guide.materials", {**row, "form": "没有"}, row=row["code"])
        self.assert_only(
            (f"{self.PATH}[2].row", "problem_unknown"),
            (f"{self.PATH}[3].column", "problem_unknown"),
            (f"{self.PATH}[4].value", "problem_not_whole_number"),
            (f"{self.PATH}[5].row", "problem_unknown"),
            (f"{self.PATH}[6].row", "problem_contradicts"),
            (f"{self.PATH}[7].row", "problem_field_without_rows"),
            (f"{self.PATH}[8].column", "problem_column_without_row"),
            (f"{self.PATH}[9].value.form", "problem_unknown"),
        )

    def test_district_adds_no_more_rows_than_a_guide_can_have(self):
        row = self.items[0]["guide"]["materials"][0]
        for number in range(20, 75):
            code = f"SQ-MZ-001-M{number}"
            added = {**row, "code": code}
            del added["order"]
            self.override("guide.materials", added, row=code)
        found = self.found()
        self.assertEqual({"problem_too_many_rows"}, {each for _path, each in found})
