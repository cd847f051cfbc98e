"""What went wrong, and what to do next, for those who do not edit."""

from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.communities.phones import hotline
from onewindow_policy.portal.face import uses_editing_interface
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import OutcomeUnknown
from pathlib import Path
from Products.CMFPlone.browser import exceptions as stock
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Forbidden
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.component.hooks import getSite
from ZPublisher.HTTPResponse import status_codes

NOT_FOUND = "not_found"
NO_ACCESS = "no_access"
FAILED = "failed"
NOT_SAVED = "not_saved"
PERHAPS_SAVED = "perhaps_saved"

TITLES = {
    NOT_FOUND: _("title_not_found", default="This page was not found"),
    NO_ACCESS: _("title_no_access", default="This page is not open to you"),
    FAILED: _("title_failed", default="Something went wrong on our side"),
    NOT_SAVED: _("title_not_saved", default="This does not work at the moment"),
    PERHAPS_SAVED: _(
        "title_perhaps_saved", default="We cannot tell whether it was saved"
    ),
}

#: What an editor, too, is told in plain words: Plone's own page would show a traceback.
PUBLIC_ONLY = {NOT_SAVED, PERHAPS_SAVED}

# Zope finds the status of an exception by its name, for pages and programs alike.
status_codes.update(
    (exception.__name__.lower(), 503)
    for exception in (
        DatabaseBusy,
        DatabaseUnavailable,
        *DatabaseUnavailable.__subclasses__(),
    )
)


class ExceptionView(stock.ExceptionView):
    """An error page in the public face; editors get Plone's own.

    Status, redirects of moved pages, and JSON for programs are Plone's. What failed is
    in the log of the server: a resident is told what to do, not what broke.
    """

    public_template = ViewPageTemplateFile("error.pt")
    basic_template = ViewPageTemplateFile("error_basic.pt")
    stock_template = ViewPageTemplateFile(
        str(Path(stock.__file__).parent / "templates" / "error_message.pt")
    )
    has_own_search = True
    breadcrumbs = ()
    page_description = ""

    def __call__(self):
        # What was being traversed may be anything, a folder of pictures or a view; the
        # page stands in the portal.
        self.kind = kind_of(self.context)
        self.__parent__ = getSite() or self.__parent__
        return super().__call__()

    def index(self, **options):
        if self.kind not in PUBLIC_ONLY and uses_editing_interface(self.context):
            return self.stock_template(**options)
        return self.public_template(**options)

    @property
    def page_title(self) -> str:
        return TITLES[self.kind]

    @property
    def is_not_found(self) -> bool:
        return self.kind == NOT_FOUND

    @property
    def is_no_access(self) -> bool:
        return self.kind == NO_ACCESS

    @property
    def is_failed(self) -> bool:
        return self.kind == FAILED

    @property
    def is_not_saved(self) -> bool:
        return self.kind == NOT_SAVED

    @property
    def is_perhaps_saved(self) -> bool:
        return self.kind == PERHAPS_SAVED

    @property
    def portal_url(self) -> str:
        return self.context.absolute_url()

    @property
    def hotline(self) -> str:
        return hotline()

    @property
    def catalogue_url(self) -> str:
        return f"{self.portal_url}/{CATALOGUE_PATH}"

    @property
    def communities_url(self) -> str:
        return f"{self.portal_url}/{CITY_PATH}"


def kind_of(exception: Exception) -> str:
    """Return which of the pages an exception gets."""
    if isinstance(exception, NotFound):
        return NOT_FOUND
    if isinstance(exception, (Unauthorized, Forbidden)):
        return NO_ACCESS
    if isinstance(exception, OutcomeUnknown):
        return PERHAPS_SAVED
    if isinstance(exception, (DatabaseUnavailable, DatabaseBusy)):
        return NOT_SAVED
    return FAILED
