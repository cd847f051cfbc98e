"""Questions to departments: from the form to the row in SQL, the duty that follows, and the
page that every window reads; and for whom none of that is."""

from datetime import timedelta
from lxml import html
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.matters import PlaceByCode
from onewindow_policy.duties.models import Duty
from onewindow_policy.guides.asked import where_it_stands
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.questions.numbers import number_text
from onewindow_policy.questions.proposing import decline
from onewindow_policy.questions.proposing import propose
from onewindow_policy.questions.reading import questions_with
from onewindow_policy.questions.retention import delete_old_questions
from onewindow_policy.questions.taking import questions_of_place
from onewindow_policy.questions.taking import questions_of_unit
from onewindow_policy.questions.uses import questions_with_code
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.questions import add_answer
from onewindow_policy.testing.questions import add_question
from onewindow_policy.testing.questions import ASKED
from onewindow_policy.testing.questions import BUREAU
from onewindow_policy.testing.questions import BY_PHONE
from onewindow_policy.testing.questions import ITEM
from onewindow_policy.testing.questions import ONLINE
from onewindow_policy.testing.questions import person
from onewindow_policy.testing.questions import TOLD
from onewindow_policy.testing.questions import work_at_both_windows
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from plone import api
from plone.app.testing import login
from plone.testing.zope import Browser
from sqlalchemy import select
from urllib.parse import urlencode

import transaction
import unittest


class QuestionCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        work_at_both_windows()
        transaction.commit()

    def open(self, path, account="window-staff"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.handleErrors = True
        browser.addHeader("Accept", "text/html")
        log_in(browser, account)
        browser.open(f"{self.url}/{path}")
        return browser

    def page(self, browser, status="200"):
        self.assertTrue(browser.headers["status"].startswith(status), browser.headers)
        page = html.fromstring(browser.contents)
        self.assertEqual(1, len(page.cssselect("main h1")))
        return page

    def words(self, browser, selector, status="200"):
        found = self.page(browser, status).cssselect(selector)
        return [" ".join(each.text_content().split()) for each in found]

    def rows(self, *columns):
        transaction.begin()
        return [tuple(each) for each in read_session().execute(select(*columns))]

    def row(self):
        transaction.begin()
        return read_session().scalars(select(ItemQuestion)).one()

    def said(self):
        """Return what was said, in turn: kind, text, by whom, and who told it by phone."""
        return self.rows(
            ItemQuestionEntry.kind,
            ItemQuestionEntry.text,
            ItemQuestionEntry.user_id,
            ItemQuestionEntry.told_by,
        )

    def duties(self, kind="questions.answer"):
        transaction.begin()
        query = select(Duty.unit_code, Duty.community_code, Duty.due_at).where(
            Duty.kind == kind, Duty.state == "open"
        )
        return [tuple(each) for each in read_session().execute(query)]

    def ask(self, community=BY_PHONE, text=ASKED):
        """Ask by the page, and return the browser."""
        browser = self.open(f"@@ask-department?item={ITEM}")
        browser.getControl(name="community").value = [community]
        browser.getControl(name="text").value = text
        browser.getControl(name="ask").click()
        return browser

    def asked(self, community=BY_PHONE):
        number = add_question(community_code=community)
        transaction.commit()
        return number

    def answered(self, community=BY_PHONE):
        number = self.asked(community)
        add_answer(number)
        transaction.commit()
        return number

    def press(self, number, button, account="window-staff", **typed):
        """Open a question, type, press a button, and return the browser."""
        browser = self.open(f"@@item-question?number={number}", account)
        for name, value in typed.items():
            browser.getControl(name=name).value = value
        browser.getControl(name=button).click()
        return browser


class TestAsking(QuestionCase):
    def test_question_goes_to_the_unit_that_decides_and_every_window_reads_it(self):
        browser = self.ask(ONLINE)
        one = self.row()
        self.assertEqual(
            (ITEM, ONLINE, BUREAU, "asked", "window-staff", 1, None),
            (
                *(one.item_code, one.community_code, one.unit_code, one.state),
                *(one.asked_by, one.version, one.erase_at),
            ),
        )
        self.assertEqual([("question", ASKED, "window-staff", None)], self.said())
        self.assertEqual([f"问题 {number_text(one.number)}"], self.words(browser, "h1"))
        due = end_of_day(due_date(one.asked_at, 2, WORKING).date)
        self.assertEqual([(BUREAU, ONLINE, due)], self.duties())
        for account in ("grid-worker", "department-officer", "editor"):
            with self.subTest(account):
                listed = self.open("@@item-questions", account)
                self.assertEqual([ASKED], self.words(listed, "table tbody th a"))
                listed.getLink(ASKED).click()
                self.assertIn(ASKED, self.words(listed, "#said .typed"))
                self.assertEqual([], self.words(listed, "#ask-more, #one-press"))

    def test_who_is_asked_and_what_was_asked_before_stands_beside_the_form(self):
        self.asked()
        path = f"@@ask-department?item={ITEM}&community="
        browser = self.open(f"{path}{ONLINE}")
        (goes_to,) = self.words(browser, "#goes-to")
        self.assertIn("2个工作日", goes_to)
        self.assertEqual([ASKED], self.words(browser, "#before a"))
        (goes_to,) = self.words(self.open(f"{path}{BY_PHONE}"), "#goes-to")
        self.assertIn("电话", goes_to)

    def test_number_of_a_person_is_refused_at_its_field_and_nothing_is_lost(self):
        typed = "王大爷11010519491231002X能办吗？"
        browser = self.ask(text=typed)
        self.assertEqual(1, len(self.words(browser, "#text-error", "422")))
        (text,) = self.page(browser, "422").cssselect("#text")
        self.assertEqual(typed, text.text.strip())
        self.assertEqual([], self.rows(ItemQuestion.number))
        number = self.asked()
        browser = self.press(
            number, "give-answer", answer="请打13812345678。", told_by="陈科长"
        )
        self.assertEqual(1, len(self.words(browser, "#answer-error", "422")))
        self.assertEqual(1, len(self.said()))

    def test_second_press_asks_nothing_twice(self):
        for _press in range(2):
            self.ask()
        self.assertEqual(1, len(self.rows(ItemQuestion.number)))
        self.ask(text="另一个问题？")
        self.assertEqual(2, len(self.rows(ItemQuestion.number)))

    def test_where_the_guide_names_nobody_that_is_said_before_and_after(self):
        guide = self.portal.catalogue["sq-ll-001"].guide
        guide.decision_role = guide.accepting_unit_role = None
        guide.process = []
        transaction.commit()
        path = f"@@ask-department?item={ITEM}&community={ONLINE}"
        self.assertEqual(1, len(self.words(self.open(path), "#no-unit")))
        browser = self.ask(ONLINE)
        self.assertEqual(1, len(self.words(browser, "#community-error", "422")))
        self.assertEqual([], self.rows(ItemQuestion.number))

    def test_who_is_at_no_window_cannot_ask(self):
        for account in ("supervisor", "department-officer", "editor", "auditor"):
            with self.subTest(account):
                browser = self.open("@@ask-department", account)
                self.assertEqual(
                    [], html.fromstring(browser.contents).cssselect("#text")
                )
        self.assertNotEqual([], self.words(self.open("@@ask-department"), "#text-hint"))

    def test_window_of_somebody_else_is_not_asked_for(self):
        browser = self.open("@@ask-department")
        token = browser.getControl(name="_authenticator").value
        form = {"item": ITEM, "community": "990102001002", "text": ASKED, "ask": "1"}
        browser.post(
            f"{self.url}/@@ask-department",
            urlencode({**form, "_authenticator": token}),
        )
        self.assertEqual(1, len(self.words(browser, "#community-error", "422")))
        self.assertEqual([], self.rows(ItemQuestion.number))

    def test_case_and_inquiry_lead_to_asking_about_their_service(self):
        browser = self.open(f"@@inquire?item={ITEM}")
        links = self.page(browser).cssselect("#questions a")
        addresses = [each.get("href") for each in links]
        self.assertEqual(f"{self.url}/@@item-questions?item={ITEM}", addresses[0])
        self.assertTrue(
            addresses[1].startswith(f"{self.url}/@@ask-department?item={ITEM}")
        )


class TestAnswering(QuestionCase):
    def test_officer_of_the_unit_answers_and_nobody_else(self):
        number = self.asked(ONLINE)
        window = self.open(f"@@item-question?number={number}")
        self.assertEqual([], self.words(window, "#give-answer"))
        browser = self.press(number, "give-answer", "department-officer", answer=TOLD)
        self.assertIn(TOLD, self.words(browser, "#said .typed"))
        self.assertEqual(("answer", TOLD, "department-officer", None), self.said()[-1])
        self.assertEqual(("answered", 2), (self.row().state, self.row().version))
        self.assertIsNotNone(self.row().erase_at)
        self.assertEqual([], self.duties())

    def test_window_enters_what_it_was_told_by_phone_by_whom_and_when(self):
        number = self.asked()
        self.assertEqual(BY_PHONE, self.duties()[0][1])
        officer = self.open(f"@@item-question?number={number}", "department-officer")
        self.assertEqual([], self.words(officer, "#give-answer"))
        browser = self.press(number, "give-answer", answer=TOLD)
        self.assertEqual(1, len(self.words(browser, "#told_by-error", "422")))
        tomorrow = (local_date(utc_now()) + timedelta(days=1)).isoformat()
        for day in (tomorrow, "2020-01-01", ""):
            with self.subTest(day):
                browser = self.press(
                    number,
                    "give-answer",
                    answer=TOLD,
                    told_by="陈科长",
                    told_on=day,
                )
                self.assertEqual(1, len(self.words(browser, "#told_on-error", "422")))
        self.assertEqual(1, len(self.said()))
        browser = self.press(number, "give-answer", answer=TOLD, told_by="陈科长")
        self.assertEqual(("answer", TOLD, "window-staff", "陈科长"), self.said()[-1])
        self.assertIn("陈科长", self.words(browser, "#said .small")[0])
        self.assertEqual([], self.duties())

    def test_corrected_answer_stands_below_what_it_corrects(self):
        number = self.answered()
        browser = self.press(
            number, "give-answer", answer="不能，须本市户籍。", told_by="陈科长"
        )
        self.assertEqual(
            ["question", "answer", "correction"], [each[0] for each in self.said()]
        )
        self.assertEqual(
            [ASKED, TOLD, "不能，须本市户籍。"], self.words(browser, "#said .typed")
        )
        self.assertEqual(1, len(self.words(browser, "#said .tag")))

    def test_follow_up_opens_it_again_with_a_new_term(self):
        number = self.answered()
        self.assertEqual([], self.duties())
        browser = self.press(number, "ask-more", more="租房的呢？")
        self.assertIn("租房的呢？", self.words(browser, "#said .typed"))
        self.assertEqual("asked", self.row().state)
        self.assertIsNone(self.row().erase_at)
        due = end_of_day(due_date(self.row().waits_since, 2, WORKING).date)
        self.assertEqual([due], [each[2] for each in self.duties()])

    def test_who_asked_takes_it_back_as_long_as_nobody_answered(self):
        number = self.asked()
        grid = self.open(f"@@item-question?number={number}", "grid-worker")
        self.assertEqual([], self.words(grid, "#one-press"))
        browser = self.press(number, "withdraw")
        self.assertEqual("withdrawn", self.row().state)
        self.assertEqual([], self.duties())
        self.assertEqual([], self.words(browser, "main form"))
        other = self.answered()
        page = self.page(self.open(f"@@item-question?number={other}"))
        self.assertEqual([], page.cssselect("[name='withdraw']"))

    def test_follow_up_that_is_taken_back_leaves_the_answer(self):
        number = self.answered()
        self.press(number, "ask-more", more="租房的呢？")
        self.press(number, "withdraw")
        self.assertEqual("answered", self.row().state)
        self.assertEqual("withdrawal", self.said()[-1][0])
        self.assertEqual([], self.duties())

    def test_audit_says_who_did_what_and_nothing_of_what_was_said(self):
        self.answered()
        noted = self.rows(AuditEntry.action, AuditEntry.user_id, AuditEntry.detail)
        ours = [each for each in noted if each[0].startswith("question.")]
        self.assertEqual(
            ["question.ask", "question.answer"], [each[0] for each in ours]
        )
        self.assertNotIn(TOLD, str(ours))


class TestFinding(QuestionCase):
    def test_words_of_question_and_answer_find_it(self):
        number = number_text(self.answered())
        browser = self.open("@@item-questions")
        browser.getControl(name="text").value = "居住证 外省"
        browser.getForm(id="question-search").submit()
        self.assertIn(number, self.words(browser, "table.desk-list")[0])
        self.assertNotIn("居住证", browser.url)
        browser.getControl(name="text").value = "残疾 外省"
        browser.getForm(id="question-search").submit()
        self.assertEqual([], self.words(browser, "table.desk-list"))
        self.assertEqual(1, len(self.words(browser, "#found")))

    def test_marks_of_patterns_are_looked_for_as_they_are(self):
        self.answered()
        for words in ("%", "_", "\\"):
            with self.subTest(words):
                self.assertEqual([], questions_with(words))

    def test_number_leads_there_from_the_work_page(self):
        number = number_text(self.asked())
        browser = self.open("@@work")
        browser.getControl(name="text").value = number
        browser.getForm(id="work-search").submit()
        self.assertEqual([f"问题 {number}"], self.words(browser, "h1"))


class TestFindingOnPostgresql(TestFinding):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestGuide(QuestionCase):
    """Asked in a district with a guide of its own, and in one that follows the city's."""

    def setUp(self):
        super().setUp()
        self.item = self.portal.catalogue["sq-ll-001"]
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(self.item["guide-990103"])
        transaction.commit()

    def faqs(self, guide):
        return [(each["question"], each["answer"]) for each in guide.faqs or ()]

    def answered_online(self):
        number = self.asked(ONLINE)
        self.press(number, "give-answer", "department-officer", answer=TOLD)
        return number

    def test_editor_puts_it_into_a_revision_by_one_press_and_readers_see_nothing(self):
        number = self.answered_online()
        before = self.faqs(self.item["guide"])
        browser = self.press(number, "take", "editor")
        self.assertTrue(browser.headers["status"].startswith("200"))
        self.assertTrue(
            browser.url.endswith("/working-copy-of-guide/edit"), browser.url
        )
        transaction.begin()
        copy = self.item["working-copy-of-guide"]
        self.assertEqual([*before, (ASKED, TOLD)], self.faqs(copy))
        self.assertEqual(before, self.faqs(self.item["guide"]))
        self.assertEqual(
            ("taken", "editor", ""),
            (self.row().settled_as, self.row().settled_by, self.row().proposed_for),
        )
        self.assertEqual((False, True), where_it_stands(self.item["guide"], ASKED))
        browser = self.open(f"@@item-question?number={number}")
        self.assertEqual(3, len(self.words(browser, "#outcome p")))
        self.assertIn("审核", self.words(browser, "#outcome p")[-1])
        self.assertEqual([], self.words(browser, "[name='take'], [name='propose']"))

    def test_window_proposes_it_and_it_waits_for_the_editors(self):
        number = self.answered_online()
        page = self.page(self.open(f"@@item-question?number={number}"))
        self.assertEqual([], page.cssselect("[name='take'], #decline"))
        browser = self.press(number, "propose")
        self.assertEqual(2, len(self.words(browser, "#outcome p")))
        self.assertEqual(
            [(None, None)], [d[:2] for d in self.duties("questions.publish")]
        )
        self.assertIsNone(self.row().erase_at)
        work = self.open("@@duties", "editor")
        self.assertIn(number_text(number), self.words(work, "main")[0])
        self.press(number, "take", "editor")
        self.assertEqual([], self.duties("questions.publish"))
        self.assertIsNotNone(self.row().erase_at)

    def test_district_with_a_guide_of_its_own_gets_it_there(self):
        self.assertIn("guide-990102", self.item)
        number = self.answered()
        propose(person("window-staff"), number, version=2)
        transaction.commit()
        self.assertEqual("990102", self.row().proposed_for)
        self.assertEqual(BY_PHONE, self.duties("questions.publish")[0][1])
        self.press(number, "take", "district-editor")
        transaction.begin()
        copy = self.item["working-copy-of-guide-990102"]
        self.assertIn("faqs", {each["field"] for each in copy.overrides})
        self.assertEqual(
            (False, True), where_it_stands(self.item["guide-990102"], ASKED)
        )
        self.assertNotIn("working-copy-of-guide", self.item)

    def test_question_that_the_guide_has_is_refused_and_says_so(self):
        number = self.answered_online()
        guide = self.item["guide"]
        guide.faqs = [*(guide.faqs or ()), {"question": ASKED, "answer": "能。"}]
        transaction.commit()
        browser = self.press(number, "take", "editor")
        self.assertEqual(1, len(self.words(browser, "#problems li", "422")))
        self.assertNotIn("working-copy-of-guide", self.item)
        self.assertIsNone(self.row().proposed_at)

    def test_editor_leaves_it_out_with_a_reason_that_the_window_reads(self):
        number = self.answered_online()
        self.press(number, "propose")
        browser = self.press(number, "decline", "editor", why="指南里已经写了。")
        self.assertIn("指南里已经写了。", self.words(browser, "#outcome p")[-1])
        self.assertEqual("declined", self.row().settled_as)
        self.assertEqual([], self.duties("questions.publish"))
        # What was decided is asked again only when there is something new.
        page = self.page(self.open(f"@@item-question?number={number}"))
        self.assertEqual([], page.cssselect("[name='propose']"))
        self.press(number, "give-answer", "department-officer", answer="还要照片。")
        page = self.page(self.open(f"@@item-question?number={number}"))
        self.assertEqual(1, len(page.cssselect("[name='propose']")))

    def test_who_writes_no_guide_can_neither_take_nor_decline(self):
        number = self.answered_online()
        self.press(number, "propose")
        for button in ("take", "decline"):
            for account in ("window-staff", "department-officer", "district-editor"):
                with self.subTest(button=button, account=account):
                    browser = self.open(f"@@item-question?number={number}", account)
                    self.assertEqual([], self.words(browser, f"[name='{button}']"))
                    token = self.open("@@reminders", account).getControl(
                        name="_authenticator", index=0
                    )
                    form = {button: "1", "number": number, "version": "3", "why": "否"}
                    browser.post(
                        f"{self.url}/@@item-question",
                        urlencode({**form, "_authenticator": token.value}),
                    )
                    self.assertEqual(1, len(self.words(browser, "#problems li", "422")))
        self.assertIsNone(self.row().settled_at)


class TestKeeping(QuestionCase):
    def test_old_ones_are_deleted_and_what_waits_stays(self):
        old, waiting = self.answered(), self.asked()
        later = utc_now() + timedelta(days=36 * 31 + 1)
        self.assertEqual(0, delete_old_questions(utc_now()))
        self.assertEqual(1, delete_old_questions(later))
        transaction.commit()
        self.assertEqual([(waiting,)], self.rows(ItemQuestion.number))
        self.assertEqual([(waiting,)], self.rows(ItemQuestionEntry.number))
        self.assertNotIn((old,), self.rows(Duty.subject))

    def test_what_is_proposed_stays_until_an_editor_has_seen_to_it(self):
        number = self.answered()
        propose(person("window-staff"), number, version=2)
        transaction.commit()
        later = utc_now() + timedelta(days=36 * 31 + 1)
        self.assertEqual(0, delete_old_questions(later))
        login(self.portal, "district-editor")
        decline(person("district-editor"), number, "不必。", version=3)
        transaction.commit()
        self.assertEqual(1, delete_old_questions(later))

    def test_merged_places_hand_their_questions_over(self):
        self.asked()
        community, other = PlaceByCode(BY_PHONE), PlaceByCode("990102001002")
        self.assertIn(BY_PHONE, questions_of_place.codes())
        self.assertEqual(
            [1], [each.count for each in questions_of_place.count(community)]
        )
        questions_of_place.hand_over(community, other)
        questions_of_unit.hand_over(PlaceByCode("U-990102-MZ"), PlaceByCode(BUREAU))
        transaction.commit()
        self.assertEqual(
            [("990102001002", BUREAU)],
            self.rows(ItemQuestion.community_code, ItemQuestion.unit_code),
        )

    def test_codes_that_questions_name_cannot_be_changed(self):
        self.asked()
        community = get_city()["990102"]["990102001"]["990102001001"]
        unit = get_city()["990102"]["u-990102-mz"]
        item = self.portal.catalogue["sq-ll-001"]
        for content in (community, unit, item):
            with self.subTest(content.code):
                self.assertEqual(1, len(questions_with_code(content, content.code)))
        self.assertEqual([], questions_with_code(item, "SQ-XX-999"))
