"""What window staff see of an application at their desk."""

from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser

import html


class DeskReader:
    """To be mixed into a test case with `portal` and `layer`."""

    def at_desk(self, path=""):
        """Return what the desk of the window shows at a path, as a person reads it."""
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser, "window-staff")
        browser.open(f"{self.portal.absolute_url()}/@@desk{path}")
        self.assertTrue(browser.headers["status"].startswith("200"))
        # For members Plone writes Chinese as numbers.
        page = html.unescape(browser.contents)
        self.assertIn("办件", page)
        return page
