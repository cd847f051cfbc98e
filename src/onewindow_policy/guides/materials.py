"""Codes of materials are for good once residents had them.

Files of applications, forms, districts' guides and papers name a material by its code. A
guide remembers each that was public; a material does not come back with another one.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from zope.component import adapter
from zope.interface import implementer

#: The names, by their codes, of all materials that were public in a guide.
KNOWN = "_known_materials"


def materials_of(guide) -> dict[str, str]:
    """Return the names, by their codes, of what `guide` asks for with all it inherits."""
    master, own = guide, None
    if guide.district is not None:
        master, own = aq_parent(aq_inner(guide)).get(MASTER_ID), guide
    resolved = resolve_guide(master, own, guide.district)
    return {each.code: each.name for each in resolved.materials} if resolved else {}


def known_materials(guide) -> dict[str, str]:
    """Return the names, by their codes, of all materials that were public in `guide`, or in
    what it revises."""
    if IWorkingCopy.providedBy(guide):
        guide = ICheckinCheckoutPolicy(guide).getBaseline()
    if guide is None:
        return {}
    known = getattr(aq_base(guide), KNOWN, None)
    if known is None:
        # An earlier version made it, and has not been upgraded.
        known = materials_of(guide) if is_published(guide) else {}
    return dict(known)


def recoded_materials(guide) -> list[tuple[str, str]]:
    """Return the former code, and the name, of each material that has another one now."""
    known, current = known_materials(guide), materials_of(guide)
    new_names = {name for code, name in current.items() if code not in known}
    return [
        (code, name)
        for code, name in known.items()
        if code not in current and name in new_names
    ]


def remember_materials(guide, event) -> None:
    """Remember what a guide asks for that is, or just became, public."""
    if IWorkingCopy.providedBy(guide) or not is_published(guide):
        return
    if recoded_materials(guide):
        # It is about to be refused.
        return
    known = known_materials(guide) | materials_of(guide)
    if known != getattr(aq_base(guide), KNOWN, None):
        setattr(aq_base(guide), KNOWN, known)


def forget_materials(guide, event) -> None:
    """Let a copy begin anew: nobody has seen it yet."""
    vars(aq_base(guide)).pop(KNOWN, None)


@implementer(IPublicationRule)
@adapter(IServiceGuide)
class MaterialsKeepTheirCodes:
    """A material that was public keeps its code."""

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        return [
            Gap(
                IGuideContent["materials"].title,
                _(
                    "gap_material_recoded",
                    default=(
                        "“${name}” was public with the code ${code}, which applications"
                        " and papers have: keep it."
                    ),
                    mapping={"name": name, "code": code},
                ),
            )
            for code, name in recoded_materials(self.context)
        ]
