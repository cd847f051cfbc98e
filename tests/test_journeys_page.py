"""Events in life: led through by residents, written by editors, read by programs."""

from copy import deepcopy
from lxml import html
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.exchange.validation import find_problems
from onewindow_policy.inspection.journeys import misleading_journeys
from onewindow_policy.journeys.lintrules import find_dead_ends
from onewindow_policy.journeys.walking import plan_of
from onewindow_policy.journeys.walking import ways_through
from onewindow_policy.publishing.api import is_public
from onewindow_policy.publishing.exceptions import PublicationRefused
from onewindow_policy.publishing.exceptions import RemovalRefused
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.hiding import find_hidden
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from urllib.parse import quote
from zope.i18n import translate

import json
import transaction
import unittest

SAMPLE = json.loads(sample_path().read_text(encoding="utf-8"))
BY_ID = {each["id"]: each for each in SAMPLE["journeys"]}

#: What addresses are made of, the rest being words.
SAFE = "/?=&%@:"

#: A way to the end, and what the page is called there.
WAY = "place=home&pension=resident&hardship=none&district=990102"


def texts(elements) -> list[str]:
    """Return the text of each element, its white space made one space."""
    return [" ".join(element.text_content().split()) for element in elements]


class JourneyCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False

    def open(self, path, status=200):
        self.browser.open(f"{self.url}/{quote(path, safe=SAFE)}")
        self.assertEqual(status, int(self.browser.headers["status"].split()[0]), path)
        self.page = html.fromstring(self.browser.contents)
        return self.page

    def select(self, css):
        return texts(self.page.cssselect(css))

    def choose(self, text):
        """Follow the answer that begins with `text`."""
        links = self.page.cssselect(".journey-choices a")
        link = next(each for each in links if each.text_content().startswith(text))
        return self.open(link.get("href").removeprefix(f"{self.url}/"))


