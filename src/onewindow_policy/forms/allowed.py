"""What may stand in the models of a form: a list, for whatever is not on it is refused.

A model is a small program. The names of classes in it are imported, some of its
attributes are expressions, and actions run as whoever sends the form. So nothing is on
this list but what only asks, shows or keeps answers. `docs/forms.md` says it for editors.
"""

from collective.easyform.config import MAIL_BODY_DEFAULT
from types import MappingProxyType

SCHEMA = "{http://namespaces.plone.org/supermodel/schema}"
EASYFORM = "{http://namespaces.plone.org/supermodel/easyform}"
FORM = "{http://namespaces.plone.org/supermodel/form}"
I18N = "{http://xml.zope.org/namespaces/i18n}"

#: What every field and action may say about itself. `readonly` is not among it: nobody
#: could answer.
_COMMON = frozenset({"title", "description", "required", "default", "missing_value"})
_LENGTHS = frozenset({"min_length", "max_length"})
_RANGE = frozenset({"min", "max"})

_OURS = "onewindow_policy.forms.fields."

#: Kinds of fields that ask for what belongs to a person, and of files of which nobody
#: knows what they show. They go with our actions only, which keep answers sealed.
PERSONAL_FIELDS = MappingProxyType(
    {
        f"{_OURS}ResidentIdNumber": _COMMON | _LENGTHS | {"kind_field"},
        f"{_OURS}MobilePhone": _COMMON | _LENGTHS,
        f"{_OURS}BankCard": _COMMON | _LENGTHS,
        f"{_OURS}PersonName": _COMMON | _LENGTHS,
        f"{_OURS}BirthDate": _COMMON | _RANGE | {"id_field"},
        f"{_OURS}Birthday": _COMMON | _LENGTHS | {"id_field"},
        f"{_OURS}MaterialFiles": _COMMON | {"material", "max_files"},
        "plone.namedfile.field.NamedFile": _COMMON,
        "plone.namedfile.field.NamedImage": _COMMON,
        "plone.namedfile.field.NamedBlobFile": _COMMON,
        "plone.namedfile.field.NamedBlobImage": _COMMON,
    }
)

#: Kinds of fields, each with the elements that may stand in it.
FIELDS = MappingProxyType(
    {
        "collective.easyform.fields.Label": _COMMON,
        "collective.easyform.fields.RichLabel": _COMMON | {"rich_label"},
        "collective.easyform.fields.Likert": _COMMON | {"questions", "answers"},
        "plone.schema.email.Email": _COMMON | _LENGTHS,
        "zope.schema.Bool": _COMMON,
        "zope.schema.Choice": _COMMON | {"values", "vocabulary"},
        "zope.schema.Date": _COMMON | _RANGE,
        "zope.schema.Datetime": _COMMON | _RANGE,
        "zope.schema.Float": _COMMON | _RANGE,
        "zope.schema.Int": _COMMON | _RANGE,
        "zope.schema.List": _COMMON | _LENGTHS | {"value_type"},
        "zope.schema.Set": _COMMON | _LENGTHS | {"value_type"},
        "zope.schema.Text": _COMMON | _LENGTHS,
        "zope.schema.TextLine": _COMMON | _LENGTHS,
        "zope.schema.URI": _COMMON | _LENGTHS,
        f"{_OURS}CommunityCode": _COMMON | _LENGTHS,
        **PERSONAL_FIELDS,
    }
)

#: Kinds of fields that may stand for what a list or set holds.
VALUE_TYPES = ("zope.schema.Choice", "zope.schema.TextLine")

MAILER = "collective.easyform.actions.Mailer"
SAVE_DATA = "collective.easyform.actions.SaveData"

