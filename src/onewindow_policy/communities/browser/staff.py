"""`@@place-staff`: who works where, for who looks after staff, and where nobody does."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import Account
from onewindow_policy.accounts.api import accounts_called
from onewindow_policy.communities.staff import Assignment
from onewindow_policy.communities.staff import LACKING
from onewindow_policy.communities.staff import lacking_in
from onewindow_policy.communities.staff import sees_staff
from onewindow_policy.communities.staff import staff_in
from onewindow_policy.communities.staff import WORKING_ROLES
from onewindow_policy.desks.api import Asked
from onewindow_policy.desks.api import Cell
from onewindow_policy.desks.api import Column
from onewindow_policy.desks.api import DeskList
from onewindow_policy.desks.api import EXPORT_LISTS
from onewindow_policy.desks.api import Filter
from onewindow_policy.desks.api import ListView
from onewindow_policy.desks.api import Option
from onewindow_policy.desks.api import StandingOrder
from onewindow_policy.desks.api import Tag
from onewindow_policy.records.api import KeyedPage
from plone import api

GIVEN = "given"


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody's role in a place, with what their account says."""

    assignment: Assignment
    account: Account | None


class StaffList(DeskList):
    """The working roles in the places whose staff the user looks after: the account and the
    name, and nothing else about a person."""

    name = "staff"
    title = _("title_place_staff", default="Staff by place")
    lead = _(
        "text_place_staff",
        default=(
            "Roles are given on the page of a place, under Sharing, by administrators."
            " Whoever has one of a place that this lies in works here, too."
        ),
    )
    none_here = _("text_no_place_staff", default="There is nobody and nothing here.")
    columns = (
        Column("place", _("column_staff_place", default="Place")),
        Column("role", _("column_staff_role", default="Role")),
        Column("person", _("column_staff_person", default="Person")),
        Column("used", _("column_staff_used", default="Last used")),
    )
    filters = (
        Filter(
            "show",
            _("label_staff_show", default="Roles"),
            default=GIVEN,
            is_tabs=True,
        ),
        Filter("role", _("column_staff_role", default="Role")),
    )

    @property
    def is_for_user(self) -> bool:
        return sees_staff(self.user)

    @property
    def may_export(self) -> bool:
        return bool(self.user.has_permission(EXPORT_LISTS, api.portal.get()))

    @cached_property
    def _lacking(self) -> list[Assignment]:
        return lacking_in(self.user)

    def options(self, name: str) -> Iterable[Option]:
        say = self.words
        if name == "show":
            yield Option(GIVEN, say(_("option_staff_given", default="Who works where")))
            lacking = say(_("option_staff_lacking", default="Places without anybody"))
            yield Option(LACKING, lacking, len(self._lacking))
            return
        yield Option("", say(_("option_all_roles", default="All roles")))
        for role, title in WORKING_ROLES.items():
            yield Option(role, say(title))

    def key_order(self, asked: Asked) -> StandingOrder:
        return StandingOrder()

    def page(self, asked: Asked, size: int) -> KeyedPage[StaffRow]:
        is_lacking = asked.values["show"] == LACKING
        rows = self._lacking if is_lacking else staff_in(self.user)
        if role := asked.values["role"]:
            rows = [row for row in rows if row.role == role]
        page = self.key_order(asked).page(rows, asked.page, size)
        acl_users = api.portal.get().acl_users
        names = {each.principal for each in page.rows if each.principal is not None}
        accounts = accounts_called(acl_users, names)
        return page.map(lambda each: StaffRow(each, accounts.get(each.principal)))

    def cells(self, row: StaffRow) -> Mapping[str, Cell]:
        place = row.assignment.place
        account = row.account
        used = account.used_at if account is not None else None
        return {
            "place": Cell(
                place.title, f"{self.site_url}/{place.path}", is_content=True
            ),
            "role": Cell(self.words(WORKING_ROLES[row.assignment.role])),
            "person": self._person(row),
            "used": Cell(
                self.words.moment(used) if used is not None else "—", is_when=True
            ),
        }

    def _person(self, row: StaffRow) -> Cell:
        principal, account = row.assignment.principal, row.account
        if principal is None:
            nobody = Tag(self.words(_("tag_staff_nobody", default="Nobody")), "wait")
            return Cell(tags=(nobody,))
        if account is None:
            is_group = api.group.get(principal) is not None
            kind = (
                _("tag_staff_group", default="Group")
                if is_group
                else _("tag_staff_gone", default="No such account any more")
            )
            return Cell(principal, tags=(Tag(self.words(kind)),))
        closed = Tag(self.words(_("tag_staff_closed", default="Closed")))
        return Cell(
            account.name or principal,
            note=principal if account.name else "",
            tags=(closed,) if account.is_closed else (),
            is_content=True,
        )


class StaffView(ListView):
    """Shows the list."""

    list_class = StaffList
