"""The list of inquiries: of the windows where somebody works, masked."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.api import titles_of
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import ListView
from onewindow_policy.desks.api import Option
from onewindow_policy.desks.api import Tag
from onewindow_policy.inquiries.addresses import FIND
from onewindow_policy.inquiries.addresses import inquiry_url
from onewindow_policy.inquiries.addresses import WAITING
from onewindow_policy.inquiries.finding import LONGEST_SOUGHT
from onewindow_policy.inquiries.listing import inquiries_for
from onewindow_policy.inquiries.listing import InquiryRow
from onewindow_policy.inquiries.listing import items_asked_about
from onewindow_policy.inquiries.listing import NEWEST_FIRST
from onewindow_policy.inquiries.models import AT_WINDOW
from onewindow_policy.inquiries.models import BY_PHONE
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.permissions import LIST_INQUIRIES
from onewindow_policy.inquiries.permissions import RECORD_INQUIRIES
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from pathlib import Path
from plone import api
from zope.component import getMultiAdapter

_SEARCH = Fragment(Path(__file__).with_name("search.pt"))

CHANNELS = {
    AT_WINDOW: _("inquiry_channel_window", default="At the window"),
    BY_PHONE: _("inquiry_channel_phone", default="By phone"),
}

#: Days that the list goes back, by what stands for them in the address.
_DAYS = {"today": 1, "week": 7, "month": 30}


class InquiryList(DeskList):
    """The inquiries at the windows of the user, or of those that they oversee."""

    name = "inquiries"
    title = _("title_inquiries", default="Inquiries")
    lead = _(
        "text_inquiries",
        default=(
            "Of your windows. Who asked is shown when you open one, and each opening is"
            " recorded."
        ),
    )
    none_here = _("text_no_inquiries", default="There are no such inquiries.")
    columns = (
        Column("about", _("column_inquiry_about", default="Asked about")),
        Column("number", _("label_inquiry_number", default="Inquiry number")),
        Column("asker", _("column_inquiry_asker", default="Who asked")),
        Column("channel", _("column_inquiry_channel", default="How")),
        Column("window", _("column_inquiry_window", default="Window")),
        Column("received", _("column_inquiry_received", default="When")),
        Column("call", _("column_inquiry_call", default="Call back")),
    )
    filters = (
        Filter("state", _("label_inquiry_states", default="Which"), is_tabs=True),
        Filter("days", _("label_inquiry_days", default="Since")),
        Filter("item", _("column_case_item", default="Service")),
        Filter("community", _("column_inquiry_window", default="Window")),
        Filter("channel", _("column_inquiry_channel", default="How")),
    )

    @property
    def is_for_user(self) -> bool:
        return bool(scope_of(self.user, LIST_INQUIRIES))

    @property
    def may_export(self) -> bool:
        seen = scope_of(self.user, LIST_INQUIRIES)
        return scope_of(self.user, EXPORT_LISTS).covers(seen)

    @cached_property
    def _windows(self) -> dict[str, str]:
        return {each.place.code: each.place.title for each in all_communities()}

    def options(self, name: str) -> Iterable[Option]:
        say = self.words
        if name == "state":
            yield Option("", say(_("option_inquiries_all", default="All")))
            yield Option(
                WAITING, say(_("option_inquiries_waiting", default="Wait for a call"))
            )
        elif name == "days":
            yield Option("", say(_("option_inquiries_any_day", default="Ever")))
            yield Option("today", say(_("option_inquiries_today", default="Today")))
            yield Option("week", say(_("option_inquiries_week", default="7 days")))
            yield Option("month", say(_("option_inquiries_month", default="30 days")))
        elif name == "item":
            yield Option("", say(_("option_inquiries_any_item", default="All of them")))
            yield from self._items()
        elif name == "community":
            yield Option("", say(_("option_all_communities", default="All of mine")))
            scope = scope_of(self.user, LIST_INQUIRIES)
            for code, title in self._windows.items():
                if scope.has_community(code):
                    yield Option(code, title)
        else:
            yield Option("", say(_("option_inquiries_any_way", default="Either way")))
            for value, title in CHANNELS.items():
                yield Option(value, say(title))

    def _items(self) -> Iterable[Option]:
        """Yield the services that were asked about, also those that are gone."""
        codes = items_asked_about()
        titles = titles_of(codes)
        for code in codes:
            yield Option(code, titles.get(code, code))

    def key_order(self, asked: Asked) -> KeyOrder:
        return NEWEST_FIRST

    def page(self, asked: Asked, size: int) -> KeyedPage[InquiryRow]:
        values = asked.values
        chosen = values["community"]
        return inquiries_for(
            self.user,
            communities=[chosen] if chosen else None,
            channel=values["channel"],
            item_code=values["item"],
            is_waiting=values["state"] == WAITING,
            since=_since(values["days"]),
            page=asked.page,
            size=size,
        )

    @cached_property
    def _opens(self):
        return scope_of(self.user, RECORD_INQUIRIES)

    def cells(self, row: InquiryRow) -> Mapping[str, Cell]:
        say = self.words
        none = say(_("inquiry_about_no_service", default="About no service"))
        erased = say(_("inquiry_erased", default="Erased"))
        url = inquiry_url(self.site_url, row.number)
        return {
            "about": Cell(
                row.item_title or none,
                url if self._opens.has_community(row.community_code) else "",
                is_content=bool(row.item_title),
            ),
            "number": Cell(number_text(row.number), is_number=True),
            "asker": Cell(
                row.asker or (erased if row.is_erased else ""),
                is_content=bool(row.asker),
            ),
            "channel": Cell(say(CHANNELS[row.channel])),
            "window": Cell(
                self._windows.get(row.community_code, row.community_code),
                is_content=True,
            ),
            "received": Cell(say.moment(row.received_at), is_when=True),
            "call": self._call(row),
        }

    def _call(self, row: InquiryRow) -> Cell:
        say = self.words
        if row.followed_up_at is not None:
            done = Tag(say(_("tag_called_back", default="Called back")), "good")
            return Cell(tags=(done,))
        if row.follow_up_on is None:
            return Cell()
        is_late = row.follow_up_on < local_date(utc_now())
        overdue = Tag(say(_("tag_overdue", default="Overdue")), "wait")
        return Cell(
            say.day(row.follow_up_on), is_when=True, tags=(overdue,) if is_late else ()
        )


def _since(days: str) -> datetime | None:
    """Return from which moment on the list shows something, None for ever."""
    if days not in _DAYS:
        return None
    before = local_date(utc_now()) - timedelta(days=_DAYS[days])
    return end_of_day(before)


class InquiryDeskView(ListView):
    """`/@@inquiries`: masked, the newest first, in pages by key."""

    list_class = InquiryList

    @property
    def above_list(self) -> str:
        return search_form(self)


def search_form(page: Page, text: str = "", errors: tuple[str, ...] = ()) -> str:
    """Return the form that finds an inquiry by a phone, as HTML, for a page of the desk."""
    token = getMultiAdapter((api.portal.get(), page.request), name="authenticator")
    return _SEARCH.render(
        action=f"{page.site_url}/{FIND}",
        token=token.authenticator(),
        text=text,
        errors=errors,
        described="text-help text-error" if errors else "text-help",
        longest=LONGEST_SOUGHT,
        target_language=page.translation_target,
    )
