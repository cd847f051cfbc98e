"""What repeats the codes of services, and what forms ask before one is given."""

from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.api import districts
from onewindow_policy.publishing.codes import CodeValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope.i18nmessageid import Message


class ItemCodeValidator(CodeValidator):
    """See `CodeValidator`."""


WidgetValidatorDiscriminators(ItemCodeValidator, field=IServiceItem["code"])


def lists_with(content, code: str) -> list[Message]:
    """Return how many districts have the service on their lists. See `ICodeUse`."""
    if not IServiceItem.providedBy(content):
        return []
    count = sum(district.has_adopted(code) for district in districts())
    if not count:
        return []
    return [
        _(
            "use_district_lists",
            default="${count} districts have it on their lists",
            mapping={"count": count},
        )
    ]
