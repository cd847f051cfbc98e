"""The city's divisions, the units that handle its services, its halls and its grids."""

from collective.z3cform.datagridfield.row import DictRow
from onewindow_policy import _
from onewindow_policy.communities.positions import Degrees
from onewindow_policy.communities.positions import find_position_problem
from onewindow_policy.communities.positions import MAX_LATITUDE
from onewindow_policy.communities.positions import MAX_LONGITUDE
from onewindow_policy.communities.positions import UnfitPosition
from onewindow_policy.communities.rows import IGridWorkerRow
from onewindow_policy.communities.rows import IHoursRow
from onewindow_policy.communities.rows import IStaffRow
from onewindow_policy.communities.rows import IWindowRow
from onewindow_policy.typed.printable import require_printable
from onewindow_policy.vocabularies.widgets import table_of_rows
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import invariant

import re


class ClosesBeforeOpening(Invalid):
    """A hall would close before it opens."""


def division_code(digits: int):
    """Return the constraint of a division code (GB/T 2260, GB/T 10114)."""
    pattern = re.compile(rf"\d{{{digits}}}")
    return lambda value: pattern.fullmatch(value) is not None


def is_grid_code(value: str) -> bool:
    """Return whether `value` is made as codes of grids are: the 12 digits of a community,
    and a number."""
    return re.fullmatch(r"[0-9]{13,18}", value) is not None


#: Digits of a community's code (GB/T 10114), with which those of its grids begin.
COMMUNITY_DIGITS = 12


class IUnitOrAbove(Interface):
    """A unit, or what it lies in: where its officers have their role."""


class IGridOrAbove(Interface):
    """A grid, or what it lies in: where its grid workers have their role."""


class IDivision(IUnitOrAbove, IGridOrAbove):
    """A part of the city with a division code (GB/T 2260, GB/T 10114)."""


class ICity(model.Schema):
    """The city that runs the portal."""

    code = schema.TextLine(
        title=_("label_division_code", default="Division code"),
        constraint=division_code(6),
    )
    province = schema.TextLine(
        title=_("label_province", default="Province"), required=False
    )
    note = schema.Text(title=_("label_note", default="Note"), required=False)
    fictional = schema.Bool(
        title=_("label_fictional", default="Fictional, for demonstration"),
        description=_(
            "help_fictional", default="Every page says so, with the notice below."
        ),
        required=False,
        default=False,
    )
    notice = schema.Text(
        title=_("label_notice", default="Notice on every page"), required=False
    )
    grid_code_digits = schema.Int(
        title=_(
            "label_grid_code_digits", default="Digits of a grid after its community's"
        ),
        description=_(
            "help_grid_code_digits",
            default="New grids are asked for so many. Those that exist keep their codes.",
        ),
        min=1,
        max=6,
        default=3,
    )


class IDistrict(model.Schema):
    """A district or county with its list of services."""

    code = schema.TextLine(
        title=_("label_division_code", default="Division code"),
        constraint=division_code(6),
    )

    model.fieldset(
        "district_list",
        label=_("fieldset_district_list", default="District list"),
        fields=[
            "list_title",
            "list_version",
            "list_doc_no",
            "list_published_on",
            "list_publisher",
            "adopted_items",
        ],
    )
    list_title = schema.TextLine(
        title=_("label_list_title", default="Title of the list"), required=False
    )
    list_version = schema.TextLine(
        title=_("label_list_version", default="Version"), required=False
    )
    list_doc_no = schema.TextLine(
        title=_("label_doc_no", default="Document number"), required=False
    )
    list_published_on = schema.Date(
        title=_("label_list_published_on", default="Published on"), required=False
    )
    list_publisher = schema.TextLine(
        title=_("label_list_publisher", default="Publisher (code of a unit)"),
        required=False,
    )
    adopted_items = schema.List(
        title=_("label_adopted_items", default="Codes of the items adopted"),
        description=_("help_adopted_items", default="One code a line."),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )


class IStreet(model.Schema):
    """A street (街道) or town."""

    code = schema.TextLine(
        title=_("label_division_code", default="Division code"),
        constraint=division_code(9),
    )


