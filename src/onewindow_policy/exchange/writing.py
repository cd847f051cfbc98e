"""Writing objects of the site from records, and remembering what was written."""

from Acquisition import aq_base
from collections.abc import Mapping
from collective.easyform.interfaces import IEasyForm
from OFS.event import ObjectWillBeAddedEvent
from onewindow_policy.exchange.exceptions import ContainerMissing
from onewindow_policy.exchange.news import effective_date
from onewindow_policy.exchange.records import digest_of
from onewindow_policy.exchange.records import Record
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.fitness import require_fit
from plone.app.textfield.value import RichTextValue
from plone.dexterity.utils import createContent
from typing import Any
from zope.event import notify
from zope.lifecycleevent import ObjectAddedEvent

#: Where an object keeps the fingerprint of what the last import made of it.
DIGEST = "_imported_digest"


def find_content(portal, path: str):
    """Return the object at a path from the site, or None; views are no objects."""
    found = portal
    for name in path.split("/"):
        found = found._getOb(name, None)
        if found is None:
            return None
    return found


def create_content(portal, record: Record) -> None:
    """Create the object that a record describes, in a container that exists.

    The container is not told: what it does about each new child (index itself, look
    for its links and relations) would take a fifth of an import. Who creates many
    tells it once, in the end. Raises `ContainerMissing`, and `UnfitForm` for a form
    that would not do what it is there for.
    """
    path, _slash, name = record.path.rpartition("/")
    container = find_content(portal, path)
    if container is None:
        raise ContainerMissing(path)
    content = createContent(record.portal_type)
    content.id = name
    set_values(content, record.values)
    remember_digest(content, digest_of(record.values))
    notify(ObjectWillBeAddedEvent(content, container, name))
    if IEasyForm.providedBy(content):
        # Told of it when it stands there, nobody could take it back.
        form = content.__of__(container)
        if not closing_faults(form):
            require_fit(form)
    container._setObject(name, content, suppress_events=True)
    notify(ObjectAddedEvent(container._getOb(name), container, name))


def set_values(content, values: Mapping[str, Any]) -> None:
    """Write fields of an object, and what follows from them."""
    for name, value in values.items():
        if name == "text":
            value = RichTextValue(value, "text/html", "text/x-html-safe")
        setattr(content, name, value)
    if values.get("publish_date"):
        content.effective_date = effective_date(values["publish_date"])


def imported_digest(content) -> str | None:
    """Return the fingerprint of what the last import made of an object, if one did."""
    return getattr(aq_base(content), DIGEST, None)


def remember_digest(content, digest: str | None) -> None:
    """Keep the fingerprint of what an import made of an object."""
    setattr(content, DIGEST, digest)
