"""The accessibility statement, and pages of Plone that pages of ours stand for."""

from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.pages.api import Page
from onewindow_policy.pages.api import Words
from onewindow_policy.portal.face import uses_editing_interface
from onewindow_policy.portal.settings import portal_settings
from onewindow_policy.portal.settings import PortalSettings
from onewindow_policy.samples.api import COMMON_PATH
from pathlib import Path
from plone import api
from plone.app.contenttypes.browser import folder
from plone.app.contenttypes.browser.folder import FolderView
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class AccessibilityView(Page):
    """`/accessibility`: what the portal conforms to, where it falls short, whom to tell."""

    page_title = _("title_accessibility", default="Accessibility statement")
    page_description = ""

    @property
    def canonical_url(self) -> str:
        return f"{self.site_url}/accessibility"

    @cached_property
    def settings(self) -> PortalSettings:
        return portal_settings()

    @property
    def gaps(self) -> list[str]:
        """What the city itself knows to fall short, in its own words."""
        return list(self.settings.accessibility_gaps or ())

    @property
    def reviewed(self) -> str:
        day: date | None = self.settings.accessibility_reviewed
        return Words(self.language).day(day) if day else ""

    @property
    def large_print_url(self) -> str:
        return f"{self.site_url}?care=1"

    @property
    def suggestions_url(self) -> str:
        return f"{self.site_url}/@@suggestions"


class Moved(BrowserView):
    """A page of Plone that is none here leads to the one that stands for it."""

    #: Below the site.
    target = ""

    def __call__(self):
        url = f"{api.portal.get().absolute_url()}/{self.target}"
        return self.request.response.redirect(url)


class AccessibilityInfo(Moved):
    """`/accessibility-info`: Plone's own claims what nobody looked at."""

    target = "accessibility"


class ContactInfo(Moved):
    """`/contact-info`: what people tell the site goes into the suggestion box."""

    target = "@@suggestions"


class FormsRoom(FolderView, Moved):
    """`/forms` holds the forms that the site works by: editors see what is in there, and
    residents, who look for paper forms, those."""

    target = COMMON_PATH
    listing = ViewPageTemplateFile(
        str(Path(folder.__file__).parent / "templates" / "listing.pt")
    )

    def __call__(self):
        if uses_editing_interface(self.context):
            return self.listing()
        return Moved.__call__(self)
