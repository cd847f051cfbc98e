"""Our actions travel with a form in EasyForm's own export and import."""

from collective.easyform.api import get_actions
from collective.easyform.interfaces import IActionFactory
from io import BytesIO
from onewindow_policy.forms.accepting import own_settings
from onewindow_policy.forms.actions import IRegisterCase
from onewindow_policy.forms.api import is_registering
from onewindow_policy.forms.interfaces import IRegistering
from onewindow_policy.forms.interfaces import ISiteForm
from onewindow_policy.forms.suggesting import ILeaveSuggestion
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.interface.verify import verifyObject
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

    def test_each_kind_of_action_has_a_room_that_registers(self):
        registering = dict(getUtilitiesFor(IRegistering))
        kinds = {
            getUtility(IActionFactory, name=name).fieldcls.kind
            for name in own_settings()
        }
        self.assertEqual(kinds, set(registering))
        self.assertEqual({"cases", "suggestions"}, kinds)
        for each in registering.values():
            verifyObject(IRegistering, each)

    def test_forms_that_the_site_works_by_are_there_with_an_action_of_ours(self):
        site_forms = dict(getUtilitiesFor(ISiteForm))
        self.assertEqual({"forms/suggest", "forms/template"}, set(site_forms))
        for path, site_form in site_forms.items():
            verifyObject(ISiteForm, site_form)
            self.assertIn(site_form.action_type, own_settings())
            self.assertIn(site_form.action_type, site_form.actions_model)
            self.assertIsNotNone(self.portal.unrestrictedTraverse(path, None), path)
