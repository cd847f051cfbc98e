"""How to get a service done: for the whole city, or where a district differs."""

from collective.z3cform.datagridfield.row import DictRow
from onewindow_policy import _
from onewindow_policy.guides.entitlements import IBenefitRateRow
from onewindow_policy.guides.entitlements import IEligibilityRow
from onewindow_policy.guides.entitlements import require_fit_conditions
from onewindow_policy.guides.entitlements import require_fit_rates
from onewindow_policy.guides.rows import ILegalBasisRow
from onewindow_policy.guides.rows import IMaterialRow
from onewindow_policy.guides.rows import IProcessStepRow
from onewindow_policy.guides.rows import IQuestionRow
from onewindow_policy.guides.rows import MAX_DAYS
from onewindow_policy.guides.rows import MAX_ROWS
from onewindow_policy.guides.rows import row_key
from onewindow_policy.guides.rows import ROW_KEYS
from onewindow_policy.publishing.codes import is_code
from onewindow_policy.publishing.codes import not_a_code
from onewindow_policy.publishing.exceptions import UnfitCode
from onewindow_policy.publishing.prose import VERBATIM
from onewindow_policy.typed.printable import require_printable
from onewindow_policy.vocabularies.widgets import blocks_of_rows
from plone.autoform import directives
from plone.supermodel import model
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import invariant
from zope.interface import taggedValue


class TooManyRows(Invalid):
    """A guide has more rows of a kind than a resident could read."""


class RowKeyRepeated(Invalid):
    """Two rows of a guide have the same key, so that no district could address one."""


def _rows(title, row_schema, **options):
    return schema.List(
        title=title,
        value_type=DictRow(title=title, schema=row_schema),
        required=False,
        default=[],
        **options,
    )


def _lines(title, **options):
    return schema.List(
        title=title,
        value_type=schema.TextLine(),
        required=False,
        default=[],
        **options,
    )


def _flag(title, **options):
    return schema.Bool(title=title, required=False, default=False, **options)


