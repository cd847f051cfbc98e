"""Codes are for good, whichever door content came through."""

from onewindow_policy.cases.submissions import register_case
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from plone.uuid.interfaces import IUUID
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import html
import json
import lxml.html
import requests
import transaction
import unittest

CODE = "SQ-XX-901"
NAME = "sq-xx-901"
DRAFT = f"catalogue/{NAME}"
PUBLIC = "catalogue/sq-ll-001"

#: The implementing code of GB/T 39554.1, and one that a province has in its place.
NATIONAL = "12441500196720244T3442199806003"
PROVINCIAL = "511A0138000000-511602000000-000-115113010833722043-1-00"

REQUIRED = {"title": "新事项", "category": "LL", "aliases": []}


class CodesSetup(DoorsSetup):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def form_of(self, who, path):
        """Return the fields of the form at `path` as a browser would send them."""
        page = self.session_of(who).get(f"{self.url}/{path}")
        self.assertEqual(200, page.status_code, page.text[:500])
        form = lxml.html.fromstring(page.content).get_element_by_id("form")
        return {
            name: value for name, value in form.form_values() if "buttons" not in name
        }

    def add_by_form(self, who, code, **fields):
        path = "catalogue/++add++ServiceItem"
        form = self.form_of(who, path)
        form |= {
            "form.widgets.IBasic.title": "新事项",
            "form.widgets.code": code,
            "form.buttons.save": "Save",
        }
        return self.post(who, path, form | fields)

    def edit_by_form(self, who, path, code):
        form = self.form_of(who, f"{path}/edit")
        form |= {"form.widgets.code": code, "form.buttons.save": "Save"}
        return self.post(who, f"{path}/edit", form)

    def add_by_rest(self, who, code, **values):
        body = {"@type": "ServiceItem", **REQUIRED, "code": code, **values}
        return self.send(who, "POST", "catalogue", body)

    def draft(self, code=CODE):
        item = build_item(self.portal, code)
        transaction.commit()
        return item

    def copy_by_menu(self, who, path, target):
        session = self.session_of(who)
        token = self.token_of(session)
        copied = session.get(
            f"{self.url}/{path}/object_copy?_authenticator={token}",
            allow_redirects=False,
        )
        self.assertIn("__cp", copied.cookies)
        answer = session.get(f"{self.url}/{target}/object_paste?_authenticator={token}")
        transaction.begin()
        return answer

    def copy_by_list(self, who, path, target):
        session = self.session_of(who)
        token = self.token_of(session)
        uid = IUUID(self.portal.unrestrictedTraverse(path))
        copied = session.post(
            f"{self.url}/{target}/@@fc-copy",
            {"selection": json.dumps([uid]), "_authenticator": token, "folder": "/"},
        )
        self.assertIn("__cp", copied.cookies)
        answer = session.post(
            f"{self.url}/{target}/@@fc-paste",
            {"folder": f"/{target}", "_authenticator": token},
        )
        transaction.begin()
        return answer

    def copy_by_rest(self, who, path, target):
        return self.send(who, "POST", f"{target}/@copy", {"source": f"/{path}"})

    def codes(self):
        return sorted(
            brain.item_code
            for brain in self.portal.portal_catalog.unrestrictedSearchResults(
                portal_type="ServiceItem"
            )
        )