class ICommunity(model.Schema):
    """A community (社区), where the one window is."""

    code = schema.TextLine(
        title=_("label_division_code", default="Division code"),
        constraint=division_code(COMMUNITY_DIGITS),
    )
    kind = schema.TextLine(
        title=_("label_community_kind", default="Kind"), required=False
    )
    households = schema.Int(
        title=_("label_households", default="Households"), min=0, required=False
    )
    residents = schema.Int(
        title=_("label_residents", default="Residents"), min=0, required=False
    )
    illustrative = schema.Bool(
        title=_("label_illustrative", default="Holds example values"),
        required=False,
        default=False,
    )

    model.fieldset(
        "rollout",
        label=_("fieldset_rollout", default="Roll-out"),
        fields=[
            "rollout_status",
            "implemented_on",
            "planned_on",
            "generalist_count",
            "window_count",
            "visit_service",
        ],
    )
    rollout_status = schema.Choice(
        title=_("label_rollout_status", default="One window, all-round service"),
        vocabulary="onewindow_policy.vocabularies.rollout_statuses",
        required=False,
    )
    implemented_on = schema.Date(
        title=_("label_implemented_on", default="In operation since"), required=False
    )
    planned_on = schema.Date(
        title=_("label_planned_on", default="Planned for"), required=False
    )
    generalist_count = schema.Int(
        title=_("label_generalist_count", default="Generalists"),
        min=0,
        required=False,
    )
    window_count = schema.Int(
        title=_("label_window_count", default="Windows"), min=0, required=False
    )
    visit_service = schema.Bool(
        title=_("label_visit_service", default="Visits homes"),
        required=False,
        default=False,
    )


