"""Applications in the sample city, made by a browser without scripts."""

from datetime import timedelta
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import func
from sqlalchemy import select
from stdnum.cn import ric
from unittest import mock
from webtest.forms import Upload

import re
import transaction
import unittest

FORM = "catalogue/sq-ll-001/apply"

#: The question how the only material is handed in that nobody looks up: the bank card.
HANDING_IN = "material_m04_how"


def id_number(body):
    """Return the identity number that begins with these 17 digits."""
    return body + ric.calc_check_digit(body + "0")


#: Of nobody: district codes that begin with 99 do not exist.
ID_NUMBER = id_number("99010219400101001")

NAME = "样本老人"
PHONE = "13800000000"
CARD = "6222020000000000000"

#: Who consents for a child, by the parts that forms ask for.
GUARDIAN = {
    "name": "样本母亲",
    "relation": "母亲",
    "id_number": id_number("99010219900101002"),
}

NO_ACTIONS = """\
<model xmlns="http://namespaces.plone.org/supermodel/schema"><schema /></model>
"""

STOCK_FILE = """\
<field name="stock" type="plone.namedfile.field.NamedBlobFile"><title>Stock</title>
<required>False</required></field></schema>"""

#: The smallest picture that is one by its first bytes.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffc0000b080010001001011100ffda0002ffd9"
)


def remove_form(item):
    """Take the form of `item` away, and first from residents the guide that names it."""
    guide = item["guide"]
    with api.env.adopt_roles(["Manager"]):
        if guide.channel_online:
            api.content.transition(guide, "archive")
        item.manage_delObjects(["apply"])


class ApplyingCase(unittest.TestCase):
    """Fills forms in as a browser without scripts does."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        # Tests fill forms in faster than people.
        self.replace("onewindow_policy.forms.submissions.SHORTEST_FILLING", timedelta())

    def replace(self, name, value):
        patched = mock.patch(name, value)
        self.addCleanup(patched.stop)
        return patched.start()

    def open_form(self, path=FORM):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.url}/{path}")
        return browser

    def fill(self, browser, **changes):
        values = {
            "applicant_name": NAME,
            "id_number": ID_NUMBER,
            "phone": PHONE,
            "community": "990102001001",
            "address": "示例路1号",
            "account_kind": "social_card",
            "bank_name": "示例银行",
            "bank_card": CARD,
            HANDING_IN: "window",
        } | changes
        for name, value in values.items():
            control = browser.getControl(name=f"form.widgets.{name}")
            is_choice = name in ("account_kind", "acting", "community")
            is_choice = is_choice or name.endswith("_how")
            control.value = [value] if is_choice else value

    def file_fields(self, browser):
        """Return the names of the fields for files."""
        return re.findall(
            r'name="form\.widgets\.([^"]+)"\s[^>]*type="file"', browser.contents
        )

    def upload(self, browser, name=None, content=JPEG, filename="id-card.jpg"):
        """Choose a file for a field, the first by default; return the field's name."""
        name = name or self.file_fields(browser)[0]
        control = browser.getControl(name=f"form.widgets.{name}")
        # The test browser's own way knows inputs for a single file only.
        control._control.force_value([Upload(filename, content, "image/jpeg")])
        return name

    def send(self, browser):
        browser.getControl("提交申请").click()
        transaction.begin()

    def apply(self, **changes):
        browser = self.open_form()
        self.fill(browser, **changes)
        self.send(browser)
        return browser

    def cases(self):
        return read_session().scalars(select(Case)).all()

    def count(self, model):
        return read_session().scalar(select(func.count()).select_from(model))

    def assertReceipt(self, browser):
        self.assertRegex(browser.url, r"/@@receipt/\d{15}$", browser.contents[:3000])

    def assertHeld(self, browser, words):
        """The form is shown again, with what was typed and the reason."""
        self.assertIn(words, browser.contents)
        name = browser.getControl(name="form.widgets.applicant_name")
        self.assertEqual(NAME, name.value)
