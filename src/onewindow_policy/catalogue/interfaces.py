"""The catalogue of services, and a service's identity in it."""

from onewindow_policy import _
from onewindow_policy.catalogue.certificates import standard_answers
from onewindow_policy.typed.printable import require_printable
from plone.app.content.interfaces import INameFromTitle
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import invariant


class INameFromCode(INameFromTitle):
    """The address of an object is its code."""


class IServiceCatalogue(model.Schema):
    """The list of all items of the city."""

    access_list_name = schema.TextLine(
        title=_("label_access_list_name", default="Access list in force"),
        description=_(
            "help_access_list_name",
            default=(
                "The city's list of what communities may be asked to do. Only items"
                " that are on it can be published."
            ),
        ),
        required=False,
    )
    as_of = schema.Date(
        title=_("label_as_of", default="As of"),
        description=_("help_as_of", default="The day this catalogue describes."),
        required=False,
    )
    hot_queries = schema.List(
        title=_("label_suggested_searches", default="Searches suggested to residents"),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    not_issued_title = schema.TextLine(
        title=_("label_not_issued_title", default="Certificates not issued: title"),
        required=False,
    )
    not_issued_doc_no = schema.TextLine(
        title=_(
            "label_not_issued_doc_no",
            default="Certificates not issued: document number",
        ),
        required=False,
    )
    not_issued_certificates = schema.List(
        title=_("label_not_issued_certificates", default="Certificates not issued"),
        description=_(
            "help_not_issued_certificates",
            default="Proofs that communities must not be asked for (民发〔2020〕20号).",
        ),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    not_issued_answers = schema.List(
        title=_(
            "label_not_issued_answers", default="Certificates not issued: what instead"
        ),
        description=_(
            "help_not_issued_answers",
            default=(
                "One line for each certificate: its name, a colon, and what to do or"
                " show in its place. Searching for the certificate finds this line."
            ),
        ),
        value_type=schema.TextLine(),
        required=False,
        defaultFactory=standard_answers,
    )


class IServiceItem(model.Schema):
    """One public service: what it is, on whose authority, for whom.

    Field names follow GB/T 39046-2020 (base data of government service platforms).
    """

    code = schema.TextLine(
        title=_("label_item_code", default="Item code"),
        description=_(
            "help_item_code",
            default=(
                "Stays the same for good once the service was public: the 31 characters"
                " of its implementing code (GB/T 39554.1), or the code of the province's"
                " or city's own list, such as SQ-LL-001."
            ),
        ),
    )
    short_name = schema.TextLine(
        title=_("label_short_name", default="Short name"), required=False
    )
    aliases = schema.List(
        title=_("label_aliases", default="Other names"),
        description=_("help_aliases", default="What residents call it, one a line."),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    basic_code = schema.TextLine(
        title=_("label_basic_code", default="Basic code"),
        description=_("help_basic_code", default="12 characters, GB/T 39554.1."),
        required=False,
    )
    basic_code_illustrative = schema.Bool(
        title=_("label_basic_code_illustrative", default="Basic code is an example"),
        required=False,
        default=False,
    )
    version = schema.Int(title=_("label_version", default="Version"), min=1, default=1)
    status = schema.Choice(
        title=_("label_status", default="Legal standing"),
        vocabulary="onewindow_policy.vocabularies.item_statuses",
        required=False,
    )
    effective_from = schema.Date(
        title=_("label_effective_from", default="In force from"), required=False
    )
    responsible_department = schema.TextLine(
        title=_("label_responsible_department", default="Responsible department"),
        required=False,
    )
    review_status = schema.TextLine(
        title=_("label_review_status", default="State of verification"),
        description=_(
            "help_review_status",
            default="Whether the responsible department has confirmed the content.",
        ),
        required=False,
    )
    illustrative = schema.Bool(
        title=_("label_illustrative", default="Holds example values"),
        required=False,
        default=False,
    )
    illustrative_fields = schema.List(
        title=_("label_illustrative_fields", default="Fields with example values"),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )

    model.fieldset(
        "classification",
        label=_("fieldset_classification", default="Classification"),
        fields=[
            "category",
            "life_events",
            "audience",
            "item_type",
            "project_type",
            "service_objects",
            "exercise_level",
            "acceptance_mode",
        ],
    )
    category = schema.Choice(
        title=_("label_category", default="Category"),
        vocabulary="onewindow_policy.vocabularies.categories",
    )
    life_events = schema.List(
        title=_("label_life_events", default="Life events"),
        value_type=schema.Choice(
            vocabulary="onewindow_policy.vocabularies.life_events"
        ),
        required=False,
        default=[],
    )
    audience = schema.List(
        title=_("label_audience", default="Audience"),
        value_type=schema.Choice(vocabulary="onewindow_policy.vocabularies.audiences"),
        required=False,
        default=[],
    )
    item_type = schema.Choice(
        title=_("label_item_type", default="Item type"),
        vocabulary="onewindow_policy.vocabularies.item_types",
        required=False,
    )
    project_type = schema.Choice(
        title=_("label_project_type", default="Project type"),
        vocabulary="onewindow_policy.vocabularies.project_types",
        required=False,
    )
    service_objects = schema.List(
        title=_("label_service_objects", default="Service objects"),
        value_type=schema.Choice(
            vocabulary="onewindow_policy.vocabularies.service_objects"
        ),
        required=False,
        default=[],
    )
    exercise_level = schema.Choice(
        title=_("label_exercise_level", default="Level of exercise"),
        vocabulary="onewindow_policy.vocabularies.exercise_levels",
        required=False,
    )
    acceptance_mode = schema.Choice(
        title=_("label_acceptance_mode", default="Mode of acceptance"),
        description=_(
            "help_acceptance_mode",
            default=(
                "Whether the community decides, or takes the file in for the street"
                " or department, with which the clock then starts."
            ),
        ),
        vocabulary="onewindow_policy.vocabularies.acceptance_modes",
        required=False,
    )

    model.fieldset(
        "english",
        label=_("fieldset_english", default="English"),
        fields=["title_en", "summary_en"],
    )
    title_en = schema.TextLine(
        title=_("label_title_en", default="Name in English"),
        description=_(
            "help_title_en",
            default=(
                "What the English pages call the service, and what it is found by there."
                " Without it they show the Chinese name."
            ),
        ),
        required=False,
    )
    summary_en = schema.Text(
        title=_("label_summary_en", default="Summary in English"),
        description=_(
            "help_summary_en",
            default="One or two sentences: what it is, and whom it is for.",
        ),
        required=False,
    )

    model.fieldset(
        "access",
        label=_("fieldset_access", default="Access list"),
        fields=[
            "access_list_name",
            "access_list_no",
            "access_kind",
            "access_illustrative",
        ],
    )
    # Whoever may write these decides what communities can be asked to do, so that
    # an editor cannot put an item on the list by typing.
    directives.write_permission(
        access_list_name="onewindow_policy.ManageAccessList",
        access_list_no="onewindow_policy.ManageAccessList",
        access_kind="onewindow_policy.ManageAccessList",
        access_illustrative="onewindow_policy.ManageAccessList",
    )
    access_list_name = schema.TextLine(
        title=_("label_item_access_list_name", default="Access list"), required=False
    )
    access_list_no = schema.Int(
        title=_("label_access_list_no", default="Number on the access list"),
        min=1,
        required=False,
    )
    access_kind = schema.Choice(
        title=_("label_access_kind", default="Kind of entry"),
        vocabulary="onewindow_policy.vocabularies.access_kinds",
        required=False,
    )
    access_illustrative = schema.Bool(
        title=_("label_access_illustrative", default="The entry is an example"),
        required=False,
        default=False,
    )

    @invariant
    def text_is_printable(data):
        require_printable(data, IServiceItem)