class TestResident(JourneyCase):
    def test_questions_lead_one_by_one_to_the_steps(self):
        self.open("journeys/bereavement")
        self.assertEqual(["家人去世了"], self.select("h1"))
        self.assertEqual(["人是在哪里走的？"], self.select("h2#question"))
        self.assertIn("第1题，最多4题", self.page.text_content())
        self.choose("在家里")
        self.assertEqual(["他（她）生前领的是哪一种养老金？"], self.select("#question"))
        self.choose("居民养老金")
        self.choose("没有")
        self.assertEqual(["您住在哪个区县？"], self.select("#question"))
        self.choose("云河区")
        self.assertEqual(f"{self.url}/journeys/bereavement?{WAY}", self.browser.url)
        self.assertEqual([], self.page.cssselect("#question"))
        self.assertEqual(
            [
                *("开死亡证明", "联系殡仪馆，办火化", "注销户口"),
                *(
                    "惠民殡葬补贴申请",
                    "城乡居民基本养老保险注销登记",
                    "取存款、过户房子",
                ),
            ],
            self.select(".journey-step h3"),
        )
        self.assertIn("社区窗口办2件，另有4件", self.select(".lead")[0])

    def test_answers_that_were_given_can_be_changed_and_going_on_keeps_the_rest(self):
        self.open(f"journeys/bereavement?{WAY}")
        given = self.select(".journey-answered > li")
        self.assertEqual(4, len(given))
        self.assertIn("在家里、养老院", given[0])
        change = self.page.cssselect(".journey-answered a")[1].get("href")
        self.open(change.removeprefix(f"{self.url}/"))
        self.assertEqual(["他（她）生前领的是哪一种养老金？"], self.select("#question"))
        self.assertIn("place=home&district=990102", self.browser.url)

    def test_nothing_is_kept_of_what_is_answered(self):
        self.open(f"journeys/bereavement?{WAY}")
        self.assertEqual(["家人去世了"], self.select("h1"))
        self.assertNotIn("Set-Cookie", self.browser.headers)
        self.assertEqual([], self.page.cssselect("main form"))

    def test_each_way_has_one_address_and_what_is_no_answer_is_dropped(self):
        for given, meant in (
            ("place=nowhere", ""),
            ("pension=none", ""),
            ("pension=none&place=home", "?place=home&pension=none"),
            ("place=home&x=1", "?place=home"),
            ("place=home&place=hospital", ""),
            ("district=123456&place=home", "?place=home"),
            ("community=990102001001", "?district=990102"),
        ):
            with self.subTest(given=given):
                self.open(f"journeys/bereavement?{given}")
                self.assertEqual(
                    f"{self.url}/journeys/bereavement{meant}", self.browser.url
                )

    def test_service_is_as_in_the_reader_s_district(self):
        self.open(f"journeys/bereavement?{WAY}")
        link = self.page.cssselect(".journey-step h3 a")[0].get("href")
        self.assertEqual(f"{self.url}/catalogue/sq-mz-009/990102", link)
        step = self.select(".journey-step")[3]
        self.assertIn("5个工作日", step)
        self.assertIn("先办好第2步（联系殡仪馆，办火化）", step)

    def test_service_that_the_district_has_not_adopted_says_whom_to_ask(self):
        way = "insured=yes&hard=yes&plan=seek&wages=no&living=ok&district=990121"
        self.open(f"journeys/jobless?{way}")
        self.assertIn("公益性岗位申请", self.select(".journey-step h3"))
        notice = self.select(".journey-step .notice")
        self.assertEqual(1, len(notice))
        self.assertIn("明湖县的社区窗口不受理这件事", notice[0])
        self.assertIn("12345", notice[0])

    def test_papers_are_listed_once_with_the_steps_that_want_them(self):
        self.open(f"journeys/bereavement?{WAY}")
        papers = self.select(".journey-papers > li")
        names = self.select(".journey-papers b")
        self.assertEqual(sorted({*names}), sorted(names))
        card = next(each for each in papers if each.startswith("办事的人的居民身份证"))
        self.assertIn("6步都要（第1、2、3、4、5、6步），带一次就行", card)
        proof = next(each for each in papers if each.startswith("居民死亡医学证明"))
        self.assertIn("第1步会拿到，留着第2、3、5、6步用", proof)

    def test_steps_have_the_phones_of_other_offices_to_call(self):
        way = "place=other&pension=none&hardship=none&district=city"
        self.open(f"journeys/bereavement?{way}")
        phone = self.page.cssselect(".journey-step .phone")[0]
        self.assertEqual("tel:110", phone.get("href"))

    def test_short_address_and_its_picture_lead_back_to_the_answers(self):
        self.open(f"journeys/bereavement?{WAY}")
        picture = self.page.cssselect(".print-address img")[0].get("src")
        self.assertEqual(f"{self.url}/s/bereavement/qr.svg?{WAY}", picture)
        self.browser.open(picture)
        self.assertIn("<svg", self.browser.contents)
        self.open(f"s/bereavement?{WAY}")
        self.assertEqual(f"{self.url}/journeys/bereavement?{WAY}", self.browser.url)
        self.open("s/Bereavement")
        self.assertEqual(f"{self.url}/journeys/bereavement", self.browser.url)
        self.open("s/bereavement/990102", status=404)

    def test_every_journey_of_the_sample_has_a_few_ways_at_the_end_of_which_are_steps(
        self,
    ):
        folder = self.portal.journeys
        self.assertEqual(6, len(folder.objectIds()))
        for journey in folder.objectValues():
            ways = list(ways_through(plan_of(journey)))
            self.assertTrue(all(way.steps for way in ways), journey.getId())
            self.assertGreater(len(ways), 3)
            self.assertLess(len(ways), 250, journey.getId())