class TestGivingCodes(CodesSetup, unittest.TestCase):
    def test_real_codes_become_addresses(self):
        for add, codes in (
            (self.add_by_form, (NATIONAL,)),
            (self.add_by_rest, (PROVINCIAL, "Db_1.a", "9", "a" * 64)),
        ):
            for code in codes:
                with self.subTest(code=code):
                    answer = add("editor", code)
                    self.assertIn(answer.status_code, (200, 201), answer.text[:500])
                    item = self.portal.catalogue[code.lower()]
                    self.assertEqual(code, item.code)
                    self.assertEqual(item, get_item(code.upper()))

    def test_service_with_a_real_code_is_found_and_shown(self):
        workflow = self.portal.portal_workflow
        for code in (NATIONAL, PROVINCIAL):
            item = build_item(self.portal, code)
            for content in (item["blank-1"], item["guide"], item):
                workflow.doActionFor(content, "publish")
            self.portal.communities["990102"].adopted_items += [code.lower()]
            notify(ObjectModifiedEvent(self.portal.communities["990102"]))
            transaction.commit()
            address = f"{self.url}/catalogue/{code.lower()}"
            with self.subTest(code=code):
                short = requests.get(f"{self.url}/s/{code}", allow_redirects=False)
                self.assertEqual(302, short.status_code)
                self.assertEqual(address, short.headers["Location"])
                drawn = requests.get(f"{self.url}/s/{code.lower()}/qr.svg")
                self.assertEqual((200, "<?xml"), (drawn.status_code, drawn.text[:5]))
                for page in (address, f"{address}/990102"):
                    page = requests.get(page)
                    self.assertEqual(200, page.status_code)
                    self.assertIn("<h1", page.text)
                    self.assertIn(f"/s/{code.lower()}", page.text)
                self.assertTrue(self.portal.communities["990102"].has_adopted(code))
                found = requests.get(
                    f"{self.url}/@find",
                    params={"q": code.lower()},
                    headers={"Accept": "application/json"},
                ).json()
                self.assertEqual(code, found["items"][0]["item_code"], found)

    def test_what_is_no_code_is_refused_in_words(self):
        letters, own, taken = "首尾须是字母或数字", "门户自用", "已经属于"
        before = self.codes()
        for code, words in (
            ("a b", letters),
            ("index_html", own),
            ("sq-ll-001", taken),
        ):
            answer = self.add_by_form("editor", code)
            self.assertEqual(200, answer.status_code)
            self.assertIn(words, html.unescape(answer.text))
        for code, words in (
            ("-a", letters),
            ("a-", letters),
            ("低保", letters),
            ("a" * 65, letters),
            ("ACL_users", own),
            ("manage", own),
            ("REQUEST", own),
            ("aq_parent", own),
            ("objectIds", own),
            ("catalogue_view", own),
            ("folder_contents", own),
            ("item_code", own),
            ("Sq-Ll-001", taken),
        ):
            with self.subTest(code=code):
                answer = self.add_by_rest("editor", code)
                self.assertEqual(400, answer.status_code)
                self.assertIn(words, answer.json()["message"])
        self.assertEqual(before, self.codes())

    def test_other_name_is_refused_by_rest(self):
        answer = self.add_by_rest("editor", CODE, id="elsewhere")
        self.assertEqual(400, answer.status_code)
        self.assertIn("sq-xx-901", answer.json()["message"])
        self.assertNotIn("elsewhere", self.portal.catalogue)

    def test_code_of_a_draft_is_changed_with_its_address(self):
        for edit in (
            lambda path, code: self.edit_by_form("editor", path, code),
            lambda path, code: self.send("editor", "PATCH", path, {"code": code}),
        ):
            item = self.draft()
            uid = IUUID(item)
            answer = edit(DRAFT, NATIONAL)
            self.assertIn(answer.status_code, (200, 204), answer.text[:500])
            self.assertNotIn(NAME, self.portal.catalogue)
            item = get_item(NATIONAL)
            self.assertEqual((uid, NATIONAL), (IUUID(item), item.code))
            self.assertIn("guide", item)
            self.assertIn(NATIONAL, self.codes())
            self.assertNotIn(CODE, self.codes())
            self.portal.catalogue.manage_delObjects([NATIONAL.lower()])
            transaction.commit()

    def test_used_code_stays(self):
        register_case(submission("nonce-1", item_code=CODE))
        self.draft()
        for path, words in (
            (PUBLIC, "已经公开过"),
            (DRAFT, "1件申请"),
        ):
            with self.subTest(path=path):
                code = self.portal.unrestrictedTraverse(path).code
                for other in (NATIONAL, code.lower()):
                    answer = self.send("reviewer", "PATCH", path, {"code": other})
                    self.assertEqual(400, answer.status_code, answer.text)
                    self.assertIn(words, answer.text)
                # Opening the form locks what it shows.
                answer = self.edit_by_form("reviewer", path, NATIONAL)
                self.assertEqual(200, answer.status_code)
                self.assertIn(words, html.unescape(answer.text))
                self.assertEqual(code, self.portal.unrestrictedTraverse(path).code)
                self.assertIsNone(get_item(NATIONAL))

    def test_revision_keeps_its_code_and_is_found_by_no_code(self):
        policy = ICheckinCheckoutPolicy(self.portal.catalogue["sq-ll-001"])
        copy = policy.checkout(self.portal.catalogue)
        transaction.commit()
        self.assertTrue(IWorkingCopy.providedBy(copy))
        path = f"catalogue/{copy.getId()}"
        answer = self.send("reviewer", "PATCH", path, {"code": NATIONAL})
        self.assertEqual(400, answer.status_code)
        self.assertIn("修订稿", answer.json()["message"])
        self.assertIsNone(get_item(copy.getId()))
        answer = requests.get(f"{self.url}/s/{copy.getId()}", allow_redirects=False)
        self.assertEqual(404, answer.status_code)
        answer = self.send("reviewer", "PATCH", path, {"title": "改了"})
        self.assertEqual(204, answer.status_code)
        ICheckinCheckoutPolicy(self.portal.unrestrictedTraverse(path)).checkin("")
        transaction.commit()
        item = get_item("SQ-LL-001")
        self.assertEqual(("改了", "sq-ll-001"), (item.title, item.getId()))
        answer = requests.get(f"{self.url}/s/sq-ll-001", allow_redirects=False)
        self.assertEqual(302, answer.status_code)

    def test_service_is_renamed_at_no_door(self):
        for who, path in (("editor", DRAFT), (MANAGER, PUBLIC)):
            self.draft() if path == DRAFT else None
            uid = IUUID(self.portal.unrestrictedTraverse(path))
            session = self.session_of(who)
            page = session.get(f"{self.url}/{path}/view").text
            self.assertIn('id="edit-zone"', page)
            self.assertNotIn(f"/{path}/object_rename", page)
            answer = self.post(
                who,
                f"{path}/object_rename",
                {
                    "form.widgets.new_id": "elsewhere",
                    "form.widgets.new_title": "x",
                    "form.buttons.Rename": "Rename",
                },
            )
            self.assertEqual(400, answer.status_code)
            self.assertIn("按编码查找", html.unescape(answer.text))
            answer = self.post(
                who,
                "catalogue/@@fc-rename",
                {"UID_0": uid, "newid_0": "elsewhere", "newtitle_0": "改了"},
            )
            self.assertEqual("warning", answer.json()["status"])
            self.assertIn("按编码查找", answer.json()["msg"])
            content = self.portal.unrestrictedTraverse(path)
            self.assertEqual((uid, "高龄津贴申请"), (IUUID(content), content.title))
        # Plone's list lets whoever may move something give it another title.
        answer = self.post(
            "editor",
            "catalogue/@@fc-rename",
            {"UID_0": uid, "newid_0": "sq-ll-001", "newtitle_0": "改了"},
        )
        self.assertIn("无权", answer.json()["msg"])
        self.assertEqual("高龄津贴申请", get_item("SQ-LL-001").title)


