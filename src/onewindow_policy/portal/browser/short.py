"""Short addresses, for paper and for saying them aloud: `/s/<item code>`, and `/s/` with
the short name of a journey."""

from functools import cached_property
from io import BytesIO
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.api import get_district
from onewindow_policy.journeys.api import get_journey
from onewindow_policy.journeys.asking import read_asked
from onewindow_policy.journeys.interfaces import IJourney
from onewindow_policy.publishing.api import is_public
from plone import api
from Products.Five import BrowserView
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import segno

QR_CODE = "qr.svg"


@implementer(IPublishTraverse)
class ShortAddress(BrowserView):
    """`/s/sq-ll-001` leads to the item, `/s/sq-ll-001/990102` to its district's guide, and
    `/s/birth?stage=born` to a journey, as far as somebody has answered.

    Letters may be large or small. With `/qr.svg` behind it, the address is drawn as a QR
    code. A code that nobody may see is as unknown as one that never was.
    """

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path = []

    def publishTraverse(self, request, name):
        self.path.append(name)
        return self

    @cached_property
    def shown_content(self):
        """The item or the journey that this leads to, if there is one: caches forget both
        together."""
        name = next(iter(self.path), "")
        for content in (get_item(name), get_journey(name)):
            if content is not None and is_public(content):
                return content
        return None

    def __call__(self) -> str:
        is_drawing = self.path[-1:] == [QR_CODE]
        places = self.path[:-1] if is_drawing else self.path
        code, *districts = places or [""]
        if self.shown_content is None or len(districts) > 1:
            raise NotFound(self.request.get("ACTUAL_URL"))
        if districts and get_district(districts[0]) is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        tail, query = "/".join([code.lower(), *districts]), self._answers(districts)
        if is_drawing:
            return self._draw(f"{api.portal.get().absolute_url()}/s/{tail}{query}")
        target = "/".join([self.shown_content.absolute_url(), *districts])
        self.request.response.redirect(f"{target}{query}", 302)
        return ""

    def _answers(self, districts: list[str]) -> str:
        """Return what was answered on the way through a journey, as its address has it;
        empty for items. Raises NotFound."""
        if not IJourney.providedBy(self.shown_content):
            return ""
        if districts:
            raise NotFound(self.request.get("ACTUAL_URL"))
        query = read_asked(self.shown_content, self.request.form).query
        return f"?{query}" if query else ""

    def _draw(self, url: str) -> str:
        """Return a QR code of `url` as SVG without style or script."""
        response = self.request.response
        response.setHeader("Content-Type", "image/svg+xml; charset=utf-8")
        drawing = BytesIO()
        segno.make(url, error="m", micro=False).save(
            drawing, kind="svg", border=2, omitsize=True, svgclass=None, lineclass=None
        )
        return drawing.getvalue().decode()
