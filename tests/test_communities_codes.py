"""Streets and communities lie where their codes say, whichever door they come by."""

from onewindow_policy.communities.codes import find_place_refusal
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from test_publishing_codes import CodesSetup

import html
import transaction
import unittest

DISTRICT = "communities/990102"
STREET = f"{DISTRICT}/990102001"

#: Where it would be added, of which type, and codes of elsewhere.
ELSEWHERE = (
    (DISTRICT, "Street", "990103099"),
    (STREET, "Community", "990102002099"),
)


class TestPlacesOfCodes(CodesSetup, unittest.TestCase):
    def test_code_of_elsewhere_is_refused_at_the_field(self):
        for place, kind, code in ELSEWHERE:
            path = f"{place}/++add++{kind}"
            form = self.form_of(MANAGER, path)
            form |= {
                "form.widgets.IBasic.title": "新",
                "form.widgets.code": code,
                "form.buttons.save": "Save",
            }
            with self.subTest(kind=kind):
                answer = self.post(MANAGER, path, form)
                self.assertEqual(200, answer.status_code)
                page = html.unescape(answer.text)
                holder = self.portal.unrestrictedTraverse(place)
                self.assertIn(f"{code}不在“{holder.title}”之内", page)
                self.assertIn(f"须以{holder.code}开头", page)
                self.assertNotIn(code, holder)

    def test_code_of_elsewhere_is_refused_by_rest(self):
        for place, kind, code in ELSEWHERE:
            holder = self.portal.unrestrictedTraverse(place)
            body = {"@type": kind, "title": "新", "code": code}
            with self.subTest(kind=kind):
                answer = self.send(MANAGER, "POST", place, body)
                self.assertEqual(400, answer.status_code, answer.text[:500])
                self.assertIn(f"须以{holder.code}开头", answer.json()["message"])
                self.assertNotIn(code, holder)

    def test_new_place_takes_no_code_of_elsewhere_later(self):
        street = self.portal.unrestrictedTraverse(STREET)
        name = "990102001099"
        api.content.create(street, "Community", name, title="新", code=name)
        transaction.commit()
        path = f"{STREET}/{name}"
        answer = self.send(MANAGER, "PATCH", path, {"code": "990102002099"})
        self.assertEqual(400, answer.status_code, answer.text[:500])
        self.assertIn("须以990102001开头", answer.json()["message"])
        answer = self.send(MANAGER, "PATCH", path, {"code": "990102001098"})
        self.assertEqual(204, answer.status_code, answer.text[:500])
        self.assertIn("990102001098", street)
        path = f"{STREET}/990102001098"
        answer = self.edit_by_form(MANAGER, path, "990102002099")
        self.assertEqual(200, answer.status_code)
        self.assertIn("须以990102001开头", html.unescape(answer.text))
        self.assertEqual("990102001098", street["990102001098"].code)

    def test_what_holds_no_code_holds_no_place(self):
        self.assertIsNotNone(find_place_refusal("990102001", self.portal))
