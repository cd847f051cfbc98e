"""Programs that write only over what they have read: `ETag` and `If-Match` (RFC 9110,
sections 8.8.3 and 13.1.1) of content, for whoever may change it.

Who sends no `If-Match` writes as ever: programs that fill the portal from elsewhere know
what is to stand there, whatever stood before.
"""

from AccessControl import getSecurityManager
from onewindow_policy.editing.digests import digest_of
from onewindow_policy.editing.exceptions import StaleWrite
from onewindow_policy.editing.states import value_of
from onewindow_policy.interfaces import IOneWindowLayer
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from plone.rest.interfaces import IAPIRequest
from plone.rest.interfaces import IService
from plone.restapi.services.content.get import ContentGet
from plone.restapi.services.content.update import ContentPatch
from Products.CMFCore.permissions import ModifyPortalContent
from zope.schema import getFieldsInOrder

READING = frozenset({"GET", "HEAD", "OPTIONS"})

#: What answers with the content itself, or has just changed it.
TAGGED = (ContentGet, ContentPatch)


def etag_of(content) -> str:
    """Return what tells the present state of content: another one once a field changed."""
    state = {
        f"{schema.__identifier__}.{name}": digest_of(value_of(field, content))
        for schema in iterSchemata(content)
        for name, field in getFieldsInOrder(schema)
        if not field.readonly
    }
    return f'"{digest_of(state)}"'


def refuse_stale_write(event) -> None:
    """Refuse what a program writes over a state that it has not read. See RFC 9110."""
    request = event.request
    wanted = request.getHeader("If-Match")
    if wanted is None or request.method in READING:
        return
    content = _content_of(request)
    if content is None:
        return
    tags = {each.strip() for each in wanted.split(",")}
    if "*" not in tags and etag_of(content) not in tags:
        raise StaleWrite


def tell_state(event) -> None:
    """Tell a program that may change content in which state it is."""
    request = event.request
    service = request.get("PUBLISHED")
    if not isinstance(service, TAGGED) or request.response.getStatus() >= 300:
        return
    content = _content_of(request)
    check = getSecurityManager().checkPermission
    if content is not None and check(ModifyPortalContent, content):
        request.response.setHeader("ETag", etag_of(content))


def _content_of(request):
    """Return the content that a program asks for or writes to, None for anything else."""
    if not (IAPIRequest.providedBy(request) and IOneWindowLayer.providedBy(request)):
        return None
    service = request.get("PUBLISHED")
    content = (
        getattr(service, "context", None) if IService.providedBy(service) else None
    )
    return content if IDexterityContent.providedBy(content) else None
