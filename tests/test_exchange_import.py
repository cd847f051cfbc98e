"""Importing a city: what comes into the site, what is left alone, what is said."""

from copy import deepcopy
from datetime import date
from docx import Document
from io import BytesIO
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.exchange.halls import PERSONAL
from onewindow_policy.exchange.report import describe
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.work import count_calls
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import replace_code_list
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from unittest import TestCase
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction

SAMPLE = read_catalogue(sample_path())

#: The second item: any one that no district changes.
CODE = "SQ-MZ-002"
PATH = "catalogue/sq-mz-002"


def small_catalogue():
    """Return the sample with the first two items and what they need."""
    small = deepcopy(SAMPLE)
    small["items"] = small["items"][:2]
    small["journeys"] = []
    codes = [item["code"] for item in small["items"]]
    for listed in small["district_catalogues"]:
        listed["items"] = codes
        listed["overrides"] = [
            each for each in listed["overrides"] if each["item"] in codes
        ]
    small["communities"] = small["communities"][:2]
    small["halls"] = small["halls"][:1]
    small["grids"] = small["grids"][:2]
    small["news"] = small["news"][-2:]
    for news in small["news"]:
        news["related_items"] = news["related_communities"] = []
    return small


def fields_by_path(report):
    """Return the fields that differ for each object that was edited on the site."""
    return {
        path: [each.field for each in changes]
        for path, changes in report.edited.items()
    }


class ImportCase(TestCase):
    layer = INTEGRATION_TESTING
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.catalogue = small_catalogue()

    def run_import(self, **options):
        return import_catalogue(self.portal, self.catalogue, **options)

    def item(self, code=CODE):
        return self.portal.catalogue[code.lower()]

    def written(self):
        """Return what the transaction would write, after a savepoint."""
        return [
            each
            for each in self.portal._p_jar._registered_objects
            if each._p_changed or each._p_oid is None
        ]


