"""Services that say they are applied for online, and the form by which that is done."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.api import generated_form
from onewindow_policy.forms.exceptions import AlreadyThere
from onewindow_policy.forms.fitness import unfit_for_use
from onewindow_policy.forms.items import APPLY_ID
from onewindow_policy.forms.needs import guide_in
from onewindow_policy.forms.needs import needs_of
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.publishing.api import is_published
from onewindow_policy.publishing.gaps import Gap
from onewindow_policy.publishing.interfaces import IPublicationRule
from plone.dexterity.utils import createContent
from zope.component import adapter
from zope.interface import implementer

PORTAL_TYPE = "EasyForm"

_NO_FORM = _(
    "gap_no_application_form",
    default=(
        "residents are told that they can apply online, and there is no form by which they"
        " could. Choose “Make the form from the template” above this page; or take"
        " “Online” out of the guide."
    ),
)
_UNFIT_FORM = _(
    "gap_unfit_application_form",
    default=(
        "residents are told that they can apply online, and the form registers nothing of"
        " what they would send. Its page says why; mend it, or take “Online” out of the"
        " guide."
    ),
)


def offers_online(item) -> bool:
    """Return whether the city's guide of `item`, public or not, says that it is applied
    for online."""
    guide = guide_in(item)
    return guide is not None and guide.channel_online


def _says_online(item, guide) -> bool:
    """Return whether `guide`, with all that it inherits, says that `item` is applied for
    online."""
    if guide.district is None:
        return bool(guide.channel_online)
    master = guides_of(item)[0]
    if master is None:
        return False
    return resolve_guide(master, guide, guide.district).channel_online


def guides_offering(item) -> list:
    """Return the published guides in `item` that say that it is applied for online, the
    city's first.

    Districts' guides are not shown without the city's.
    """
    master = guides_of(item)[0]
    if master is None or not is_published(master):
        return []
    offering = [
        guide
        for guide in item.objectValues()
        if IServiceGuide.providedBy(guide)
        and is_published(guide)
        and _says_online(item, guide)
    ]
    return sorted(offering, key=lambda guide: guide.district or "")


def lacks_form(item) -> bool:
    """Return whether nothing stands where the form of `item` would."""
    return IServiceItem.providedBy(item) and item.get(APPLY_ID) is None


def make_form(item):
    """Make the form of `item` from the template, a draft; return it.

    The user must be allowed to add content to the item. Raises `AlreadyThere`,
    `UnfitModel` for an unfit template, `FormRefused`.
    """
    if not lacks_form(item):
        raise AlreadyThere
    form = createContent(PORTAL_TYPE)
    form.id = APPLY_ID
    for name, value in generated_form(item.code, item.title, needs_of(item)).items():
        setattr(form, name, value)
    return item[item._setObject(APPLY_ID, form)]


@implementer(IPublicationRule)
@adapter(IServiceGuide)
class AppliedForByForm:
    """A guide says “online” only where there is a form that registers what is sent.

    A form may be closed for a while, by archiving it: the guide leads there no more.
    """

    def __init__(self, context):
        self.context = context

    def find_gaps(self) -> list[Gap]:
        guide = aq_inner(self.context)
        item = aq_parent(guide)
        if not IServiceItem.providedBy(item) or not _says_online(item, guide):
            return []
        form = item.get(APPLY_ID)
        if form is None or form.portal_type != PORTAL_TYPE:
            return [Gap(IGuideContent["channel_online"].title, _NO_FORM)]
        if closing_faults(form) or unfit_for_use(form):
            return [Gap(IGuideContent["channel_online"].title, _UNFIT_FORM)]
        return []
