"""A form by which something is applied for registers it: at every door by which it changes,
when its service says “online”, and when somebody sends it all the same."""

from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.forms.api import APPLICATION_ACTIONS
from onewindow_policy.guides.overrides import Override
from onewindow_policy.publishing.versions import versions_of
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import NO_ACTIONS
from onewindow_policy.testing.applying import remove_form
from onewindow_policy.testing.attacking import AttackCase
from plone import api
from sqlalchemy import select
from urllib.parse import urlencode
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import html
import json
import logging
import re
import transaction

LOST = "居民提交的内容会丢失"
TWICE = "只能有一个动作登记"
OFF = APPLICATION_ACTIONS.replace("</title>", "</title><required>False</required>")
SUGGESTING = APPLICATION_ACTIONS.replace(
    "onewindow_policy.forms.actions.RegisterCase",
    "onewindow_policy.forms.suggesting.LeaveSuggestion",
)
ACTION = re.search(r"<field.*</field>", APPLICATION_ACTIONS, re.S)[0]
TWO = APPLICATION_ACTIONS.replace(ACTION, ACTION + ACTION.replace('"reg', '"again_reg'))
NAMES_OTHERS = APPLICATION_ACTIONS.replace(
    "</title>", "</title><applicant_phone>telephone</applicant_phone>"
)


class FitnessCase(AttackCase):
    def call(self, *args):
        status, said = super().call(*args)
        # Not in the escapes of JSON.
        return status, json.dumps(json.loads(said or "null"), ensure_ascii=False)

    def token_at(self, browser, url):
        browser.open(url)
        return re.search(r'name="_authenticator"[^>]*value="(\w+)"', browser.contents)[
            1
        ]

    def post(self, person, at, address, **sent):
        browser = self.browser_of(person)
        token = self.token_at(browser, f"{self.apply.absolute_url()}/{at}")
        browser.post(
            f"{self.apply.absolute_url()}/{address}",
            urlencode({"_authenticator": token, **sent}),
        )
        transaction.begin()
        return browser

    def without(self, name):
        """Return the model of the form without a field."""
        found = re.sub(
            rf'<field[^>]*name="{name}".*?</field>',
            "",
            self.apply.fields_model,
            flags=re.S,
        )
        self.assertNotEqual(self.apply.fields_model, found)
        return found


