"""What the page of a form showed is what is recorded: what changed meanwhile is shown."""

from onewindow_policy.cases.models import CaseFile
from onewindow_policy.forms.interfaces import BY_CONSENT
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.publishing.api import is_released
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from plone import api
from plone.uuid.interfaces import ATTRIBUTE_NAME

import re
import transaction

NOTICE = "您的信息怎么用"
TERM = "您的信息保存多久"
CONSENTS = "您要同意的内容"
QUESTIONS = "要填写的内容"
GUIDE = "这项服务的办事指南"


def without(model, name):
    """Return a model without the field of this name."""
    return re.sub(rf'<field\s[^>]*\bname="{name}".*?</field>', "", model, flags=re.S)


class ChangedTests:
    """What must hold on both databases."""

    def setUp(self):
        super().setUp()
        self.form = self.portal.unrestrictedTraverse(FORM)

    def open_and_fill(self):
        browser = self.open_form()
        self.fill(browser)
        return browser

    def setting(self, name, value):
        api.portal.set_registry_record(f"onewindow_policy.notice.{name}", value)
        transaction.commit()

    def change(self, **values):
        for name, value in values.items():
            setattr(self.form, name, value)
        transaction.commit()

    def assertChanged(self, browser, *parts):
        """The form is shown again, filled, and names these parts and no other."""
        self.assertHeld(browser, "还没有提交")
        part = re.search(r'id="changed".*?</ul>', browser.contents, re.S)[0]
        self.assertEqual(list(parts), re.findall(r"<li>([^<]+)</li>", part))
        self.assertIn("<title>有错误：", browser.contents)
        self.assertEqual([], self.cases())

    def test_new_notice_is_read_before_anything_is_recorded(self):
        browser = self.open_and_fill()
        self.upload(browser)
        self.setting("handler", "示例市新的部门")
        self.send(browser)
        self.assertChanged(browser, NOTICE)
        self.assertIn("示例市新的部门", browser.contents)
        # Nobody was asked to agree, so that nobody is asked again.
        self.assertNotIn("重新打勾", browser.contents)
        # Nothing was lost, and once more is enough.
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual((1, 1), (len(self.cases()), self.count(CaseFile)))

    def test_new_term_is_read_before_it_is_recorded(self):
        browser = self.open_and_fill()
        self.change(retention_months=36)
        self.send(browser)
        self.assertChanged(browser, TERM)
        self.assertIn("3年", browser.contents)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(36, self.cases()[0].kept_months)

    def test_consent_is_to_what_was_shown(self):
        self.change(legal_ground=BY_CONSENT)
        browser = self.open_and_fill()
        box = "form.consents.personal"
        browser.getControl(name=box).value = ["1"]
        self.change(purpose="发放津贴，并核对住址")
        self.send(browser)
        self.assertChanged(browser, NOTICE)
        self.assertIn("重新打勾", browser.contents)
        self.assertEqual([], browser.getControl(name=box).value)
        # Who does not tick it again has agreed to nothing.
        self.send(browser)
        self.assertHeld(browser, "请勾选")
        self.assertEqual([], self.cases())
        browser.getControl(name=box).value = ["1"]
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(["personal"], self.cases()[0].consents)

    def test_ground_that_changed_is_another_notice_and_another_consent(self):
        browser = self.open_and_fill()
        self.change(legal_ground=BY_CONSENT)
        self.send(browser)
        self.assertChanged(browser, NOTICE, CONSENTS)

    def test_question_that_went_away_is_named_with_its_answer_and_files(self):
        browser = self.open_form()
        self.fill(browser)
        material = self.upload(browser)
        model = without(without(self.form.fields_model, "address"), material)
        self.change(fields_model=without(model, "account_kind"))
        self.send(browser)
        self.assertChanged(browser, QUESTIONS)
        removed = re.search(r'class="returned".*?</dl>', browser.contents, re.S)[0]
        for words in ("示例路1号", "选了1个文件", "社会保障卡"):
            self.assertIn(words, removed)
        self.assertNotIn("social_card", removed)
        self.send(browser)
        self.assertReceipt(browser)
        names = {answer["name"] for answer in self.cases()[0].answers}
        self.assertIn("bank_card", names)
        self.assertNotIn("address", names)

    def test_form_that_was_put_in_the_place_of_another_is_read_first(self):
        browser = self.open_and_fill()
        setattr(self.form, ATTRIBUTE_NAME, "0" * 32)
        transaction.commit()
        self.send(browser)
        self.assertChanged(browser, QUESTIONS)

    def test_guide_that_changed_is_read_first_by_those_whose_guide_it_is(self):
        browser = self.open_and_fill()
        item = self.form.aq_parent
        own = next(
            each
            for each in item.objectValues()
            if each.getId().startswith(district_guide_id(""))
            and is_released(each)
            and each.getId() != district_guide_id("990102")
        )
        expires = own.expiration_date
        own.expiration_date = own.effective_date
        transaction.commit()
        self.addCleanup(setattr, own, "expiration_date", expires)
        self.send(browser)
        self.assertReceipt(browser)

    def test_guide_of_the_city_that_changed_is_read_first(self):
        browser = self.open_and_fill()
        guide = self.form.aq_parent["guide"]
        guide.conditions = [*(guide.conditions or ()), "新的条件"]
        guide._p_changed = True
        transaction.commit()
        self.send(browser)
        self.assertChanged(browser, GUIDE)
        self.assertIn(f'href="{self.form.aq_parent.absolute_url()}"', browser.contents)
        self.send(browser)
        self.assertReceipt(browser)

    def test_switching_the_print_does_not_hide_that_something_changed(self):
        browser = self.open_and_fill()
        self.setting("handler", "示例市新的部门")
        browser.getControl(name="form.switch", index=0).click()
        transaction.begin()
        self.assertChanged(browser, NOTICE)
        self.send(browser)
        self.assertReceipt(browser)

    def test_second_press_gets_the_receipt_whatever_changed_between(self):
        browser = self.apply()
        self.assertReceipt(browser)
        number = browser.url[-15:]
        self.setting("handler", "示例市新的部门")
        browser.goBack()
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(number, browser.url[-15:])
        self.assertEqual(1, len(self.cases()))


class TestChangedOnSQLite(ChangedTests, ApplyingCase):
    def test_guide_of_a_district_that_nobody_can_read_is_not_recorded(self):
        item = self.form.aq_parent
        name = district_guide_id("990102")
        own = item.get(name)
        self.assertIsNotNone(own, list(item.objectIds()))
        own.expiration_date = own.effective_date
        transaction.commit()
        self.assertReceipt(self.apply())
        self.assertEqual(item["guide"].UID(), self.cases()[0].guide_uid)

    def test_pages_are_told_that_nothing_is_put_in_their_mouth(self):
        browser = self.open_and_fill()
        sealed = browser.getControl(name="form.nonce").value
        self.assertLess(len(sealed), 4000)
        for text in (sealed[:-8] + "AAAAAAA=", sealed[4:], "x" * 100_000):
            browser.getControl(name="form.nonce").value = text
            self.send(browser)
            self.assertHeld(browser, "打开的时间太长")
            self.assertEqual([], self.cases())


class TestChangedOnPostgreSQL(ChangedTests, ApplyingCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
