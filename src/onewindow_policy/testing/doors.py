"""The doors of the portal as people and programs come through them: by HTTP."""

from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import ticket_for
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import select

import re
import requests
import transaction

TOKEN = re.compile(r'name="_authenticator" value="([^"]+)"')

#: A page that each account may open, and that has the token.
PAGE_WITH_TOKEN = "@@personal-information"


class DoorsSetup:
    """To be mixed in; the layer is one with the sample city, and serves."""

    def setUp(self):
        self.portal = self.layer["portal"]
        host, port = self.layer["host"], self.layer["port"]
        self.url = f"http://{host}:{port}/{self.portal.getId()}"
        login(self.layer["app"], SITE_OWNER_NAME)
        self.addCleanup(logout)
        transaction.commit()

    def session_of(self, name: str) -> requests.Session:
        """Return a session of somebody who is logged in, which keeps cookies."""
        session = requests.Session()
        self.addCleanup(session.close)
        session.cookies.set(COOKIE, ticket_for(name))
        return session

    def token_of(self, session: requests.Session) -> str:
        """Return the token that our own pages give to whoever has this session."""
        page = session.get(f"{self.url}/{PAGE_WITH_TOKEN}")
        return TOKEN.search(page.text).group(1)

    def post(self, name: str, path: str, form: dict) -> requests.Response:
        """Post a form as `name`, with the token that our own pages have."""
        session = self.session_of(name)
        token = self.token_for(name)
        answer = session.post(f"{self.url}/{path}", {**form, "_authenticator": token})
        transaction.begin()
        return answer

    def token_for(self, name: str) -> str:
        """Return the token of `name`, which is the same in all sessions of a test."""
        tokens = self.__dict__.setdefault("_tokens", {})
        if name not in tokens:
            tokens[name] = self.token_of(self.session_of(name))
        return tokens[name]

    def send(self, name: str, method: str, path: str, body=None) -> requests.Response:
        """Send JSON as a program does in the name of somebody."""
        answer = self.session_of(name).request(
            method,
            f"{self.url}/{path}",
            json=body,
            headers={"Accept": "application/json"},
        )
        transaction.begin()
        return answer

    def noted(self, *actions: str) -> list[tuple[str, str, str, str]]:
        """Return who did what to what, with details: the entries of these actions."""
        columns = select(
            AuditEntry.user_id, AuditEntry.action, AuditEntry.subject, AuditEntry.detail
        ).where(AuditEntry.action.in_(actions))
        with get_database().reading.connect() as connection:
            return [tuple(row) for row in connection.execute(columns.order_by("id"))]
