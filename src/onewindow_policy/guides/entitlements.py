"""Who gets how much, and who can apply: rows of a guide to reckon with.

A sentence says the same to people; what is here is what a sum or a condition is by number
and code, so that lists can show it, forms can ask and districts can differ by the cell.
"""

from decimal import Decimal
from onewindow_policy import _
from onewindow_policy.vocabularies.subjects import ASSESSED
from onewindow_policy.vocabularies.subjects import NUMBERED
from onewindow_policy.vocabularies.subjects import SUBJECTS
from plone.autoform import directives
from plone.supermodel import model
from z3c.form.browser.checkbox import CheckBoxFieldWidget
from zope import schema
from zope.i18nmessageid import Message
from zope.interface import Invalid
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

import re

#: Nobody is older, no family larger: what is above is a slip of the keyboard.
MAX_NUMBER = 1000

_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


def _fixed(*terms) -> SimpleVocabulary:
    return SimpleVocabulary([SimpleTerm(code, code, title) for code, title in terms])


#: Of whom a condition or a sum speaks.
WHOSE = _fixed(
    ("applicant", _("whose_applicant", default="The applicant")),
    ("child", _("whose_child", default="The child")),
    ("cared_for", _("whose_cared_for", default="The person cared for")),
    ("deceased", _("whose_deceased", default="The deceased")),
)

#: What the number of a sum is.
MEASURES = _fixed(
    ("yuan", _("measure_yuan", default="Yuan")),
    ("top_up", _("measure_top_up", default="Yuan that the income is raised to")),
    ("percent", _("measure_percent", default="Percent of a cost")),
    ("in_kind", _("measure_in_kind", default="No money but a thing or a service")),
)

#: For how many one sum is.
PAID_PER = _fixed(
    ("person", _("paid_per_person", default="Person")),
    ("household", _("paid_per_household", default="Household")),
    ("child", _("paid_per_child", default="Child")),
)


class UnfitEntitlement(Invalid):
    """A sum or a condition contradicts itself, or says nothing."""


def is_amount(value: str) -> bool:
    """Return whether `value` is a sum: digits, with two places at most."""
    return _AMOUNT.fullmatch(value) is not None


def _circumstances(title, description):
    return schema.List(
        title=title,
        description=description,
        value_type=schema.Choice(
            vocabulary="onewindow_policy.vocabularies.circumstances"
        ),
        required=False,
        default=[],
    )


def _number(title, most: int = MAX_NUMBER):
    return schema.Int(title=title, min=0, max=most, required=False)


def _amount(title, **options):
    return schema.TextLine(
        title=title, constraint=is_amount, required=False, max_length=12, **options
    )


def _in_english(title):
    return schema.TextLine(title=title, required=False)


class IBenefitRateRow(model.Schema):
    """How much some people get, and how often (补贴标准)."""

    key = schema.TextLine(
        title=_("label_rate_key", default="Short name"),
        description=_(
            "help_rate_key",
            default="By which districts name this row, for example 80-89.",
        ),
    )
    who = schema.TextLine(
        title=_("label_rate_who", default="Who gets it"),
        description=_("help_rate_who", default="In words, for example 80—89 周岁."),
    )
    whose = schema.Choice(
        title=_("label_rate_whose", default="Whose age and circumstances count"),
        vocabulary=WHOSE,
        default="applicant",
    )
    age_from = _number(_("label_age_from", default="From age"), 150)
    age_to = _number(_("label_age_to", default="To age, inclusive"), 150)
    directives.widget(circumstances=CheckBoxFieldWidget)
    circumstances = _circumstances(
        _("label_rate_circumstances", default="Only in these circumstances"),
        _(
            "help_circumstances_of_rate",
            default="One of each kind must be so: one degree, one hardship.",
        ),
    )
    measure = schema.Choice(
        title=_("label_measure", default="What the number is"),
        vocabulary=MEASURES,
        default="yuan",
    )
    amount = _amount(
        _("label_amount", default="Sum"),
        description=_("help_amount", default="Digits only, for example 60 or 62.50."),
    )
    amount_to = _amount(
        _("label_amount_to", default="Sum, at most"),
        description=_(
            "help_amount_to", default="Only if the sum differs from case to case."
        ),
    )
    basis = schema.TextLine(
        title=_("label_basis", default="Percent of what"), required=False
    )
    period = schema.Choice(
        title=_("label_rate_period", default="How often"),
        vocabulary="onewindow_policy.vocabularies.benefit_periods",
        required=False,
    )
    per = schema.Choice(
        title=_("label_paid_per", default="For each"),
        vocabulary=PAID_PER,
        default="person",
    )
    note = schema.TextLine(
        title=_("label_rate_note", default="What else to know"), required=False
    )
    source = schema.TextLine(
        title=_("label_rate_source", default="Where the sum is fixed"), required=False
    )
    who_en = _in_english(_("label_rate_who_en", default="Who gets it, in English"))
    basis_en = _in_english(_("label_basis_en", default="Percent of what, in English"))
    note_en = _in_english(
        _("label_rate_note_en", default="What else to know, in English")
    )


