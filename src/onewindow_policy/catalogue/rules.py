"""The rules of publication for items."""

from onewindow_policy import _
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from onewindow_policy.typed.punctuation import punctuated
from zope.component import adapter
from zope.interface import implementer


@implementer(IPublicationRule)
@adapter(IServiceItem)
class OnAccessList:
    """Only what the city put on its access list may be asked of communities."""

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        item = self.context
        in_force = get_catalogue().access_list_name
        named = punctuated(item.access_list_name or "")
        if in_force and item.access_list_no and named == punctuated(in_force):
            return []
        return [
            Gap(
                _("fieldset_access", default="Access list"),
                _(
                    "gap_not_on_access_list",
                    default=(
                        "the item is not on the access list in force (${name}). Only the"
                        " reviewers of the city can put it there."
                    ),
                    mapping={"name": in_force or "—"},
                ),
            )
        ]
