"""Writes by REST: no other site's page has a browser make them with somebody's cookie."""

from http.client import HTTPConnection
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from urllib.parse import urlencode
from zope.component import getSiteManager
from zope.interface import Interface
from zope.interface import providedBy

import json
import re
import transaction
import unittest

PASSWORD = "seven grey herons cross the ferry"

#: What a text/plain form of another site can send, and be taken for JSON.
FORGED = json.dumps(
    {
        "username": "intruder",
        "password": PASSWORD,
        "email": "intruder@example.com",
        "roles": ["Manager"],
        "x": "=",
    }
)
FORM_TYPES = (
    "text/plain",
    "text/plain; charset=utf-8",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/json",
    "application/jsonp",
    "application/octet-stream",
    "application/offset+octet-stream",
    None,
)


class OriginsCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        app = self.layer["app"]
        if "virtual_hosting" not in app.objectIds():
            manage_addVirtualHostMonster(app, "virtual_hosting")
        transaction.commit()
        self.cookie = cookie_for()
        self.host = f"{self.layer['host']}:{self.layer['port']}"
        self.own = f"http://{self.host}"

    def send(self, method, path, body=None, /, **headers):
        """Return the answer to a request with the administrator's cookie."""
        peer = HTTPConnection(self.layer["host"], self.layer["port"], timeout=60)
        sent = {"Cookie": self.cookie, "Host": self.host}
        sent.update(
            (name.replace("_", "-"), value) for name, value in headers.items() if value
        )
        peer.putrequest(
            method,
            path if path.startswith("/Virtual") else f"/plone{path}",
            skip_host=True,
        )
        if body is not None:
            sent["Content-Length"] = str(len(body.encode()))
        for name, value in sent.items():
            peer.putheader(name, value)
        peer.endheaders(body.encode() if body else None)
        answer = peer.getresponse()
        answer.text = answer.read().decode()
        peer.close()
        transaction.begin()
        return answer

    def has_account(self, name="intruder"):
        return self.portal.acl_users.getUserById(name) is not None


class TestForms(OriginsCase):
    def test_form_of_another_origin_makes_no_manager(self):
        for origin in (
            "https://evil.example.com",
            f"http://{self.layer['host']}:1",
            "null",
        ):
            for media_type in (*FORM_TYPES, "application/json"):
                for path, accept in (
                    ("/++api++/@users", "text/html,*/*;q=0.8"),
                    ("/@users", "application/json"),
                ):
                    with self.subTest(path=path, origin=origin, type=media_type):
                        answer = self.send(
                            "POST",
                            path,
                            FORGED,
                            Content_Type=media_type,
                            Origin=origin,
                            Accept=accept,
                        )
                        # What is no form of several parts is not read at all.
                        is_broken = (media_type or "").startswith("multipart")
                        self.assertEqual(400 if is_broken else 403, answer.status)
                        self.assertFalse(self.has_account())

    def test_form_that_says_no_origin_or_ours_makes_no_manager(self):
        for media_type in FORM_TYPES:
            for origin in (None, self.own):
                with self.subTest(type=media_type, origin=origin):
                    answer = self.send(
                        "POST",
                        "/++api++/@users",
                        FORGED,
                        Content_Type=media_type,
                        Origin=origin,
                    )
                    is_broken = (media_type or "").startswith("multipart")
                    self.assertEqual(400 if is_broken else 415, answer.status)
                    self.assertFalse(self.has_account())

    def test_origin_that_the_browser_found_itself_counts_too(self):
        for site in ("cross-site", "same-site"):
            answer = self.send(
                "POST",
                "/@users",
                FORGED,
                Content_Type="application/json",
                Accept="application/json",
                Sec_Fetch_Site=site,
            )
            self.assertEqual(403, answer.status)
        self.assertFalse(self.has_account())

    def test_service_is_no_page(self):
        """Each service is a view too, `@@POST_application_json_@users`."""
        names = [
            name
            for name, _factory in getSiteManager().adapters.lookupAll(
                [providedBy(self.portal), providedBy(self.layer["request"])], Interface
            )
            if re.match(r"[A-Z]+_application_json_", name)
        ]
        self.assertIn("POST_application_json_@users", names)
        for name in names:
            for method, body in (("GET", None), ("POST", FORGED)):
                step = "@@" if method == "GET" else "++view++"
                answer = self.send(
                    method, f"/news/{step}{name}", body, Content_Type="text/plain"
                )
                self.assertEqual(404, answer.status, (method, step, name))
        self.assertFalse(self.has_account())
        self.assertIn("news", self.portal)

    def test_service_of_another_method_is_not_reached_as_a_page_of_the_api(self):
        for path in (
            "/++api++/news/@@DELETE_application_json_",
            "/++api++/news/n001/@@POST_application_json_@workflow/archive",
        ):
            self.assertEqual(404, self.send("GET", path).status)
        self.assertIn("news", self.portal)
        self.assertEqual("published", api.content.get_state(self.portal.news.n001))