class TestWaysThere(JourneyCase):
    def test_card_of_the_event_leads_to_the_journey_and_on_to_the_list(self):
        self.open("")
        links = {
            " ".join(each.text_content().split()): each.get("href")
            for each in self.page.cssselect(".life-events a")
        }
        url = next(url for text, url in links.items() if "身后" in text)
        self.assertEqual(f"{self.url}/journeys/bereavement", url)
        self.assertIn(
            f"{self.url}/catalogue?life_event=%E4%BD%8F%E6%88%BF", links.values()
        )
        self.open("journeys/bereavement")
        behind = [each.get("href") for each in self.page.cssselect("main a")][-1]
        self.assertIn("catalogue?life_event=%E8%BA%AB%E5%90%8E", behind)

    def test_search_that_finds_nothing_leads_to_journeys_where_there_are_some(self):
        self.open("@@find?q=qqqqqq")
        near = {
            each.text_content(): each.get("href")
            for each in self.page.cssselect("#near-events a")
        }
        self.assertEqual(f"{self.url}/journeys/bereavement", near["身后"])
        self.assertEqual(
            f"{self.url}/catalogue?life_event=%E4%BD%8F%E6%88%BF", near["住房"]
        )

    def test_catalogue_of_the_event_names_the_journey(self):
        self.open("catalogue?life_event=身后")
        links = [each.get("href") for each in self.page.cssselect("main .notice a")]
        self.assertEqual([f"{self.url}/journeys/bereavement"], links)

    def test_guides_of_its_services_lead_to_it(self):
        self.open("catalogue/sq-mz-009/990102")
        self.assertEqual(["惠民殡葬补贴申请"], self.select("h1"))
        notice = self.page.cssselect("main > .notice, main .notice.no-print")[-1]
        self.assertIn("这是“家人去世了”里的一步", notice.text_content())
        self.assertEqual(
            f"{self.url}/journeys/bereavement?district=990102",
            notice.cssselect("a")[0].get("href"),
        )
        self.open("catalogue/sq-mz-010")
        self.assertNotIn("里的一步", self.page.text_content())

    def test_search_leads_to_it_by_what_people_say(self):
        for query, name in (
            ("老伴去世了", "bereavement"),
            ("刚生了孩子", "birth"),
            ("没工作了", "jobless"),
            ("残疾证怎么办", "disability"),
        ):
            with self.subTest(query=query):
                self.open(f"@@find?q={query}")
                found = [each.get("href") for each in self.page.cssselect(".results a")]
                self.assertTrue(
                    any(f"/journeys/{name}" in url for url in found[:6]), found[:6]
                )

    def test_site_map_and_the_room_list_them_all(self):
        self.open("journeys")
        names = self.select(".task-name")
        self.assertEqual(6, len(names))
        self.assertEqual("孩子出生了", names[0])
        self.open("sitemap")
        links = {each.get("href") for each in self.page.cssselect("main a")}
        self.assertLessEqual(
            {
                f"{self.url}/journeys/{each}"
                for each in self.portal.journeys.objectIds()
            },
            links,
        )


class TestPrograms(JourneyCase):
    def ask(self, path):
        browser = Browser(self.layer["app"])
        browser.addHeader("Accept", "application/json")
        browser.open(f"{self.url}/{path}")
        return json.loads(browser.contents)

    def test_journey_in_json_has_its_rows_and_codes(self):
        data = self.ask("journeys/bereavement")
        self.assertEqual("身后", data["life_event"])
        self.assertEqual("place", data["questions"][0]["key"])
        self.assertNotIn("creators", data)

    def test_evaluation_tells_the_next_question_and_then_the_steps(self):
        data = self.ask("journeys/bereavement/@journey?place=home")
        self.assertEqual("pension", data["question"]["key"])
        self.assertIsNone(data["steps"])
        data = self.ask(f"journeys/bereavement/@journey?{WAY}")
        self.assertIsNone(data["question"])
        self.assertEqual("开死亡证明", data["steps"][0]["title"])
        self.assertTrue(data["papers"]["own"])


