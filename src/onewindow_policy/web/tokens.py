"""The token against forged requests: in every form that is posted, and in no other.

plone.protect adds it to whatever form a logged-in person sees. A search, a filter or a
choice of period is asked for by GET: there the token would come into the address, and
from it into histories, logs and whatever somebody copies. What a form asks for by GET only
reads; should one write all the same, plone.protect asks whether it was meant.

What is posted without a token that holds is thrown away by plone.protect; Plone would send
the answer all the same, most often that all is saved. Here it becomes a refusal.
"""

from lxml.html import HtmlElement
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.web.exceptions import StaleToken
from plone.protect.auto import ProtectTransform
from zExceptions import Forbidden
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.component.hooks import getSite
from zope.interface import Interface

import re

_FIELD = 'input[@name="_authenticator"]'

#: Plone's toolbar has the token in each link: in those to the views of an object, to what
#: can be added, and to our page that asks about a transition, nothing needs it.
_READING_LINKS = (
    '//*[starts-with(@id, "contentview-") or @id="plone-contentmenu-factories"]/a[@href]'
    ' | //a[contains(@href, "/@@publication?")]'
)

_LAST_PARAMETER = re.compile(r"[?&]_authenticator=[0-9a-f]+$")


@adapter(Interface, IOneWindowLayer)
class TokensOfPostedForms(ProtectTransform):
    """See `plone.transformchain.interfaces.ITransform`.

    Whether a request may write is judged by plone.protect alone.
    """

    def transformIterable(self, result, encoding):
        try:
            return super().transformIterable(result, encoding)
        except Forbidden:
            response = self.request.response
            response.headers.pop("location", None)
            response.setStatus(403)
            response.setHeader("Content-Type", f"text/html; charset={encoding}")
            page = getMultiAdapter((StaleToken(), self.request), name="index.html")
            page.__parent__ = getSite()
            return [page().encode(encoding)]

    def transform(self, result, encoding):
        page = self.parseTree(result, encoding)
        if page is None:
            return None
        root = page.tree.getroot()
        # What was written with a token needs it: the page that asks whether a change was
        # meant is such a form.
        spared = [
            form
            for form in root.iter("form")
            if not is_posted(form) and not form.xpath(f".//{_FIELD}")
        ]
        page = super().transform(page, encoding)
        for form in spared:
            for field in form.xpath(_FIELD):
                form.remove(field)
        for link in root.xpath(_READING_LINKS):
            link.set("href", _LAST_PARAMETER.sub("", link.get("href")))
        return page


def is_posted(form: HtmlElement) -> bool:
    """Return whether a form, by itself or by one of its buttons, is sent by POST."""
    methods = [form.get("method"), *form.xpath(".//@formmethod")]
    return any((method or "").strip().lower() == "post" for method in methods)
