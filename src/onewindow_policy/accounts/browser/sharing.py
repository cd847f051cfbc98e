"""The page on which roles are given somewhere."""

from onewindow_policy.accounts.inheritance import InheritanceFixed
from onewindow_policy.accounts.inheritance import may_switch_inheritance
from plone.app.workflow.browser.sharing import SharingView as StockSharingView


class SharingView(StockSharingView):
    """The stock page; who may not switch inheritance is not offered it."""

    def can_edit_inherit(self) -> bool:
        return may_switch_inheritance()

    def update_inherit(self, status=True, reindex=True):
        """See the stock page. Raises InheritanceFixed before anything has changed."""
        if bool(status) != self.inherited() and not may_switch_inheritance():
            raise InheritanceFixed
        return super().update_inherit(status, reindex)
