"""What is done to finished pages of the public face, wherever their parts came from."""

from collections.abc import Iterable
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.web.headers import OWN_FACE
from plone.transformchain.interfaces import ITransform
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


@implementer(ITransform)
@adapter(Interface, IOneWindowLayer)
class PageTransform:
    """See `ITransform`. Whoever inherits says which pages it is for, and what it makes of
    them."""

    def __init__(self, published, request):
        self.published = published
        self.request = request

    def is_meant_for_page(self) -> bool:
        """Return whether it looks at the page at all."""
        return True

    def transformed(self, html: str) -> str:
        """Return the page as it is to be shown."""
        raise NotImplementedError

    def transformBytes(self, result: bytes, encoding: str):
        return self.transformIterable([result], encoding)

    def transformUnicode(self, result: str, encoding: str):
        return self.transformIterable([result], encoding)

    def transformIterable(self, result: Iterable, encoding: str) -> list[str] | None:
        response = self.request.response
        if (
            not response.getHeader(OWN_FACE)
            or not (response.getHeader("Content-Type") or "").startswith("text/html")
            or not self.is_meant_for_page()
        ):
            return None
        page = "".join(
            part.decode(encoding) if isinstance(part, bytes) else part
            for part in result
        )
        shown = self.transformed(page)
        return None if shown == page else [shown]
