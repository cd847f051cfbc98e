"""The page of a list that staff work through."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from onewindow_policy.desks.cells import MEDIA_TYPE
from onewindow_policy.desks.lists import address_of
from onewindow_policy.desks.lists import Asked
from onewindow_policy.desks.lists import Cell
from onewindow_policy.desks.lists import count_text
from onewindow_policy.desks.lists import DeskList
from onewindow_policy.desks.lists import Filter
from onewindow_policy.desks.lists import is_narrowed
from onewindow_policy.desks.lists import Option
from onewindow_policy.desks.lists import ORDER
from onewindow_policy.desks.lists import ORDER_TITLE
from onewindow_policy.desks.lists import PAGE
from onewindow_policy.desks.lists import read_asked
from onewindow_policy.desks.sheets import sheet_of
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import audit_look
from onewindow_policy.records.api import check_write
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from pathlib import Path
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import quote
from zExceptions import Unauthorized

_TABLE = Fragment(Path(__file__).with_name("table.pt"))


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as the page shows it; the chosen one is `selected`."""

    value: str
    title: str
    url: str
    is_chosen: bool

    @property
    def current(self) -> str | None:
        return "true" if self.is_chosen else None


@dataclass(frozen=True, slots=True)
class Field:
    """A filter, or the order, as the page offers it."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def table_of(desk_list: DeskList, rows: Iterable, content_language: str | None) -> str:
    """Return rows of a list as its page shows them, as HTML; "" for none."""
    shown = [_cells_of(desk_list, row) for row in rows]
    if not shown:
        return ""
    titles = [desk_list.words(each.title) for each in desk_list.columns]
    return _TABLE.render(titles=titles, rows=shown, content_language=content_language)


def _cells_of(desk_list: DeskList, row) -> tuple[Cell, list[Cell]]:
    """Return what leads to what a row is about, and the other cells."""
    cells = desk_list.cells(row)
    head, *others = (cells[each.name] for each in desk_list.columns)
    return head, others


class ListView(PrivatePage):
    """Shows a `DeskList` in pages, with what narrows it down; `list_class` says which.

    Registered for the site, under the permission to come here at all. Whether the user
    works with anything of the list is the list's to say.
    """

    list_class: type[DeskList]
    words_class: type[Words] = Words
    is_staff_page = True
    list_template = ViewPageTemplateFile("list.pt")
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    #: What stands between the heading and the list, as HTML.
    above_list = ""
    #: What stands right below the rows, as HTML: what is done with those that are ticked.
    below_table = ""

    def answer(self):
        return self.show_list()

    def show_list(self) -> str | bytes:
        """Return the page of the list, and note who looks through what tells of persons;
        what is posted asks for the list as a sheet."""
        self.require_list()
        if self.request.method == "POST":
            return self._hand_out()
        if self.desk_list.is_audited:
            audit_look(self.desk_list.name)
        return self.list_template()

    def require_list(self) -> None:
        """Raise Unauthorized for whom the list is not."""
        if not self.desk_list.is_for_user:
            raise Unauthorized(f"You have no part in the list {self.desk_list.name}.")

    def _hand_out(self) -> bytes:
        """Return what is asked for as a file, and note with what it was narrowed down."""
        check_write(self.request)
        if not self.desk_list.may_export:
            raise Unauthorized(f"You may not export the list {self.desk_list.name}.")
        sheet = sheet_of(self.desk_list, self.asked)
        values = (f"{name}={value}" for name, value in self.asked.values.items())
        audit("list.export", self.desk_list.name, " ".join((*values, str(sheet.count))))
        name = f"{self.title}-{local_date(utc_now()):%Y%m%d}.xlsx"
        response = self.request.response
        response.setHeader("Content-Type", MEDIA_TYPE)
        response.setHeader(
            "Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}"
        )
        response.setHeader("X-Content-Type-Options", "nosniff")
        return sheet.content

    @property
    def page_title(self):
        return self.list_class.title

    @property
    def desk_url(self) -> str:
        return f"{self.site_url}/@@{self.__name__}"

    @cached_property
    def words(self) -> Words:
        return self.words_class(self.language)

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [(self.words(self.page_title), None)]

    @cached_property
    def desk_list(self) -> DeskList:
        user = api.user.get_current().getUser()
        return self.list_class(user, self.words, self.site_url)

    @cached_property
    def asked(self) -> Asked:
        return read_asked(self.desk_list, self.request)

    @cached_property
    def page(self) -> KeyedPage:
        return self.desk_list.page(self.asked, self.desk_list.page_size)

    @property
    def title(self) -> str:
        return self.words(self.desk_list.title)

    @property
    def lead(self) -> str:
        return self.words(self.desk_list.lead) if self.desk_list.lead else ""

    @property
    def none_here(self) -> str:
        return self.words(self.desk_list.none_here)

    @property
    def table(self) -> str:
        """The rows, as HTML; "" for none."""
        return table_of(self.desk_list, self.page.rows, self.content_language)

    @cached_property
    def tabs(self) -> list[Field]:
        return [self._field(each) for each in self.desk_list.filters if each.is_tabs]

    @cached_property
    def fields(self) -> list[Field]:
        """The fields of the form above the list; those with one choice are left out."""
        fields = [
            self._field(each) for each in self.desk_list.filters if not each.is_tabs
        ]
        fields.append(self._order)
        return [each for each in fields if len(each.choices) > 1]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form sends along without showing it: the tabs that are open."""
        return [(each.name, self.asked.values[each.name]) for each in self.tabs]

    def _field(self, of: Filter) -> Field:
        chosen = self.asked.values[of.name]
        return Field(
            of.name,
            self.words(of.title),
            tuple(
                Choice(
                    each.value,
                    self._with_count(each),
                    self._url(**{of.name: each.value}),
                    each.value == chosen,
                )
                for each in self.desk_list.options_of(of.name)
            ),
        )

    def _with_count(self, option: Option) -> str:
        if option.count is None:
            return option.title
        return f"{option.title} {self.words(count_text(option.count))}"

    @property
    def _order(self) -> Field:
        return Field(
            ORDER,
            self.words(ORDER_TITLE),
            tuple(
                Choice(
                    each.name,
                    self.words(each.title),
                    self._url(**{ORDER: each.name}),
                    each.name == self.asked.order,
                )
                for each in self.desk_list.orders
            ),
        )

    def _url(self, **changes: str) -> str:
        return f"{self.desk_url}{address_of(self.desk_list, self.asked, **changes)}"

    @property
    def asked_values(self) -> list[tuple[str, str]]:
        """What is asked for, as a form sends it, but for the page."""
        return [*self.asked.values.items(), (ORDER, self.asked.order)]

    @property
    def first_url(self) -> str | None:
        """The address of the first page, None on it."""
        return self._url() if self.asked.page else None

    @property
    def next_url(self) -> str | None:
        """The address of the next page, None on the last."""
        next_page = self.page.next_page
        return self._url(**{PAGE: next_page}) if next_page else None

    @property
    def all_url(self) -> str | None:
        """The address of the list as it comes, None where that is what is shown."""
        return self.desk_url if is_narrowed(self.desk_list, self.asked) else None
