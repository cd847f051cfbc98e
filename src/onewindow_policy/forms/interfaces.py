"""Forms that residents fill in: their kinds of fields, and what marks a form."""

from collective.easyform.interfaces import IAction
from collective.easyform.interfaces import IEasyForm
from onewindow_policy import _
from onewindow_policy.intake.api import KEPT_FORM_DAYS
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from z3c.form.interfaces import IFileWidget
from z3c.form.interfaces import IWidget
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface import provider
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IField
from zope.schema.interfaces import ITextLine
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

#: How long applications are kept where nobody says otherwise: the shortest of the terms
#: for files of public bodies (order 8 of the State Archives Administration, 《机关文件材料
#: 归档范围和文书档案保管期限规定》: ten years, thirty years, for good).
KEPT_MONTHS = 120
LONGEST_KEPT_MONTHS = 1200

#: Grounds for handling personal data (PIPL article 13).
BY_DUTY = "duty"
BY_CONSENT = "consent"

LEGAL_GROUNDS = SimpleVocabulary(
    [
        SimpleTerm(
            BY_DUTY,
            title=_("ground_duty", default="A duty by law; no consent is needed"),
        ),
        SimpleTerm(
            BY_CONSENT,
            title=_(
                "ground_consent", default="Consent; residents tick a box of its own"
            ),
        ),
    ]
)


class IRegisteringForm(IEasyForm):
    """A form whose sending makes a record of a resident.

    Provided directly by the form object; see `api.set_registering`. Such a form is sent
    by POST only and takes nothing from the query of its address, since addresses end up
    in logs and histories; it shows the notice at collection.
    """


class IRegisteringAction(IAction):
    """An action that makes a record of what a resident entered."""

    def repeat(submission):
        """Note the receipt of what `submission` became before; return whether there is one.

        Asked before anything is read of it. Raises `SentOtherwise` when something else
        was sent from the same page.
        """


class IRegistering(Interface):
    """Makes records of one kind of what residents send by forms.

    A room that keeps records registers one, as a utility with the name of their kind; our
    actions find it by that name (`registering.RegisteringAction.kind`), so that forms know
    no such room.
    """

    def register(action, fields, submission):
        """Make a record of what was sent; return its `Receipt`.

        `action` has the settings, `fields` the answers that were asked, by name;
        `submission` is what else there is to know, None where the form is not marked as
        one that registers. What came before by the same submission is returned as it is.
        Where the resident has to confirm first, `submission.asks_again` is set.

        It is kept when Zope's transaction commits. Raises `SubmissionRefused`, and
        `SentOtherwise` when something else was sent from the same page.
        """

    def registered_earlier(submission):
        """Return the `Receipt` of what this very submission became before, else None.

        Raises `SentOtherwise` when something else was sent from the same page.
        """

    def known_of(action, id_number, id_kind, earlier=None):
        """Return what the person with this number said before, by the fields of the form
        whose settings `action` has, as a browser would send it, and the number of the
        record that the form is made from then, None for none; None where nothing is known.
        `earlier` is the number of the one from which the window makes a new application.

        Asked at a window alone, when the person has agreed to it; the room notes it in the
        audit. `id_kind` is that of the document, None for the resident identity card.
        """

    def hand_over(receipt, request):
        """Lead `request` to the page of a receipt, None; or return that page, where the
        browser could not open it there."""


class IInquiries(Interface):
    """Knows what people asked before they apply. The room that keeps it registers one."""

    def asked(number, item_code):
        """Return the `inquired.Inquired` of this number, however it is typed, None where
        nobody asked about this service by it. Raises `DatabaseUnavailable`."""

    def number_text(number):
        """Return a stored number as people read it."""

    def path_of(number):
        """Return where staff open it, from the site."""