class IEligibilityRow(model.Schema):
    """A condition that somebody has to meet, in a sentence and as a rule."""

    key = schema.TextLine(
        title=_("label_condition_key", default="Short name"),
        description=_(
            "help_condition_key", default="By which districts name this row."
        ),
    )
    sentence = schema.TextLine(
        title=_("label_condition_sentence", default="What people read"),
        description=_(
            "help_condition_sentence", default="For example: at least 80 years old."
        ),
    )
    whose = schema.Choice(
        title=_("label_condition_whose", default="Who has to meet it"),
        vocabulary=WHOSE,
        default="applicant",
    )
    about = schema.Choice(
        title=_("label_condition_about", default="What it is about"),
        vocabulary=SUBJECTS,
    )
    at_least = _number(_("label_at_least", default="At least"))
    at_most = _number(_("label_at_most", default="At most"))
    directives.widget(codes=CheckBoxFieldWidget)
    codes = _circumstances(
        _("label_condition_codes", default="One of these circumstances"),
        _(
            "help_condition_codes",
            default="For what is no number: any of them is enough.",
        ),
    )
    group = schema.TextLine(
        title=_("label_condition_group", default="Alternatives"),
        description=_(
            "help_condition_group",
            default="Of rows with the same word here one is enough.",
        ),
        required=False,
    )
    sentence_en = _in_english(
        _("label_condition_sentence_en", default="What people read, in English")
    )


def require_fit_rates(rows) -> None:
    """Raise `UnfitEntitlement` for the first sum that is none."""
    for row in rows or ():
        message = fault_of_rate(row)
        if message is not None:
            raise UnfitEntitlement(message)


def require_fit_conditions(rows) -> None:
    """Raise `UnfitEntitlement` for the first condition that can never be judged."""
    for row in rows or ():
        message = fault_of_condition(row)
        if message is not None:
            raise UnfitEntitlement(message)


def fault_of_rate(row: dict) -> Message | None:
    """Return what is wrong with a sum, None where nothing is."""
    named = {"rate": row.get("who") or row.get("key")}
    if _is_reversed(row.get("age_from"), row.get("age_to")):
        return _(
            "error_rate_ages",
            default="“${rate}”: the age that it ends with is below the one it begins with.",
            mapping=named,
        )
    measure = row.get("measure") or "yuan"
    sums = [row.get("amount"), row.get("amount_to")]
    if measure == "in_kind":
        if not row.get("note"):
            return _(
                "error_rate_no_thing",
                default="“${rate}”: say under “What else to know” what people get.",
                mapping=named,
            )
        return None
    if not any(sums):
        return _(
            "error_rate_no_sum",
            default="“${rate}”: the sum is missing.",
            mapping=named,
        )
    if all(sums) and Decimal(sums[0]) > Decimal(sums[1]):
        return _(
            "error_rate_sums",
            default="“${rate}”: the greatest sum is below the smallest.",
            mapping=named,
        )
    if measure == "percent" and not row.get("basis"):
        return _(
            "error_rate_no_basis",
            default="“${rate}”: say of what the percentage is.",
            mapping=named,
        )
    if measure != "percent" and not row.get("period"):
        return _(
            "error_rate_no_period",
            default="“${rate}”: say how often the sum is paid.",
            mapping=named,
        )
    return None


def fault_of_condition(row: dict) -> Message | None:
    """Return why a condition can never be judged, None where it can."""
    named = {"condition": row.get("sentence") or row.get("key")}
    bounds = [row.get("at_least"), row.get("at_most")]
    if row.get("about") in NUMBERED:
        if bounds == [None, None]:
            return _(
                "error_condition_no_number",
                default="“${condition}”: enter the number that is at least or at most.",
                mapping=named,
            )
        if _is_reversed(*bounds):
            return _(
                "error_condition_numbers",
                default="“${condition}”: “at most” is below “at least”.",
                mapping=named,
            )
    elif row.get("about") != ASSESSED and not row.get("codes"):
        return _(
            "error_condition_no_codes",
            default="“${condition}”: choose in which circumstances it is met.",
            mapping=named,
        )
    return None


def _is_reversed(least: int | None, most: int | None) -> bool:
    return least is not None and most is not None and least > most