class TestEmptyBodies(OriginsCase):
    """A script of another site can send an empty POST, a form an empty one too."""

    WORKFLOW = "/++api++/news/n001/@workflow/retract"

    def setUp(self):
        super().setUp()
        self.state = api.content.get_state(self.portal.news.n001)

    def post(self, **headers):
        (transition, *_more) = (
            each["id"]
            for each in self.portal.portal_workflow.getTransitionsFor(
                self.portal.news.n001
            )
        )
        return self.send(
            "POST",
            f"/++api++/news/n001/@workflow/{transition}",
            headers.pop("body", None),
            **headers,
        )

    def assert_unmoved(self):
        self.assertEqual(self.state, api.content.get_state(self.portal.news.n001))

    def test_empty_post_with_a_cookie_alone_moves_nothing(self):
        for headers in (
            {},
            {"body": ""},
            {"Content_Type": "text/plain"},
            {"Content_Type": "application/x-www-form-urlencoded"},
            {"Authorization": "Basic YTpi"},
        ):
            with self.subTest(headers=headers):
                self.assertEqual(415, self.post(**headers).status)
                self.assert_unmoved()

    def test_empty_post_of_another_origin_moves_nothing(self):
        answer = self.post(Origin="https://evil.example.com")
        self.assertEqual(403, answer.status)
        self.assert_unmoved()

    def test_script_of_our_own_may_send_one(self):
        answer = self.post(Origin=self.own, Sec_Fetch_Site="same-origin")
        self.assertEqual(200, answer.status, answer.text)
        self.assertNotEqual(self.state, api.content.get_state(self.portal.news.n001))

    def test_program_that_says_what_it_sends_may_send_one(self):
        self.assertEqual(200, self.post(Content_Type="application/json").status)


class TestPrograms(OriginsCase):
    def test_data_makes_an_account(self):
        number = 0
        for media_type in ("application/json", "Application/JSON; charset=utf-8"):
            for origin in (None, self.own):
                number += 1
                body = FORGED.replace("intruder", f"colleague-{number}")
                answer = self.send(
                    "POST",
                    "/@users",
                    body,
                    Content_Type=media_type,
                    Accept="application/json",
                    Origin=origin,
                )
                self.assertEqual(201, answer.status, answer.text)
                self.assertTrue(self.has_account(f"colleague-{number}"))

    def test_own_origin_is_known_behind_a_web_server(self):
        path = "/VirtualHostBase/https/portal.example.com:443/plone/VirtualHostRoot"
        for origin, status in (
            ("https://portal.example.com", 204),
            ("https://portal.example.com:443", 204),
            # The web server speaks TLS and does not say so; hosts have no case.
            ("http://portal.example.com", 204),
            ("HTTPS://Portal.Example.com.", 204),
            ("https://portal.example.com:8443", 403),
            ("https://evil.example.com", 403),
            (self.own, 403),
        ):
            answer = self.send(
                "PATCH",
                f"{path}/news/n001",
                '{"description": "改过"}',
                Content_Type="application/json",
                Accept="application/json",
                Origin=origin,
            )
            self.assertEqual(status, answer.status, (origin, answer.text))

    def test_null_of_who_is_logged_in_is_nobody_s_unless_the_browser_knows(self):
        """Any site can put its form into a sandbox, whose origin is `null`."""
        for site, origin, status in (
            (None, "null", 403),
            ("cross-site", "null", 403),
            ("cross-site", self.own, 403),
            ("same-origin", "null", 204),
            ("Same-Origin", "https://portal.example.com", 204),
        ):
            with self.subTest(site=site, origin=origin):
                answer = self.send(
                    "PATCH",
                    "/news/n001",
                    '{"description": "改过"}',
                    Content_Type="application/json",
                    Accept="application/json",
                    Origin=origin,
                    Sec_Fetch_Site=site,
                )
                self.assertEqual(status, answer.status, answer.text)

    def test_file_in_pieces_is_taken_by_its_own_type_alone(self):
        metadata = "filename Zi50eHQ=,content-type dGV4dC9wbGFpbg=="
        for media_type, status in (
            ("application/offset+octet-stream", 204),
            ("text/plain", 415),
        ):
            with self.subTest(type=media_type):
                answer = self.send(
                    "POST",
                    "/news/@tus-upload",
                    Accept="application/json",
                    Content_Type="application/json",
                    Tus_Resumable="1.0.0",
                    Upload_Length="4",
                    Upload_Metadata=metadata,
                )
                self.assertEqual(201, answer.status, answer.text)
                place = answer.headers["Location"].partition(self.host)[2]
                answer = self.send(
                    "PATCH",
                    place.removeprefix("/plone"),
                    "text",
                    Accept="application/json",
                    Content_Type=media_type,
                    Tus_Resumable="1.0.0",
                    Upload_Offset="0",
                )
                self.assertEqual(status, answer.status, answer.text)

    def test_deletion_needs_no_type(self):
        answer = self.send("DELETE", "/news/n002", Accept="application/json")
        self.assertEqual(204, answer.status, answer.text)
        self.assertNotIn("n002", self.portal.news)


class TestPages(OriginsCase):
    """Pages that plone.protect lets off its token."""

    def test_no_such_page_takes_what_another_site_posts(self):
        for path in (
            *("/login", "/@@login_form", "/++view++failsafe_login"),
            *("/failsafe_login_form", "/@@plone-upgrade"),
        ):
            for origin in ("https://evil.example.com", "null"):
                # Another name each time: of one, few passwords are looked at.
                name = f"editor{path}{origin}"
                form = urlencode({"__ac_name": name, "__ac_password": PASSWORD})
                with self.subTest(path=path, origin=origin):
                    answer = self.send(
                        "POST",
                        path,
                        form,
                        Content_Type="application/x-www-form-urlencoded",
                        Origin=origin,
                    )
                    self.assertEqual(403, answer.status)
                    self.assertIsNone(answer.headers["Set-Cookie"])

    def test_no_site_is_made_by_what_another_site_posts(self):
        path = "/VirtualHostBase/http/localhost:8080/VirtualHostRoot/@@plone-addsite"
        answer = self.send(
            "POST",
            path,
            urlencode({"site_id": "other", "form.submitted": "1"}),
            Content_Type="application/x-www-form-urlencoded",
            Origin="https://evil.example.com",
        )
        self.assertIn(answer.status, (403, 404))
        self.assertNotIn("other", self.layer["app"].objectIds())
