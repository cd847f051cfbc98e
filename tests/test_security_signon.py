"""Pages of single sign-on are reached in the user folder, by its plugin alone."""

from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from Products.Five import BrowserView
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from zope.component import getGlobalSiteManager
from zope.interface import implementer
from zope.interface import Interface

import transaction
import unittest


class ISignOn(Interface):
    """Marks the plugin, as views are registered for one."""


@implementer(ISignOn)
class SignOnPlugin(BasePlugin):
    """In the place of pas.plugins.oidc's, which is not in the lock."""

    meta_type = "OIDC Plugin"


@implementer(ISignOn)
class OtherPlugin(BasePlugin):
    """Another one that has the same pages."""

    meta_type = "Other Plugin"


class Page(BrowserView):
    def __call__(self):
        return "signed on"


class TestSignOn(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.addCleanup(logout)
        for name, kind in (("oidc", SignOnPlugin), ("other", OtherPlugin)):
            plugin = kind()
            plugin.id = name
            self.portal.acl_users._setObject(name, plugin)
        transaction.commit()
        manager = getGlobalSiteManager()
        for name in ("login", "callback", "logout", "settings"):
            registered = {
                "factory": Page,
                "required": (ISignOn, IOneWindowLayer),
                "provided": Interface,
                "name": name,
            }
            manager.registerAdapter(**registered)
            self.addCleanup(manager.unregisterAdapter, **registered)

    def ask(self, path):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.portal.absolute_url()}/{path}")
        return browser.headers["status"][:3], browser.contents

    def test_visitors_are_led_to_the_provider_and_back(self):
        for name in ("login", "callback", "@@callback", "logout"):
            with self.subTest(name=name):
                self.assertEqual(
                    ("200", "signed on"), self.ask(f"acl_users/oidc/{name}")
                )

    def test_nothing_else_of_the_user_folder_is_reached_by_it(self):
        for path in (
            "acl_users/other/login",
            "acl_users/oidc/settings",
            "acl_users/oidc/callback/login",
            "acl_users/source_users/login",
            "news/acl_users/other/callback",
        ):
            with self.subTest(path=path):
                status, contents = self.ask(path)
                self.assertEqual("404", status)
                self.assertNotIn("signed on", contents)
