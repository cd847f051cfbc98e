"""The rule of publication for forms, applied to content."""

from collective.easyform.interfaces import IEasyForm
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import judged_values
from onewindow_policy.forms.faults import ACTIONS_MODEL
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.faults import LABELS
from onewindow_policy.forms.faults import place_of
from onewindow_policy.forms.faults import UNREADABLE
from onewindow_policy.forms.fitness import unfit_for_use
from onewindow_policy.forms.justifying import unjustified_faults
from onewindow_policy.forms.materials import unlisted_faults
from onewindow_policy.forms.models import is_readable
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from zope.component import adapter
from zope.interface import implementer


@implementer(IPublicationRule)
@adapter(IEasyForm)
class UsableForm:
    """A form is public only when it can be used: when nothing in it is off the list."""

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        if faults := closing_faults(self.context):
            return [Gap(place_of(fault), fault.message) for fault in faults]
        if faults := unfit_for_use(self.context):
            return [Gap(place_of(fault), fault.message) for fault in faults]
        values = judged_values(self.context)
        if faults := unlisted_faults(self.context, values[FIELDS_MODEL]):
            return [Gap(place_of(fault), fault.message) for fault in faults]
        # Asked at review; what is public is listed by the self-check.
        if not is_published(self.context) and (
            faults := unjustified_faults(self.context, values[FIELDS_MODEL])
        ):
            return [Gap(place_of(fault), fault.message) for fault in faults]
        return [
            Gap(LABELS[name], UNREADABLE)
            for name in (FIELDS_MODEL, ACTIONS_MODEL)
            if not is_readable(values[name])
        ]
