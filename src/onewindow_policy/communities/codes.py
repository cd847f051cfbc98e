"""Forms ask whether places may have the codes that were typed."""

from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IDistrict
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.communities.interfaces import IStreet
from onewindow_policy.publishing.codes import CodeValidator
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
