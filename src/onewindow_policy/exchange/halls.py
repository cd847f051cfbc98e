"""Halls, from the file and back. What is personal about their staff stays outside.

Age, education, assessment and training hours of staff are no content of a public
site: they are not read here at all, so that they cannot end up in its database.
"""

from onewindow_policy.communities.positions import read_position
from onewindow_policy.exchange.records import Record

DAY_GROUPS = ("weekdays", "saturday", "sunday")

#: Field of a hall and the key of the file, where the site stores what the file says.
PLAIN = {
    "title": "name",
    "hall_id": "id",
    "address": "address",
    "bus_note": "bus_note",
    "supervise_phone": "supervise_phone",
    "first_contact_rule": "responsible_first_contact",
}

RESERVATION = (
    "slot_minutes",
    "capacity_per_slot",
    "advance_days",
    "cancel_before_hours",
)

#: The same, but where the file says nothing the site keeps what it has: positions are
#: measured on the spot, and lists of halls are made without them.
MEASURED = ("latitude", "longitude")

#: Both in one text, as files of former versions have them.
FORMER_POSITION = "geo"

#: Facts about staff that residents see, and of those the ones that are lists.
STAFF_COLUMNS = ("staff_no", "name", "title", "specialties", "languages", "on_duty")
STAFF_LISTS = ("specialties", "languages", "on_duty")

#: Facts about staff that the site does not hold.
PERSONAL = (
    "age_band",
    "education",
    "experience_years",
    "recruit_source",
    "training_hours",
    "assessment",
    "meets_guideline",
    "guideline_note",
)

SEPARATOR = "、"


def hall_record(hall: dict, community_path: str) -> Record:
    """Return a hall of the file as the site holds it, in its community."""
    hours = hall["hours"]
    reservation = hall.get("reservation", {})
    return Record(
        f"{community_path}/{hall['id'].lower()}",
        "Hall",
        {
            **{field: hall.get(key) for field, key in PLAIN.items()},
            **_position_values(hall),
            "windows": [
                {
                    "number": window["no"],
                    "kind": window["kind"],
                    "phone": window.get("phone"),
                }
                for window in hall["windows"]
            ],
            "hours": [
                {"days": days, "opens": opens, "closes": closes}
                for days in DAY_GROUPS
                for opens, closes in hours[days]
            ],
            "follow_public_holidays": hours.get("follow_public_holidays", True),
            "hours_note": hours.get("note"),
            **{key: reservation.get(key) for key in RESERVATION},
            "facilities": list(hall.get("facilities", ())),
            "suggestion_box": hall.get("suggestion_box", False),
            "staff": [_staff_values(staff) for staff in hall["staff"]],
        },
    )


def _position_values(hall: dict) -> dict:
    values = {key: hall[key] for key in MEASURED if hall.get(key) is not None}
    if not values and hall.get(FORMER_POSITION):
        values = read_position(hall[FORMER_POSITION])._asdict()
    return values


def _staff_values(staff: dict) -> dict:
    values = {column: staff.get(column) for column in STAFF_COLUMNS}
    for column in STAFF_LISTS:
        values[column] = SEPARATOR.join(values[column] or ()) or None
    return values


def hall_row(hall, community_code: str) -> dict:
    """Return a hall of the site as the file describes it."""
    return {
        **{key: getattr(hall, field) for field, key in PLAIN.items()},
        **{key: getattr(hall, key) for key in MEASURED},
        "community": community_code,
        "windows": [
            {"no": row["number"], "kind": row["kind"], "phone": row.get("phone")}
            for row in hall.windows or ()
        ],
        "hours": {
            **{
                days: [
                    [row["opens"], row["closes"]]
                    for row in hall.hours or ()
                    if row["days"] == days
                ]
                for days in DAY_GROUPS
            },
            "follow_public_holidays": bool(hall.follow_public_holidays),
            "note": hall.hours_note,
        },
        "reservation": {key: getattr(hall, key) for key in RESERVATION},
        "facilities": list(hall.facilities or ()),
        "suggestion_box": bool(hall.suggestion_box),
        "staff": [_staff_row(row) for row in hall.staff or ()],
    }


def _staff_row(row: dict) -> dict:
    values = {column: row.get(column) for column in STAFF_COLUMNS}
    for column in STAFF_LISTS:
        values[column] = values[column].split(SEPARATOR) if values[column] else []
    return values
