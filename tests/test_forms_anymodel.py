"""No model whatever that is on the list can run code."""

from collective.easyform.config import MAIL_BODY_DEFAULT
from collective.easyform.interfaces import IAction
from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.feedback.api import suggestion_form
from onewindow_policy.forms import allowed
from onewindow_policy.forms.accepting import own_actions
from onewindow_policy.forms.api import APPLICATION_ACTIONS
from onewindow_policy.forms.generation import packaged_template
from onewindow_policy.testing.models import BAD_ACTIONS
from onewindow_policy.testing.models import BAD_FIELDS
from onewindow_policy.testing.models import CANARY
from onewindow_policy.testing.models import GOOD_ACTIONS
from onewindow_policy.testing.models import GOOD_FIELDS
from onewindow_policy.testing.models import GuardCase
from onewindow_policy.testing.models import HEAD
from plone.autoform.interfaces import WIDGETS_KEY
from plone.supermodel import loadString
from plone.supermodel.model import Schema
from plone.supermodel.parser import SupermodelParseError
from unittest import mock
from zope.schema import getFieldsInOrder

import plone.autoform.utils
import plone.supermodel.converters
import plone.supermodel.parser
import sys

NAMES = st.sampled_from(
    ["word", "title", "a.b", "__class__", "Ä", "x-1", "", "mailer", "_p_jar"]
)
DOTTED = st.sampled_from(
    [
        f"{CANARY}.thing",
        "os.system",
        "zope.schema.TextLine",
        "z3c.form.browser.radio.RadioFieldWidget",
        "z3c.form.browser.text.TextFieldWidget",
        "plone.app.vocabularies.Users",
        "onewindow_policy.vocabularies.audiences",
    ]
)
TYPES = st.one_of(
    st.sampled_from(sorted(allowed.FIELDS)),
    st.sampled_from(sorted(allowed.STOCK_ACTIONS)),
    st.sampled_from(
        [
            "collective.easyform.actions.CustomScript",
            "onewindow_policy.forms.actions.RegisterCase",
            "zope.schema.Object",
            "zope.schema.InterfaceField",
            "zope.schema.Dict",
            "zope.schema.DottedName",
        ]
    ),
)
WORDS = st.one_of(
    DOTTED, st.sampled_from(["", "1", "True", "False", "python:1", "甲", "hidden", "*"])
)
PREFIXES = st.sampled_from(["", "", "", "other:", "easyform:", "form:", "security:"])
TAGS = st.sampled_from(
    sorted(
        {"element", "invariant", "schema", "field", "fieldset", "widget", "key_type"}
        | {
            "defaultFactory",
            "source",
            "vocabulary",
            "constraint",
            "ScriptBody",
            "DEFAULT",
        }
        | {"ProxyRole", "body_pt", "subjectOverride", "recipientOverride", "readonly"}
        | set().union(*allowed.FIELDS.values(), *allowed.STOCK_ACTIONS.values())
    )
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "name",
            "type",
            "key",
            "order",
            "label",
            "based-on",
            *(f"easyform:{each}" for each in ("TDefault", "TEnabled", "TValidator")),
            *(f"easyform:{each}" for each in ("serverSide", "validators", "THidden")),
            *(f"easyform:{each}" for each in ("execCondition", "depends_on")),
            *(f"form:{each}" for each in ("widget", "validator", "mode", "omitted")),
            *(f"form:{each}" for each in ("before", "after")),
            "security:read-permission",
        ]
    ),
    st.one_of(WORDS, NAMES, TYPES),
    max_size=3,
)


@st.composite
def elements(draw, tag=None, depth=3):
    """Any element, likelier one that is nearly right."""
    tag = tag or draw(PREFIXES) + draw(TAGS)
    attributes = dict(draw(ATTRIBUTES)) if draw(st.integers(0, 2)) == 0 else {}
    if tag in ("field", "value_type", "form:widget"):
        attributes.setdefault("type", draw(TYPES))
    if tag in ("field", "fieldset"):
        attributes.setdefault("name", draw(NAMES))
    inner = draw(WORDS)
    if depth:
        inside = {
            "schema": st.sampled_from(["field", "field", "fieldset", None]),
            "fieldset": st.sampled_from(["field", None]),
        }.get(tag, st.none())
        for _number in range(draw(st.integers(0, 3))):
            inner += draw(elements(draw(inside), depth - 1))
    if draw(st.integers(0, 9)) == 0:
        inner = (
            draw(st.sampled_from(["<!-- -->", "<?go now?>", "<![CDATA[<]]>"])) + inner
        )
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>{inner}</{tag}>"


