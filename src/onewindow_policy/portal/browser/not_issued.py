"""The page of the certificates that communities do not issue."""

from onewindow_policy import _
from onewindow_policy.portal.browser.page import PublicPage


class NotIssuedView(PublicPage):
    """`@@not-issued` of the catalogue."""

    page_title = _("title_not_issued", default="Certificates you need not bring")

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        catalogue = self.translate(_("title_catalogue", default="Services"))
        return [
            (catalogue, self.context.absolute_url()),
            (self.translate(self.page_title), None),
        ]

    @property
    def canonical_url(self) -> str:
        return f"{self.context.absolute_url()}/@@not-issued"

    @property
    def certificates(self) -> list[str]:
        return self.context.not_issued_certificates or []
