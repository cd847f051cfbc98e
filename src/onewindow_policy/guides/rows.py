"""The rows of a guide, as editors fill them in.

Each row type names its key: the column by which a district's guide addresses the row
it changes. Keys are unique within a guide (see `IServiceGuide`).
"""

from onewindow_policy import _
from onewindow_policy.publishing.prose import VERBATIM
from onewindow_policy.typed.punctuation import punctuated
from zope import schema
from zope.interface import Interface
from zope.interface import taggedValue
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

#: More rows than this no resident reads, and no browser form edits well.
MAX_ROWS = 60

#: A step of more days than this is a slip of the keyboard.
MAX_DAYS = 1000

#: How far a legal source was checked; a fictional one exists in the sample only.
CONFIDENCES = SimpleVocabulary(
    [
        SimpleTerm("high", "high", _("confidence_high", default="Verified")),
        SimpleTerm(
            "medium", "medium", _("confidence_medium", default="Not verified yet")
        ),
        SimpleTerm(
            "fictional", "fictional", _("confidence_fictional", default="Fictional")
        ),
    ]
)


class ILegalBasisRow(Interface):
    """A legal source (办理依据), GB/T 36114-2018."""

    taggedValue(VERBATIM, ("name", "doc_no"))

    law_type = schema.Choice(
        title=_("label_law_type", default="Kind of source"),
        vocabulary="onewindow_policy.vocabularies.law_types",
    )
    name = schema.TextLine(title=_("label_law_name", default="Name of the source"))
    doc_no = schema.TextLine(
        title=_("label_doc_no", default="Document number"), required=False
    )
    article = schema.TextLine(
        title=_("label_article", default="Article"), required=False
    )
    gist = schema.Text(title=_("label_gist", default="What it says"), required=False)
    confidence = schema.Choice(
        title=_("label_confidence", default="How far it was checked"),
        vocabulary=CONFIDENCES,
        default="medium",
        required=False,
    )


class IProcessStepRow(Interface):
    """A step of the process (基本流程)."""

    name = schema.TextLine(title=_("label_step_name", default="Step"))
    unit_role = schema.Choice(
        title=_("label_unit_role", default="Unit"),
        vocabulary="onewindow_policy.vocabularies.unit_roles",
    )
    actor = schema.TextLine(
        title=_("label_actor", default="Who does it"), required=False
    )
    days = schema.Int(
        title=_("label_days", default="Days"), min=0, max=MAX_DAYS, default=0
    )
    day_type = schema.Choice(
        title=_("label_day_type", default="Day type"),
        vocabulary="onewindow_policy.vocabularies.day_types",
    )
    counted = schema.Bool(
        title=_("label_counted", default="Counts towards the promise"),
        required=False,
        default=True,
    )
    name_in_full = schema.Bool(
        title=_(
            "label_name_in_full",
            default="Public notice: shows the applicant’s whole name",
        ),
        description=_(
            "help_name_in_full",
            default="Only where a rule asks for it; else the name is shown in part.",
        ),
        required=False,
        default=False,
    )
    description = schema.Text(
        title=_("label_step_description", default="What happens"), required=False
    )


class IMaterialRow(Interface):
    """A material to hand in (申请材料)."""

    # Codes, and names of forms that have them letter by letter.
    taggedValue(VERBATIM, ("source", "blank_form"))

    code = schema.TextLine(title=_("label_material_code", default="Material code"))
    name = schema.TextLine(title=_("label_material_name", default="Material"))
    material_type = schema.Choice(
        title=_("label_material_type", default="Type"),
        vocabulary="onewindow_policy.vocabularies.material_types",
    )
    form = schema.Choice(
        title=_("label_material_form", default="Form"),
        vocabulary="onewindow_policy.vocabularies.material_forms",
    )
    originals = schema.Int(
        title=_("label_originals", default="Originals"), min=0, max=99, default=0
    )
    copies = schema.Int(
        title=_("label_copies", default="Copies"), min=0, max=99, default=0
    )
    source = schema.TextLine(
        title=_("label_material_source", default="Where it comes from"),
        required=False,
    )
    required = schema.Bool(
        title=_("label_material_required", default="Always required"),
        required=False,
        default=True,
    )
    condition = schema.TextLine(
        title=_("label_material_condition", default="Required only if"),
        required=False,
    )
    deferrable = schema.Bool(
        title=_("label_deferrable", default="May follow later"),
        required=False,
        default=False,
    )
    deferrable_days = schema.Int(
        title=_("label_deferrable_days", default="Within how many working days"),
        min=1,
        max=MAX_DAYS,
        required=False,
    )
    commitment_allowed = schema.Bool(
        title=_("label_commitment_allowed", default="A signed commitment will do"),
        required=False,
        default=False,
    )
    shared_from = schema.TextLine(
        title=_("label_shared_from", default="Not needed if found in"),
        description=_(
            "help_shared_from",
            default="The database that the window can look it up in.",
        ),
        required=False,
    )
    note = schema.Text(title=_("label_note", default="Note"), required=False)
    blank_form = schema.TextLine(
        title=_("label_blank_form", default="Blank form"),
        description=_(
            "help_blank_form", default="The title of the sample document to fill in."
        ),
        required=False,
    )


class IQuestionRow(Interface):
    """A question that residents ask, answered."""

    question = schema.TextLine(title=_("label_question", default="Question"))
    answer = schema.Text(title=_("label_answer", default="Answer"))


#: The columns whose values, joined, identify a row, for each field of rows.
ROW_KEYS = {
    "legal_basis": ("name", "article"),
    "process": ("name",),
    "materials": ("code",),
    "faqs": ("question",),
    "benefit_rates": ("key",),
    "eligibility": ("key",),
}


def row_key(field: str, row: dict) -> str:
    """Return the key by which a district's guide addresses `row` of `field`.

    It is the same before and after the punctuation of the row is set.
    """
    return punctuated("".join(row.get(column) or "" for column in ROW_KEYS[field]))
