"""Who asked before is not asked twice: an application finds the inquiry by its number."""

from lxml import html
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.inquiries.held import held_inquiry
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.retention import erase_inquiry
from onewindow_policy.inquiries.telling import TOLD
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.messages.states import SENT
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.gateways import sms_gateway
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.testing.mails import use_mail_server
from plone import api
from sqlalchemy import select
from test_cases_takenin import AT_WINDOW
from test_cases_takenin import ELSEWHERE
from test_cases_takenin import TakingInCase
from test_cases_takenin import WINDOW
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction


class TestFoundByItsNumber(TakingInCase):
    def setUp(self):
        super().setUp()
        browser = self.open("@@inquire?item=SQ-LL-001")
        page = html.fromstring(browser.contents)
        self.said = {
            each.get("name")
            for each in page.cssselect("#conditions input[value='unsure']")
        }
        self.assertTrue(self.said)
        for name in self.said:
            browser.getControl(name=name).value = ["unsure"]
        browser.getControl(name="lives_in").value = [ELSEWHERE]
        self.press(browser, "print")
        self.number = read_session().scalar(select(Inquiry.number))

    def assertTakenOver(self, browser):
        """The form has what was said, and comes back with the number."""
        page = html.fromstring(browser.contents)
        asked = {
            each.get("name")
            for each in page.cssselect("input[value='unsure'][checked]")
        }
        self.assertTrue(asked)
        self.assertLessEqual(asked, self.said)
        (community,) = page.cssselect(
            "select[name='form.widgets.community'] option[selected]"
        )
        self.assertEqual(ELSEWHERE, community.get("value"))
        (number,) = page.cssselect("input[name='form.inquiry']")
        self.assertEqual(self.number, number.get("value"))

    def test_the_window_types_the_number_where_it_looks_for_the_service(self):
        browser = self.open(f"@@take-in?q={number_text(self.number)}")
        self.assertTrue(browser.url.endswith(f"{AT_WINDOW}?inquiry={self.number}"))
        self.assertTakenOver(browser)
        self.read_card(browser)
        self.fill_at_window(browser)
        self.press(browser, "form.buttons.submit")
        (case,) = self.cases()
        self.assertEqual(self.number, case.inquiry_number)
        # Asked and taken in on one day: one visit.
        self.assertEqual(1, case.visits)
        browser = self.open(f"@@desk/{case.number}")
        browser.getLink(number_text(self.number)).click()
        self.assertIn("咨询情况", self.text_of(browser))

    def test_who_applies_online_scans_it_from_the_notice(self):
        browser = self.open(f"{FORM}?inquiry={self.number}", None)
        self.assertTakenOver(browser)

    def test_a_number_of_nothing_is_left_out(self):
        for number in ("1", "2603024839201", "x" * 2000):
            browser = self.open(f"{AT_WINDOW}?inquiry={number}")
            page = html.fromstring(browser.contents)
            self.assertEqual(1, len(page.cssselect("main h1")))
            self.assertEqual([], page.cssselect("input[name='form.inquiry']"))
        browser = self.open("@@take-in?q=2603024839201")
        self.assertIn("没有叫这个名字的事项", self.text_of(browser))

    def test_of_what_was_erased_nothing_is_taken_over_but_the_link(self):
        erase_inquiry(self.number, "rights")
        transaction.commit()
        browser = self.open(f"{AT_WINDOW}?inquiry={self.number}")
        page = html.fromstring(browser.contents)
        self.assertEqual([], page.cssselect("input[value='unsure'][checked]"))
        self.assertEqual(1, len(page.cssselect("input[name='form.inquiry']")))


