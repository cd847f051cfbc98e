"""HEAD: what GET would answer, without its body (RFC 9110, section 9.3.2).

Monitors, WeChat and those who check links ask so. Zope asks the content itself for a
method HEAD, which goes back to WebDAV: folders have none, so that each page of ours would
be missing, and the others would be described as files that they are not.
"""

from onewindow_policy.patches.replacing import is_ours
from operator import length_hint
from plone.rest.events import mark_as_api_request
from ZPublisher.interfaces import IPubBeforeAbort
from ZPublisher.interfaces import IPubBeforeCommit

#: Uploads in pieces (tus.io) ask by a HEAD of its own how much has come.
_UPLOADS = "@tus-upload"

_WITHOUT_BODY = "_onewindow_without_body"


def ask_as_get(_site, event) -> None:
    """Have a HEAD request find and make the page that GET does, from our site on.

    The server and its log still see HEAD: they read the environment, which stays.
    """
    request = event.request
    if request.method != "HEAD" or _UPLOADS in request.get("PATH_INFO", ""):
        return
    if not is_ours():
        return
    setattr(request, _WITHOUT_BODY, True)
    request.set("REQUEST_METHOD", "GET")
    request.set("method", "GET")
    # Content leads clients of WebDAV to itself, and browsers to its page.
    request.maybe_webdav_client = 0
    # plone.rest has looked already whether a program asks, and which of its services.
    mark_as_api_request(request, request.getHeader("Accept", "text/html"))


def drop_body(event: IPubBeforeCommit | IPubBeforeAbort) -> None:
    """Keep the body of an answer to HEAD from being sent, once all headers are there."""
    if not getattr(event.request, _WITHOUT_BODY, False):
        return
    response = event.request.response
    body = response.body
    # As Zope's response does when it is sent; what is empty and without a type is "no
    # content" to it then.
    length = length_hint(body)
    if length and not response.getHeader("Content-Length"):
        response.setHeader("Content-Length", str(length))
    if hasattr(body, "close"):
        body.close()
    # `setBody` keeps what is there rather than take nothing.
    response.body = b""
