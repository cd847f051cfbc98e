"""Forms ask whether places may have the codes that were typed; places stay in theirs."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from OFS.interfaces import IObjectWillBeAddedEvent
from onewindow_policy import _
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.interfaces import ICity
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.communities.interfaces import IGrid
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.communities.interfaces import is_grid_code
from onewindow_policy.communities.interfaces import IStreet
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.publishing.codes import code_of
from onewindow_policy.publishing.codes import CodeValidator
from onewindow_policy.publishing.exceptions import CodeRefused
from onewindow_policy.publishing.exceptions import UnfitCode
from z3c.form.interfaces import IAddForm
from z3c.form.validator import WidgetValidatorDiscriminators


class DistrictCodeValidator(CodeValidator):
    """See `CodeValidator`."""


class _LiesInPlace(CodeValidator):
    """Says at the field, too, that a code is not one of the place that it lies in."""

    def validate(self, value, force=False):
        """See `z3c.form.interfaces.IValidator`."""
        super().validate(value, force)
        if value is None:
            return
        is_new = IAddForm.providedBy(self.view)
        place = aq_inner(self.context)
        holder = place if is_new else aq_parent(place)
        if message := find_place_refusal(value, holder):
            raise UnfitCode(message)


class StreetCodeValidator(_LiesInPlace):
    """See `CodeValidator`."""


class CommunityCodeValidator(_LiesInPlace):
    """See `CodeValidator`."""


class HallNumberValidator(CodeValidator):
    """See `CodeValidator`."""


class UnitCodeValidator(CodeValidator):
    """See `CodeValidator`."""


class GridCodeValidator(_LiesInPlace):
    """Asks for as many digits as the city's grids have, unless the code is the grid's."""

    def validate(self, value, force=False):
        """See `z3c.form.interfaces.IValidator`."""
        super().validate(value, force)
        is_new = IAddForm.providedBy(self.view)
        if value is None or (not is_new and value == code_of(self.context)):
            return
        place = aq_inner(self.context)
        holder = place if is_new else aq_parent(place)
        if message := find_grid_refusal(value, holder):
            raise UnfitCode(message)


WidgetValidatorDiscriminators(DistrictCodeValidator, field=IDistrict["code"])
WidgetValidatorDiscriminators(StreetCodeValidator, field=IStreet["code"])
WidgetValidatorDiscriminators(CommunityCodeValidator, field=ICommunity["code"])
WidgetValidatorDiscriminators(HallNumberValidator, field=IHall["hall_id"])
WidgetValidatorDiscriminators(UnitCodeValidator, field=IUnit["code"])
WidgetValidatorDiscriminators(GridCodeValidator, field=IGrid["code"])


def find_place_refusal(code: str, holder):
    """Return why no street, community or grid with this code lies in `holder`, None if
    it can.

    Codes are hierarchical (GB/T 2260, GB/T 10114), and everything finds the district and
    the street of a community by the beginning of its code.

    :returns: a message
    """
    held_by = getattr(aq_base(holder), "code", None) or ""
    if held_by and code.startswith(held_by):
        return None
    return _(
        "error_code_of_other_place",
        default="${code} does not lie in “${place}”: a code here begins with ${held_by}.",
        mapping={"code": code, "place": holder.title, "held_by": held_by},
    )


def grid_code_digits() -> int:
    """Return how many digits the codes of the city's grids have after their community's."""
    city = get_city()
    return getattr(aq_base(city), "grid_code_digits", None) or (
        ICity["grid_code_digits"].default
    )


def find_grid_refusal(code: str, community):
    """Return why no grid with this code can be in `community`, None if it can.

    :returns: a message
    """
    if message := find_place_refusal(code, community):
        return message
    digits = grid_code_digits()
    if is_grid_code(code) and len(code) == len(community.code) + digits:
        return None
    return _(
        "error_grid_code_digits",
        default=(
            "${code} is no code of a grid: the ${held_by} of its community comes first,"
            " and ${digits} more digits."
        ),
        mapping={"code": code, "held_by": community.code, "digits": digits},
    )


def have_grid_code(grid, event) -> None:
    """Refuse a grid whose code is not made as those of its community.

    A code that is changed, or another place, makes Zope give the grid a name or a place as
    well, and so comes by here; codes of before the city had so many digits stay.
    Raises `CodeRefused`.
    """
    if event.newParent is None or aq_base(event.object) is not aq_base(grid):
        return
    if message := find_grid_refusal(code_of(grid), event.newParent):
        raise CodeRefused(message)


def lie_in_its_place(division, event) -> None:
    """Refuse to add a street or community, or to give it a code, where it does not lie.

    Raises `CodeRefused`.
    """
    if IObjectWillBeAddedEvent.providedBy(event):
        if aq_base(event.object) is not aq_base(division):
            return
        holder = event.newParent
    else:
        holder = aq_parent(aq_inner(division))
    if message := find_place_refusal(code_of(division), holder):
        raise CodeRefused(message)


def keep_in_its_place(division, event) -> None:
    """Refuse to move a division to where it does not lie by its code.

    Codes are hierarchical, and everything finds the district of a community by them.
    Raises `CodeRefused`.
    """
    target = event.newParent
    is_moved = target is not None and event.oldParent is not None
    if not is_moved or aq_base(event.object) is not aq_base(division):
        return
    if aq_base(target) is aq_base(event.oldParent):
        return
    if find_place_refusal(code_of(division), target):
        raise CodeRefused(
            _(
                "error_code_of_elsewhere",
                default="“${title}” does not lie in “${target}”, as its code ${code} says.",
                mapping={
                    "title": division.title,
                    "target": target.title,
                    "code": code_of(division),
                },
            )
        )
