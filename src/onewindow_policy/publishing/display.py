"""How content is displayed: a page of the product, not one that somebody chooses.

Plone lets whoever writes in a folder give it another template, or a page of its own to show
in its place: residents then see that where hundreds of links lead.
"""

from AccessControl import getSecurityManager
from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.datehiding import require_known_hiding
from onewindow_policy.publishing.exceptions import DisplayRefused
from onewindow_policy.publishing.interfaces import IRoom
from plone.base.interfaces import IPloneSiteRoot
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer import json_body
from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.deserializer.site import DeserializeSiteRootFromJson
from plone.restapi.interfaces import IDeserializeFromJson
from Products.CMFDynamicViewFTI.interfaces import ISelectableBrowserDefault
from Products.CMFDynamicViewFTI.permissions import ModifyViewTemplate
from zope.component import adapter
from zope.interface import implementer

LAYOUT = "layout"

NOT_CHOSEN = _(
    "error_display_fixed",
    default="How this is displayed is the portal's to say, and cannot be chosen.",
)


def may_choose_display(content) -> bool:
    """Return whether the user may choose how `content` is displayed.

    Nobody chooses that of a room of the site, or of the site itself.
    """
    if IRoom.providedBy(content) or IPloneSiteRoot.providedBy(content):
        return False
    return bool(getSecurityManager().checkPermission(ModifyViewTemplate, content))


def require_display(content, data: Mapping) -> None:
    """Refuse a display in JSON that is not to be chosen, or is none of its type's.

    Plone takes any from whoever may change the content. Raises DisplayRefused.
    """
    if LAYOUT not in data or not ISelectableBrowserDefault.providedBy(content):
        return
    wanted = data[LAYOUT]
    if wanted == content.getLayout():
        return
    known = {name for name, _title in content.getAvailableLayouts()}
    if wanted not in known or not may_choose_display(content):
        raise DisplayRefused(NOT_CHOSEN)


@implementer(IDeserializeFromJson)
@adapter(IDexterityContent, IOneWindowLayer)
class ContentFromJson(DeserializeFromJson):
    """The stock way to read JSON, but for the display and for dates that hide."""

    def __call__(self, validate_all=False, data=None, create=False, **more):
        data = json_body(self.request) if data is None else data
        require_display(self.context, data)
        require_known_hiding(self.context, data, self.request)
        return super().__call__(validate_all, data, create, **more)


@implementer(IDeserializeFromJson)
@adapter(IPloneSiteRoot, IOneWindowLayer)
class SiteFromJson(DeserializeSiteRootFromJson):
    """The same for the site itself."""

    def __call__(self, validate_all=False):
        require_display(self.context, json_body(self.request))
        return super().__call__(validate_all)
