"""The item that a form is for, and what its guide asks."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.feedback.api import FORM_PATH as SUGGESTION_PATH
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.resolved import ResolvedGuide

#: The name, in its item, of the form by which the item is applied for.
APPLY_ID = "apply"

#: The path, from the site, of the form that the forms of items are made from.
TEMPLATE_PATH = "forms/template"


def item_of(form):
    """Return the item that holds `form`, None for a form that stands elsewhere."""
    parent = aq_parent(aq_inner(form))
    return parent if IServiceItem.providedBy(parent) else None


def guide_of(form) -> ResolvedGuide | None:
    """Return the city's guide of the item that holds `form`, None where there is none."""
    item = item_of(form)
    return resolve_guide(guides_of(item)[0]) if item is not None else None


def administered_form(form):
    """Return `form` where the site works by it, None elsewhere. Adapts to `IAdministered`.

    These are the form that those of items are made from, and that of the suggestion box.
    """
    path = "/".join(form.getPhysicalPath()[-2:])
    return form if path in (TEMPLATE_PATH, SUGGESTION_PATH) else None
