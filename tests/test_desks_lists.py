"""Each list of the staff's desks keeps to the contract of all of them."""

from datetime import date
from datetime import timedelta
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.browser.transfers import TransferDesk
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.communities.browser.staff import StaffList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.browser.duties import DutyList
from onewindow_policy.feedback.browser.desk import SuggestionList
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.indicators.browser.figures import FigureList
from onewindow_policy.indicators.models import Figure
from onewindow_policy.indicators.models import ToldDay
from onewindow_policy.inquiries.browser.desk import InquiryList
from onewindow_policy.inquiries.numbers import number_text as number_text_of_inquiry
from onewindow_policy.inspection.browser.selfcheck import FindingList
from onewindow_policy.publishing.browser.desk import EditorialList
from onewindow_policy.questions.browser.desk import QuestionList
from onewindow_policy.questions.numbers import number_text as number_text_of_question
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.browser.desk import RightsList
from onewindow_policy.rights.numbers import number_text as number_text_of_request
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.inquiries import add_inquiry
from onewindow_policy.testing.inquiries import ASKER
from onewindow_policy.testing.inquiries import ASKERS_PHONE
from onewindow_policy.testing.lists import ListContract
from onewindow_policy.testing.questions import add_question
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.transfers import TransferSetup
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
from plone.testing.zope import Browser

import transaction
import unittest