class FirstImportTest(ImportCase):
    def test_import_keeps_its_pace(self):
        self.catalogue = SAMPLE
        reports = []
        calls = count_calls(lambda: reports.append(self.run_import()))
        (report,) = reports
        objects = len(report.created) + len(report.updated) + len(report.unchanged)
        self.assertGreater(objects, 300)
        # With 19,000 calls for each an idle machine does more than 100 a second.
        self.assertLess(calls / objects, 30_000)

    def test_progress_is_told_after_each_object(self):
        told = []
        report = self.run_import(
            progress=lambda done, total: told.append((done, total))
        )
        total = told[0][1]
        self.assertEqual([(done, total) for done in range(1, total + 1)], told)
        lists = [each for each in report.unchanged if each.startswith("vocabularies/")]
        more = [each for each in report.updated if each.startswith("vocabularies/")]
        objects = report.created + report.updated + report.unchanged
        self.assertEqual(total, len(objects) - len(lists) - len(more))

    def test_city_that_is_not_fictional_arrives_as_drafts(self):
        self.catalogue["fictional"] = self.catalogue["city"]["fictional"] = False
        report = self.run_import()
        self.assertEqual([], report.published)
        states = {
            api.content.get_state(each)
            for each in (
                self.item(),
                *self.item().objectValues(),
                self.portal.news.n011,
            )
        }
        self.assertEqual({"draft"}, states)

    def test_city_with_the_code_of_a_real_place_is_never_published(self):
        for unit in self.catalogue["units"]:
            if unit["division_code"] == self.catalogue["city"]["code"]:
                unit["division_code"] = "110100"
        self.catalogue["city"]["code"] = "110100"
        self.assertEqual([], self.run_import().published)

    def test_guide_that_a_rule_stands_against_is_reported_and_stays_a_draft(self):
        self.catalogue["items"][1]["guide"]["legal_basis"] = []
        report = self.run_import()
        self.assertEqual([f"{PATH}/guide"], list(report.refused))
        self.assertEqual("draft", api.content.get_state(self.item().guide))
        self.assertIn(f"{PATH}/blank-1", report.published)

    def test_item_outside_the_access_list_is_reported(self):
        self.catalogue["items"][1]["access"] = None
        report = self.run_import()
        self.assertEqual([PATH], list(report.refused))

    def test_what_is_left_out_is_said_with_counts(self):
        report = self.run_import()
        self.assertEqual(
            {"import_left_out_staff": 2, "import_left_out_training": 4},
            {str(line): line.mapping["count"] for line in report.left_out},
        )

    def test_nothing_personal_about_staff_comes_near_the_database(self):
        staff = self.catalogue["halls"][0]["staff"][0]
        planted = "personal-marker"
        for key in PERSONAL:
            staff[key] = planted
        self.catalogue["training"][0]["title"] = planted
        self.run_import()
        transaction.savepoint()
        # What a savepoint has written is what a commit would write.
        storage = self.portal._p_jar._storage
        stored = [storage.load(oid, "")[0] for oid in storage.index]
        self.assertTrue([each for each in stored if "赵示一".encode() in each])
        self.assertFalse([each for each in stored if planted.encode() in each])

    def test_values_in_use_that_no_list_has_are_added_to_the_site_s(self):
        result = self.catalogue["items"][0]["result"]
        result["kind"], result["delivery"] = "纪念品", ["自助柜领取"]
        self.catalogue["news"][0]["category"] = "新栏目"
        before = list(code_list("result_kinds"))
        self.run_import()
        self.assertEqual("纪念品", list(code_list("result_kinds"))[-1])
        self.assertEqual(before, list(code_list("result_kinds"))[: len(before)])
        self.assertIn("自助柜领取", code_list("delivery_modes"))
        self.assertEqual("新栏目", self.portal.news.n011.news_category)
        self.assertIn("新栏目", code_list("news_categories"))

    def test_dry_run_reports_the_same_and_keeps_nothing(self):
        promised = self.run_import(dry_run=True)
        self.assertEqual([], list(self.portal.catalogue.objectIds()))
        found = self.portal.portal_catalog(portal_type=["ServiceItem", "Community"])
        self.assertEqual(0, len(found))
        report = self.run_import()
        for name in ("created", "updated", "unchanged", "published", "edited", "gone"):
            self.assertEqual(getattr(report, name), getattr(promised, name), name)
        self.assertEqual("import_dry_run", promised.summary()[0])


