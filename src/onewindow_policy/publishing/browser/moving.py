"""Pasting: wholly or not at all, and what is refused is told.

Plone's pages keep what was pasted before something was refused, and half of what was
refused itself; and they say “pasted” then, or nothing that anybody understands.
"""

from collections.abc import Callable
from OFS.CopySupport import CopyError
from onewindow_policy import _
from plone.app.content.browser.actions import ObjectPasteView
from plone.app.content.browser.contents.paste import PasteActionView
from Products.CMFCore.indexing import getQueue
from Products.CMFCore.indexing import processQueue
from zExceptions import BadRequest
from zExceptions import Forbidden
from zExceptions import Unauthorized

import transaction

CLIPBOARD = "__cp"

#: What refuses in words of its own, and what says nothing to people.
SPEAKING = (BadRequest, Forbidden)
SILENT = (CopyError, ValueError, Unauthorized)

CANNOT_PASTE = _(
    "error_cannot_paste",
    default="What was copied or cut cannot be put here. Nothing was changed.",
)


def _paste(container, clipboard: str):
    """Paste into `container`, wholly or not at all.

    :returns: a message or text that says why it was refused, None when it was not
    """
    return _wholly(lambda: container.manage_pasteObjects(clipboard))


def _wholly(change: Callable):
    # What waits to be indexed is not undone with what it is about.
    processQueue()
    before = transaction.savepoint(optimistic=True)
    try:
        change()
    except SPEAKING as refused:
        reason = str(refused)
    except SILENT:
        reason = CANNOT_PASTE
    else:
        return None
    getQueue().clear()
    before.rollback()
    return reason


class PasteHere(ObjectPasteView):
    """The entry of the menu."""

    def do_action(self):
        """Paste, and lead to where it was pasted, with the reason if it was not."""
        if not self.context.cb_dataValid():
            return super().do_action()
        reason = _paste(self.context, self.request[CLIPBOARD])
        if reason is not None:
            return self.do_redirect(self.canonical_object_url, reason, "error")
        return self.do_redirect(
            self.canonical_object_url, _("message_pasted", default="Pasted.")
        )


class PasteListed(PasteActionView):
    """The button of a list."""

    def __call__(self):
        self.protect()
        self.errors = []
        parts = str(self.request.form.get("folder", "")).strip("/")
        target = self.site.restrictedTraverse(parts) if parts else self.site
        if not self.context.cb_dataValid():
            self.errors.append(
                _(
                    "error_nothing_to_paste",
                    default="Nothing was copied or cut yet.",
                )
            )
        elif reason := _paste(target, self.request[CLIPBOARD]):
            self.errors.append(reason)
        return self.message()
