"""Shows an editor why the reviewer sent something back, on the page itself."""

from onewindow_policy.publishing.rejections import last_rejection
from plone.app.layout.viewlets import ViewletBase


class RejectionViewlet(ViewletBase):
    """The last reviewer's reason, until the content is submitted again."""

    def update(self):
        super().update()
        self.rejection = last_rejection(self.context)
