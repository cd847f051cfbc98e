"""`/catalogue/<item>/<district>`: an address for each district that adopted an item."""

from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.interfaces import IOneWindowLayer
from plone.dexterity.browser.traversal import DexterityPublishTraverse
from zope.component import adapter
from zope.component import getMultiAdapter

import re

DISTRICT_CODE = re.compile(r"\d{6}")


@adapter(IServiceItem, IOneWindowLayer)
class ItemPublishTraverse(DexterityPublishTraverse):
    """Finds a district's version of an item's guide where the item holds nothing.

    What the item does hold by that name wins; everything else, WebDAV included, is found
    as in any content. REST requests do not come here (see `plone.rest.traverse`).
    """

    def publishTraverse(self, request, name):
        if (
            DISTRICT_CODE.fullmatch(name)
            and name not in self.context
            and request.get("REQUEST_METHOD", "GET") in ("GET", "HEAD")
        ):
            view = getMultiAdapter((self.context, request), name="district-guide")
            view.district = name
            return view
        return super().publishTraverse(request, name)
