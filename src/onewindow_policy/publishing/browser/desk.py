"""The editorial desk: what waits for me, as an editor and as a reviewer."""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import HeldOrder
from onewindow_policy.desks.api import ListView
from onewindow_policy.desks.api import Option
from onewindow_policy.desks.api import Order
from onewindow_policy.desks.api import Tag
from onewindow_policy.publishing.entries import has_somewhere
from onewindow_policy.publishing.entries import USE_EDITING_INTERFACE
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.states import PUBLISHABLE_TYPES
from onewindow_policy.publishing.waiting import DRAFT
from onewindow_policy.publishing.waiting import SENT_BACK
from onewindow_policy.publishing.waiting import SUBMITTED
from onewindow_policy.publishing.waiting import texts_in_work
from onewindow_policy.publishing.waiting import UNFIT
from onewindow_policy.publishing.waiting import unfit_texts
from onewindow_policy.publishing.waiting import WaitingText
from onewindow_policy.publishing.wording import account_name
from onewindow_policy.records.api import KeyedPage
from plone import api
from Products.CMFCore.permissions import ReviewPortalContent

ALL = "all"

SHOWN = {
    ALL: _("option_all_waiting", default="All that waits"),
    SUBMITTED: _("heading_submissions", default="Waiting for your review"),
    DRAFT: _("heading_drafts", default="Your drafts"),
    SENT_BACK: _("option_sent_back", default="Sent back"),
    UNFIT: _("option_unfit", default="Guides to revise"),
}

#: What stands beside a text, and whether it stands out.
TAGS = {
    SUBMITTED: (_("tag_submitted", default="Submitted"), ""),
    DRAFT: (_("tag_draft", default="Draft"), ""),
    SENT_BACK: (_("option_sent_back", default="Sent back"), "wait"),
    UNFIT: (_("tag_unfit", default="No longer fits"), "wait"),
}

NEWEST = "newest"
ORDERS = {"oldest": HeldOrder(), NEWEST: HeldOrder(is_descending=True)}


class EditorialList(DeskList):
    """Drafts that the user may edit, submissions that the user may review, and public
    guides that the user should revise."""

    name = "editorial"
    title = _("title_editorial_desk", default="Editorial desk")
    none_here = _("text_no_drafts", default="Nothing is waiting for you.")
    #: It tells of nobody.
    is_audited = False
    columns = (
        Column("title", _("column_title", default="Title")),
        Column("state", _("label_case_state", default="State")),
        Column("type", _("column_type", default="Kind")),
        Column("modified", _("column_modified", default="Last change")),
    )
    filters = (
        Filter("show", _("label_shown", default="Show"), default=ALL, is_tabs=True),
        Filter("type", _("column_type", default="Kind")),
    )
    orders = (
        Order("oldest", _("option_oldest_change", default="Longest unchanged first")),
        Order(NEWEST, _("option_newest_change", default="Last changed first")),
    )

    @property
    def is_for_user(self) -> bool:
        return has_somewhere(self.user, USE_EDITING_INTERFACE) or has_somewhere(
            self.user, ReviewPortalContent
        )

    @property
    def may_export(self) -> bool:
        return bool(self.user.has_permission(EXPORT_LISTS, api.portal.get()))

    @cached_property
    def _texts(self) -> list[WaitingText]:
        return [*texts_in_work(self.user), *unfit_texts(self.user)]

    @cached_property
    def _types(self) -> dict[str, str]:
        types = api.portal.get_tool("portal_types")
        return {name: self.words(types[name].Title()) for name in PUBLISHABLE_TYPES}

    def options(self, name: str) -> Iterable[Option]:
        if name == "type":
            yield Option("", self.words(_("option_all_kinds", default="All")))
            for portal_type, title in self._types.items():
                yield Option(portal_type, title)
            return
        counts = Counter(each.why for each in self._texts)
        counts[DRAFT] += counts[SENT_BACK]
        counts[ALL] = len(self._texts)
        for value, title in SHOWN.items():
            yield Option(value, self.words(title), counts[value])

    def key_order(self, asked: Asked) -> HeldOrder:
        return ORDERS[asked.order]

    def page(self, asked: Asked, size: int) -> KeyedPage[WaitingText]:
        shown, portal_type = asked.values["show"], asked.values["type"]
        rows = (
            each
            for each in self._texts
            if (shown == ALL or each.is_among(shown))
            and (not portal_type or each.portal_type == portal_type)
        )
        return self.key_order(asked).page(rows, asked.page, size)

    def cells(self, row: WaitingText) -> Mapping[str, Cell]:
        say = self.words
        tag, tone = TAGS[row.why]
        return {
            "title": Cell(
                row.title,
                f"{self.site_url}/{row.path}/view",
                note=self._note(row),
                is_content=True,
            ),
            "state": Cell(tags=(Tag(say(tag), tone),)),
            "type": Cell(self._types[row.portal_type]),
            "modified": Cell(say.moment(row.moment), is_when=True),
        }

    def _note(self, row: WaitingText) -> str:
        """Return what is to be done about it."""
        if row.why == SENT_BACK:
            message = _(
                "label_sent_back_reason",
                default="Sent back by ${reviewer}: ${reason}",
                mapping={
                    "reviewer": account_name(row.reviewer),
                    "reason": row.reason,
                },
            )
            return self.words(message)
        if row.why != UNFIT:
            return ""
        colon = self.words(_("text_colon", default=":"))
        gaps = find_gaps(api.portal.get().unrestrictedTraverse(row.path))
        return " ".join(
            f"{self.words(gap.where)}{colon}{self.words(gap.message)}" for gap in gaps
        )


class EditorialDesk(ListView):
    """`/@@editorial-desk`"""

    list_class = EditorialList
