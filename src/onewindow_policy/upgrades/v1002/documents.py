"""Forms of before offer no document by which a child without an identity card is known."""

from importlib.resources import files
from onewindow_policy import logger
from onewindow_policy.exchange.forms import needs_of
from onewindow_policy.exchange.items import item_row
from onewindow_policy.exchange.writing import imported_digest
from onewindow_policy.forms.api import packaged_template
from onewindow_policy.forms.api import TEMPLATE_PATH
from onewindow_policy.forms.generation import application_model
from onewindow_policy.upgrades.v1001.documents import applications
from onewindow_policy.upgrades.v1001.documents import digest_of_form
from onewindow_policy.upgrades.v1001.documents import replace_model
from plone import api


def offer_documents_of_children(_setup_tool) -> str:
    """Let the template, and the forms made from it, offer the household register and the
    certificate of birth, where nobody edited them; log and return which.

    Services with a template of their own take what stands there.
    """
    portal = api.portal.get()
    followed: list[str] = []
    template = portal.unrestrictedTraverse(TEMPLATE_PATH, None)
    if template is not None and template.fields_model == _former_template():
        replace_model(template, packaged_template(), followed)
    for item, form in applications():
        is_unedited = imported_digest(form) == digest_of_form(form)
        if is_unedited and packaged_template(item.code) is None:
            needs = needs_of(item_row(item))
            model = application_model(packaged_template(), needs)
            if model != form.fields_model:
                replace_model(form, model, followed)
    logger.info("Forms that offer documents of children now: %s", len(followed))
    return "\n".join(followed)


def _former_template() -> str:
    """Return the template as the former version brought it."""
    path = files(__package__) / "models" / "template.xml"
    return path.read_text(encoding="utf-8")