class SecondImportTest(ImportCase):
    def setUp(self):
        super().setUp()
        self.run_import()
        transaction.savepoint()

    def edit(self, content, **values):
        for name, value in values.items():
            setattr(content, name, value)
        notify(ObjectModifiedEvent(content))

    def test_same_file_again_writes_nothing_and_says_so(self):
        report = self.run_import()
        self.assertEqual([], self.written())
        self.assertTrue(report.changed_nothing)
        self.assertEqual("import_changed_nothing", report.summary()[0])

    def test_only_what_changed_in_the_file_is_updated(self):
        row = self.catalogue["items"][1]
        row["short_name"] = "新简称"
        row["guide"]["conditions"].append("新条件")
        report = self.run_import()
        self.assertEqual([PATH, f"{PATH}/guide"], report.updated)
        self.assertEqual("新简称", self.item().short_name)
        self.assertEqual("新条件", self.item().guide.conditions[-1])
        (brain,) = self.portal.portal_catalog(item_code=CODE, portal_type="ServiceItem")
        self.assertEqual("新简称", brain.short_name)
        self.assertTrue(self.run_import().changed_nothing)

    def test_changed_form_gets_a_new_file(self):
        document = self.catalogue["items"][1]["guide"]["sample_docs"][0]
        document["fields"][0]["label"] = "申请人全名"
        report = self.run_import()
        # What the paper asks, the form online asks too.
        self.assertEqual(
            [f"{PATH}/blank-1", f"{PATH}/sample-1", f"{PATH}/apply"], report.updated
        )
        self.assertIn("申请人全名", self.item()["apply"].fields_model)
        form = Document(BytesIO(self.item()["blank-1"].file.data))
        self.assertEqual("申请人全名", form.tables[0].rows[0].cells[0].text)

    def test_object_edited_on_the_site_is_reported_and_left_alone(self):
        self.edit(self.item(), short_name="编辑改的")
        self.catalogue["items"][1]["aliases"] = ["新别名"]
        report = self.run_import()
        self.assertEqual({PATH: ["short_name", "aliases"]}, fields_by_path(report))
        self.assertEqual("编辑改的", self.item().short_name)
        self.assertEqual([], report.updated)

    def test_difference_can_be_read(self):
        guide = self.item().guide
        steps = [dict(row) for row in guide.process]
        steps[2]["days"] += 1
        steps[1]["days"] -= 1
        self.edit(guide, process=steps, conditions=["甲"])
        (changes,) = self.run_import().edited.values()
        lines = [line for change in changes for line in describe(change)]
        conditions = SAMPLE["items"][1]["guide"]["conditions"]
        days = [row["days"] for row in SAMPLE["items"][1]["guide"]["process"]]
        self.assertEqual(
            [
                'conditions: - "甲"',
                *(f'conditions: + "{each}"' for each in conditions),
                f"process[1].days: {days[1] - 1} -> {days[1]}",
                f"process[2].days: {days[2] + 1} -> {days[2]}",
            ],
            lines,
        )

    def test_overwriting_replaces_what_was_edited_and_names_it(self):
        self.edit(self.item(), short_name="编辑改的")
        report = self.run_import(overwrite=True)
        self.assertEqual({PATH: ["short_name"]}, fields_by_path(report))
        self.assertEqual([PATH], report.updated)
        self.assertEqual(SAMPLE["items"][1]["short_name"], self.item().short_name)
        self.assertIn("import_overwritten", report.summary())

    def test_edit_that_the_file_has_too_is_no_edit_any_more(self):
        self.edit(self.item(), short_name="新简称")
        self.catalogue["items"][1]["short_name"] = "新简称"
        self.assertTrue(self.run_import().changed_nothing)
        self.catalogue["items"][1]["short_name"] = "更新的简称"
        report = self.run_import()
        self.assertEqual(({}, [PATH]), (report.edited, report.updated))

    def test_item_written_on_the_site_before_its_import_is_left_alone(self):
        new = deepcopy(SAMPLE["items"][2])
        item = api.content.create(
            self.portal.catalogue,
            "ServiceItem",
            id=new["code"].lower(),
            title="编辑先写的",
            code=new["code"],
            category="MZ",
        )
        self.catalogue["items"].append(new)
        report = self.run_import()
        self.assertIn("catalogue/sq-mz-003", report.edited)
        self.assertEqual("编辑先写的", item.title)
        self.assertIn("catalogue/sq-mz-003/guide", report.created)

    def test_what_the_file_no_longer_has_is_reported_and_stays(self):
        del self.catalogue["items"][1]
        del self.catalogue["news"][0]
        for listed in self.catalogue["district_catalogues"]:
            listed["items"] = ["SQ-MZ-001"]
        self.catalogue["district_catalogues"][1]["overrides"] = []
        report = self.run_import()
        self.assertEqual(
            [
                "catalogue/sq-mz-001/guide-990103",
                PATH,
                f"{PATH}/apply",
                f"{PATH}/blank-1",
                f"{PATH}/guide",
                f"{PATH}/sample-1",
                "news/n011",
            ],
            report.gone,
        )
        self.assertIn(CODE.lower(), self.portal.catalogue)

    def test_district_that_gives_up_an_item_changes_the_catalog_too(self):
        self.catalogue["district_catalogues"][0]["items"] = ["SQ-MZ-001"]
        report = self.run_import()
        self.assertEqual(["communities/990102"], report.updated)
        found = self.portal.portal_catalog(
            portal_type="ServiceItem", adopted_by="990102"
        )
        self.assertEqual(["SQ-MZ-001"], [brain.item_code for brain in found])

    def test_change_that_makes_a_public_guide_unfit_is_refused_and_taken_back(self):
        row = self.catalogue["items"][1]
        basis = row["guide"]["legal_basis"]
        row["guide"]["legal_basis"] = []
        report = self.run_import()
        self.assertEqual([f"{PATH}/guide"], list(report.refused))
        self.assertEqual(len(basis), len(self.item().guide.legal_basis))
        row["guide"]["legal_basis"] = basis
        self.assertTrue(self.run_import().changed_nothing)

    def test_new_material_comes_with_its_form_into_a_public_guide(self):
        self.catalogue["common_forms"].append({"name": "新表", "fields": ["姓名"]})
        material = self.catalogue["items"][1]["guide"]["materials"][0]
        material["blank_form"] = "新表"
        report = self.run_import()
        self.assertEqual({}, report.refused)
        self.assertEqual(["samples/form-18"], report.published)
        self.assertEqual("新表", self.item().guide.materials[0]["blank_form"])

    def test_code_list_edited_on_the_site_is_left_alone_but_for_what_is_missing(self):
        codes = list(code_list("life_events"))
        rows = [{"code": code, "title": f"{code}的事"} for code in codes]
        replace_code_list("life_events", rows)
        self.catalogue["vocabularies"]["themes"].append("搬家")
        report = self.run_import()
        self.assertEqual(["vocabularies/life_events"], list(report.edited))
        self.assertEqual([*codes, "搬家"], list(code_list("life_events")))

    def test_code_list_keeps_codes_in_use_that_the_file_lacks(self):
        codes = list(code_list("life_events"))
        themes = self.catalogue["vocabularies"]["themes"]
        used = self.item().life_events[0]
        themes[themes.index(used)] = "搬家"
        report = self.run_import()
        self.assertIn(used, report.refused["vocabularies/life_events"])
        self.assertEqual([*codes, "搬家"], list(code_list("life_events")))

    def test_code_list_keeps_what_the_file_cannot_say(self):
        self.catalogue["vocabularies"]["themes"].reverse()
        report = self.run_import()
        self.assertEqual(["vocabularies/life_events"], report.updated)
        term = next(iter(code_list("life_events").values()))
        self.assertEqual(
            ("社区参与", "Community life", "群"),
            (
                term.code,
                term.title_en,
                term.glyph,
            ),
        )

    def test_something_else_at_the_place_is_not_touched(self):
        self.portal.news.manage_delObjects(["n011"])
        api.content.create(self.portal.news, "Document", id="n011", title="别的")
        report = self.run_import()
        self.assertEqual(["news/n011"], list(report.refused))
        self.assertEqual("别的", self.portal.news.n011.title)

    def test_position_that_the_file_does_not_give_is_left_alone(self):
        place = self.catalogue["halls"][0]
        street = self.portal.communities["990102"]["990102001"]
        hall = street["990102001001"]["h001"]
        # Files of former versions have both in one text.
        place["geo"] = "0.1, 0.2"
        self.assertEqual(1, len(self.run_import().updated))
        self.assertEqual((0.1, 0.2), (hall.latitude, hall.longitude))
        place["geo"] = None
        self.assertTrue(self.run_import().changed_nothing)
        self.assertEqual((0.1, 0.2), (hall.latitude, hall.longitude))
        self.edit(hall, latitude=0.3, longitude=0.4)
        place |= {"latitude": 0.5, "longitude": 0.6}
        self.assertEqual(
            [["latitude", "longitude"]],
            [*fields_by_path(self.run_import()).values()],
        )
        self.assertEqual((0.3, 0.4), (hall.latitude, hall.longitude))


