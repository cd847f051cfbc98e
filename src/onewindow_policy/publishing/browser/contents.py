"""The lists of folders, where several things are deleted and moved at once."""

from AccessControl import getSecurityManager
from onewindow_policy import _
from onewindow_policy.publishing.exceptions import RemovalRefused
from onewindow_policy.publishing.removal import may_hide
from onewindow_policy.publishing.removal import may_remove
from onewindow_policy.publishing.removal import not_yours_to_hide
from onewindow_policy.publishing.subscribers import note_refusal
from plone.app.content.browser.contents.delete import DeleteActionView
from plone.app.content.browser.contents.paste import PasteActionView
from plone.app.content.browser.contents.properties import PropertiesActionView
from Products.CMFCore.permissions import DeleteObjects
from Products.CMFCore.permissions import ModifyPortalContent
from Products.Five.browser import BrowserView


class DeleteListed(DeleteActionView):
    """The stock action; what is refused is told among its other errors, and noted."""

    # The stock action would pass over it without a word to the audit.
    required_obj_permission = None

    def action(self, obj):
        if not getSecurityManager().checkPermission(DeleteObjects, obj):
            note_refusal(obj, is_removed=True)
            self.errors.append(
                _(
                    "error_removal_not_yours",
                    default=(
                        "“${title}” is not yours to delete, move or rename. What is"
                        " public is archived by a reviewer."
                    ),
                    mapping={"title": obj.Title()},
                )
            )
            return
        try:
            super().action(obj)
        except RemovalRefused as refused:
            self.errors.append(str(refused))


class PasteListed(PasteActionView):
    """The stock action; what is refused is told, and nothing is moved."""

    def __call__(self):
        try:
            return super().__call__()
        except RemovalRefused as refused:
            self.errors.append(str(refused))
            return self.message()


class PropertiesListed(PropertiesActionView):
    """The stock action, which asks for the right to change what was selected only, and
    goes on to all that this holds, public or not. Here each is asked about, and a room is
    hidden by administrators alone."""

    def action(self, obj, bypass_recurse=False):
        if not getSecurityManager().checkPermission(ModifyPortalContent, obj):
            self.errors.append(
                _(
                    "error_properties_not_yours",
                    default="“${title}” is not yours to change.",
                    mapping={"title": obj.Title()},
                )
            )
        elif self._would_hide() and not may_hide(obj):
            note_refusal(obj, is_removed=False)
            self.errors.append(not_yours_to_hide(obj))
        else:
            super().action(obj, bypass_recurse)

    def _would_hide(self) -> bool:
        return bool(self.effectiveDate or self.expirationDate or self.exclude == "yes")


class Removal(BrowserView):
    """What the menu of actions asks, before it offers to delete, cut or rename."""

    def is_offered(self) -> bool:
        """Return whether it would not be refused for what the content is."""
        return may_remove(self.context)