class TestSentAsMessage(TakingInCase):
    def setUp(self):
        super().setUp()
        use_mail_server(1025)
        transaction.commit()

    def test_the_notice_goes_to_the_address_and_says_nothing_of_the_person(self):
        browser = self.open("@@inquire?item=SQ-LL-001")
        self.press(browser, "send")
        self.assertIn("请填收告知书的邮箱。", self.text_of(browser))
        browser.getControl(name="contact").value = "zhao@example.com"
        browser.getControl(name="name").value = NAME
        self.press(browser, "send")
        message = read_session().scalar(select(Message))
        self.assertEqual("zhao@example.com", message.recipient)
        mail = getUtility(ITemplate, TOLD).content(message.values, message.language)
        number = read_session().scalar(select(Inquiry.number))
        self.assertIn(f"高龄津贴申请：要带什么（{number_text(number)}）", mail.subject)
        self.assertIn("银行卡", mail.text)
        self.assertNotIn(NAME, mail.text)

    def sent_mail(self):
        """Press the button, and let the outbox go; return what the notice says, and the
        mail as a mail server has it."""
        server = self.enterContext(mail_server())
        transaction.commit()
        browser = self.open("@@inquire?item=SQ-LL-001")
        browser.getControl(name="contact").value = "zhao@example.com"
        browser.getControl(name="name").value = NAME
        self.press(browser, "send")
        self.assertIn("已登记，咨询编号", self.text_of(browser))
        transaction.begin()
        self.assertEqual(1, send_due(utc_now, lambda: None))
        self.assertEqual(["zhao@example.com"], server.recipients)
        (mail,) = server.mails
        transaction.begin()
        return read_session().scalar(select(Inquiry)).values, mail

    def test_a_mail_server_gets_all_that_the_notice_has_to_tell(self):
        told, mail = self.sent_mail()
        number = number_text(read_session().scalar(select(Inquiry.number)))
        self.assertEqual(f"高龄津贴申请：要带什么（{number}）", mail["Subject"])
        text = mail.get_content()
        self.assertNotIn("${", text)
        (hall, *_others) = told["halls"]
        said = {
            "conditions": told["conditions"],
            "materials": [each["name"] for each in told["materials"]],
            "form and number": [each["counts"] for each in told["materials"]],
            "issuer": [each["source"] for each in told["materials"]],
            "how to get it": [each["ways"] for each in told["materials"]],
            "flow": [each[part] for each in told["flow"] for part in each],
            "order": told["order"],
            "fee and promise": [told["fee"], told["promise"], told["pauses"]],
            "ground": told["basis"],
            "where": [hall["title"], hall["phones"], hall["address"]],
            "when": [hall["hours"]],
            "phones": [told["enquiry"], told["supervision"]],
            "itself": [number, told["guide_url"]],
        }
        for what, texts in said.items():
            self.assertTrue(texts, what)
            for each in texts:
                with self.subTest(what, said=each):
                    self.assertIn(each, text)
        # Whoever comes first is told first.
        places = [text.index(each) for each in told["order"]]
        self.assertEqual(sorted(places), places)
        self.assertNotIn(NAME, text + mail["Subject"])
        message = read_session().scalar(select(Message))
        self.assertEqual((SENT, None), (message.state, message.values_sealed))

    def test_where_there_is_no_window_the_mail_tells_the_place_of_the_guide(self):
        community = self.portal.communities["990102"]["990102001"][WINDOW]
        halls = [key for key, each in community.items() if IHall.providedBy(each)]
        self.assertTrue(halls)
        with api.env.adopt_roles(["Manager"]):
            community.manage_delObjects(halls)
        guide = self.portal.catalogue["sq-ll-001"].guide
        guide.location, guide.office_hours = "示例路9号", "周一至周五"
        notify(ObjectModifiedEvent(guide))
        told, mail = self.sent_mail()
        self.assertEqual([], told["halls"])
        for each in (told["reception"], "示例路9号", "周一至周五"):
            self.assertIn(each, mail.get_content())

    def test_where_a_gateway_is_set_up_it_goes_to_a_mobile_number_as_well(self):
        gateway = self.enterContext(sms_gateway())
        transaction.commit()
        browser = self.open("@@inquire?item=SQ-LL-001")
        browser.getControl(name="contact").value = "0571 8888 1234"
        self.press(browser, "send")
        self.assertIn("请填收告知书的手机号码或者邮箱。", self.text_of(browser))
        browser.getControl(name="contact").value = "138 0013 8000"
        browser.getControl(name="name").value = NAME
        self.press(browser, "send")
        transaction.begin()
        self.assertEqual(1, send_due(utc_now, lambda: None))
        (sent,) = gateway.taken.values()
        self.assertEqual("13800138000", sent["phone"])
        number = read_session().scalar(select(Inquiry.number))
        self.assertIn(f"来办时请报咨询编号{number_text(number)}", sent["text"])
        self.assertIn("/sq-ll-001/", sent["text"])
        self.assertNotIn(NAME, sent["text"])

    def test_what_waits_goes_to_the_contact_as_it_was_put_right(self):
        gateway = self.enterContext(sms_gateway())
        transaction.commit()
        browser = self.open("@@inquire?item=SQ-LL-001")
        browser.getControl(name="contact").value = "138 0013 8000"
        self.press(browser, "send")
        number = read_session().scalar(select(Inquiry.number))
        held_inquiry(number).correct({"contact": "139 0000 1111"})
        transaction.commit()
        self.assertEqual(["13900001111"], self.recipients())
        held_inquiry(number).correct({"name": NAME})
        held_inquiry(number).correct({"contact": "zhao@example.com"})
        transaction.commit()
        self.assertEqual(["zhao@example.com"], self.recipients())
        held_inquiry(number).correct({"contact": "对门王明转"})
        transaction.commit()
        self.assertEqual([], self.recipients())
        self.assertEqual(0, send_due(utc_now, lambda: None))
        self.assertEqual({}, dict(gateway.phones))

    def test_who_was_told_before_is_told_nothing_twice(self):
        gateway = self.enterContext(sms_gateway())
        transaction.commit()
        browser = self.open("@@inquire?item=SQ-LL-001")
        browser.getControl(name="contact").value = "138 0013 8000"
        self.press(browser, "send")
        transaction.begin()
        self.assertEqual(1, send_due(utc_now, lambda: None))
        number = read_session().scalar(select(Inquiry.number))
        held_inquiry(number).correct({"contact": "139 0000 1111"})
        transaction.commit()
        self.assertEqual(0, send_due(utc_now, lambda: None))
        self.assertEqual({"13800138000": 1}, dict(gateway.phones))

    def recipients(self):
        transaction.begin()
        waiting = select(Message).where(Message.state == "waiting")
        return [each.recipient for each in read_session().scalars(waiting)]

    def test_without_a_mail_server_nothing_is_offered(self):
        use_mail_server(0)
        api.portal.set_registry_record("plone.smtp_host", "")
        transaction.commit()
        browser = self.open("@@inquire?item=SQ-LL-001")
        self.assertIn("打印一次性告知书", self.text_of(browser))
        self.assertNotIn("发到邮箱", self.text_of(browser))
