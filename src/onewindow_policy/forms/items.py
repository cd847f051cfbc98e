"""The item that a form is for, and what its guide asks."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.interfaces import ISiteForm
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.publishing.api import is_released
from zope.component import queryUtility

#: The name, in its item, of the form by which the item is applied for.
APPLY_ID = "apply"

#: The path, from the site, of the form that the forms of items are made from.
TEMPLATE_PATH = "forms/template"


def item_of(form):
    """Return the item that holds `form`, None for a form that stands elsewhere."""
    parent = aq_parent(aq_inner(form))
    return parent if IServiceItem.providedBy(parent) else None


def application_form(item):
    """Return the form by which `item` is applied for, None while it is not released.

    Whether the item itself is public is the caller's question. See `IOnlineApplication`.
    """
    form = item.get(APPLY_ID)
    return form if form is not None and is_released(form) else None


def guide_of(form, district: str = "") -> ResolvedGuide | None:
    """Return the guide of the item that holds `form`, None where there is none: the city's,
    or as residents read it in the district with this code."""
    item = item_of(form)
    if item is None:
        return None
    _master, own = released_guides(item, district) if district else (None, None)
    return resolve_guide(guides_of(item)[0], own, district or None)


def site_form_of(form) -> ISiteForm | None:
    """Return what the site has `form` for, None where it does not work by it."""
    return queryUtility(ISiteForm, name="/".join(form.getPhysicalPath()[-2:]))


def administered_form(form):
    """Return `form` where the site works by it, None elsewhere. See `IAdministered`."""
    return form if site_form_of(form) is not None else None
