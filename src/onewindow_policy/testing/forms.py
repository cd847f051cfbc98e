"""A form of the sample city: filled in without scripts, and what it took in."""

from datetime import timedelta
from onewindow_policy.forms import submissions
from onewindow_policy.forms.browser.form import ResidentForm
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from unittest import mock
from urllib.parse import urlencode

import html
import re
import unittest

NUMBER = "990102194503150023"
CHILD = "99010220200101001X"

#: What an old resident enters for the allowance, as phones leave it.
ANSWERS = {
    "applicant_name": "样本 老人",
    "id_kind": "resident_card",
    "id_number": "９９０１０２ 19450315 0023",
    "phone": "+86 138-0000-0000",
    "community": "990102001001",
    "address": "　晨光小区 1 栋　",
    "acting": "self",
    "account_kind": "bank_card",
    "bank_name": "示例银行云河支行",
    "bank_card": "6228 4804 0256 4890 018",
    "material_m04_how": "window",
}
RADIOS = ("acting", "account_kind", "material_m04_how")


def inputs_of(answers):
    """Return what a browser sends for these answers."""
    sent = {f"form.widgets.{name}": value for name, value in answers.items()}
    sent |= {f"form.widgets.{name}-empty-marker": "1" for name in RADIOS}
    return sent | {"form.buttons.submit": "1"}


class FormCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.form = self.portal.catalogue["sq-ll-001"]["apply"]
        self.url = self.form.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.received = []
        received = self.received

        def keep(form, fields):
            received.append((dict(fields), form))

        for patch in (
            mock.patch.object(ResidentForm, "processActions", keep),
            # Tests fill forms in faster than people.
            mock.patch.object(submissions, "SHORTEST_FILLING", timedelta()),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def open(self, query=""):
        self.browser.open(self.url + query)
        return self.browser.contents

    def control(self, name):
        # Of lists the input says that there may be several.
        suffix = ":list" if name.endswith("id_kind") else ""
        return self.browser.getControl(name=f"form.widgets.{name}{suffix}")

    def fill(self, **answers):
        for name, value in answers.items():
            control = self.control(name)
            control.value = [value] if isinstance(control.value, list) else value

    def send(self):
        self.browser.getControl(name="form.buttons.submit").click()
        return self.browser.contents

    def post(self, more=(), **answers):
        """Send answers as any program may; the page is asked for its token first."""
        nonce = re.search(r'form\.nonce"[^>]*value="([^"]+)"', self.open())[1]
        sent = inputs_of(ANSWERS | answers) | {"form.nonce": nonce} | dict(more)
        sent = {name: value for name, value in sent.items() if value is not None}
        self.browser.post(self.url, urlencode(sent, doseq=True))
        return self.browser.contents

    def answers(self):
        """Return what was taken in, once."""
        ((fields, _form),) = self.received
        return fields

    def problems(self):
        """Return the summary above the form: pairs of the input's id and the sentence."""
        found = re.search(r'id="problems".*?</div>', self.browser.contents, re.S)
        if found is None:
            return []
        return [
            (target, html.unescape(re.sub(r"<[^>]+>|\n\s*", "", line)))
            for target, line in re.findall(
                r'href="#([^"]+)"\s*>(.*?)</a>', found[0], re.S
            )
        ]

    def problem_at(self, name):
        return dict(self.problems()).get(f"form-widgets-{name}")
