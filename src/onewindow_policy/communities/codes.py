"""Forms ask whether places may have the codes that were typed; places stay in theirs."""

from Acquisition import aq_base
from onewindow_policy import _
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.communities.interfaces import IStreet
from onewindow_policy.publishing.codes import code_of
from onewindow_policy.publishing.codes import CodeValidator
from onewindow_policy.publishing.exceptions import CodeRefused
from z3c.form.validator import WidgetValidatorDiscriminators


class DistrictCodeValidator(CodeValidator):
    """See `CodeValidator`."""


class StreetCodeValidator(CodeValidator):
    """See `CodeValidator`."""


class CommunityCodeValidator(CodeValidator):
    """See `CodeValidator`."""


class HallNumberValidator(CodeValidator):
    """See `CodeValidator`."""


WidgetValidatorDiscriminators(DistrictCodeValidator, field=IDistrict["code"])
WidgetValidatorDiscriminators(StreetCodeValidator, field=IStreet["code"])
WidgetValidatorDiscriminators(CommunityCodeValidator, field=ICommunity["code"])
WidgetValidatorDiscriminators(HallNumberValidator, field=IHall["hall_id"])


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
    holder = getattr(aq_base(target), "code", None) or ""
    if not holder or not code_of(division).startswith(holder):
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