@st.composite
def changed_templates(draw):
    """One of our own models, with something put into it or out of it."""
    text = draw(
        st.sampled_from(
            [
                packaged_template(),
                suggestion_form()["fields_model"],
                APPLICATION_ACTIONS,
                *GOOD_FIELDS.values(),
                *GOOD_ACTIONS.values(),
                *BAD_FIELDS.values(),
                *BAD_ACTIONS.values(),
            ]
        )
    )
    for _number in range(draw(st.integers(0, 3))):
        places = [each for each in range(len(text)) if text[each] in "<> \"'"]
        start = draw(st.sampled_from(places or [0]))
        end = start + draw(st.integers(0, 30))
        piece = draw(st.one_of(elements(depth=1), WORDS, st.just("")))
        text = text[:start] + piece + text[end:]
    return text


MODELS = st.one_of(
    elements("schema").map(lambda text: f"{HEAD}{text}</model>"),
    changed_templates(),
)


class TestAnyModel(GuardCase):
    """No model that is on the list can run code."""

    def setUp(self):
        self.resolved = []
        for module in (
            plone.supermodel.parser,
            plone.supermodel.converters,
            plone.autoform.utils,
        ):
            original = module.resolve

            def resolve(name, *args, original=original):
                self.resolved.append(name)
                return original(name, *args)

            patch = mock.patch.object(module, "resolve", resolve)
            patch.start()
            self.addCleanup(patch.stop)
        remembered = mock.patch.dict(plone.autoform.utils._dottedCache, clear=True)
        remembered.start()
        self.addCleanup(remembered.stop)

    def read(self, text):
        """Read a model that was found fit; return its schema, None if it is broken."""
        self.resolved.clear()
        try:
            read = loadString(text)
        except SupermodelParseError:
            read = None
        self.assertLessEqual(set(self.resolved), allowed.WIDGETS, text)
        self.assertNotIn(CANARY, sys.modules)
        if read is None:
            return None
        self.assertEqual([""], list(read.schemata), text)
        return read.schema

    def assertHarmless(self, schema, text):
        self.assertEqual((Schema,), schema.__bases__, text)
        self.assertFalse(schema.queryTaggedValue("invariants"), text)
        for name in (
            "TDefault",
            "TEnabled",
            "TValidator",
            "validators",
            "execCondition",
        ):
            self.assertFalse(schema.queryTaggedValue(name), text)
        self.assertNotIn(True, (schema.queryTaggedValue("serverSide") or {}).values())
        for widget in (schema.queryTaggedValue(WIDGETS_KEY) or {}).values():
            if not isinstance(widget, str):
                widget = widget.getWidgetFactoryName()
            self.assertIn(widget, allowed.WIDGETS | {None}, text)
        for _name, each in getFieldsInOrder(schema):
            for field in (each, getattr(each, "value_type", None)):
                if field is not None and not IAction.providedBy(field):
                    self.assertIsNone(field.defaultFactory, text)

    @given(MODELS)
    def test_fields_that_are_accepted_run_nothing(self, text):
        if self.judge(text).faults:
            return
        schema = self.read(text)
        if schema is None:
            return
        self.assertHarmless(schema, text)
        for _name, each in getFieldsInOrder(schema):
            self.assertFalse(IAction.providedBy(each), text)

    @given(MODELS, st.booleans())
    def test_actions_that_are_accepted_run_nothing(self, text, residents):
        verdict = self.judge("", text, residents)
        if verdict.faults:
            return
        schema = self.read(text)
        if schema is None:
            return
        self.assertHarmless(schema, text)
        for _name, each in getFieldsInOrder(schema):
            kind = f"{type(each).__module__}.{type(each).__name__}"
            ours = set(own_actions())
            stock = set() if verdict.is_for_residents else set(allowed.STOCK_ACTIONS)
            self.assertIn(kind, ours | stock, text)
            for name in ("ScriptBody", "subjectOverride", "recipientOverride"):
                self.assertFalse(getattr(each, name, None), text)
            if kind == allowed.MAILER:
                self.assertEqual(MAIL_BODY_DEFAULT.split(), each.body_pt.split(), text)

    def test_enough_of_them_are_accepted(self):
        """That the tests above look at something."""
        for text in (packaged_template(), *GOOD_FIELDS.values()):
            self.assertFit(text)
            self.assertHarmless(self.read(text), text)
