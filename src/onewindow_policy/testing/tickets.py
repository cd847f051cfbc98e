"""How tests log in: by a ticket, as the site gives it to whoever has logged in.

No test sends a password with each request: that door is closed on the site, and where it
is open, each request would cost a check of the password.
"""

from http.client import HTTPConnection
from http.cookies import SimpleCookie
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.sites.accounts import sample_password
from plone import api
from urllib.parse import urlencode
from zope.testbrowser.cookies import Cookies
from ZPublisher.HTTPResponse import HTTPResponse

import secrets

#: The site's Manager of the tests, who has a ticket like everybody; nobody knows the
#: password.
MANAGER = "manager"

COOKIE = "__ac"

#: How long the busiest machine may take to answer.
TIMEOUT_SECONDS = 120


def create_manager(portal) -> None:
    """Create the Manager of the tests."""
    password = secrets.token_urlsafe(30)
    # Who makes an account for somebody else has them change the password first.
    with known_passwords():
        portal.acl_users.userFolderAddUser(MANAGER, password, ["Manager"], [])


def ticket_for(user_id: str = MANAGER) -> str:
    """Return the value of the cookie by which somebody is logged in."""
    response = HTTPResponse()
    api.portal.get().acl_users.session._setupSession(user_id, response)
    value = SimpleCookie(dict(response.listHeaders())["Set-Cookie"])[COOKIE].coded_value
    return value.strip('"')


def cookie_for(user_id: str = MANAGER) -> str:
    """Return the `Cookie` header by which somebody is logged in."""
    return f"{COOKIE}={ticket_for(user_id)}"


def log_in(browser, user_id: str = MANAGER) -> None:
    """Log somebody in with a browser of zope.testbrowser."""
    # Those of a browser itself are not to be had before it has opened anything.
    cookies = Cookies(browser.testapp, api.portal.get().absolute_url())
    if COOKIE in cookies:
        del cookies[COOKIE]
    cookies.create(COOKIE, ticket_for(user_id), path="/")


def log_in_at(port: int, user_id: str, site: str = "/onewindow") -> str:
    """Return the `Cookie` header by which a sample account is logged in at a server.

    Raises RuntimeError when the server does not let it in.
    """
    form = {
        "__ac_name": user_id,
        "__ac_password": sample_password(user_id),
        "buttons.login": "1",
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    connection.request(
        "POST",
        f"{site}/login",
        urlencode(form),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    response = connection.getresponse()
    response.read()
    connection.close()
    for header in response.headers.get_all("Set-Cookie") or []:
        if header.startswith(f"{COOKIE}="):
            return header.partition(";")[0]
    raise RuntimeError(f"Logging in answered {response.status}.")
