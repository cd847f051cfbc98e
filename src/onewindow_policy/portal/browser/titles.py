"""What the window is called that shows a page of the editors' side."""

from html import escape
from onewindow_policy.portal.browser.head import own_title
from plone.app.layout.viewlets.common import TitleViewlet
from zope.i18n import translate


class EditorsTitle(TitleViewlet):
    """What the page is called before what it is about: else all pages of a guide, its
    versions and its states among them, are one in the list of windows (WCAG 2.4.2)."""

    def update(self):
        """See `TitleViewlet`, whose `site_title` is markup."""
        super().update()
        own = escape(translate(own_title(self.view) or "", context=self.request))
        if not self.site_title.startswith(own):
            self.site_title = self.sep.join([own, self.site_title])