class IHall(model.Schema):
    """A hall with windows: place, hours, phones, and who sits there.

    Only public facts of staff are rows here; what is personal about them is kept
    encrypted elsewhere, and never in this object.
    """

    hall_id = schema.TextLine(title=_("label_hall_id", default="Number of the hall"))
    address = schema.TextLine(title=_("label_address", default="Address"))
    latitude = Degrees(
        MAX_LATITUDE,
        title=_("label_latitude", default="Latitude"),
        description=_(
            "help_latitude",
            default="Degrees north in CGCS2000, as GPS shows them, such as 30.6701.",
        ),
        required=False,
    )
    longitude = Degrees(
        MAX_LONGITUDE,
        title=_("label_longitude", default="Longitude"),
        description=_(
            "help_longitude",
            default=(
                "Degrees east, such as 104.0602. What maps on phones show is shifted by"
                " some hundred metres."
            ),
        ),
        required=False,
    )
    directives.widget("windows", table_of_rows)
    windows = schema.List(
        title=_("label_windows", default="Windows"),
        value_type=DictRow(schema=IWindowRow),
        required=False,
        default=[],
    )
    directives.widget("hours", table_of_rows)
    hours = schema.List(
        title=_("label_hours", default="Hours"),
        value_type=DictRow(schema=IHoursRow),
        required=False,
        default=[],
    )
    follow_public_holidays = schema.Bool(
        title=_("label_follow_public_holidays", default="Closed on public holidays"),
        required=False,
        default=True,
    )
    hours_note = schema.TextLine(
        title=_("label_hours_note", default="Note on hours"), required=False
    )
    facilities = schema.List(
        title=_("label_facilities", default="Facilities"),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    suggestion_box = schema.Bool(
        title=_("label_suggestion_box", default="Has a suggestion box"),
        required=False,
        default=False,
    )
    bus_note = schema.TextLine(
        title=_("label_bus_note", default="How to get there"), required=False
    )
    supervise_phone = schema.TextLine(
        title=_("label_supervise_phone", default="Phone for complaints"),
        required=False,
    )
    first_contact_rule = schema.TextLine(
        title=_("label_first_contact_rule", default="First-contact rule"),
        required=False,
    )

    model.fieldset(
        "reservation",
        label=_("fieldset_reservation", default="Booking"),
        fields=[
            "slot_minutes",
            "capacity_per_slot",
            "advance_days",
            "cancel_before_hours",
        ],
    )
    slot_minutes = schema.Int(
        title=_("label_slot_minutes", default="Length of a slot in minutes"),
        min=5,
        max=240,
        required=False,
    )
    capacity_per_slot = schema.Int(
        title=_("label_capacity_per_slot", default="Residents per slot"),
        min=0,
        required=False,
    )
    advance_days = schema.Int(
        title=_("label_advance_days", default="Bookable days ahead"),
        min=0,
        required=False,
    )
    cancel_before_hours = schema.Int(
        title=_("label_cancel_before_hours", default="Cancel at least hours before"),
        min=0,
        required=False,
    )

    model.fieldset(
        "staff", label=_("fieldset_staff", default="Staff"), fields=["staff"]
    )
    directives.widget("staff", table_of_rows)
    staff = schema.List(
        title=_("label_staff", default="Staff"),
        value_type=DictRow(schema=IStaffRow),
        required=False,
        default=[],
    )

    @invariant
    def text_is_printable(data):
        require_printable(data, IHall)

    @invariant
    def position_is_whole(data):
        message = find_position_problem(data.latitude, data.longitude)
        if message is not None:
            raise UnfitPosition(message)

    @invariant
    def opens_before_it_closes(data):
        for row in data.hours or ():
            if row["opens"] >= row["closes"]:
                raise ClosesBeforeOpening(
                    _(
                        "error_closes_before_opening",
                        default="${opens}–${closes}: it must open before it closes.",
                        mapping={"opens": row["opens"], "closes": row["closes"]},
                    )
                )


class IUnit(IUnitOrAbove, model.Schema):
    """An office (单位) of the city, a district or a street, which handles services."""

    code = schema.TextLine(
        title=_("label_unit_code", default="Code"),
        description=_(
            "help_unit_code",
            default="Given once and for good, such as U-990102-MZ: records repeat it.",
        ),
    )
    role = schema.Choice(
        title=_("label_unit_role_code", default="Role"),
        description=_(
            "help_unit_role",
            default="What guides call it by: the civil affairs bureau, wherever one lives.",
        ),
        vocabulary="onewindow_policy.vocabularies.roles_of_units",
    )
    uscc = schema.TextLine(
        title=_("label_uscc", default="Unified social credit code"), required=False
    )
    phone = schema.TextLine(title=_("label_phone", default="Phone"), required=False)
    decides_here = schema.Bool(
        title=_("label_decides_here", default="Decides in this system"),
        description=_(
            "help_decides_here",
            default=(
                "Its officers accept and decide applications here. Until then, windows"
                " enter what it decided on paper."
            ),
        ),
        required=False,
        default=False,
    )
    fictional = schema.Bool(
        title=_("label_row_fictional", default="Fictional"),
        required=False,
        default=False,
    )

    @invariant
    def text_is_printable(data):
        require_printable(data, IUnit)


class IGrid(IGridOrAbove, model.Schema):
    """A grid (网格): the part of a community that a grid worker looks after."""

    code = schema.TextLine(
        title=_("label_grid_code", default="Code of the grid"),
        description=_(
            "help_grid_code",
            default="The 12 digits of the community, and a number: 990102001001001.",
        ),
        constraint=is_grid_code,
    )
    area = schema.List(
        title=_("label_grid_area", default="Area"),
        description=_(
            "help_grid_area",
            default=(
                "One estate, street or group of buildings a line, as residents name them:"
                " 晨光苑1–4幢. Numbers after the name are compared with what residents"
                " look for."
            ),
        ),
        value_type=schema.TextLine(),
        required=False,
        default=[],
    )
    directives.widget("workers", table_of_rows)
    workers = schema.List(
        title=_("label_grid_workers", default="Grid workers"),
        description=_(
            "help_grid_workers",
            default="Residents see them: names and numbers of staff on duty only.",
        ),
        value_type=DictRow(schema=IGridWorkerRow),
        required=False,
        default=[],
    )
    supervise_phone = schema.TextLine(
        title=_("label_supervise_phone", default="Phone for complaints"),
        required=False,
    )

    @invariant
    def text_is_printable(data):
        require_printable(data, IGrid)
