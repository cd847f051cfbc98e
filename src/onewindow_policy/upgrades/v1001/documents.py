"""Forms of a former version, which ask for resident identity cards and mobiles only."""

from collections.abc import Iterator
from importlib.resources import files
from onewindow_policy import logger
from onewindow_policy.exchange.forms import FORM_FIELDS
from onewindow_policy.exchange.forms import needs_of
from onewindow_policy.exchange.items import item_row
from onewindow_policy.exchange.records import current_values
from onewindow_policy.exchange.records import digest_of
from onewindow_policy.exchange.writing import imported_digest
from onewindow_policy.exchange.writing import remember_digest
from onewindow_policy.forms.api import APPLY_ID
from onewindow_policy.forms.api import packaged_template
from onewindow_policy.forms.api import TEMPLATE_PATH
from onewindow_policy.forms.generation import application_model
from plone import api
from zExceptions import BadRequest
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def ask_for_documents(setup_tool) -> str:
    """Let the template and the forms made from it ask for the kind of the document, where
    nobody edited them; log and return which.

    Edited ones stay as they are: their fields read resident identity cards as before.
    """
    portal = api.portal.get()
    followed = []
    template = portal.unrestrictedTraverse(TEMPLATE_PATH, None)
    if template is not None and template.fields_model == _former_template():
        replace_model(template, packaged_template(), followed)
    for item, form in applications():
        # Imports made all forms of that version.
        if imported_digest(form) == digest_of_form(form):
            new = packaged_template(item.code) or packaged_template()
            replace_model(
                form, application_model(new, needs_of(item_row(item))), followed
            )
    logger.info("Forms that ask for the kind of document now: %s", len(followed))
    return "\n".join(followed)


def _former_template() -> str:
    """Return the template as the former version brought it."""
    path = files(__package__) / "models" / "template.xml"
    return path.read_text(encoding="utf-8")


def applications() -> Iterator[tuple]:
    """Yield each item that has a form by which it is applied for, and the form."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="ServiceItem"):
        item = brain._unrestrictedGetObject()
        form = item.get(APPLY_ID)
        if form is not None and form.portal_type == "EasyForm":
            yield item, form


def replace_model(form, model: str, followed: list[str]) -> None:
    """Give a form this model and add its path to those that `followed`, unless it is public
    and not fit to be so with it."""
    former = form.fields_model
    was_imported = imported_digest(form) == digest_of_form(form)
    form.fields_model = model
    try:
        notify(ObjectModifiedEvent(form))
    except BadRequest:
        # What is public stays as it was until the change is fit to be public.
        form.fields_model = former
        return
    if was_imported:
        # Else the next import would take it for edited.
        remember_digest(form, digest_of_form(form))
    followed.append("/".join(form.getPhysicalPath()))


def digest_of_form(form) -> str:
    """Return the digest of what a file would hold of a form."""
    return digest_of(current_values(form, FORM_FIELDS))