class TestSaving(FitnessCase):
    def test_form_that_registers_nothing_or_twice_is_refused_at_every_door(self):
        before = self.apply.actions_model
        url = self.apply.absolute_url()
        for text, words in (
            (NO_ACTIONS, LOST),
            (OFF, LOST),
            (SUGGESTING, LOST),
            (TWO, TWICE),
            (NAMES_OTHERS, "telephone"),
        ):
            with self.subTest(text=text):
                saved = self.save_xml("administrator", self.apply, "actions", text)
                self.assertIn('id="problems"', saved.contents)
                self.assertIn(words, saved.contents)
                status, said = self.call("administrator", url, {"actions_model": text})
                self.assertEqual(400, status, said[:300])
                self.assertIn(words, said)
                self.assertUnchanged(self.apply, "actions_model", before)

    def test_action_is_neither_deleted_nor_switched_off_nor_doubled_in_the_editor(self):
        before = self.apply.actions_model
        deleted = self.post("reviewer", "actions", "actions/register_case/@@delete")
        self.assertEqual(400, self.status(deleted))
        self.assertIn(LOST, html.unescape(deleted.contents))
        self.assertUnchanged(self.apply, "actions_model", before)
        off = self.post(
            "reviewer",
            "actions",
            "actions",
            **{
                "form.widgets.register_case-empty-marker": "1",
                "form.buttons.saveDefaults": "1",
                "form.buttons.save": "1",
            },
        )
        self.assertLess(self.status(off), 500)
        self.assertUnchanged(self.apply, "actions_model", before)
        browser = self.browser_of("administrator")
        browser.open(f"{self.apply.absolute_url()}/actions/@@add-action")
        browser.getControl(name="form.widgets.title").value = "再登记一次"
        browser.getControl(name="form.widgets.__name__").value = "twice"
        factory = browser.getControl(name="form.widgets.factory:list")
        factory.displayValue = ["登记办件"]
        browser.getControl(name="form.buttons.add").click()
        transaction.begin()
        self.assertIn(TWICE, browser.contents)
        self.assertUnchanged(self.apply, "actions_model", before)

    def test_field_that_the_action_names_stays_and_stays_required(self):
        before = self.apply.fields_model
        url = self.apply.absolute_url()
        browser = self.browser_of("reviewer")
        browser.open(f"{url}/fields")
        self.assertIn("/fields/address/@@delete", browser.contents)
        for name in ("applicant_name", "id_number", "community", "agent_phone"):
            with self.subTest(name=name):
                self.assertNotIn(f"/fields/{name}/@@delete", browser.contents)
                answer = self.post("reviewer", "fields", f"fields/{name}/@@delete")
                self.assertEqual(400, self.status(answer))
                self.assertIn(f"“{name}”", html.unescape(answer.contents))
                page = self.browser_of("reviewer")
                page.open(f"{url}/fields/{name}")
                page.getControl(name="form.widgets.required:list").value = []
                page.getControl(name="form.buttons.save").click()
                self.assertIn(f"“{name}”", page.contents)
                self.assertIn("必填", page.contents)
                status, said = self.call(
                    "reviewer", url, {"fields_model": self.without(name)}
                )
                self.assertEqual(400, status, said[:300])
                self.assertIn(name, said)
                transaction.begin()
                self.assertUnchanged(self.apply, "fields_model", before)

    def test_action_follows_a_field_that_is_renamed(self):
        renamed = self.apply.fields_model.replace('name="phone"', 'name="telephone"')
        saved = self.save_xml("reviewer", self.apply, "fields", renamed)
        self.assertIn("已保存。", saved.contents)
        self.assertIn('name="telephone"', self.apply.fields_model)
        self.assertIn("<applicant_phone>telephone<", self.apply.actions_model)
        again = self.apply.fields_model.replace(
            'name="applicant_name"', 'name="who_applies"'
        )
        url = self.apply.absolute_url()
        status, said = self.call("reviewer", url, {"fields_model": again})
        self.assertEqual(204, status, said[:300])
        self.assertIn("<applicant_name>who_applies<", self.apply.actions_model)

    def test_field_goes_once_the_action_names_it_no_more(self):
        url = self.apply.absolute_url()
        browser = self.browser_of("reviewer")
        browser.open(f"{url}/actions/register_case")
        browser.getControl(name="form.widgets.agent_phone").value = ""
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertIn("<agent_phone/>", self.apply.actions_model)
        answer = self.post("reviewer", "fields", "fields/agent_phone/@@delete")
        self.assertEqual(200, self.status(answer))
        self.assertNotIn('"agent_phone"', self.apply.fields_model)
        # What residents were asked before is kept.
        former, version = versions_of(self.apply)[-2:]
        self.assertIn('"agent_phone"', former.stored["fields_model"])
        self.assertEqual(self.apply.fields_model, version.stored["fields_model"])

    def test_form_comes_to_stand_at_apply_only_if_it_registers(self):
        item = self.portal.catalogue["sq-mz-001"]
        with api.env.adopt_roles(["Manager"]):
            remove_form(item)
            other = api.content.create(item, "EasyForm", "other", "联系我们")
            other.actions_model = NO_ACTIONS
        transaction.commit()
        url = other.absolute_url()
        status, said = self.call("administrator", url, {"id": "apply"})
        self.assertEqual(400, status, said[:300])
        self.assertIn(LOST, said)
        status, said = self.call(
            "administrator",
            item.absolute_url(),
            {"@type": "EasyForm", "id": "apply", "title": "表", "actions_model": TWO},
            "POST",
        )
        self.assertEqual(400, status, said[:300])
        self.assertNotIn("apply", item)
        self.plant(self.apply, "actions_model", NO_ACTIONS)
        status, said = self.call(
            "administrator",
            f"{item.absolute_url()}/@copy",
            {"source": self.apply.absolute_url()},
            "POST",
        )
        self.assertEqual(400, status, said[:300])
        self.assertNotIn("apply", item)
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(self.apply, "archive")
            api.content.transition(self.apply, "restore")
        transaction.commit()
        status, said = self.call(
            "reviewer", f"{self.apply.absolute_url()}/@workflow/publish", {}, "POST"
        )
        self.assertEqual(400, status, said[:300])
        self.assertIn(LOST, said)

    def test_copy_takes_the_title_of_its_new_service(self):
        item = self.portal.catalogue["sq-mz-001"]
        with api.env.adopt_roles(["Manager"]):
            remove_form(item)
        self.apply.title = "高龄津贴申请网上办理"
        transaction.commit()
        status, said = self.call(
            "administrator",
            f"{item.absolute_url()}/@copy",
            {"source": self.apply.absolute_url()},
            "POST",
        )
        self.assertEqual(200, status, said[:300])
        self.assertEqual(f"{item.title}网上办理", item["apply"].title)
        self.assertEqual("高龄津贴申请网上办理", self.apply.title)


