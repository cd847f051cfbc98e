"""Cookies and tokens as people get them, kept as a thief would keep them."""

from http.cookies import SimpleCookie
from onewindow_policy.sites.accounts import sample_password
from plone.testing.zope import Browser
from urllib.parse import urlencode

import json
import transaction


class LoggedIn:
    """To be mixed into tests of a layer with the sample city."""

    #: The network address that requests come from.
    address = ""

    def send(self, method, path, *, cookie="", token="", form=None, body=None):
        """Send one request, without any cookie but `cookie`, and return the answer."""
        headers = {"Accept": "application/json"} if form is None else {}
        if cookie:
            headers["Cookie"] = cookie
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = b""
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            data = urlencode(form, doseq=True).encode()
        testapp = Browser(self.layer["app"]).testapp
        if self.address:
            testapp.extra_environ["REMOTE_ADDR"] = self.address
        answer = testapp.request(
            f"{self.layer['portal'].absolute_url()}/{path}",
            method=method,
            body=data,
            headers=headers,
            expect_errors=True,
        )
        transaction.begin()
        return answer

    def page_login(self, user_id="editor", password=None, cookie=""):
        """Log in by the form; return the `Cookie` header that opens the site then."""
        answer = self.send(
            "POST",
            "login",
            cookie=cookie,
            form={
                "__ac_name": user_id,
                "__ac_password": password or sample_password(user_id),
                "buttons.login": "1",
            },
        )
        return self.cookie_of(answer)

    def cookie_of(self, answer):
        """Return the `Cookie` header that an answer sets, "" where nobody is let in."""
        for header in answer.headers.getall("Set-Cookie"):
            if header.startswith("__ac=") and not header.startswith("__ac=deleted"):
                return f"__ac={SimpleCookie(header)['__ac'].coded_value}"
        return ""

    def token_login(self, user_id="editor", password=None):
        """Log in by the service; return the token and the cookie that comes with it."""
        answer = self.send(
            "POST",
            "@login",
            body={
                "login": user_id,
                "password": password or sample_password(user_id),
            },
        )
        return json.loads(answer.text).get("token", ""), self.cookie_of(answer)

    def lets_in(self, *, cookie="", token="", user_id="editor"):
        """Return whether a cookie or token still opens what is one's own alone."""
        answer = self.send("GET", f"@users/{user_id}", cookie=cookie, token=token)
        if answer.status_int == 200:
            self.assertEqual(user_id, json.loads(answer.text)["id"])
        else:
            # Logging in is asked for, or nobody of that name is known any more.
            self.assertIn(answer.status_int, (302, 401, 404), answer.text)
        return answer.status_int == 200
