"""Editing what is under review, and keeping what is public fit to be public."""

from onewindow_policy.publishing.browser.advising import set_findings_beside
from plone.dexterity.browser.edit import DefaultEditForm
from plone.z3cform import layout
from z3c.form.interfaces import ActionExecutionError
from zExceptions import BadRequest
from zope.interface import Invalid

import transaction


class PublishableEditForm(DefaultEditForm):
    """The stock form; a change that would make public content unfit is refused in it,
    with everything that was typed still there."""

    def update(self):
        super().update()
        self.describe_fields()

    def describe_fields(self) -> None:
        """Say below the fields what there is to know of what stands in them."""
        set_findings_beside(self)

    def applyChanges(self, data):
        before = transaction.savepoint(optimistic=True)
        try:
            return super().applyChanges(data)
        except BadRequest as refused:
            before.rollback()
            raise ActionExecutionError(Invalid(str(refused))) from refused


PublishableEditView = layout.wrap_form(PublishableEditForm)