class TestCopies(CodesSetup, unittest.TestCase):
    def assertApart(self, copy, original_code):
        """A copy has a code of its own, no mark of a revision, and is never public so."""
        self.assertNotEqual(original_code, copy.code)
        self.assertEqual(copy.getId(), copy.code.lower())
        for content in (copy, *copy.objectValues()):
            self.assertFalse(IWorkingCopy.providedBy(content), content)
            self.assertFalse(IBaseline.providedBy(content), content)
        self.assertIn("guide", copy)
        self.assertEqual([], [name for name in copy.objectIds() if "copy" in name])

    def test_copy_has_a_code_of_its_own_at_every_door(self):
        original = self.portal.catalogue["sq-ll-001"]
        ICheckinCheckoutPolicy(original).checkout(self.portal.catalogue)
        ICheckinCheckoutPolicy(original["guide"]).checkout(original)
        transaction.commit()
        for copy in (self.copy_by_menu, self.copy_by_list, self.copy_by_rest):
            with self.subTest(door=copy.__name__):
                answer = copy("editor", PUBLIC, "catalogue")
                self.assertEqual(200, answer.status_code, answer.text[:500])
                item = self.portal.catalogue["copy_of_sq-ll-001"]
                self.assertApart(item, "SQ-LL-001")
                self.assertEqual("draft", api.content.get_state(item))
                answer = self.send(
                    "reviewer",
                    "POST",
                    "catalogue/copy_of_sq-ll-001/@workflow/publish",
                    {},
                )
                self.assertEqual(400, answer.status_code)
                self.assertIn("COPY_OF_SQ-LL-001", answer.json()["error"]["message"])
                self.portal.catalogue.manage_delObjects(["copy_of_sq-ll-001"])
                transaction.commit()

    def test_copy_of_a_revision_is_no_revision(self):
        policy = ICheckinCheckoutPolicy(self.portal.catalogue["sq-ll-001"])
        revision = policy.checkout(self.portal.catalogue)
        transaction.commit()
        path = f"catalogue/{revision.getId()}"
        self.copy_by_rest("editor", path, "catalogue")
        copy = self.portal.catalogue["copy_of_sq-ll-001"]
        self.assertFalse(IWorkingCopy.providedBy(copy))
        self.assertEqual("COPY_OF_SQ-LL-001", copy.code)

    def test_code_of_a_copy_is_cut_where_it_would_be_too_long(self):
        self.draft("B" * 64)
        self.copy_by_rest("editor", f"catalogue/{'b' * 64}", "catalogue")
        (name,) = [n for n in self.portal.catalogue.objectIds() if n.startswith("copy")]
        self.assertEqual("copy_of_" + "b" * 56, name)
        self.assertEqual(name.upper(), self.portal.catalogue[name].code)

    def test_copy_is_published_with_a_code_of_its_own(self):
        self.draft()
        self.copy_by_rest("editor", DRAFT, "catalogue")
        path = "catalogue/copy_of_sq-xx-901"
        answer = self.edit_by_form("editor", path, "SQ-XX-901")
        self.assertIn("已经属于", html.unescape(answer.text))
        answer = self.edit_by_form("editor", path, "SQ-XX-902")
        self.assertTrue(answer.url.endswith("/catalogue/sq-xx-902"), answer.url)
        self.assertEqual("SQ-XX-902", get_item("SQ-XX-902").code)

    def test_places_and_what_holds_codes_are_not_copied(self):
        street = "communities/990102/990102001"
        every = (self.copy_by_menu, self.copy_by_list, self.copy_by_rest)
        for path, target, doors in (
            (f"{street}/990102001001", street, every),
            (street, "communities/990102", every[2:]),
            ("communities/990102", "communities", every[2:]),
            ("catalogue", "", every),
        ):
            for copy in doors:
                with self.subTest(path=path, door=copy.__name__):
                    holder = self.portal.unrestrictedTraverse(target or "")
                    before = set(holder.objectIds())
                    answer = copy(MANAGER, path, target)
                    self.assertIn(answer.status_code, (200, 400), answer.text[:500])
                    self.assertEqual(before, set(holder.objectIds()))
                    words = "逐个" if path == "catalogue" else "只有一个"
                    text = html.unescape(answer.text)
                    if text.startswith("{"):
                        body = answer.json()
                        text = body.get("message") or body.get("msg")
                    self.assertIn(words, text)
            page = self.session_of(MANAGER).get(f"{self.url}/{path}/view").text
            self.assertIn('id="edit-zone"', page)
            self.assertNotIn(f"/{path}/object_copy", page)

    def test_second_guide_is_pasted_neither_wholly_nor_in_part(self):
        self.draft()
        before = set(self.portal.unrestrictedTraverse(DRAFT).objectIds())
        for copy in (self.copy_by_menu, self.copy_by_list, self.copy_by_rest):
            with self.subTest(door=copy.__name__):
                answer = copy("editor", f"{DRAFT}/guide", DRAFT)
                self.assertLess(answer.status_code, 403)
                item = self.portal.unrestrictedTraverse(DRAFT)
                self.assertEqual(before, set(item.objectIds()))


