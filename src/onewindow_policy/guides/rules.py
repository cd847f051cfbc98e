"""The rules of publication for guides, applied to content."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.completeness import find_guide_gaps
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.publishing.api import is_released
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from onewindow_policy.samples.api import common_forms
from onewindow_policy.samples.api import samples_in
from onewindow_policy.samples.interfaces import BLANK_FORM
from zope.component import adapter
from zope.interface import implementer


@implementer(IPublicationRule)
@adapter(IServiceGuide)
class CompleteGuide:
    """A guide is public only when its five elements are complete, with what it inherits.

    A working copy is judged as what it will replace.
    """

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        guide = aq_inner(self.context)
        item = aq_parent(guide)
        if guide.district is None:
            resolved = resolve_guide(guide)
        else:
            master = item.get(MASTER_ID)
            if master is None or not is_released(master):
                return [
                    Gap(
                        _("label_master_guide", default="The city's guide"),
                        _("gap_not_published", default="is not published yet."),
                    )
                ]
            resolved = resolve_guide(master, guide, guide.district)
        samples = samples_in(item)
        wanted = [each.blank_form for each in resolved.materials if each.blank_form]
        blank = [
            each.title
            for each in [*samples, *common_forms(wanted)]
            if each.kind == BLANK_FORM
        ]
        return find_guide_gaps(resolved, [each.title for each in samples], blank)