class TestEditors(JourneyCase):
    def setUp(self):
        super().setUp()
        login(self.layer["app"], SITE_OWNER_NAME)

    def create(self, **changes):
        rows = deepcopy(BY_ID["newcomer"])
        journey = api.content.create(
            container=self.portal.journeys,
            type="Journey",
            id="trial",
            title="试一试",
            life_event=rows["life_event"],
            **{name: rows[name] for name in ("questions", "answers", "steps", "papers")}
            | changes,
        )
        transaction.commit()
        return journey

    def test_new_journey_is_a_draft_that_residents_do_not_see(self):
        self.create()
        self.open("journeys/trial")
        self.assertNotIn("试一试", self.page.text_content())
        self.assertTrue(self.browser.url.startswith(f"{self.url}/login"))
        self.open("journeys")
        self.assertEqual(6, len(self.select(".task-name")))

    def test_journey_to_no_service_is_not_published(self):
        steps = [{"key": "one", "item_code": "SQ-XX-999"}]
        journey = self.create(steps=steps, questions=[], answers=[])
        publish = self.portal.portal_workflow.doActionFor
        with self.assertRaises(PublicationRefused) as refused:
            publish(journey, "publish")
        self.assertIn("没有编码为SQ-XX-999的事项", str(refused.exception))
        journey.steps = [{"key": "one", "item_code": "SQ-MZ-009"}]
        publish(journey, "publish")
        self.assertTrue(is_public(journey))

    def test_journey_whose_rows_do_not_fit_is_not_published(self):
        journey = self.create(steps=[{"key": "one", "item_code": "SQ-MZ-009"}])
        gaps = [
            translate(each.message, target_language="zh_CN")
            for each in find_gaps(journey)
        ]
        self.assertTrue(any("的答案没有用处" in each for each in gaps), gaps)

    def test_form_refuses_rows_that_do_not_fit_and_keeps_what_was_typed(self):
        self.create()
        log_in(self.browser)
        self.browser.open(f"{self.url}/journeys/trial/edit")
        name = "form.widgets.steps.1.widgets.shown_if"
        self.assertEqual("stay=long", self.browser.getControl(name=name).value)
        self.browser.getControl(name=name).value = "stay=forever"
        self.browser.getControl(name="form.buttons.save").click()
        self.assertIn(
            "要“stay”答“forever”，这个问题没有这个答案", self.browser.contents
        )
        self.assertEqual("stay=forever", self.browser.getControl(name=name).value)
        transaction.begin()
        journey = self.portal.journeys.trial
        self.assertEqual("stay=long", journey.steps[1]["shown_if"])

    def test_withdrawn_service_is_told_before_and_after(self):
        item = self.portal.catalogue["sq-mz-009"]
        self.assertEqual([], list(misleading_journeys()))
        effects = [
            translate(each, target_language="zh_CN")
            for each in find_hidden(item, "archive").effects
        ]
        self.assertIn("“家人去世了”会说这一步现在没有开放办理。", effects)
        api.content.transition(item, "archive")
        transaction.commit()
        found = {each.title: each.faults for each in misleading_journeys()}
        self.assertEqual(["家人去世了"], [*found])
        self.open(f"journeys/bereavement?{WAY}")
        self.assertIn("现在没有开放办理", self.select(".journey-step .notice")[0])

    def test_service_that_a_journey_names_is_not_deleted(self):
        item = self.portal.catalogue["sq-mz-009"]
        api.content.transition(item, "archive")
        with self.assertRaises(RemovalRefused) as refused:
            api.content.delete(item)
        self.assertIn("“家人去世了”的步骤里有它", str(refused.exception))
        journey = self.portal.journeys.bereavement
        journey.steps = [
            row for row in journey.steps if row.get("item_code") != "SQ-MZ-009"
        ]
        api.content.delete(item)
        self.assertNotIn("sq-mz-009", self.portal.catalogue)

    def test_answers_that_lead_to_nothing_and_steps_on_no_way_are_found(self):
        for journey in self.portal.journeys.objectValues():
            self.assertEqual([], list(find_dead_ends(journey)), journey.getId())
        journey = self.portal.journeys.newcomer
        first = journey.questions[0]["key"]
        answers = [row["key"] for row in journey.answers if row["question"] == first]
        journey.steps = [
            {"key": "one", "title": "甲", "shown_if": f"{first}={answers[0]}"},
            {"key": "two", "title": "乙", "shown_if": f"{first}=never"},
        ]
        found = [(each.row, str(each.suggestion)) for each in find_dead_ends(journey)]
        self.assertEqual(
            [(0, "finding_dead_end"), (2, "finding_step_on_no_way")], found
        )

    def test_revision_is_compared_row_by_row(self):
        log_in(self.browser)
        self.browser.open(f"{self.url}/journeys/birth/@@compare")
        self.assertIn("目前没有人在修订本页", self.browser.contents)


class TestFiles(JourneyCase):
    def setUp(self):
        super().setUp()
        login(self.layer["app"], SITE_OWNER_NAME)

    def journey(self, catalogue):
        return next(each for each in catalogue["journeys"] if each["id"] == "birth")

    def test_export_has_the_journeys_of_the_file_and_imports_to_the_same(self):
        exported = export_catalogue(self.portal)["journeys"]
        self.assertEqual(BY_ID, {each["id"]: each for each in exported})
        report = import_catalogue(self.portal, deepcopy(SAMPLE))
        self.assertIn("journeys/birth", report.unchanged)

    def test_file_with_a_journey_to_no_service_or_of_rows_that_do_not_fit_is_refused(
        self,
    ):
        for change, path in (
            ({"item_code": "SQ-XX-999"}, ".steps[0].item_code"),
            ({"shown_if": "stage=never"}, ""),
            ({"after": "allowance"}, ""),
            ({"key": "Ein"}, ".steps[0].key"),
        ):
            with self.subTest(change=change):
                catalogue = deepcopy(SAMPLE)
                self.journey(catalogue)["steps"][0].update(change)
                problems = find_problems(catalogue)
                paths = [each.path for each in problems]
                self.assertEqual([f"$.journeys[1]{path}"], paths)

    def test_file_without_journeys_leaves_those_of_the_site(self):
        catalogue = deepcopy(SAMPLE)
        del catalogue["journeys"]
        self.assertEqual((), find_problems(catalogue))
        report = import_catalogue(self.portal, catalogue)
        self.assertIn("journeys/birth", report.gone)
        self.assertIn("birth", self.portal.journeys)
