"""Where something is: degrees of latitude and longitude, read and checked.

CGCS2000, which browsers' WGS 84 differs from by centimetres. Maps on phones are shifted
on purpose (GCJ-02), by some hundred metres.
"""

from onewindow_policy import _
from onewindow_policy.typed.texts import clean_text
from onewindow_policy.typed.texts import narrow
from typing import NamedTuple
from z3c.form.converter import BaseDataConverter
from z3c.form.interfaces import IDataConverter
from z3c.form.interfaces import IWidget
from zope import schema
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Invalid
from zope.schema.interfaces import IFloat
from zope.schema.interfaces import ValidationError

import math
import re

#: Digits after the point that are kept: a centimetre.
PRECISION = 7

MAX_LATITUDE = 90
MAX_LONGITUDE = 180

#: Degrees between which China lies, islands included: no place of it does so when its
#: latitude and longitude change places.
CHINA_LATITUDES = (3, 54)
CHINA_LONGITUDES = (73, 136)

_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]+)?")


class Position(NamedTuple):
    """Degrees of latitude (north) and longitude (east)."""

    latitude: float
    longitude: float


class UnfitDegrees(ValidationError):
    """What was entered is no latitude or longitude; `doc()` says why."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message

    def doc(self):
        return self.message


class UnfitPosition(Invalid):
    """Latitude and longitude do not go together; the text says why."""


class IDegrees(IFloat):
    """A field for a latitude or a longitude."""


@implementer(IDegrees)
class Degrees(schema.Float):
    """A latitude or a longitude in decimal degrees, north and east.

    Programs send whole degrees as whole numbers.
    """

    _type = (float, int)

    def __init__(self, limit: int, **options):
        self.limit = limit
        super().__init__(**options)

    def fromUnicode(self, value):
        """Return the degrees that somebody typed. Raises `UnfitDegrees`."""
        text = narrow(clean_text(value)).replace("\u2212", "-").removesuffix("°")
        if not _DEGREES.fullmatch(text):
            raise UnfitDegrees(
                _(
                    "error_degrees",
                    default=(
                        "“${text}” is not one number of degrees, such as 30.6701: the"
                        " latitude and the longitude have a field each."
                    ),
                    mapping={"text": text[:40]},
                )
            )
        degrees = round(float(text), PRECISION)
        self.validate(degrees)
        return degrees

    def _validate(self, value):
        super()._validate(value)
        if isinstance(value, bool) or not math.isfinite(value):
            raise UnfitDegrees(_("error_no_degrees", default="This is not a number."))
        if abs(value) > self.limit:
            raise UnfitDegrees(
                _(
                    "error_degrees_range",
                    default=(
                        "${value} lies beyond −${limit} … ${limit} degrees. Are latitude"
                        " and longitude the wrong way round?"
                    ),
                    mapping={"value": as_text(value), "limit": self.limit},
                )
            )


@adapter(IDegrees, IWidget)
@implementer(IDataConverter)
class DegreesConverter(BaseDataConverter):
    """Shows all digits: the stock way rounds to three, and saving would move a hall."""

    def toWidgetValue(self, value):
        """See `z3c.form.interfaces.IDataConverter`."""
        return "" if value is None else as_text(value)


def as_text(degrees: float) -> str:
    """Return degrees as they are typed, without an exponent or zeros at the end."""
    return f"{degrees:.{PRECISION}f}".rstrip("0").rstrip(".")


def find_position_problem(latitude: float | None, longitude: float | None):
    """Return why a latitude and a longitude do not go together, None if they do.

    Each is within its own range already.

    :returns: a message
    """
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        return _(
            "error_half_position",
            default="Enter both the latitude and the longitude, or neither.",
        )
    if is_swapped(latitude, longitude):
        return _(
            "error_swapped_position",
            default=(
                "Latitude ${latitude} and longitude ${longitude} are the wrong way round:"
                " exchanged, they lie in China."
            ),
            mapping={"latitude": as_text(latitude), "longitude": as_text(longitude)},
        )
    return None


def is_swapped(latitude: float, longitude: float) -> bool:
    """Return whether two numbers lie in China only when they are exchanged."""
    return _is_in(CHINA_LATITUDES, longitude) and _is_in(CHINA_LONGITUDES, latitude)


def _is_in(bounds: tuple[int, int], degrees: float) -> bool:
    return bounds[0] <= degrees <= bounds[1]


def position_of(latitude: float | None, longitude: float | None) -> Position | None:
    """Return where something is, None where one of the two is not known."""
    if latitude is None or longitude is None:
        return None
    return Position(latitude, longitude)


def read_position(text: str | None) -> Position | None:
    """Return the position in a text that has both numbers, None where it is none.

    Former versions of the site and of files had it so: `30.67, 104.06`. Editors wrote it
    the wrong way round, too.
    """
    parts = re.split(r"[,，;；\s]+", narrow(text or "").strip())
    if len(parts) != 2 or not all(_DEGREES.fullmatch(part) for part in parts):
        return None
    latitude, longitude = (round(float(part), PRECISION) for part in parts)
    if is_swapped(latitude, longitude):
        latitude, longitude = longitude, latitude
    if abs(latitude) > MAX_LATITUDE or abs(longitude) > MAX_LONGITUDE:
        return None
    return Position(latitude, longitude)
