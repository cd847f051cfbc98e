"""The lists of folders, where several things are deleted and moved at once."""

from AccessControl import getSecurityManager
from onewindow_policy import _
from onewindow_policy.editing.api import note_save
from onewindow_policy.pages.api import text_of
from onewindow_policy.publishing.copies import find_copy_refusal
from onewindow_policy.publishing.datehiding import ask_in_form
from onewindow_policy.publishing.datehiding import hidden_further
from onewindow_policy.publishing.dates import EFFECTIVE
from onewindow_policy.publishing.dates import ends_before_it_begins
from onewindow_policy.publishing.dates import EXPIRES
from onewindow_policy.publishing.dates import is_in_order
from onewindow_policy.publishing.dates import UNREADABLE_MOMENT
from onewindow_policy.publishing.exceptions import RemovalRefused
from onewindow_policy.publishing.hiding import Hidden
from onewindow_policy.publishing.interfaces import ICoded
from onewindow_policy.publishing.removal import may_date
from onewindow_policy.publishing.removal import may_hide
from onewindow_policy.publishing.removal import may_remove
from onewindow_policy.publishing.removal import not_yours_to_date
from onewindow_policy.publishing.removal import not_yours_to_hide
from onewindow_policy.publishing.subscribers import note_refusal
from onewindow_policy.workdays.api import read_moment
from onewindow_policy.workdays.api import zope_moment
from plone.app.content.browser.contents.delete import DeleteActionView
from plone.app.content.browser.contents.properties import PropertiesActionView
from plone.app.content.browser.contents.tags import TagsActionView
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


class PropertiesListed(PropertiesActionView):
    """The stock action, which asks for the right to change what was selected only, and
    goes on to all that this holds, public or not. Here each is asked about: a place is
    hidden by administrators alone, and a room of the site by nobody.

    Dates are read as the city's: the stock action takes them for UTC. What cannot be read
    changes nothing, and nothing ends before it begins.
    """

    def __call__(self):
        if self.request.form.get("render") == "yes" or self._read_dates():
            return super().__call__()
        self.protect()
        self.errors = [UNREADABLE_MOMENT]
        return self.message()

    def _read_dates(self) -> bool:
        """Put moments in the place of what was typed. Returns whether all can be read."""
        form = self.request.form
        for name in ("effectiveDate", "expirationDate"):
            if form.get(name):
                try:
                    form[name] = zope_moment(read_moment(form[name]))
                except (AttributeError, TypeError, ValueError):
                    return False
        return True

    def action(self, obj, bypass_recurse=False):
        if not getSecurityManager().checkPermission(ModifyPortalContent, obj):
            self.errors.append(not_yours_to_change(obj))
        elif self._is_dating() and not may_date(obj):
            note_refusal(obj, is_removed=False)
            self.errors.append(not_yours_to_date(obj))
        elif self.exclude == "yes" and not may_hide(obj):
            note_refusal(obj, is_removed=False)
            self.errors.append(not_yours_to_hide(obj))
        elif self._would_end_before_it_begins(obj):
            self.errors.append(ends_before_it_begins(obj))
        elif hidden := self._hidden_by_dates(obj):
            self.errors.append(ask_in_form(obj, hidden))
        else:
            super().action(obj, bypass_recurse)
            # Plone tells nobody; whoever edits it meanwhile is told who was faster.
            note_save(obj)

    def _is_dating(self) -> bool:
        return bool(self.effectiveDate or self.expirationDate)

    def _hidden_by_dates(self, obj) -> Hidden | None:
        """Return what the dates hide beyond `obj` itself: this list has nowhere to ask."""
        return hidden_further(
            obj,
            effective=self.effectiveDate or None,
            expires=self.expirationDate or None,
        )

    def _would_end_before_it_begins(self, obj) -> bool:
        if not self._is_dating():
            return False
        return not is_in_order(
            self.effectiveDate or getattr(obj, EFFECTIVE, None),
            self.expirationDate or getattr(obj, EXPIRES, None),
        )


class TagsListed(TagsActionView):
    """The stock action, which puts the tags of all that was selected into an order by
    chance, and says to nobody that they were saved. What has them already stays."""

    def action(self, obj):
        added, removed = self._listed("toadd"), self._listed("toremove")
        before = obj.Subject()
        tags = [each for each in before if each not in removed or each in added]
        tags += [each for each in added if each not in tags]
        if tuple(tags) != tuple(before):
            obj.setSubject(tags)
            obj.reindexObject()
            note_save(obj)

    def _listed(self, name: str) -> list[str]:
        value = text_of(self.request, name)
        return value.split(",") if value else []


def not_yours_to_change(content):
    """Return a sentence about content that others may change."""
    return _(
        "error_properties_not_yours",
        default="“${title}” is not yours to change.",
        mapping={"title": content.Title()},
    )


class NoRemoval(BrowserView):
    """What the menu of actions is told of what is no content, such as the questions of a
    form: without an answer the toolbar would fail."""

    def is_offered(self) -> bool:
        """See `Removal`."""
        return False

    is_rename_offered = is_copy_offered = is_offered


class Removal(BrowserView):
    """What the menu of actions asks, before it offers to delete, cut, copy or rename."""

    def is_offered(self) -> bool:
        """Return whether deleting would not be refused for what the content is."""
        return may_remove(self.context)

    def is_rename_offered(self) -> bool:
        """Return whether the content could have another short name."""
        return not ICoded.providedBy(self.context) and may_remove(self.context)

    def is_copy_offered(self) -> bool:
        """Return whether there could be a second one."""
        return find_copy_refusal(self.context) is None
