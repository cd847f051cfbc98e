"""Suggestions in the sample city, and a browser for their pages."""

from lxml import html
from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import open_suggestion
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.testing.zope import Browser
from urllib.parse import urlencode

import dataclasses
import transaction
import unittest

OWN = "990102001001"
ELSEWHERE = "990103001001"


class PageTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        login(self.portal, "supervisor")
        self.user = api.user.get_current()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")

    def leave(self, nonce="n1", code=OWN, message="等了很久。", **values):
        new = NewSuggestion(nonce, message, code, **values)
        number = leave_suggestion(new).number
        transaction.commit()
        return number

    def answer(self, **values):
        number = self.leave(**values)
        answer_suggestion(number, "已加派人手。", self.user, version=1)
        transaction.commit()
        return number

    def publish(self, question="为什么等很久？", **values):
        number = self.answer(**values)
        publish_suggestion(number, question, "已加派人手。", self.user, version=2)
        transaction.commit()
        return number

    def opened(self, number):
        opened = open_suggestion(number, self.user)
        transaction.abort()
        return opened

    def log_in(self, name):
        log_in(self.browser, name)

    def open(self, path):
        self.browser.open(f"{self.url}/{path}")
        return self.read()

    def post(self, path, **form):
        self.browser.post(f"{self.url}/{path}", urlencode(form))
        transaction.begin()
        return self.read()

    def read(self):
        self.page = html.fromstring(self.browser.contents)
        return self.page

    def words(self, selector="main"):
        return [
            " ".join(each.text_content().split())
            for each in self.page.cssselect(selector)
        ]

    @property
    def source(self):
        """The page without numeric references, which Plone makes of Chinese for staff."""
        return html.tostring(self.page, encoding="unicode")

    @property
    def status(self):
        return int(self.browser.headers["status"].split()[0])

    def lose_database(self):
        """Let nobody answer where the database was."""
        settings = dataclasses.replace(
            get_database().settings, url=read_url("postgresql://127.0.0.1:1/nobody")
        )
        lost = Database(settings)
        self.addCleanup(lost.dispose)
        replace_database(lost)
