"""Credentials in an address log nobody in: at no kind of content, by no method.

What the user folder has found is looked at, be the request let in or not.
"""

from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing.deciding import ACCOUNTS
from onewindow_policy.testing.tickets import ticket_for
from test_security_walk import FORM
from test_security_walk import HTML
from test_security_walk import JSON
from test_security_walk import WalkCase
from urllib.parse import quote
from urllib.parse import urlencode

#: Every way to ask that a page or a service is reached by, and one that none is.
WAYS = (
    *(("GET", HTML), ("HEAD", HTML), ("POST", FORM), ("GET", JSON), ("POST", JSON)),
    *(("PATCH", JSON), ("DELETE", JSON), ("PROPFIND", HTML)),
)


class TestCredentials(WalkCase):
    def queries(self):
        """Return queries with all that proves who somebody is."""
        word, ticket = sample_password("editor"), ticket_for("editor")
        named = {"__ac_name": "editor", "__ac_password": word}
        bare = {"login": "editor", "password": word}
        tickets = {"__ac": ticket, "ticket": ticket, "token": ticket}
        tricky = (
            f"%5f_ac_name:string=editor&__ac%5Fpassword:required={quote(word)}"
            f"&__ac:string={quote(ticket)}&__ac:cookie={quote(ticket)}"
        )
        return (urlencode({**named, **bare}), urlencode(tickets), tricky)

    def test_nobody_is_logged_in_by_an_address(self):
        queries = self.queries()
        places = self.classes()
        proved = []
        for place in (*places, "/@@personal-information", "/@@desk", "/portal_catalog"):
            for method, headers in WAYS:
                for query in queries:
                    path = f"{place}?{query}"
                    decision = self.decider.ask(method, path, **headers)
                    if decision.proved or decision.user_id:
                        proved.append((method, place, query[:20], decision))
        self.assertEqual([], proved)
        self.assertGreater(self.decider.asked, 500)

    def test_services_that_log_in_read_no_address(self):
        for query in self.queries():
            for path in ("/@login", "/@login-renew", "/login", "/@users"):
                for body, headers in ((b"{}", JSON), (b"", FORM), (b"a=1", FORM)):
                    decision = self.decider.ask(
                        "POST", f"{path}?{query}", body=body, **headers
                    )
                    self.assertEqual((), decision.proved, (path, headers))

    def test_cookie_does_and_is_somebody_with_it_alone(self):
        """What the walk looks at is there to be seen."""
        decision = self.decider.ask("GET", "/news", ACCOUNTS["editor"], **HTML)
        self.assertEqual((("editor",), "editor"), (decision.proved, decision.user_id))
        word = sample_password("editor")
        body = urlencode({"__ac_name": "editor", "__ac_password": word}).encode()
        decision = self.decider.ask("POST", "/news", body=body, **FORM)
        self.assertEqual(("editor",), decision.proved)
