"""What people type and read is the city's time, whatever the zone of the server."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing.doors import PAGE_WITH_TOKEN
from onewindow_policy.testing.doors import TOKEN
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import free_port
from onewindow_policy.testing.servers import FRESH_START
from onewindow_policy.testing.servers import Server
from onewindow_policy.testing.servers import wait_for
from pathlib import Path
from plone.testing import Layer
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import json
import re
import requests
import unittest

#: That of most servers, and the city's own, whose abbreviation Zope takes for another.
ZONES = ("UTC", "Asia/Shanghai")

CITY = ZoneInfo("Asia/Shanghai")

TYPED = "2027-03-01T18:00"
MEANT = datetime(2027, 3, 1, 10, tzinfo=UTC)

EXPIRES = "form.widgets.IDublinCore.expires"


class SiteLayer(Layer):
    """A site with the sample city, in files of its own."""

    def setUp(self):
        self.folder = TemporaryDirectory()
        self["environment"] = {**environment_of(Path(self.folder.name)), "TZ": "UTC"}
        build_site(self["environment"])

    def tearDown(self):
        self.folder.cleanup()


SITE = SiteLayer()


class TestServersZone(unittest.TestCase):
    layer = SITE

    def start(self, zone):
        """Serve the site in a process whose machine has a zone, and log in."""
        port = free_port()
        server = Server(
            [*FRESH_START, "--port", port], {**self.layer["environment"], "TZ": zone}
        )
        server.start()
        self.addCleanup(server.stop)
        self.url = f"http://127.0.0.1:{port}/onewindow"
        wait_for(self.url, server.process)
        self.session = requests.Session()
        self.addCleanup(self.session.close)
        form = {
            "__ac_name": "admin",
            "__ac_password": sample_password("admin"),
            "buttons.login": "1",
        }
        answer = self.session.post(f"{self.url}/login", form)
        self.assertIn("__ac", self.session.cookies, answer.text[:1000])
        return server

    def send(self, method, path, body=None):
        answer = self.session.request(
            method,
            f"{self.url}/{path}",
            json=body,
            headers={"Accept": "application/json"},
        )
        self.assertLess(answer.status_code, 300, answer.text[:1000])
        return answer.json() if answer.text else None

    def new_page(self, name, **values):
        """Add a news item that nobody has published."""
        self.send(
            "POST",
            "news",
            {"@type": "News Item", "id": name, "title": name, **values},
        )
        return f"news/{name}"

    def page(self, path):
        answer = self.session.get(f"{self.url}/{path}")
        self.assertEqual(200, answer.status_code, answer.text[:1000])
        return answer.text

    def token(self):
        return TOKEN.search(self.page(PAGE_WITH_TOKEN))[1]

    def post(self, path, form):
        answer = self.session.post(
            f"{self.url}/{path}", {**form, "_authenticator": self.token()}
        )
        self.assertEqual(200, answer.status_code, answer.text[:1000])
        return answer

    def expiry(self, path):
        """Return when something expires, as a service tells it."""
        told = self.send("GET", path)["expires"]
        return datetime.fromisoformat(told) if told else None

    def typed_in_form(self, path):
        """Return the expiry that the form shows."""
        return re.search(
            rf'name="{re.escape(EXPIRES)}"[^>]* value="([^"]*)"',
            self.page(f"{path}/edit"),
        )[1]

    def by_form(self, path):
        form = dict(
            re.findall(
                r'<input[^>]* name="(form\.widgets\.[^"]*)"[^>]* value="([^"]*)"',
                self.page(f"{path}/edit"),
            )
        )
        self.post(
            f"{path}/edit",
            {
                **form,
                "form.widgets.IDublinCore.title": "Title",
                EXPIRES: TYPED,
                "form.buttons.save": "Save",
            },
        )

    def by_list(self, path):
        uid = self.send("GET", path)["UID"]
        answer = self.post(
            "news/@@fc-properties",
            {
                "selection": json.dumps([uid]),
                "folder": "/news",
                "expirationDate": TYPED,
            },
        )
        self.assertEqual("success", answer.json()["status"], answer.text)

    def by_page_of_state(self, path):
        self.post(
            f"{path}/content_status_modify",
            {"workflow_action": "draft", "form.widgets.expiration_date": TYPED},
        )

    def by_service(self, path):
        self.send("PATCH", path, {"expires": f"{TYPED}:00"})

    def by_service_with_zone(self, path):
        self.send("PATCH", path, {"expires": MEANT.isoformat()})

    def by_service_for_states(self, path):
        self.send("POST", f"{path}/@workflow/submit", {"expires": f"{TYPED}:00"})

    def test_what_is_typed_and_read_is_the_city_s_time(self):
        for zone in ZONES:
            server = self.start(zone)
            name = zone.lower().replace("/", "-")
            for door in (
                self.by_form,
                self.by_list,
                self.by_page_of_state,
                self.by_service,
                self.by_service_with_zone,
                self.by_service_for_states,
            ):
                with self.subTest(zone=zone, door=door.__name__):
                    path = self.new_page(f"{name}-{door.__name__.replace('_', '-')}")
                    self.assertIsNone(self.expiry(path))
                    door(path)
                    self.assertEqual(MEANT, self.expiry(path))
                    self.assertEqual(TYPED, self.typed_in_form(path))
            with self.subTest(zone=zone, seen="what a server in another zone stored"):
                path = f"news/{ZONES[0].lower()}-by-form"
                self.assertEqual(TYPED, self.typed_in_form(path))
                self.by_form(path)
                self.assertEqual(MEANT, self.expiry(path))
            with self.subTest(zone=zone, seen="imported news"):
                self.check_imported()
            with self.subTest(zone=zone, seen="history and toolbar"):
                self.check_history(f"{name}-history")
            server.stop()

    def check_imported(self):
        """News are public from eight in the morning of the city."""
        found = self.send(
            "GET", "@search?portal_type=News+Item&metadata_fields=effective"
        )
        moments = [
            datetime.fromisoformat(each["effective"]).astimezone(CITY)
            for each in found["items"]
            if re.search(r"/news/n\d+$", each["@id"])
        ]
        self.assertTrue(moments)
        self.assertEqual({(8, 0)}, {(each.hour, each.minute) for each in moments})

    def check_history(self, name):
        before = datetime.now(CITY).replace(second=0, microsecond=0)
        path = self.new_page(name)
        page = self.page(f"{path}/view")
        toolbar = re.findall(r'<time class="toolbar-label">([^<]*)', page)
        self.assertEqual(1, len(toolbar), page)
        page = self.page(f"{path}/@@historyview")
        self.assertIn("historyRecord", page)
        shown = toolbar + re.findall(r"<span>(\d{4}-\d\d-\d\d [^<]*)", page)
        self.assertLess(1, len(shown), page)
        minutes = int((datetime.now(CITY) - before) / timedelta(minutes=1)) + 1
        clocks = {
            f"{before + timedelta(minutes=each):%Y-%m-%d %H:%M}"
            for each in range(minutes)
        }
        self.assertLessEqual(set(shown), clocks)
