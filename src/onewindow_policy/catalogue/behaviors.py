"""Names that come from codes."""

from onewindow_policy.catalogue.interfaces import INameFromCode
from zope.interface import implementer


@implementer(INameFromCode)
class NameFromCode:
    """The address of a coded object is its code: short, stable, free of Chinese."""

    def __init__(self, context):
        self.context = context

    @property
    def title(self) -> str:
        return self.context.code.lower()
