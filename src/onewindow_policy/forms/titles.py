"""What a form is called where it was copied or moved from another service."""

from Acquisition import aq_base
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.generation import title_for
from onewindow_policy.forms.items import item_of

#: Where a copy has, until it is added, the title of the service of its original.
_COPIED_FROM = "_v_copied_from_service"


def remember_service(copied, event) -> None:
    """Remember of which service a form is that was copied by itself."""
    item = item_of(event.original)
    if item is not None and aq_base(event.object) is aq_base(copied):
        setattr(aq_base(copied), _COPIED_FROM, item.title)


def follow_service(form, event) -> None:
    """Give a form that was copied or moved into another service the title of that one."""
    item = item_of(form) if event.newParent is not None else None
    if item is None or aq_base(event.object) is not aq_base(form):
        return
    former = aq_base(form).__dict__.pop(_COPIED_FROM, None)
    if event.oldParent is not None:
        is_item = IServiceItem.providedBy(event.oldParent)
        former = event.oldParent.title if is_item else None
    if not former or former == item.title:
        return
    if former in form.title:
        form.title = form.title.replace(former, item.title)
    else:
        form.title = title_for(item.title)
    form.description = (form.description or "").replace(former, item.title)
    form.reindexObject(
        idxs=["Title", "sortable_title", "Description", "SearchableText"]
    )