class TestMaterials(FitnessCase):
    """A form asks for files of what a guide of its service has."""

    def setUp(self):
        super().setUp()
        self.code = re.search(r"<material>(.*?)<", self.apply.fields_model)[1]
        self.wrong = self.apply.fields_model.replace(
            f"<material>{self.code}<", "<material>511A-M77<"
        )
        self.field = re.search(
            r'<field\s[^>]*name="(\w+)"(?:(?!</field>).)*511A-M77', self.wrong, re.S
        )[1]

    def test_public_form_is_refused_at_every_door(self):
        before, url = self.apply.fields_model, self.apply.absolute_url()
        words = f"字段“{self.field}”要求上传材料 511A-M77"
        saved = self.save_xml("reviewer", self.apply, "fields", self.wrong)
        self.assertIn('id="problems"', saved.contents)
        self.assertIn(words, saved.contents)
        status, said = self.call("reviewer", url, {"fields_model": self.wrong})
        self.assertEqual(400, status, said[:300])
        self.assertIn(words, said)
        page = self.browser_of("reviewer")
        page.open(f"{url}/fields/{self.field}")
        page.getControl(name="form.widgets.material").value = "511A-M77"
        page.getControl(name="form.buttons.save").click()
        self.assertIn(words, html.unescape(page.contents))
        self.assertIn('value="511A-M77"', page.contents)
        transaction.begin()
        self.assertUnchanged(self.apply, "fields_model", before)

    def test_draft_is_told_and_published_once_a_guide_has_it(self):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(self.apply, "archive")
            api.content.transition(self.apply, "restore")
        transaction.commit()
        saved = self.save_xml("reviewer", self.apply, "fields", self.wrong)
        self.assertIn("已保存。", saved.contents)
        self.assertIn("要求上传材料 511A-M77", saved.contents)
        url = self.apply.absolute_url()
        status, said = self.call("reviewer", f"{url}/@workflow/publish", {}, "POST")
        self.assertEqual(400, status, said[:300])
        self.assertIn("要求上传材料 511A-M77", said)
        guide = self.portal.catalogue["sq-ll-001"]["guide"]
        more = {**guide.materials[0], "code": "511A-M77", "name": "新的材料"}
        status, said = self.call(
            "reviewer", guide.absolute_url(), {"materials": [*guide.materials, more]}
        )
        self.assertEqual(204, status, said[:300])
        status, said = self.call("reviewer", f"{url}/@workflow/publish", {}, "POST")
        self.assertEqual(200, status, said[:300])

    def test_material_of_a_district_alone_stays_while_a_form_asks_for_it(self):
        item = self.portal.catalogue["sq-ll-001"]
        own = item["guide-990102"]
        with api.env.adopt_roles(["Manager"]):
            more = {**item["guide"].materials[0], "code": "511A-M77", "name": "新材料"}
            former = list(own.overrides)
            own.overrides = [
                *former,
                Override("materials", row="511A-M77", value=more).as_dict(),
            ]
            notify(ObjectModifiedEvent(own))
        transaction.commit()
        saved = self.save_xml("reviewer", self.apply, "fields", self.wrong)
        self.assertIn("已保存。", saved.contents)
        status, said = self.call(
            "reviewer", own.absolute_url(), {"materials": item["guide"].materials}
        )
        self.assertEqual(400, status, said[:300])
        self.assertIn("还在要求上传", said)
        page = self.browser_of("reviewer")
        page.open(f"{own.absolute_url()}/@@publication?transition=archive")
        self.assertIn("其他指南中没有这项材料：请先修改表单", page.contents)


class TestOnline(FitnessCase):
    def test_guide_that_says_online_is_refused_without_a_form_and_offers_one(self):
        item = self.portal.catalogue["sq-mz-001"]
        guide = item["guide"]
        with api.env.adopt_roles(["Manager"]):
            made = item["apply"].fields_model
            remove_form(item)
            api.content.transition(guide, "restore")
        transaction.commit()
        url = guide.absolute_url()
        status, said = self.call("reviewer", f"{url}/@workflow/publish", {}, "POST")
        self.assertEqual(400, status, said[:300])
        self.assertIn("从模板生成表单", said)
        browser = self.browser_of("reviewer")
        browser.open(f"{url}/@@publication?transition=publish")
        self.assertIn('id="gaps"', browser.contents)
        form = browser.getForm(id="make-application-form")
        nobody = self.browser_of()
        nobody.post(f"{item.absolute_url()}/@@make-application-form", "")
        forged = self.browser_of("reviewer")
        forged.post(f"{item.absolute_url()}/@@make-application-form", "")
        transaction.begin()
        self.assertNotIn("apply", item)
        form.submit()
        self.assertIn("已从模板生成表单", browser.contents)
        transaction.begin()
        self.assertEqual(made, item["apply"].fields_model)
        self.assertEqual(f"网上申请：{item.title}", item["apply"].title)
        self.assertEqual("draft", api.content.get_state(item["apply"]))
        status, said = self.call("reviewer", f"{url}/@workflow/publish", {}, "POST")
        self.assertEqual(200, status, said[:300])


