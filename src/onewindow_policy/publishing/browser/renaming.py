"""Renaming, by itself and in lists of folders: what is refused is told, and a title that
somebody else has written meanwhile stays.
"""

from AccessControl import getSecurityManager
from onewindow_policy import _
from onewindow_policy.publishing.browser.contents import not_yours_to_change
from onewindow_policy.publishing.codes import not_its_name
from onewindow_policy.publishing.interfaces import ICoded
from onewindow_policy.publishing.removal import find_move_refusal
from plone.app.content.browser.actions import RenameForm
from plone.app.content.browser.contents.rename import RenameActionView
from plone.app.uuid.utils import uuidToObject
from Products.CMFCore.permissions import ModifyPortalContent
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form.interfaces import IEditForm
from zope.i18n import translate
from zope.interface import implementer

#: What the dialogue of a list shows. Plone's does not say which title was read, and takes
#: what is in a title for its own markup: quotation marks would end it.
rename_dialogue = ViewPageTemplateFile("rename_dialogue.pt")


@implementer(IEditForm)
class Rename(RenameForm):
    """The stock form, which writes back the title that it was opened with; as a form that
    edits content it is compared with what stands."""

    ignoreContext = False

    def getContent(self):
        """See `z3c.form.interfaces.IForm`."""
        return {"new_id": self.context.getId(), "new_title": self.context.Title()}

    def extractData(self, setErrors=True):
        """See `z3c.form.interfaces.IForm`. The stock form says nothing of errors."""
        data, errors = super().extractData(setErrors)
        if errors:
            self.status = self.formErrorsMessage
        return data, errors


class RenameListed(RenameActionView):
    """The button of a list, which says of what is refused only that it was, and asks of a
    title for the right to move alone.

    A list is as old as its page: of a title that nobody has changed in it what stands is
    kept, and one that stands no more as it was shown is written over by nobody.
    """

    def __call__(self):
        self.refusals = []
        form = self.request.form
        for key in [key for key in form if key.startswith("UID_")]:
            content = uuidToObject(form[key])
            if content is None:
                continue
            index = key.removeprefix("UID_")
            self._keep_unchanged_title(content, index)
            if reason := self._refusal(content, index):
                self.refusals.append(reason)
                del form[key]
        return super().__call__()

    def _keep_unchanged_title(self, content, index: str) -> None:
        form = self.request.form
        if form.get(f"newtitle_{index}") == form.get(f"readtitle_{index}"):
            form[f"newtitle_{index}"] = content.Title()

    def _refusal(self, content, index: str):
        if not getSecurityManager().checkPermission(ModifyPortalContent, content):
            return not_yours_to_change(content)
        form = self.request.form
        read, title = form.get(f"readtitle_{index}"), form.get(f"newtitle_{index}")
        standing = content.Title()
        if read is not None and title != standing and read != standing:
            return _(
                "error_title_changed_meanwhile",
                default=(
                    "“${standing}” was not renamed: somebody has given it this title after"
                    " your list had been loaded. Yours was “${title}”. Rename it once more"
                    " if that is still right."
                ),
                mapping={"standing": standing, "title": title},
            )
        name = form.get(f"newid_{index}")
        if not name or name == content.getId():
            return None
        if ICoded.providedBy(content):
            return not_its_name(content)
        return find_move_refusal(content)

    def message(self, missing=()):
        """See `ContentsBaseAction`."""
        self.errors += [translate(each, context=self.request) for each in self.refusals]
        return super().message(missing)
