"""The lists of folders, where several things are deleted and moved at once."""

from onewindow_policy.publishing.exceptions import RemovalRefused
from plone.app.content.browser.contents.delete import DeleteActionView
from plone.app.content.browser.contents.paste import PasteActionView


class DeleteListed(DeleteActionView):
    """The stock action; what is refused is told among its other errors."""

    def action(self, obj):
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
