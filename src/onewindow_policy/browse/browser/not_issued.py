"""The certificates that communities do not issue, all and one by one."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.certificates import Certificate
from onewindow_policy.catalogue.certificates import certificates_of
from onewindow_policy.pages.api import Page
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


@implementer(IPublishTraverse)
class NotIssuedView(Page):
    """`@@not-issued` of the catalogue, and `@@not-issued/<name>` for one certificate."""

    list_template = ViewPageTemplateFile("not_issued.pt")
    one_template = ViewPageTemplateFile("not_issued_one.pt")
    name = None

    def publishTraverse(self, request, name):
        if self.name is not None:
            raise NotFound(name)
        self.name = name
        return self

    def __call__(self):
        if self.name is None:
            return self.list_template()
        if self.certificate is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        return self.one_template()

    @cached_property
    def certificates(self) -> list[Certificate]:
        return certificates_of(self.context)

    @cached_property
    def certificate(self) -> Certificate | None:
        """The one that the address names."""
        return next(
            (each for each in self.certificates if each.name == self.name), None
        )

    @property
    def list_url(self) -> str:
        return f"{self.context.absolute_url()}/@@not-issued"

    @property
    def _list_title(self) -> str:
        return self.translate(
            _("title_not_issued", default="Certificates you need not bring")
        )

    @property
    def page_title(self) -> str:
        return self.name or self._list_title

    @property
    def page_description(self) -> str | None:
        return self.certificate.instead if self.certificate else None

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        catalogue = self.translate(_("title_catalogue", default="Services"))
        crumbs = [(catalogue, self.context.absolute_url())]
        if self.name is not None:
            crumbs.append((self._list_title, self.list_url))
        return [*crumbs, (self.page_title, None)]

    @property
    def canonical_url(self) -> str:
        return self.certificate.url if self.certificate else self.list_url
