"""Indicators that another room counts: its rows become figures."""

from collections.abc import Callable
from collections.abc import Sequence
from onewindow_policy.indicators.counts import Count
from onewindow_policy.indicators.counts import counts_of_rows
from onewindow_policy.indicators.counts import Day
from onewindow_policy.indicators.interfaces import IIndicator
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(IIndicator)
class RowsIndicator:
    """Tells what `read` returns of a day: rows, or None where nobody knows them now."""

    def __init__(
        self,
        order: int,
        title: Message,
        read: Callable[[Day], Sequence | None],
        *,
        is_share: bool = False,
        is_of_moment: bool = False,
    ):
        self.order = order
        self.title = title
        self._read = read
        self.is_share = is_share
        self.is_of_moment = is_of_moment

    def tell(self, day: Day) -> list[Count] | None:
        """See `IIndicator`."""
        rows = self._read(day)
        return None if rows is None else counts_of_rows(rows)
