"""Whether a browser is shared, and when the last visit on it ended: two cookies.

Nothing of a visit is kept here: what the browser itself keeps, pages that were sent above
all, carries when it was made, and is not shown again once the visit is over.
"""

from datetime import timedelta
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPResponse import HTTPResponse

import time

#: Whether several people use this browser: until its visit ends, or marked by staff.
SHARED_COOKIE = "onewindow_shared"
VISIT = "visit"
DEVICE = "device"

#: When the last visit ended, in Unix time; it says nothing about anybody.
ENDED_COOKIE = "onewindow_ended"

#: The cookie that opens a receipt, sent to the address of that receipt only.
RECEIPT_COOKIE = "onewindow_receipt"

#: What a person of before chose or was told; a log-in is not among it.
_OF_A_PERSON: tuple[str, ...] = ("statusmessages",)
_OF_DISPLAY = ("I18N_LANGUAGE", "onewindow_elder")

#: As long as a form that was open before can be sent (see `forms.nonces`).
ENDED_FOR = timedelta(days=1)
MARKED_FOR = timedelta(days=365)

#: How far the clock of another of our processes may be ahead.
_CLOCKS_DIFFER_SECONDS = 60


def is_marked(request: HTTPRequest) -> bool:
    """Return whether staff marked this browser as one that several people use."""
    return request.cookies.get(SHARED_COOKIE) == DEVICE


def is_shared(request: HTTPRequest) -> bool:
    """Return whether several people use this browser, as far as we were told."""
    return request.cookies.get(SHARED_COOKIE) in (VISIT, DEVICE)


def tell_shared(request: HTTPRequest, *, shared: bool) -> None:
    """Keep what a visitor said of the browser, until the visit ends.

    What staff said of it stays.
    """
    if is_marked(request) or shared == is_shared(request):
        return
    if shared:
        _set(request, SHARED_COOKIE, VISIT)
    else:
        _expire(request, SHARED_COOKIE)


def mark(request: HTTPRequest, *, shared: bool) -> None:
    """Mark the browser of `request` as shared, for all who use it, or as somebody's own."""
    if shared:
        _set(request, SHARED_COOKIE, DEVICE, int(MARKED_FOR.total_seconds()))
    else:
        _expire(request, SHARED_COOKIE)


def ended_at(request: HTTPRequest) -> int:
    """Return when the last visit on this browser ended, in Unix time; 0 for never.

    A time that is still to come is none of ours.
    """
    text = request.cookies.get(ENDED_COOKIE) or ""
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        return 0
    ended = int(text)
    return ended if ended <= time.time() + _CLOCKS_DIFFER_SECONDS else 0


def is_over(request: HTTPRequest, moment: float) -> bool:
    """Return whether what was made at `moment`, in Unix time, is of a visit that ended."""
    return moment < ended_at(request)


def end_visit(request: HTTPRequest, receipt_path: str | None = None) -> None:
    """Have the browser of `request` show nothing any more of who used it.

    `receipt_path` is the path of a receipt, whose cookie is sent to it alone. Cookies go by
    name, since `Clear-Site-Data` would take those of all sites of the city's domain, and
    log staff out.
    """
    names = _OF_A_PERSON
    if is_shared(request):
        names += _OF_DISPLAY
    for name in names:
        _expire(request, name)
    if receipt_path is not None:
        request.response.expireCookie(RECEIPT_COOKIE, path=receipt_path)
    if not is_marked(request):
        _expire(request, SHARED_COOKIE)
    now = str(int(time.time()))
    _set(request, ENDED_COOKIE, now, int(ENDED_FOR.total_seconds()))
    request.response.setHeader("Clear-Site-Data", '"cache"')


def _set(
    request: HTTPRequest, name: str, value: str, max_age: int | None = None
) -> None:
    response: HTTPResponse = request.response
    age = {} if max_age is None else {"max_age": max_age}
    response.setCookie(name, value, path="/", same_site="Lax", **age)
    request.cookies[name] = value


def _expire(request: HTTPRequest, name: str) -> None:
    request.response.expireCookie(name, path="/")
    request.cookies.pop(name, None)
