"""What a form asks files for is in the guide as long as it asks."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.easyform.api import get_schema
from collective.easyform.interfaces import IEasyForm
from onewindow_policy import _
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.materials import known_materials
from onewindow_policy.guides.materials import materials_of
from onewindow_policy.publishing.api import is_released
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFieldsInOrder


@implementer(IPublicationRule)
@adapter(IServiceGuide)
class FormsAskForWhatIsListed:
    """The city's guide does not lose a material while a public form asks files for it.

    Those files would be of nothing that the guide knows, and applicants be told to bring
    it. The form changes first.
    """

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        guide = self.context
        if guide.district is not None:
            return []
        lost = known_materials(guide)
        for code in materials_of(guide):
            lost.pop(code, None)
        if not lost:
            return []
        return [
            Gap(
                IGuideContent["materials"].title,
                _(
                    "gap_material_asked",
                    default=(
                        "the form “${form}” asks files for “${name}” (${code}): change the"
                        " form first."
                    ),
                    mapping={"form": form.title, "name": lost[code], "code": code},
                ),
            )
            for form in aq_parent(aq_inner(guide)).objectValues()
            if IEasyForm.providedBy(form) and is_released(form)
            for code in sorted(_asked_for(form) & lost.keys())
        ]


def _asked_for(form) -> set[str]:
    if closing_faults(form):
        # Nobody can send it.
        return set()
    return {
        field.material
        for _name, field in getFieldsInOrder(get_schema(form))
        if IMaterialFiles.providedBy(field) and field.material
    }
