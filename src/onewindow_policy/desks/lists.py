"""What a list is that staff work through: its columns, what it is narrowed down to, its
orders, and a page of it. `docs/desks.md` says how a room gets one."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.desks.held import HeldOrder
from onewindow_policy.desks.held import StandingOrder
from onewindow_policy.pages.api import text_of
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import MOST_COUNTED
from urllib.parse import urlencode
from zope.i18nmessageid import Message

import dataclasses

#: Having a list as a sheet. It is given where the list's own permission is.
EXPORT_LISTS = "onewindow_policy: Export Lists"

#: The inputs of every list, besides its filters.
ORDER = "order"
PAGE = "page"

#: The id of the form to which ticked rows belong, and the name of their boxes.
TICKED = "ticked"

ORDER_TITLE = _("label_list_order", default="Order")

#: Longer inputs are of nobody's list.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Tag:
    """A word that stands out; `tone` is `wait`, `good`, `late` or
    nothing."""

    text: str
    tone: str = ""

    @property
    def css_class(self) -> str:
        return f"tag tag-{self.tone}" if self.tone else "tag"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a row has in one column: text, below it a note, and tags.

    `is_number` stands in figures of one width, `is_when` is a day or a moment, which breaks
    between day and time alone; `is_content` was written by people, in the city's language.
    `tick` is what the box in front of it sends, in the form of the id
    `TICKED`; "" for no box.
    """

    text: str = ""
    url: str = ""
    note: str = ""
    tags: tuple[Tag, ...] = ()
    is_number: bool = False
    is_when: bool = False
    is_content: bool = False
    tick: str = ""

    @property
    def css_class(self) -> str | None:
        if self.is_number:
            return "number"
        return "when" if self.is_when else None

    @property
    def words(self) -> str:
        """All that it says, in one line."""
        parts = (self.text, self.note, *(tag.text for tag in self.tags))
        return " ".join(filter(None, parts))


@dataclass(frozen=True, slots=True)
class Column:
    """A column; that of a list's first one leads to what the row is about."""

    name: str
    title: Message


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter; `count` is None where nobody needs it or it costs too much, and
    as `records.api.count_up_to_most` has it."""

    value: str
    title: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed down by, `name` in the address.

    `default` is its value where nothing is asked for. A filter `is_tabs` that people go
    through from left to right; others are fields of the form above the list.
    """

    name: str
    title: Message
    default: str = ""
    is_tabs: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list. The first one counts where none is asked for."""

    name: str
    title: Message


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of a list: a value for each filter, an order, and a page.

    `unknown` are the names of inputs that the list could not follow. It shows what it does
    without them, and says so.
    """

    values: Mapping[str, str]
    order: str
    page: str
    unknown: tuple[str, ...] = ()


class DeskList:
    """A list as one of the staff sees it: masked, and of where they work.

    What rooms say of theirs stands here; page and sheet are made of it.
    """

    #: In the audit, and in the name of the sheet.
    name: str
    title: Message
    lead: Message | None = None
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    orders: tuple[Order, ...] = ()
    page_size = 30
    #: Whether who looks through it is noted, since it tells of persons.
    is_audited = True
    #: What is said where nothing is listed.
    none_here: Message = _("text_list_empty", default="There is nothing here.")

    def __init__(self, user, words: Words, site_url: str):
        self.user = user
        self.words = words
        self.site_url = site_url
        self._options: dict[str, tuple[Option, ...]] = {}

    @property
    def is_for_user(self) -> bool:
        """Whether the user works with any of what is listed."""
        raise NotImplementedError

    @property
    def may_export(self) -> bool:
        """Whether the user may have all that the list shows as a sheet."""
        return False

    def options(self, name: str) -> Iterable[Option]:
        """Return the values of the filter `name`, in the order in which they stand."""
        raise NotImplementedError

    def page(self, asked: Asked, size: int) -> KeyedPage:
        """Return a page of what is asked for, `size` rows of the room's own.

        A page that there is none of is the first one.
        """
        raise NotImplementedError

    def key_order(self, asked: Asked) -> KeyOrder | HeldOrder | StandingOrder:
        """Return by what the pages of what is asked for go on."""
        raise NotImplementedError

    def cells(self, row) -> Mapping[str, Cell]:
        """Return what a row has in each column, by the names of the columns."""
        raise NotImplementedError

    def options_of(self, name: str) -> tuple[Option, ...]:
        """Return the values of the filter `name`, counted once."""
        if name not in self._options:
            self._options[name] = tuple(self.options(name))
        return self._options[name]


def read_asked(desk_list: DeskList, request) -> Asked:
    """Return what `request` asks of a list."""
    unknown = []
    values = {}
    for each in desk_list.filters:
        value = text_of(request, each.name, _LONGEST)
        is_known = value in {option.value for option in desk_list.options_of(each.name)}
        values[each.name] = value if is_known else each.default
        if _is_given(request, each.name) and not (is_known and value):
            unknown.append(each.name)
    order = text_of(request, ORDER, _LONGEST)
    orders = [each.name for each in desk_list.orders]
    if order not in orders:
        order = orders[0] if orders else ""
        if _is_given(request, ORDER):
            unknown.append(ORDER)
    asked = Asked(values, order, text_of(request, PAGE, _LONGEST), tuple(unknown))
    if _is_given(request, PAGE) and desk_list.key_order(asked).read(asked.page) is None:
        asked = dataclasses.replace(asked, page="", unknown=(*unknown, PAGE))
    return asked


def count_text(count: int) -> Message | str:
    """Return a count in words that are true of what was not counted to its end."""
    if count <= MOST_COUNTED:
        return str(count)
    return _(
        "text_more_than", default="more than ${count}", mapping={"count": MOST_COUNTED}
    )


def _is_given(request, name: str) -> bool:
    """Return whether an address has more than an empty field by this name."""
    return request.form.get(name, "") != ""


def address_of(desk_list: DeskList, asked: Asked, **changes: str) -> str:
    """Return the query of what is asked for, with changes; "" for the list as it comes.

    It begins with the first page, unless `page` is among the changes.
    """
    given = {**asked.values, ORDER: asked.order, **changes}
    usual = {each.name: each.default for each in desk_list.filters}
    usual[ORDER] = desk_list.orders[0].name if desk_list.orders else ""
    query = urlencode(
        {name: value for name, value in given.items() if value != usual.get(name, "")}
    )
    return f"?{query}" if query else ""


def is_narrowed(desk_list: DeskList, asked: Asked) -> bool:
    """Return whether the list shows less than it does by itself."""
    return any(asked.values[each.name] != each.default for each in desk_list.filters)
