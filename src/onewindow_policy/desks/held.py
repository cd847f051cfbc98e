"""Lists of what is at hand as a whole, and in no table: in pages by key all the same."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from onewindow_policy.records.api import KeyedPage
from typing import Protocol
from typing import TypeVar

import re

_UID = re.compile("[0-9a-f]{32}")


class HeldRow(Protocol):
    """What a row needs to have a place among the others."""

    @property
    def moment(self) -> datetime: ...

    @property
    def uid(self) -> str: ...


Held = TypeVar("Held", bound=HeldRow)


@dataclass(frozen=True, slots=True)
class HeldOrder:
    """An order of rows by their moments, and by UID where these are alike.

    See `records.api.KeyOrder`: so does it read where pages begin.
    """

    is_descending: bool = False

    def read(self, page: str | None) -> tuple[datetime, str] | None:
        """Return the place after which a page begins; None for the first one, and for what
        is no page."""
        moment, _separator, uid = (page or "").rpartition("_")
        if not _UID.fullmatch(uid):
            return None
        try:
            found = datetime.fromisoformat(moment)
            return (found.astimezone(UTC), uid) if found.tzinfo else None
        except (ValueError, OverflowError):
            return None

    def page(
        self, rows: Iterable[Held], page: str | None, size: int
    ) -> KeyedPage[Held]:
        """Return `size` of `rows` from where `page` begins."""
        in_order = sorted(rows, key=_place, reverse=self.is_descending)
        begin = self.read(page)
        if begin is not None:
            in_order = [row for row in in_order if self._is_beyond(row, begin)]
        shown = tuple(in_order[:size])
        if len(in_order) <= size:
            return KeyedPage(shown, None)
        moment, uid = _place(shown[-1])
        return KeyedPage(shown, f"{moment.isoformat()}_{uid}")

    def _is_beyond(self, row: HeldRow, place: tuple[datetime, str]) -> bool:
        return _place(row) < place if self.is_descending else _place(row) > place


def _place(row: HeldRow) -> tuple[datetime, str]:
    return row.moment.astimezone(UTC), row.uid


class StandingRow(Protocol):
    """What a row needs whose place among the others is given."""

    @property
    def uid(self) -> str: ...


Standing = TypeVar("Standing", bound=StandingRow)


class StandingOrder:
    """The order in which rows are given: a page begins after a row by its UID, or with the
    first one where that row is gone. See `records.api.KeyOrder`."""

    def read(self, page: str | None) -> str | None:
        """Return the UID after which a page begins; None for the first one, and for what
        is no page."""
        return page if page and _UID.fullmatch(page) else None

    def page(
        self, rows: Sequence[Standing], page: str | None, size: int
    ) -> KeyedPage[Standing]:
        """Return `size` of `rows` from where `page` begins."""
        last, uids = self.read(page), [row.uid for row in rows]
        begin = uids.index(last) + 1 if last in uids else 0
        shown = tuple(rows[begin : begin + size])
        return KeyedPage(shown, shown[-1].uid if len(rows) > begin + size else None)