class IEarlierCases(Interface):
    """Knows what people said when they applied for what runs out now, or was not granted.
    The room that keeps it registers one."""

    def said(item_code, number, code, document, address):
        """Return the `earlier.Earlier` with this number, whose person proves by its query
        code and the number of their document that it is theirs, and agrees; None where
        these do not fit, it is of another service than `item_code`, or nothing is to be
        made from it.

        What is wrong counts against the `address`. The audit notes what is returned. Raises
        `DatabaseUnavailable`.
        """

    def last_time(number, item_code, user, language):
        """Return the `earlier.LastTime` of the application with this number, in a language;
        None where it is of another service, `user` may not open it, or nothing can be
        applied for from it. The audit notes what is returned. Raises
        `DatabaseUnavailable`.
        """


class ISiteForm(Interface):
    """A form that the site works by, apart from those of items.

    A utility whose name is the form's path from the site. Whose records it makes registers
    it; only administrators remove such a form.
    """

    action_type = Attribute("The type of the action that it cannot be without.")
    without_action = Attribute("What its editors are told when it is without.")
    fields_model = Attribute("The model of its fields while nobody has changed it.")
    actions_model = Attribute("The model of its actions while nobody has changed it.")

    def first_answers(inputs):
        """Return the texts that a page which was opened with `inputs` begins with, by
        field."""


@provider(IFormFieldProvider)
class ICollection(model.Schema):
    """What a form says about the personal data that it collects (behavior)."""

    model.fieldset(
        "collection",
        label=_("fieldset_collection", default="Personal data"),
        fields=["legal_ground", "purpose", "retention_months", "retention"],
    )
    legal_ground = schema.Choice(
        title=_("label_legal_ground", default="Legal ground"),
        description=_(
            "help_legal_ground",
            default=(
                "State organs need no consent for what the law obliges them to do"
                " (Personal Information Protection Law, articles 13, 34 and 35)."
            ),
        ),
        vocabulary=LEGAL_GROUNDS,
        default=BY_DUTY,
        required=False,
    )
    purpose = schema.TextLine(
        title=_("label_purpose", default="What the data is for"),
        description=_("help_purpose", default="Empty: to handle this service."),
        required=False,
    )
    retention_months = schema.Int(
        title=_("label_retention_months", default="Months it is kept"),
        description=_(
            "help_retention_months",
            default=(
                "After it was closed; then it is erased. Each record keeps the term that"
                " its person was told. Empty: as the notice at collection says."
            ),
        ),
        min=1,
        max=LONGEST_KEPT_MONTHS,
        required=False,
    )
    retention = schema.TextLine(
        title=_("label_retention", default="What else is to be said about that"),
        required=False,
    )


class INoticeSettings(Interface):
    """The city's own words in the notice at collection, kept in the registry.

    An empty text stands for our standard wording, which exists in each language.
    """

    handler = schema.TextLine(
        title=_("label_notice_handler", default="Who handles the data"),
        description=_(
            "help_notice_handler",
            default="Empty: the department responsible for the service.",
        ),
        required=False,
    )
    contact = schema.TextLine(
        title=_("label_notice_contact", default="How to reach them"),
        description=_(
            "help_notice_contact",
            default="Phone and address. Empty: the department's phone.",
        ),
        required=False,
    )
    manner = schema.Text(
        title=_("label_notice_manner", default="How the data is used"),
        description=_("help_notice_text", default="Empty: our standard wording."),
        required=False,
    )
    retention_months = schema.Int(
        title=_("label_retention_months", default="Months it is kept"),
        description=_(
            "help_notice_retention_months",
            default=(
                "After an application was closed; then it is erased. Empty: the notice"
                " names no term, and nothing is erased by itself."
            ),
        ),
        min=1,
        max=LONGEST_KEPT_MONTHS,
        default=KEPT_MONTHS,
        required=False,
    )
    withdrawn_months = schema.Int(
        title=_("label_withdrawn_months", default="Months a withdrawn one is kept"),
        description=_(
            "help_notice_withdrawn_months",
            default=(
                "After an application was withdrawn; then it is erased. Empty, or longer"
                " than the term above: the same term."
            ),
        ),
        min=1,
        max=LONGEST_KEPT_MONTHS,
        default=6,
        required=False,
    )
    retention = schema.Text(
        title=_("label_retention", default="What else is to be said about that"),
        required=False,
    )
    kept_form_days = schema.Int(
        title=_("label_kept_form_days", default="Days a half-filled form is kept"),
        description=_(
            "help_kept_form_days",
            default=(
                "Whoever asks for it goes on by a number and a code; then, or when it was"
                " sent, it is erased. 0: this is not offered. What is kept already stays"
                " until the day that its person was told."
            ),
        ),
        min=0,
        max=30,
        default=KEPT_FORM_DAYS,
    )
    keeps_on_shared_devices = schema.Bool(
        title=_(
            "label_keeps_on_shared_devices",
            default="Offer that on shared computers too",
        ),
        description=_(
            "help_keeps_on_shared_devices",
            default="In halls: whoever stands behind somebody can read the code.",
        ),
        default=False,
        required=False,
    )
    rights = schema.Text(
        title=_("label_notice_rights", default="What rights people have"),
        description=_("help_notice_text", default="Empty: our standard wording."),
        required=False,
    )


