"""The materials of a case at the desk: what came, and how the rest is to come."""

from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.cases.materials import CaseMaterial
from onewindow_policy.cases.materials import materials_of
from onewindow_policy.cases.opening import OpenedCase
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.forms.api import TAKEN_AT_WINDOW
from onewindow_policy.samples.api import samples_in
from zope.i18nmessageid import Message


def case_materials(case: OpenedCase) -> list[CaseMaterial]:
    """Return the materials of the guide by which a case goes, each as it stands, but for
    those of an agent where there is none. None where service or guide are gone."""
    item = find_item(case.item_code)
    guide = guide_for(case.item_code, case.community_code)
    if item is None or guide is None:
        return []
    own_forms = {each.title for each in samples_in(item)}
    materials = materials_of(
        guide.materials, own_forms, case.files, case.answers, case.committed
    )
    return [
        each
        for each in materials
        if case.agent is not None or not each.material.is_of_agent or each.files
    ]


def desk_materials(materials: Iterable[CaseMaterial], words: CaseWording) -> list[dict]:
    """Return `materials` as the page shows them, each with how it stands, and what the
    guide says of when it is wanted."""
    return [
        {
            "code": each.material.code,
            "name": each.material.name,
            "state": words(_state_of(each)),
            "condition": each.material.condition,
        }
        for each in materials
    ]


def _state_of(each: CaseMaterial) -> Message:
    if each.files:
        return _(
            "material_uploaded",
            default="Files sent: ${count}",
            mapping={"count": len(each.files)},
        )
    if each.is_committed:
        return _("material_committed", default="A commitment stands for it")
    if each.is_entered:
        return _("material_entered", default="Filled in, below")
    if each.way is not None and each.way.way in TAKEN_AT_WINDOW:
        return _(
            "material_taken_at_window",
            default="At the window: ${way}",
            mapping={"way": each.way.value},
        )
    if each.way is not None:
        return _(
            "material_chosen",
            default="The applicant chose: ${way}",
            mapping={"way": each.way.value},
        )
    if each.material.shared_from:
        return _(
            "material_looked_up",
            default="To be looked up: ${source}",
            mapping={"source": each.material.shared_from},
        )
    return _("material_not_sent", default="Not sent")