#: Stock actions for forms that ask nobody for personal data. A mail goes to one plain
#: address, in the standard layout; what is kept says nothing of who sent it.
STOCK_ACTIONS = MappingProxyType(
    {
        MAILER: _COMMON
        | {
            "recipient_name",
            "recipient_email",
            "replyto_field",
            "msg_subject",
            "subject_field",
            "body_pre",
            "body_post",
            "body_footer",
            "body_pt",
            "body_type",
            "showAll",
            "showFields",
            "includeEmpties",
            "sendCSV",
            "sendXML",
            "sendXLSX",
            "sendWithHeader",
        },
        SAVE_DATA: _COMMON
        | {
            "showFields",
            "ExtraData",
            "DownloadFormat",
            "UseColumnNames",
            "BatchSize",
        },
    }
)

#: The layout of mails: a template, and so a program, of which there is this one.
MAIL_BODY = MAIL_BODY_DEFAULT

#: What actions of ours may say besides their own settings.
OWN_ACTION = _COMMON

#: What may be kept beside the answers: the time, and not the sender's address.
EXTRA_DATA = frozenset({"dt"})

#: Inputs, by the dotted names of their factories: they are imported as they are read.
WIDGETS = frozenset(
    {
        "collective.easyform.browser.likert.LikertFieldWidget",
        "collective.easyform.browser.widgets.LabelFieldWidget",
        "collective.easyform.browser.widgets.RichLabelFieldWidget",
        "onewindow_policy.forms.widgets.BirthDateFieldWidget",
        "onewindow_policy.forms.widgets.CommunityFieldWidget",
        "onewindow_policy.forms.widgets.MaterialFilesFieldWidget",
        "plone.app.z3cform.widgets.checkbox.CheckBoxFieldWidget",
        "plone.app.z3cform.widgets.datetime.DateFieldWidget",
        "plone.app.z3cform.widgets.datetime.DatetimeFieldWidget",
        "plone.app.z3cform.widgets.email.EmailFieldWidget",
        "plone.app.z3cform.widgets.radio.RadioFieldWidget",
        "plone.app.z3cform.widgets.select.CollectionChoiceSelectFieldWidget",
        "plone.app.z3cform.widgets.select.SelectFieldWidget",
        "plone.app.z3cform.widgets.singlecheckbox.SingleCheckBoxBoolFieldWidget",
        "plone.app.z3cform.widgets.text.TextAreaFieldWidget",
        "plone.app.z3cform.widgets.text.TextFieldWidget",
        "plone.app.z3cform.widgets.uri.UriFieldWidget",
        "z3c.form.browser.checkbox.CheckBoxFieldWidget",
        "z3c.form.browser.checkbox.SingleCheckBoxFieldWidget",
        "z3c.form.browser.radio.RadioFieldWidget",
        "z3c.form.browser.select.CollectionChoiceSelectFieldWidget",
        "z3c.form.browser.select.CollectionSelectFieldWidget",
        "z3c.form.browser.select.SelectFieldWidget",
        "z3c.form.browser.text.TextFieldWidget",
        "z3c.form.browser.textarea.TextAreaFieldWidget",
    }
)

#: What a parameterised input may be told; no handlers of events, no styles.
WIDGET_PARAMETERS = frozenset({"rows", "cols", "size", "maxlength"})

#: The code lists of the city, which are public; other vocabularies list accounts.
VOCABULARIES = r"onewindow_policy\.vocabularies\.[a-z_]+"

#: Settings of a field as attributes, each with the pattern of the values that it may
#: have. What is empty says nothing. Expressions and validators are none of them.
FIELD_SETTINGS = MappingProxyType(
    {
        f"{EASYFORM}depends_on": r"(?s).*",
        f"{EASYFORM}css_class": r"[A-Za-z0-9_ -]*",
        f"{EASYFORM}THidden": r"(?i)true|false",
        f"{EASYFORM}serverSide": r"(?i)false",
        f"{FORM}mode": r"input|display|hidden",
        f"{FORM}before": r"[A-Za-z0-9_.*-]+",
        f"{FORM}after": r"[A-Za-z0-9_.*-]+",
    }
)

#: Attributes of a form beside its models that hold an expression.
EXPRESSIONS = (
    "thanksPageOverride",
    "formActionOverride",
    "onDisplayOverride",
    "afterValidationOverride",
    "headerInjection",
    "submitLabelOverride",
)
