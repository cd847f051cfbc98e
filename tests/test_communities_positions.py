"""Where a hall is: two numbers, checked at each door."""

from onewindow_policy.communities.halls import all_halls
from onewindow_policy.communities.positions import as_text
from onewindow_policy.communities.positions import Degrees
from onewindow_policy.communities.positions import find_position_problem
from onewindow_policy.communities.positions import MAX_LATITUDE
from onewindow_policy.communities.positions import Position
from onewindow_policy.communities.positions import read_position
from onewindow_policy.communities.positions import UnfitDegrees
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.upgrades.v1001.positions import part_positions

import html
import lxml.html
import transaction
import unittest

HALL = "communities/990102/990102001/990102001001/h001"


class TestDegrees(unittest.TestCase):
    def test_what_people_type(self):
        field = Degrees(MAX_LATITUDE)
        for typed, degrees in (
            ("30.6701", 30.6701),
            (" ３０．６７° ", 30.67),
            ("-0.00000012", -0.0000001),
            ("−30", -30.0),
        ):
            self.assertEqual(degrees, field.fromUnicode(typed))
        for typed in (
            "30.67, 104.06",
            "北纬30",
            "1e3",
            "nan",
            "104.06",
            "-90.1",
            "30,67",
        ):
            with self.subTest(typed=typed), self.assertRaises(UnfitDegrees):
                field.fromUnicode(typed)
        field.validate(30)
        for value in (float("nan"), float("inf"), True, 91):
            with self.subTest(value=value), self.assertRaises(UnfitDegrees):
                field.validate(value)
        self.assertEqual("0.0000001", as_text(1e-7))
        self.assertEqual("100", as_text(100.0))

    def test_two_that_go_together(self):
        for pair in ((None, None), (30.67, 104.06), (0.01, 0.02), (-33.9, 151.2)):
            self.assertIsNone(find_position_problem(*pair))
        for pair in ((30.67, None), (None, 104.06), (82.9, 46.7)):
            self.assertIsNotNone(find_position_problem(*pair))

    def test_text_of_former_versions(self):
        for text in ("30.67, 104.06", "30.67，104.06", "104.06 30.67"):
            self.assertEqual(Position(30.67, 104.06), read_position(text))
        for text in ("", None, "30.67", "东门", "95, 185", "1, 2, 3"):
            self.assertIsNone(read_position(text))


class TestPositionsOfHalls(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def position(self):
        return next(hall.position for hall in all_halls() if hall.hall_id == "H001")

    def save(self, latitude, longitude):
        """Save the form of a hall, and return the page that answers."""
        page = self.session_of(MANAGER).get(f"{self.url}/{HALL}/edit")
        form = lxml.html.fromstring(page.content).get_element_by_id("form")
        fields = {
            name: value for name, value in form.form_values() if "buttons" not in name
        }
        self.assertEqual("0.012", fields["form.widgets.latitude"])
        self.assertEqual("0.018", fields["form.widgets.longitude"])
        fields |= {
            "form.widgets.latitude": latitude,
            "form.widgets.longitude": longitude,
            "form.buttons.save": "Save",
        }
        return html.unescape(self.post(MANAGER, f"{HALL}/edit", fields).text)

    def test_form_says_what_is_wrong_and_keeps_all_digits(self):
        for latitude, longitude, words in (
            ("104.0602", "30.6701", "填反了"),
            ("82.9", "46.7", "填反了"),
            ("30.6701", "", "都要填"),
            ("30.6701，104.0602", "", "各填一栏"),
        ):
            with self.subTest(latitude=latitude, longitude=longitude):
                page = self.save(latitude, longitude)
                self.assertIn(words, page)
                self.assertIn(f'value="{latitude}"', page)
        self.assertEqual(Position(0.012, 0.018), self.position())
        self.save("30.6701234", "104.06")
        self.assertEqual(Position(30.6701234, 104.06), self.position())

    def test_programs(self):
        for body in (
            {"latitude": 104.06, "longitude": 30.67},
            {"latitude": 82.9, "longitude": 46.7},
            {"longitude": None},
            {"latitude": "东门", "longitude": 1},
        ):
            with self.subTest(body=body):
                answer = self.send(MANAGER, "PATCH", HALL, body)
                self.assertEqual(400, answer.status_code, answer.text[:500])
                self.assertEqual(Position(0.012, 0.018), self.position())
        body = {"latitude": 30, "longitude": 104.06}
        self.assertEqual(204, self.send(MANAGER, "PATCH", HALL, body).status_code)
        self.assertEqual(Position(30, 104.06), self.position())
        self.assertEqual(
            (30, 104.06),
            tuple(self.send(MANAGER, "GET", HALL).json()[key] for key in body),
        )

    def test_sites_of_former_versions(self):
        paths = {}
        for hall in all_halls()[:3]:
            content = self.portal.unrestrictedTraverse(hall.path.strip("/"))
            content.latitude = content.longitude = None
            paths[hall.hall_id] = content
        texts = dict(
            zip(paths, ("30.67, 104.06", "104.06，30.67", "东门"), strict=True)
        )
        for hall_id, text in texts.items():
            paths[hall_id].geo = text
        transaction.commit()
        unread = part_positions(self.portal.portal_setup)
        good, swapped, none = paths.values()
        for hall in (good, swapped):
            self.assertEqual((30.67, 104.06), (hall.latitude, hall.longitude))
        self.assertEqual("/".join(none.getPhysicalPath()), unread)
        self.assertIsNone(none.latitude)
        self.assertEqual("", part_positions(self.portal.portal_setup))
