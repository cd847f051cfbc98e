"""The code lists of a city, as records of the registry.

A city changes its code lists in the control panel, or by importing a catalogue;
no list is fixed in code. Where the logic depends on a value (day types), the code
is fixed and only its titles are the city's.
"""

from collective.z3cform.datagridfield.row import DictRow
from onewindow_policy import _
from onewindow_policy.vocabularies import defaults
from onewindow_policy.vocabularies.circumstances import BENEFIT_PERIODS
from onewindow_policy.vocabularies.circumstances import CIRCUMSTANCES
from onewindow_policy.vocabularies.subjects import CODED_SUBJECTS
from plone.schema import JSONField
from zope import schema
from zope.interface import Interface
from zope.interface.interface import InterfaceClass

#: What the names of their records begin with.
PREFIX = "onewindow_policy.vocabularies"

# The grid widget fills in the fields that a row's interface defines itself, and not
# those it inherits: each row type lists all its columns.


def _code():
    return schema.TextLine(title=_("label_term_code", default="Code"))


def _title():
    return schema.TextLine(title=_("label_term_title", default="Name"))


def _title_en():
    return schema.TextLine(
        title=_("label_term_title_en", default="English name"), required=False
    )


class ITermRow(Interface):
    """A value of a code list."""

    code = _code()
    title = _title()
    title_en = _title_en()


class ICategoryRow(Interface):
    """A category with the department that answers for it."""

    code = _code()
    title = _title()
    title_en = _title_en()
    department = schema.TextLine(
        title=_("label_term_department", default="Department"),
        required=False,
    )


class ILifeEventRow(Interface):
    """A life event with the single character that stands for it."""

    code = _code()
    title = _title()
    title_en = _title_en()
    glyph = schema.TextLine(
        title=_("label_term_glyph", default="Character shown as its sign"),
        required=False,
        max_length=1,
    )


class ISatisfactionRow(Interface):
    """A level of satisfaction (GB/T 39046-2020, table A.8: code 1 is the best)."""

    code = _code()
    title = _title()
    title_en = _title_en()
    stars = schema.Int(
        title=_("label_term_stars", default="Stars"),
        min=1,
        max=5,
    )
    negative = schema.Bool(
        title=_("label_term_negative", default="Counts as negative"),
        required=False,
    )


class ICircumstanceRow(Interface):
    """Something that is so with somebody: a degree of disability, being out of work."""

    code = _code()
    title = _title()
    title_en = _title_en()
    about = schema.Choice(
        title=_("label_term_about", default="What it is about"),
        vocabulary=CODED_SUBJECTS,
    )


def _code_list(title, default, row=ITermRow):
    return schema.List(
        title=title,
        value_type=DictRow(title=_("label_term", default="Value"), schema=row),
        default=default,
        required=False,
    )