class INoticeVersion(Interface):
    """Which version of the notice is in force; counted on by its control panel."""

    version = schema.Int(title="Version", default=1, min=1)
    dated = schema.Date(title="Date", required=False)


class IReadAnswer(ITextLine):
    """A field that brings what was typed into one shape.

    It extends `ITextLine`, and is the only base of the kinds: so its converter is found
    before that of all fields, by whatever order interfaces are resolved.
    """

    def read(text):
        """Return the value that `text` stands for. Raises `UnfitAnswer`.

        What was read once reads the same: `read(read(text)) == read(text)`.
        """

    def doubts(value):
        """Return messages about what is worth a second look and no reason to refuse."""


class IResidentIdNumber(IReadAnswer):
    """The number of an identity document: of a resident identity card (GB 11643-1999), or
    of the kind that was chosen in another field (see `typed.documents`)."""

    kind_field = schema.TextLine(
        title=_(
            "label_kind_field",
            default="Short name of the field that asks for the kind of document",
        ),
        description=_(
            "help_kind_field", default="Empty: the resident identity card only."
        ),
        required=False,
    )


class IMobilePhone(IReadAnswer):
    """A phone number, of a mobile or a landline, from here or elsewhere."""


class IBankCard(IReadAnswer):
    """The number of a bank card or passbook."""


class IPersonName(IReadAnswer):
    """A person's name."""


class ICommunityCode(IReadAnswer):
    """A community of the city, chosen; the value is its 12-digit code."""


class IBirthDate(IDate):
    """A day of birth that is read off an identity number and never typed."""

    id_field = schema.TextLine(
        title=_("label_id_field", default="Short name of the identity number's field"),
        default="id_number",
    )


class IBirthday(IReadAnswer):
    """A day of birth that is typed, for who may have no number yet: a child. The value is
    a text in the shape 2025-11-01."""

    id_field = schema.TextLine(
        title=_("label_id_field", default="Short name of the identity number's field"),
        required=False,
    )


class IMaterialFiles(IField):
    """Files of a material of the guide; the value is a tuple of `HandedInFile`."""

    material = schema.TextLine(
        title=_("label_material_in_guide", default="Code of the material in the guide"),
        required=False,
    )
    max_files = schema.Int(
        title=_("label_max_files", default="Files at most"), min=1, max=20, default=5
    )


class IMaterialFilesWidget(IFileWidget):
    """Lets residents choose several files."""


class ICommunityWidget(IWidget):
    """Lets residents choose their community."""

    choices = Attribute("The `CommunityChoices` to choose from.")


class IBirthDateWidget(IWidget):
    """Asks nothing: says where the day of birth comes from."""


class IShowsSentPictures(Interface):
    """Marks a request whose page holds small pictures of what was sent with it."""