class SampleCityTest(TestCase):
    """What the sample city looks like on the site."""

    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]

    def count(self, portal_type):
        catalog = self.portal.portal_catalog
        return len(catalog.unrestrictedSearchResults(portal_type=portal_type))

    def test_everything_of_the_file_is_there(self):
        types = ("District", "Street", "Community", "Hall", "ServiceItem", "News Item")
        self.assertEqual([3, 12, 40, 10, 52, 12], [self.count(each) for each in types])
        self.assertEqual(52 + 4, self.count("ServiceGuide"))
        self.assertEqual(2 * 52 + 17, self.count("SampleDocument"))

    def test_lists_of_the_districts_come_out_exactly(self):
        for listed in SAMPLE["district_catalogues"]:
            district = self.portal.communities[listed["district"]]
            self.assertEqual(sorted(listed["items"]), district.adopted_items)
            self.assertEqual(listed["doc_no"], district.list_doc_no)
            self.assertEqual(listed["publisher"], district.list_publisher)
            self.assertEqual(
                date.fromisoformat(listed["published_on"]), district.list_published_on
            )

    def test_district_s_promise_and_steps_differ_where_it_says_so(self):
        item = self.portal.catalogue["sq-mz-001"]
        city = resolve_guide(guides_of(item)[0])
        district = resolve_guide(*guides_of(item, "990103"), "990103")
        self.assertEqual((19, 15), (city.promised_days, district.promised_days))
        self.assertEqual([0, 1, 8, 7, 8, 2], [step.days for step in city.process])
        self.assertEqual([0, 1, 6, 7, 6, 2], [step.days for step in district.process])
        self.assertEqual(city.materials, district.materials)

    def test_everything_that_can_be_published_is(self):
        catalog = self.portal.portal_catalog
        for portal_type in ("ServiceItem", "ServiceGuide", "SampleDocument"):
            states = {
                brain.review_state
                for brain in catalog.unrestrictedSearchResults(portal_type=portal_type)
            }
            self.assertEqual({"published"}, states)

    def test_catalog_knows_the_items_by_all_their_facts(self):
        found = self.portal.portal_catalog(
            portal_type="ServiceItem",
            category="LL",
            life_events="养老",
            adopted_by="990103",
            channels="home_visit",
        )
        codes = [
            item["code"]
            for item in SAMPLE["items"]
            if item["category"] == "LL"
            and "养老" in item["themes"]
            and item["channels"]["home_visit"]
            and item["code"] in SAMPLE["district_catalogues"][1]["items"]
        ]
        self.assertTrue(codes)
        self.assertEqual(sorted(codes), sorted(brain.item_code for brain in found))

    def test_forms_are_real_files_blank_and_filled(self):
        item = self.portal.catalogue["sq-ll-001"]
        for name, answer in (("blank-1", ""), ("sample-1", "样本老人")):
            file = item[name].file
            form = Document(BytesIO(file.data))
            self.assertEqual(answer, form.tables[0].rows[0].cells[1].text)
            header = form.sections[0].header.paragraphs[0].text
            self.assertEqual("演示样表，内容均为虚构", header)
        self.assertEqual("高龄津贴申请表（填写示例）.docx", file.filename)

    def test_news_become_public_on_the_morning_of_their_day(self):
        news = self.portal.news.n001
        self.assertEqual("2026-10-30T08:00:00+08:00", news.effective_date.ISO8601())
        self.assertEqual("news", news.news_category)
        self.assertEqual(3, news.text.raw.count("<p>"))

    def test_objects_can_be_found_by_their_uid(self):
        brains = self.portal.portal_catalog(portal_type="ServiceItem")
        self.assertEqual(52, len({brain.UID for brain in brains}))
        self.assertNotIn(None, {brain.UID for brain in brains})