class IVocabularies(Interface):
    """All code lists. The name of a field is the name of its vocabulary."""

    categories = _code_list(
        _("label_vocabulary_categories", default="Categories"),
        defaults.CATEGORIES,
        ICategoryRow,
    )
    life_events = _code_list(
        _("label_vocabulary_life_events", default="Life events"),
        defaults.LIFE_EVENTS,
        ILifeEventRow,
    )
    audiences = _code_list(
        _("label_vocabulary_audiences", default="Audiences"),
        defaults.AUDIENCES,
    )
    item_types = _code_list(
        _("label_vocabulary_item_types", default="Item types"),
        defaults.ITEM_TYPES,
    )
    exercise_levels = _code_list(
        _("label_vocabulary_exercise_levels", default="Levels of exercise"),
        defaults.EXERCISE_LEVELS,
    )
    service_objects = _code_list(
        _("label_vocabulary_service_objects", default="Service objects"),
        defaults.SERVICE_OBJECTS,
    )
    handling_forms = _code_list(
        _("label_vocabulary_handling_forms", default="Forms of handling"),
        defaults.HANDLING_FORMS,
    )
    project_types = _code_list(
        _("label_vocabulary_project_types", default="Project types"),
        defaults.PROJECT_TYPES,
    )
    special_procedures = _code_list(
        _("label_vocabulary_special_procedures", default="Special procedures"),
        defaults.SPECIAL_PROCEDURES,
    )
    acceptance_modes = _code_list(
        _("label_vocabulary_acceptance_modes", default="Modes of acceptance"),
        defaults.ACCEPTANCE_MODES,
    )
    access_kinds = _code_list(
        _("label_vocabulary_access_kinds", default="Kinds of entries in access lists"),
        defaults.ACCESS_KINDS,
    )
    item_statuses = _code_list(
        _("label_vocabulary_item_statuses", default="Legal standings of items"),
        defaults.ITEM_STATUSES,
    )
    law_types = _code_list(
        _("label_vocabulary_law_types", default="Kinds of legal sources"),
        defaults.LAW_TYPES,
    )
    day_types = _code_list(
        _("label_vocabulary_day_types", default="Day types"),
        defaults.DAY_TYPES,
    )
    unit_roles = _code_list(
        _("label_vocabulary_unit_roles", default="Roles of units"),
        defaults.UNIT_ROLES,
    )
    material_types = _code_list(
        _("label_vocabulary_material_types", default="Material types"),
        defaults.MATERIAL_TYPES,
    )
    material_forms = _code_list(
        _("label_vocabulary_material_forms", default="Material forms"),
        defaults.MATERIAL_FORMS,
    )
    material_sources = _code_list(
        _("label_vocabulary_material_sources", default="Material sources"),
        defaults.MATERIAL_SOURCES,
    )
    result_kinds = _code_list(
        _("label_vocabulary_result_kinds", default="Kinds of results"),
        defaults.RESULT_KINDS,
    )
    delivery_modes = _code_list(
        _("label_vocabulary_delivery_modes", default="Modes of delivery"),
        defaults.DELIVERY_MODES,
    )
    benefit_periods = _code_list(
        _("label_vocabulary_benefit_periods", default="How often benefits are paid"),
        BENEFIT_PERIODS,
    )
    circumstances = _code_list(
        _("label_vocabulary_circumstances", default="Circumstances of people"),
        CIRCUMSTANCES,
        ICircumstanceRow,
    )
    rollout_statuses = _code_list(
        _("label_vocabulary_rollout_statuses", default="Roll-out statuses"),
        defaults.ROLLOUT_STATUSES,
    )
    news_categories = _code_list(
        _("label_vocabulary_news_categories", default="News categories"),
        defaults.NEWS_CATEGORIES,
    )
    satisfaction_levels = _code_list(
        _("label_vocabulary_satisfaction_levels", default="Levels of satisfaction"),
        defaults.SATISFACTION_LEVELS,
        ISatisfactionRow,
    )
    satisfaction_note = schema.Text(
        title=_("label_vocabulary_satisfaction_note", default="Note on satisfaction"),
        default=defaults.SATISFACTION_NOTE,
        required=False,
    )
    positive_rating_tags = _code_list(
        _("label_vocabulary_positive_rating_tags", default="Tags of praise"),
        defaults.POSITIVE_RATING_TAGS,
    )
    negative_rating_tags = _code_list(
        _("label_vocabulary_negative_rating_tags", default="Tags of blame"),
        defaults.NEGATIVE_RATING_TAGS,
    )


def _as_record(field):
    """Return the field under which the registry keeps the value of `field`.

    A grid's rows cannot be described to the registry without storing the interface's
    own row field in the ZODB, where connections would fight over it: lists of rows are
    kept as JSON, and `IVocabularies` describes them to forms.
    """
    if not isinstance(field, schema.List):
        return schema.Text(title=field.title, default=field.default, required=False)
    return JSONField(
        title=field.title,
        schema='{"type": "array"}',
        default=field.default,
        required=False,
    )


#: What the registry keeps: the same names as `IVocabularies`.
IVocabularyRecords = InterfaceClass(
    "IVocabularyRecords",
    (Interface,),
    {name: _as_record(IVocabularies[name]) for name in IVocabularies.names()},
    __module__=__name__,
)
