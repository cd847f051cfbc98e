"""Whether a browser keeps cookies: tried with a form, known when the form is sent.

Windows for private browsing, browsers within other programs and some settings keep none.
Only a page that no cache keeps may try it.
"""

from ZPublisher.HTTPRequest import HTTPRequest

#: Says nothing of anybody, and goes when the browser is closed.
COOKIE = "onewindow_keeps"


def try_cookies(request: HTTPRequest) -> None:
    """Give the browser of `request` a cookie to keep, unless it has one."""
    if not keeps_cookies(request):
        request.response.setCookie(COOKIE, "1", path="/", same_site="Lax")


def keeps_cookies(request: HTTPRequest) -> bool:
    """Return whether the browser of `request` kept the cookie that it was given."""
    return COOKIE in request.cookies