class TestRenewing(FitnessCase):
    def test_form_that_asks_less_than_its_guide_is_made_anew_when_asked(self):
        item = self.portal.catalogue["sq-js-002"]
        made = item["apply"].fields_model
        less = made.replace("<required>True</required>", "<required>False</required>")
        less = less.replace(
            "<title>与婴幼儿关系</title>", "<title>您是孩子的谁</title>"
        )
        with api.env.adopt_roles(["Manager"]):
            # A name stays wanted: else nobody would know whose application it is.
            item["apply"].fields_model = less
            notify(ObjectModifiedEvent(item["apply"]))
        transaction.commit()
        browser = self.browser_of("reviewer")
        browser.open(f"{item['guide'].absolute_url()}/view")
        self.assertIn("表单问的比指南要的少：", browser.contents)
        self.assertIn("婴幼儿身份证号码", browser.contents)
        browser.getLink("看看会改什么").click()
        for words in ("会问", "不再问", "您是孩子的谁", "问法会变"):
            self.assertIn(words, browser.contents)
        address = f"{item.absolute_url()}/@@renew-application-form"
        nobody = self.browser_of()
        nobody.open(address)
        self.assertNotIn("您是孩子的谁", nobody.contents)
        form = browser.getForm(id="renew-application-form")
        base = form.getControl(name="base").value
        self.browser_of("reviewer").post(address, f"base={base}")
        # Without the token nothing happens; of another form neither.
        transaction.begin()
        self.assertEqual(less, item["apply"].fields_model)
        form.getControl(name="base").value = base[::-1]
        form.submit()
        self.assertIn("表单刚被别人改过", browser.contents)
        browser.getForm(id="renew-application-form").submit()
        self.assertIn("表单已经重新生成", browser.contents)
        transaction.begin()
        self.assertEqual(made, item["apply"].fields_model)
        browser.open(f"{item['guide'].absolute_url()}/view")
        self.assertNotIn("表单问的比指南要的少", browser.contents)


class TestSent(ApplyingCase):
    def test_photos_of_what_no_guide_has_reach_the_window_all_the_same(self):
        form = self.portal.unrestrictedTraverse(FORM)
        form.fields_model = re.sub(
            "<material>.*?<", "<material>511A-M77<", form.fields_model, count=1
        )
        transaction.commit()
        browser = self.open_form()
        self.fill(browser)
        self.upload(browser)
        self.send(browser)
        self.assertReceipt(browser)
        (file,) = read_session().scalars(select(CaseFile)).all()
        self.assertEqual("511A-M77", file.material_code)
        self.assertIn("其他文件", browser.contents)
        self.assertIn(file.name, browser.contents)

    def test_nothing_typed_is_lost_when_the_action_names_a_field_that_is_gone(self):
        logged = []
        handler = logging.Handler(logging.ERROR)
        handler.emit = lambda record: logged.append(record.getMessage())
        logger = logging.getLogger("onewindow_policy")
        logger.addHandler(handler)
        self.addCleanup(logger.removeHandler, handler)
        form = self.portal.unrestrictedTraverse(FORM)
        browser = self.open_form()
        self.fill(browser)
        field = self.upload(browser)
        form.fields_model = re.sub(
            r'<field[^>]*name="applicant_name".*?</field>',
            "",
            form.fields_model,
            count=1,
            flags=re.S,
        )
        transaction.commit()
        self.send(browser)
        self.assertIn("还没有准备好", browser.contents)
        self.assertIn(NAME, browser.contents)
        address = browser.getControl(name="form.widgets.address")
        self.assertEqual("示例路1号", address.value)
        self.assertIn(f"form.kept.{field}", browser.contents)
        self.assertEqual(0, self.count(Case))
        self.assertEqual(1, len(logged), logged)
        self.assertIn(f"/{FORM} takes nothing in", logged[0])
        self.assertNotIn(NAME, logged[0])
