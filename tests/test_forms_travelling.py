"""Our actions travel with a form in EasyForm's own export and import."""

from collective.easyform.api import get_actions
from io import BytesIO
from onewindow_policy.forms.actions import IRegisterCase
from onewindow_policy.forms.api import is_registering
from onewindow_policy.forms.suggesting import ILeaveSuggestion
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from zope.schema import getFieldsInOrder

import transaction
import unittest


class TestTravelling(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.browser = Browser(self.layer["app"])
        log_in(self.browser)

    def travel(self, form):
        """Export `form`, import it into a new one, and return that."""
        copy = api.content.create(self.portal.forms, "EasyForm", "copy", "Copy")
        transaction.commit()
        self.browser.open(f"{form.absolute_url()}/@@export-easyform")
        archive = self.browser._response.body
        self.browser.open(f"{copy.absolute_url()}/@@import-easyform")
        self.browser.getControl(name="form.widgets.upload").add_file(
            BytesIO(archive), "application/x-gzip", "form.tar.gz"
        )
        self.browser.getControl(name="form.buttons.import").click()
        transaction.begin()
        return copy

    def test_registering_a_case_travels_with_its_settings(self):
        form = self.portal.catalogue["sq-ll-001"].apply
        form.actions_model = form.actions_model.replace(
            "<title>",
            "<applicant_phone>other_phone</applicant_phone><title>",
            1,
        )
        ((_name, action),) = getFieldsInOrder(get_actions(self.travel(form)))
        self.assertTrue(IRegisterCase.providedBy(action))
        self.assertEqual("other_phone", action.applicant_phone)
        self.assertEqual("id_number", action.applicant_id_number)

    def test_leaving_a_suggestion_travels_with_its_settings(self):
        form = self.portal.forms.suggest
        form.actions_model = form.actions_model.replace(
            "<title>", "<contact>phone_or_mail</contact><title>", 1
        )
        copy = self.travel(form)
        ((_name, action),) = getFieldsInOrder(get_actions(copy))
        self.assertTrue(ILeaveSuggestion.providedBy(action))
        self.assertEqual("phone_or_mail", action.contact)
        self.assertEqual("sender_name", action.sender_name)
        self.assertEqual(form.fields_model, copy.fields_model)

    def test_form_that_travelled_registers_as_the_first_does(self):
        copy = self.travel(self.portal.forms.suggest)
        self.assertTrue(is_registering(copy))
        self.assertEqual("post", copy.method)