class TestCodesOfPlaces(CodesSetup, unittest.TestCase):
    STREET = "communities/990102/990102001"
    COMMUNITY = f"{STREET}/990102001001"

    def test_place_has_one_code_in_the_whole_city(self):
        street = "communities/990102/990102002"
        for body in (
            {"@type": "Community", "title": "双", "code": "990102001001"},
            {"@type": "Community", "title": "双", "code": "99010200100a"},
        ):
            answer = self.send(MANAGER, "POST", street, body)
            self.assertEqual(400, answer.status_code)
        hall = self.portal.unrestrictedTraverse(self.COMMUNITY)["h001"]
        body = {"@type": "Hall", "title": "厅", "address": "路"}
        other = f"{self.STREET}/990102001002"
        answer = self.send(
            MANAGER, "POST", other, {**body, "hall_id": hall.hall_id.lower()}
        )
        self.assertEqual(400, answer.status_code, answer.text)
        self.assertIn("已经属于", answer.json()["message"])
        answer = self.send(MANAGER, "POST", other, {**body, "hall_id": "H_9.9"})
        self.assertEqual(201, answer.status_code, answer.text)
        self.assertIn("h_9.9", self.portal.unrestrictedTraverse(other))

    def test_used_code_of_a_place_stays(self):
        street = self.portal.unrestrictedTraverse(self.STREET)
        body = {"@type": "Community", "title": "新", "code": "990102001099"}
        answer = self.send(MANAGER, "POST", self.STREET, body)
        self.assertEqual(201, answer.status_code, answer.text)
        path = f"{self.STREET}/990102001099"
        answer = self.send(MANAGER, "PATCH", path, {"code": "990102001098"})
        self.assertEqual(204, answer.status_code, answer.text)
        self.assertEqual("990102001098", street["990102001098"].code)
        register_case(submission("nonce-1", community_code="990102001098"))
        transaction.commit()
        path = f"{self.STREET}/990102001098"
        answer = self.send(MANAGER, "PATCH", path, {"code": "990102001097"})
        self.assertEqual(400, answer.status_code)
        self.assertIn("1件申请", answer.json()["message"])
