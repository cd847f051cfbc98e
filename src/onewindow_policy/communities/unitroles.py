"""Roles of units: what guides call them by, whichever district a reader lives in.

A role is a level of the city and, but for streets, a category of services: `city:MZ` is the
civil affairs bureau of the city, `county:MZ` that of a district.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from OFS.interfaces import IObjectWillBeMovedEvent
from onewindow_policy import _
from onewindow_policy.communities.interfaces import ICity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.communities.interfaces import IStreet
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.publishing.exceptions import CodeRefused
from onewindow_policy.publishing.exceptions import UnfitCode
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import language_of
from z3c.form.interfaces import IAddForm
from z3c.form.validator import SimpleFieldValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import provider
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

CITY = "city"
COUNTY = "county"
STREET = "street"

#: What holds units of a level.
HOLDERS = {CITY: ICity, COUNTY: IDistrict, STREET: IStreet}

LEVELS = {
    CITY: _("level_city", default="City"),
    COUNTY: _("level_county", default="District or county"),
    STREET: _("level_street", default="Street"),
}


def level_of(role: str) -> str:
    """Return the level of a role, such as `county`."""
    return role.partition(":")[0]


def category_of(role: str) -> str | None:
    """Return the category of services that a role is about, None for a street's."""
    return role.partition(":")[2] or None


def ranks_of_roles() -> dict[str, int]:
    """Return where each role stands in lists: in the order of the categories."""
    categories = code_list("categories")
    roles = [f"{level}:{code}" for level in (CITY, COUNTY) for code in categories]
    return {role: rank for rank, role in enumerate([*roles, STREET])}


@provider(IVocabularyFactory)
def roles_of_units(context=None) -> SimpleVocabulary:
    """Return all roles that a unit may have, those of the city first."""
    request = getRequest()
    language = language_of(request)
    terms = []
    for level in (CITY, COUNTY):
        name = translate(LEVELS[level], context=request)
        for category in code_list("categories").values():
            role = f"{level}:{category.code}"
            title = translate(
                _(
                    "unit_role",
                    default="${level}: ${category}",
                    mapping={"level": name, "category": category.title_in(language)},
                ),
                context=request,
            )
            terms.append(SimpleTerm(role, role, title))
    street = translate(LEVELS[STREET], context=request)
    return SimpleVocabulary([*terms, SimpleTerm(STREET, STREET, street)])


def find_role_refusal(role: str, holder):
    """Return why a unit in `holder` cannot have this role, None if it can.

    Whoever has a role is looked for among the units of one level.

    :returns: a message
    """
    holds = HOLDERS.get(level_of(role))
    if holds is None or holds.providedBy(holder):
        return None
    return _(
        "error_role_of_other_level",
        default=(
            "A unit of “${place}” cannot have the role ${role}: that is of another"
            " level."
        ),
        mapping={"place": holder.title, "role": role},
    )


class UnitRoleValidator(SimpleFieldValidator):
    """Says at the field, too, that a role is not one of the place that holds the unit."""

    def validate(self, value, force=False):
        """See `z3c.form.interfaces.IValidator`."""
        super().validate(value, force)
        if value is None:
            return
        place = aq_inner(self.context)
        holder = place if IAddForm.providedBy(self.view) else aq_parent(place)
        if message := find_role_refusal(value, holder):
            raise UnfitCode(message)


WidgetValidatorDiscriminators(UnitRoleValidator, field=IUnit["role"])


def have_role_of_its_level(unit, event) -> None:
    """Refuse a unit where none of its role is looked for. Raises `CodeRefused`."""
    if IObjectWillBeMovedEvent.providedBy(event):
        if event.newParent is None or aq_base(event.object) is not aq_base(unit):
            return
        holder = event.newParent
    else:
        holder = aq_parent(aq_inner(unit))
    if message := find_role_refusal(unit.role or "", holder):
        raise CodeRefused(message)
