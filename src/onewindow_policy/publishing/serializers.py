"""Content as JSON without what is nobody's business but the editors'."""

from AccessControl import getSecurityManager
from Acquisition import aq_chain
from Acquisition import aq_inner
from DateTime import DateTime
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.api import is_effective
from onewindow_policy.publishing.interfaces import IPublishable
from plone.base.interfaces import IPloneSiteRoot
from plone.dexterity.interfaces import IDexterityContainer
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.interfaces import IJSONSummarySerializerMetadata
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.serializer.dxcontent import SerializeFolderToJson
from plone.restapi.serializer.dxcontent import SerializeToJson
from plone.restapi.serializer.site import SerializeSiteRootToJson
from Products.CMFCore.permissions import AccessInactivePortalContent
from Products.CMFCore.permissions import ModifyPortalContent
from Products.CMFCore.permissions import View
from zope.component import adapter
from zope.interface import implementer

#: Who writes a page and who has it open at the moment: user names and lock tokens.
EDITORIAL_KEYS = ("creators", "contributors", "lock", "working_copy", "working_copy_of")

#: The same as lists and objects call it.
NAMES_OF_STAFF = (
    *("Creator", "creators", "listCreators", "Contributors", "contributors"),
    *("listContributors", "author_name", "getOwner", "getOwnerTuple", "lockedBy"),
)


def may(permission: str, content) -> bool:
    """Return whether the current user has `permission` on `content`."""
    return bool(getSecurityManager().checkPermission(permission, content))


def is_hidden(content) -> bool:
    """Return whether `content`, or what holds it, is outside its dates for the reader."""
    now = DateTime()
    return any(
        IPublishable.providedBy(each)
        and not is_effective(each, now)
        and not may(AccessInactivePortalContent, each)
        and not may(ModifyPortalContent, each)
        for each in aq_chain(aq_inner(content))
    )


def _address(content) -> dict:
    """Return what is left of hidden content, for instance in the results of a search."""
    return {"@id": content.absolute_url(), "@type": content.portal_type}


def for_reader(content, result: dict) -> dict:
    """Return `result`, the JSON of `content`, as the current user may read it.

    Readers get neither names of staff nor relations to what they may not view: stock
    serializers summarise the target of a relation for everybody.
    """
    if may(ModifyPortalContent, content):
        return result
    for key in EDITORIAL_KEYS:
        result.pop(key, None)
    if "relatedItems" in result:
        visible = {
            relation.to_object.absolute_url()
            for relation in content.relatedItems or ()
            if relation.to_object is not None and may(View, relation.to_object)
        }
        result["relatedItems"] = [
            summary for summary in result["relatedItems"] if summary["@id"] in visible
        ]
    return result


@implementer(ISerializeToJson)
@adapter(IDexterityContent, IOneWindowLayer)
class ReadableContentToJson(SerializeToJson):
    """Any content as JSON."""

    def __call__(self, *args, **kwargs):
        if is_hidden(self.context):
            return _address(self.context)
        return for_reader(self.context, super().__call__(*args, **kwargs))


@implementer(ISerializeToJson)
@adapter(IDexterityContainer, IOneWindowLayer)
class ReadableFolderToJson(SerializeFolderToJson):
    """Any folder as JSON."""

    def __call__(self, *args, **kwargs):
        if is_hidden(self.context):
            return _address(self.context)
        return for_reader(self.context, super().__call__(*args, **kwargs))


@implementer(ISerializeToJson)
@adapter(IPloneSiteRoot, IOneWindowLayer)
class ReadableSiteToJson(SerializeSiteRootToJson):
    """The site as JSON."""

    def __call__(self, *args, **kwargs):
        return for_reader(self.context, super().__call__(*args, **kwargs))


@implementer(IJSONSummarySerializerMetadata)
class NamesOfStaff:
    """What lists in JSON say to nobody, editors included: they have it in the content."""

    def blocklisted_attributes(self) -> set[str]:
        return set(NAMES_OF_STAFF)