class TestCases(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@desk"
    list_class = CaseList
    reader = "window-staff"
    stranger = "editor"
    exporter = "coordinator"
    choice = {"state": "submitted", "community": COMMUNITY}
    nothing = {"state": "withdrawn"}
    secrets = ("赵计华", "13900001234", "990102194003074219")

    def add(self, key):
        case = register_case(submission(key))
        transaction.commit()
        return case_number_text(case.number)


class TestSuggestions(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@suggestion-desk"
    list_class = SuggestionList
    reader = "window-staff"
    stranger = "editor"
    exporter = "supervisor"
    choice = {"state": "new"}
    nothing = {"state": "closed"}
    secrets = ("欧阳秀英", "13812345678")

    def add(self, key):
        new = NewSuggestion(
            key, "我叫欧阳秀英，窗口太少。", COMMUNITY, "欧阳秀英", "13812345678"
        )
        number = leave_suggestion(new).number
        transaction.commit()
        return number_text(number)


class TestInquiries(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@inquiries"
    list_class = InquiryList
    reader = "window-staff"
    stranger = "editor"
    exporter = "coordinator"
    choice = {"channel": "phone", "community": COMMUNITY, "days": "today"}
    nothing = {"state": "waiting"}
    secrets = (ASKER, ASKERS_PHONE)

    def add(self, key):
        number = add_inquiry(key)
        transaction.commit()
        return number_text_of_inquiry(number)


class TestDataRequests(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@data-requests"
    list_class = RightsList
    reader = "window-staff"
    stranger = "editor"
    exporter = "supervisor"
    choice = {"kind": "copy"}
    nothing = {"show": "ended"}
    pages = ("2026-03-01_1",)
    secrets = (PLANTED["name"], PLANTED["phone"])

    def add(self, key):
        case = register_case(submission(key))
        transaction.commit()
        request = ask_at_window("copy", case.number, "window-staff", PLANTED["name"])
        transaction.commit()
        return number_text_of_request(request.number)


class TestTransfers(TransferSetup, ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@transfers"
    list_class = TransferDesk
    reader = "street-officer"
    stranger = "editor"
    exporter = "manager"
    choice = {"show": "all"}
    nothing = {"show": "lacking"}
    secrets = (PLANTED["name"], PLANTED["phone"])

    def setUp(self):
        TransferSetup.setUp(self)
        ListContract.setUp(self)

    def add(self, key):
        return paper_number_text(self.send(self.take_in(key)))


class TestDuties(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@duties"
    list_class = DutyList
    reader = "window-staff"
    stranger = "personnel"
    exporter = "manager"
    choice = {"kind": "feedback.answer"}
    nothing = {"whose": "overseen"}
    secrets = ("欧阳秀英", "13812345678")

    def add(self, key):
        return TestSuggestions.add(self, key)


class TestFigures(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@figures"
    list_class = FigureList
    reader = "supervisor"
    stranger = "window-staff"
    exporter = "supervisor"
    choice = {"indicator": "suggestions_received", "place": "990102"}
    nothing = {"indicator": "cases_overdue"}
    # Of a district that is not asked for.
    secrets = ("4711",)
    pages = ("2026-03-01_1",)

    def setUp(self):
        super().setUp()
        self.day = date(2026, 3, 1)

    def add(self, key):
        day, self.day = self.day, self.day + timedelta(days=1)
        of_day = {"indicator": "suggestions_received", "day": day}
        of_all = {**of_day, "unit": "", "item": "", "channel": "", "denominator": None}
        session = write_session()
        session.add(ToldDay(**of_day, told_at=utc_now()))
        session.add(Figure(**of_all, division=COMMUNITY, numerator=3))
        session.add(Figure(**of_all, division="990103001001", numerator=4711))
        transaction.commit()
        return f"{day.year}年{day.month}月{day.day}日"

    def test_sheet_is_refused_to_who_only_sees_the_list(self):
        portal = self.layer["portal"]
        portal.manage_permission(EXPORT_LISTS, ["Manager"])
        transaction.commit()
        super().test_sheet_is_refused_to_who_only_sees_the_list()


class TestQuestions(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@item-questions"
    list_class = QuestionList
    reader = "grid-worker"
    stranger = "personnel"
    exporter = "manager"
    choice = {"show": "asked"}
    nothing = {"show": "proposed"}
    secrets = ()

    def add(self, key):
        number = add_question(f"户口在外省的能办吗？{key}")
        transaction.commit()
        return number_text_of_question(number)


class TestDrafts(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@editorial-desk"
    list_class = EditorialList
    reader = "editor"
    stranger = "window-staff"
    exporter = "manager"
    choice = {"show": "draft", "type": "News Item"}
    nothing = {"show": "unfit"}
    secrets = ()

    def add(self, key):
        login(self.layer["app"], SITE_OWNER_NAME)
        title = f"待发布的消息{key}"
        api.content.create(self.layer["portal"].news, "News Item", title=title)
        transaction.commit()
        return title


class TestFindings(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "catalogue/@@self-check"
    list_class = FindingList
    reader = "editor"
    stranger = "window-staff"
    exporter = "manager"
    choice = {"kind": "links"}
    nothing = {"kind": "guides"}
    has_days = False
    secrets = ()

    def add(self, key):
        login(self.layer["app"], SITE_OWNER_NAME)
        title = f"有失效链接的消息{key}"
        text = RichTextValue('<a href="n999">x</a>', "text/html", "text/x-html-safe")
        news = api.content.create(
            self.layer["portal"].news, "News Item", title=title, text=text
        )
        api.content.transition(news, "publish")
        transaction.commit()
        return title


class TestStaff(ListContract, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    view = "@@place-staff"
    list_class = StaffList
    reader = "personnel"
    stranger = "coordinator"
    exporter = "manager"
    choice = {"role": "Supervisor"}
    nothing = {"role": "Supervisor", "show": "lacking"}
    secrets = ("@example.com",)

    def add(self, key):
        user_id = f"{key}-inspector"
        with known_passwords():
            api.user.create(
                username=user_id,
                email=f"{key}@example.com",
                password="a long pass phrase",
                properties={"fullname": "华示查"},
            )
        place = self.layer["portal"].unrestrictedTraverse("communities/990102")
        place.manage_addLocalRoles(user_id, ["Supervisor"])
        place.reindexObjectSecurity()
        transaction.commit()
        # Who was here once has a last time.
        browser = Browser(self.layer["app"])
        log_in(browser, user_id)
        browser.open(f"{self.layer['portal'].absolute_url()}/@@my-account")
        return user_id