class IGuideContent(model.Schema):
    """What a guide says. A district's guide may override each of these fields.

    The five elements (GB/T 36114-2018 and the city's plan) are `legal_basis`,
    the accepting unit, `process`, `materials`, and the sample documents that the
    item holds.
    """

    taggedValue(VERBATIM, ("other_forms",))

    standard = schema.Text(
        title=_("label_standard", default="Standard of benefit"),
        description=_("help_standard", default="How much is paid, to whom."),
        required=False,
    )
    directives.widget("benefit_rates", blocks_of_rows)
    benefit_rates = _rows(
        _("label_benefit_rates", default="Sums"),
        IBenefitRateRow,
        description=_(
            "help_benefit_rates",
            default="A row for each sum. Pages, lists and screens show them first.",
        ),
    )
    conditions = _lines(_("label_conditions", default="Conditions"))
    directives.widget("eligibility", blocks_of_rows)
    eligibility = _rows(
        _("label_eligibility", default="Conditions that can be checked"),
        IEligibilityRow,
        description=_(
            "help_eligibility",
            default=(
                "The same conditions as numbers and choices: forms ask them first, and"
                " “What you may be entitled to” reckons with them."
            ),
        ),
    )
    directives.widget("legal_basis", blocks_of_rows)
    legal_basis = _rows(_("label_legal_basis", default="Legal basis"), ILegalBasisRow)

    model.fieldset(
        "accepting_unit",
        label=_("fieldset_accepting_unit", default="Accepting unit"),
        fields=[
            "accepting_unit_name",
            "accepting_unit_role",
            "decision_role",
            "location",
            "office_hours",
            "consult_phone",
            "supervise_phone",
            "supervise_note",
        ],
    )
    accepting_unit_name = schema.TextLine(
        title=_("label_accepting_unit_name", default="Accepting unit"), required=False
    )
    accepting_unit_role = schema.Choice(
        title=_("label_accepting_unit_role", default="Role of the accepting unit"),
        vocabulary="onewindow_policy.vocabularies.unit_roles",
        required=False,
    )
    decision_role = schema.Choice(
        title=_("label_decision_role", default="Who decides"),
        vocabulary="onewindow_policy.vocabularies.unit_roles",
        required=False,
    )
    location = schema.TextLine(
        title=_("label_location", default="Place"), required=False
    )
    office_hours = schema.TextLine(
        title=_("label_office_hours", default="Office hours"), required=False
    )
    consult_phone = schema.TextLine(
        title=_("label_consult_phone", default="Phone for questions"), required=False
    )
    supervise_phone = schema.TextLine(
        title=_("label_supervise_phone", default="Phone for complaints"),
        required=False,
    )
    supervise_note = schema.TextLine(
        title=_("label_supervise_note", default="Note on complaints"), required=False
    )

    model.fieldset(
        "process",
        label=_("fieldset_process", default="Process and time limits"),
        fields=[
            "process",
            "promised_days",
            "promised_day_type",
            "statutory_days",
            "statutory_day_type",
            "statutory_note",
            "extension_days",
            "start_rule",
            "excluded",
        ],
    )
    directives.widget("process", blocks_of_rows)
    process = _rows(_("label_process", default="Process"), IProcessStepRow)
    promised_days = schema.Int(
        title=_("label_promised_days", default="Promised: days"),
        description=_(
            "help_promised_days",
            default="The sum of the days that count. 0 means on the spot.",
        ),
        min=0,
        max=MAX_DAYS,
        required=False,
    )
    promised_day_type = schema.Choice(
        title=_("label_promised_day_type", default="Promised: day type"),
        vocabulary="onewindow_policy.vocabularies.day_types",
        required=False,
    )
    statutory_days = schema.Int(
        title=_("label_statutory_days", default="Statutory limit: days"),
        description=_(
            "help_statutory_days", default="Empty where no law sets a limit."
        ),
        min=0,
        max=MAX_DAYS,
        required=False,
    )
    statutory_day_type = schema.Choice(
        title=_("label_statutory_day_type", default="Statutory limit: day type"),
        vocabulary="onewindow_policy.vocabularies.day_types",
        required=False,
    )
    statutory_note = schema.TextLine(
        title=_("label_statutory_note", default="Note on the statutory limit"),
        required=False,
    )
    extension_days = schema.Int(
        title=_("label_guide_extension_days", default="May be extended: days at most"),
        description=_(
            "help_guide_extension_days",
            default=(
                "Once, in days of the promise, by a coordinator who tells the applicant"
                " why. 0 is never. Empty is ten for licences (Administrative Licensing"
                " Law, article 42), and never for all others."
            ),
        ),
        min=0,
        max=MAX_DAYS,
        required=False,
    )
    start_rule = schema.Text(
        title=_("label_start_rule", default="When the clock starts"), required=False
    )
    excluded = _lines(
        _("label_excluded", default="Steps that do not count"),
    )

    model.fieldset(
        "materials",
        label=_("fieldset_materials", default="Materials and forms"),
        fields=["materials", "other_forms"],
    )
    directives.widget("materials", blocks_of_rows)
    materials = _rows(_("label_materials", default="Materials"), IMaterialRow)
    other_forms = _lines(_("label_other_forms", default="Other forms"))

    model.fieldset(
        "fee_and_result",
        label=_("fieldset_fee_and_result", default="Fee, result, channels"),
        fields=[
            "fee_charged",
            "fee_text",
            "result_name",
            "result_kind",
            "result_delivery",
            "valid_months",
            "valid_note",
            "channel_window",
            "channel_online",
            "channel_reservation",
            "channel_home_visit",
            "channel_agent",
            "channel_phone",
            "max_visits",
        ],
    )
    fee_charged = _flag(_("label_fee_charged", default="A fee is charged"))
    fee_text = schema.TextLine(title=_("label_fee_text", default="Fee"), required=False)
    result_name = schema.TextLine(
        title=_("label_result_name", default="Result"), required=False
    )
    result_kind = schema.Choice(
        title=_("label_result_kind", default="Kind of result"),
        vocabulary="onewindow_policy.vocabularies.result_kinds",
        required=False,
    )
    result_delivery = schema.List(
        title=_("label_result_delivery", default="Ways of delivery"),
        value_type=schema.Choice(
            vocabulary="onewindow_policy.vocabularies.delivery_modes"
        ),
        required=False,
        default=[],
    )
    valid_months = schema.Int(
        title=_(
            "label_valid_months",
            default="Runs out, or is checked again, after so many months",
        ),
        description=_(
            "help_valid_months",
            default=(
                "From the decision: 12 for what is certified or confirmed once a year. Who"
                " decides is offered that day and can enter another one; its person and"
                " the window are reminded before it. Empty: it does not run out."
            ),
        ),
        min=1,
        max=600,
        required=False,
    )
    valid_note = schema.TextLine(
        title=_("label_valid_note", default="What is to be done then"),
        description=_(
            "help_valid_note",
            default="In a few words: confirmed once a year, in the month before it ends.",
        ),
        required=False,
    )
    channel_window = _flag(_("label_channel_window", default="At the window"))
    channel_online = _flag(_("label_channel_online", default="Online"))
    channel_reservation = _flag(_("label_channel_reservation", default="By booking"))
    channel_home_visit = _flag(_("label_channel_home_visit", default="At home"))
    channel_agent = _flag(_("label_channel_agent", default="By an agent"))
    channel_phone = _flag(_("label_channel_phone", default="Questions by phone"))
    max_visits = schema.Int(
        title=_("label_max_visits", default="Visits to the window, at most"),
        min=0,
        max=20,
        required=False,
    )

    model.fieldset(
        "privacy",
        label=_("fieldset_privacy", default="Personal data and questions"),
        fields=[
            "accepted_documents",
            "sensitive_fields",
            "asked_besides",
            "guardian_consent",
            "publicity_minimal",
            "faqs",
        ],
    )
    directives.widget(accepted_documents=CheckBoxFieldWidget)
    accepted_documents = schema.List(
        title=_("label_accepted_documents", default="Documents accepted"),
        description=_(
            "help_accepted_documents",
            default=(
                "By which applicants show who they are. Where none is chosen, all will do"
                " that the form offers. Children need not have an identity card."
            ),
        ),
        value_type=schema.Choice(
            vocabulary="onewindow_policy.vocabularies.identity_documents"
        ),
        required=False,
        default=[],
    )
    sensitive_fields = _lines(
        _("label_sensitive_fields", default="Sensitive personal data"),
    )
    asked_besides = _lines(
        _("label_asked_besides", default="Other personal data that may be asked"),
        description=_(
            "help_asked_besides",
            default=(
                "One question of the form a line, in its words: what the decision needs"
                " and neither paper form nor guide tells. Residents read the list."
            ),
        ),
    )
    guardian_consent = _flag(
        _("label_guardian_consent", default="A guardian's consent is needed"),
    )
    publicity_minimal = _flag(
        _("label_publicity_minimal", default="Public notices show the minimum only"),
    )
    directives.widget("faqs", blocks_of_rows)
    faqs = _rows(_("label_faqs", default="Questions and answers"), IQuestionRow)

    model.fieldset(
        "english",
        label=_("fieldset_english", default="English"),
        fields=["conditions_en", "materials_en"],
    )
    conditions_en = _lines(
        _("label_conditions_en", default="Conditions in English"),
        description=_(
            "help_conditions_en",
            default=(
                "Who can apply, one condition a line. Times, fees and places are put"
                " into English by themselves."
            ),
        ),
    )
    materials_en = _lines(
        _("label_materials_en", default="What to bring, in English"),
        description=_(
            "help_materials_en",
            default="One paper a line, with its Chinese name where it has to be asked for.",
        ),
    )

    @invariant
    def text_is_printable(data):
        require_printable(data, IGuideContent)

    @invariant
    def rows_are_few(data):
        for name in ROW_KEYS:
            rows = getattr(data, name, None) or ()
            if len(rows) > MAX_ROWS:
                raise TooManyRows(
                    _(
                        "error_too_many_rows",
                        default=(
                            "“${field}” has ${count} rows; at most ${maximum} are"
                            " possible."
                        ),
                        mapping={
                            "field": IGuideContent[name].title,
                            "count": len(rows),
                            "maximum": MAX_ROWS,
                        },
                    )
                )

    @invariant
    def row_keys_are_unique(data):
        for name in ROW_KEYS:
            seen = set()
            for row in getattr(data, name, None) or ():
                key = row_key(name, row)
                folded = key.lower() if name == "materials" else key
                if folded in seen:
                    raise RowKeyRepeated(
                        _(
                            "error_row_key_repeated",
                            default=(
                                "“${field}”: “${key}” appears twice. Give each row a"
                                " name of its own."
                            ),
                            mapping={"field": IGuideContent[name].title, "key": key},
                        )
                    )
                seen.add(folded)

    @invariant
    def sums_are_sums(data):
        require_fit_rates(getattr(data, "benefit_rates", None))

    @invariant
    def conditions_can_be_judged(data):
        require_fit_conditions(getattr(data, "eligibility", None))

    @invariant
    def material_codes_are_codes(data):
        for row in getattr(data, "materials", None) or ():
            if row.get("code") and not is_code(row["code"]):
                raise UnfitCode(not_a_code(row["code"]))


class IPartOf(Interface):
    """Names what a service is a part of, for the page of its guide.

    Rooms register named utilities; all of them are asked.
    """

    def __call__(item, district):
        """Return pairs of a title and an address: public, and as they are in `district`, a
        code, or in the whole city where it is None."""


class IOnlineApplication(Interface):
    """Where an item is applied for online, as long as that is open.

    The room that holds forms registers an adapter of items. It returns None where nobody
    can apply now, whatever the guide says.
    """

    def absolute_url():
        """Return the address at which residents apply."""


class IServiceGuide(model.Schema):
    """A guide in an item: the city's master, or a district's differences from it."""

    district = schema.TextLine(
        title=_("label_guide_district", default="District"),
        description=_(
            "help_guide_district",
            default="6-digit division code; empty for the city's master guide.",
        ),
        required=False,
        readonly=True,
    )
    overrides = Attribute(
        "What a district changes: a list of `guides.overrides.Override` as dicts"
        " (`field`, `row`, `column`, `value`); never a copy of what it inherits."
    )


class ICommitments(Interface):
    """Knows whether people may commit themselves (告知承诺). The room that takes
    commitments registers one."""

    def are_taken(item_code):
        """Return whether commitments are taken for the service with this code."""
