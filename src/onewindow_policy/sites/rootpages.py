"""Errors outside of any site, for whoever is not logged in to Zope's root."""

from AccessControl import getSecurityManager
from dataclasses import replace
from OFS.interfaces import IApplication
from onewindow_policy.sites.outside import AWAY
from onewindow_policy.sites.outside import AWAY_SENT
from onewindow_policy.sites.outside import headers_of
from onewindow_policy.sites.outside import HOME
from onewindow_policy.sites.outside import is_by_tls
from onewindow_policy.sites.outside import Message
from onewindow_policy.sites.outside import NOT_THERE
from onewindow_policy.sites.outside import page
from onewindow_policy.sites.outside import READING
from onewindow_policy.sites.outside import UNREADABLE
from onewindow_policy.web.safeguards import TRANSPORT
from zope.component.hooks import getSite


def speak_plainly(event) -> None:
    """Replace Zope's page about an error that happened outside of any site."""
    request = event.request
    response = request.response
    media_type = (response.getHeader("Content-Type") or "").partition(";")[0]
    if (
        event.retry
        or getSite() is not None
        or getSecurityManager().getUser().getId() is not None
        or response.getStatus() < 400
        or media_type != "text/html"
    ):
        return
    message = _message_for(response.getStatus(), request.method)
    if message.link == HOME:
        message = replace(message, link=_way_to_the_site(request))
    message = message.told_to(request.method)
    response.setHeader("Content-Type", "text/html; charset=utf-8")
    for name, value in headers_of(message):
        response.setHeader(name, value)
    if is_by_tls(request.environ):
        response.setHeader("Strict-Transport-Security", TRANSPORT)
    response.setBody(page(message))


def _way_to_the_site(request) -> tuple[str, str] | None:
    """Return a link to the only site; whoever has several finds none here."""
    walked = (*request.get("PARENTS", ()), request.get("PUBLISHED"))
    root = next(filter(IApplication.providedBy, walked), None)
    sites = root.objectIds("Plone Site") if root is not None else ()
    if len(sites) != 1:
        return None
    path = request.physicalPathToVirtualPath(("", *sites))
    _address, words = HOME
    return f"/{'/'.join(filter(None, path))}", words


def _message_for(status: int, method: str) -> Message:
    if status >= 500:
        return AWAY if method in READING else AWAY_SENT
    return UNREADABLE if status == 400 else NOT_THERE
