"""Somebody at the doors of the portal: forms and REST, over HTTP, as browsers do it."""

from plone import api

import re
import requests
import transaction

_TOKEN = re.compile(r'name="_authenticator" value="([^"]+)"')

#: How long the busiest machine may take to answer.
TIMEOUT_SECONDS = 120


def create_account(user_id: str, password: str, *roles: str, **properties) -> None:
    """Create an account as an administrator does, at once for all; it has to change it."""
    api.user.create(
        email=f"{user_id}@example.com",
        username=user_id,
        password=password,
        roles=("Member", *roles),
        properties=properties,
    )
    transaction.commit()


class Visitor:
    """Somebody with a browser of their own, and what they were answered last."""

    def __init__(self, layer):
        self.url = layer["portal"].absolute_url()
        self.session = requests.Session()
        self.answer = None

    @property
    def text(self) -> str:
        return self.answer.text

    @property
    def location(self) -> str:
        return self.answer.headers.get("Location", "").removeprefix(self.url)

    @property
    def has_ticket(self) -> bool:
        return bool(self.session.cookies.get("__ac"))

    def request(self, method: str, path: str, **more) -> int:
        """Ask for a path below the site, and return the status that is answered."""
        self.answer = self.session.request(
            method,
            f"{self.url}/{path}",
            allow_redirects=False,
            timeout=TIMEOUT_SECONDS,
            **more,
        )
        transaction.begin()
        return self.answer.status_code

    def get(self, path: str) -> int:
        return self.request("GET", path)

    def post(self, path: str, **form) -> int:
        """Post a form as it is typed here, without a token."""
        return self.request("POST", path, data=form)

    def post_with_token(self, path: str, page: str, **form) -> int:
        """Post a form with the token that a page of one's own gives."""
        status = self.get(page)
        found = _TOKEN.search(self.text)
        if found is None:
            raise AssertionError(f"{page} has no form with a token: {status}")
        return self.post(path, _authenticator=found[1], **form)

    def ask(self, method: str, path: str, **body) -> int:
        """Ask REST."""
        headers = {"Accept": "application/json"}
        return self.request(method, path, json=body or None, headers=headers)

    def log_in(self, name: str, password: str) -> bool:
        """Log in by the form; return whether a ticket came of it."""
        self.session.cookies.clear()
        self.post(
            "login",
            **{"__ac_name": name, "__ac_password": password, "buttons.login": "1"},
        )
        return self.has_ticket

    def change_password(self, old: str, new: str) -> int:
        """Fill in the form for one's own password."""
        return self.post_with_token(
            "@@change-password",
            "@@change-password",
            **{
                "form.widgets.current_password": old,
                "form.widgets.new_password": new,
                "form.widgets.new_password_ctl": new,
                "form.buttons.reset_passwd": "1",
            },
        )
