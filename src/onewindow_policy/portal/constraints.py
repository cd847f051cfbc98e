"""What the portal's settings must look like, and what is said of one that does not."""

from lxml import etree
from onewindow_policy import _
from onewindow_policy.pictures.headers import read_header
from onewindow_policy.portal.colours import HEX_COLOUR
from onewindow_policy.portal.colours import is_readable
from PIL import Image
from PIL import UnidentifiedImageError
from plone.formwidget.namedfile.converter import b64decode_file
from zope.interface import Invalid

import io
import re

_PHONE = re.compile(r"[0-9][0-9-]{2,19}")
_SITE_CODE = re.compile(r"[0-9A-Za-z]{10}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_HTTPS = re.compile(r"https://[^\s<>\"']+")

#: A logo is loaded with the first page of each visit, which has 60 KB in all.
MOST_LOGO_KB = 20
#: A phone keeps four bytes for each pixel of it, on every page.
MOST_LOGO_PIXELS = 1_000_000

_SVG = "{http://www.w3.org/2000/svg}svg"


class NoColour(Invalid):
    """A colour is not written as six hexadecimal digits, or cannot be read."""


class NoPhone(Invalid):
    """The hotline is not a number that a phone can dial."""


class NoSiteCode(Invalid):
    """The site code does not have ten characters."""


class NoHost(Invalid):
    """A line names something else than a host."""


class NoSecureAddress(Invalid):
    """An address does not begin with https."""


class NoPicture(Invalid):
    """A logo is no picture that browsers show, or too heavy for each first visit."""


def readable_colour(value: str) -> bool:
    """Return True for a colour of which words can be read; else raise `NoColour`."""
    if not HEX_COLOUR.fullmatch(value):
        raise NoColour(
            _(
                "error_no_colour",
                default="Write it as # and six digits, e.g. #0a57a4.",
            )
        )
    if not is_readable(value):
        raise NoColour(
            _(
                "error_pale_colour",
                default=(
                    "Words in this colour cannot be read well: their contrast on the"
                    " page is below 4.5 : 1. Choose a darker one."
                ),
            )
        )
    return True


def dialled_number(value: str) -> bool:
    """Return True for a phone number; else raise `NoPhone`."""
    if not _PHONE.fullmatch(value):
        raise NoPhone(
            _("error_no_phone", default="Write the number in digits, e.g. 12345.")
        )
    return True


def ten_characters(value: str) -> bool:
    """Return True for a site code of 10 characters; else raise `NoSiteCode`."""
    if not _SITE_CODE.fullmatch(value):
        raise NoSiteCode(
            _("error_no_site_code", default="The site code has ten digits.")
        )
    return True


def host_name(value: str) -> bool:
    """Return True for the name of a host; else raise `NoHost`."""
    if not _HOST.fullmatch(value):
        raise NoHost(
            _(
                "error_no_host",
                default="Write the host alone, in small letters, e.g. www.example.com.",
            )
        )
    return True


def secure_address(value: str) -> bool:
    """Return True for an https address; else raise `NoSecureAddress`."""
    if not _HTTPS.fullmatch(value):
        raise NoSecureAddress(
            _("error_no_address", default="The address must begin with https://.")
        )
    return True


def light_picture(value: bytes) -> bool:
    """Return True for a file, as Plone stores it, that is a light SVG or PNG; else raise
    `NoPicture`."""
    _name, content = b64decode_file(value)
    # First: what is too heavy is not looked into.
    if len(content) > MOST_LOGO_KB * 1024:
        raise NoPicture(
            _(
                "error_heavy_picture",
                default=(
                    "The file has ${size} KB; ${most} are allowed, since every visitor"
                    " has to load it."
                ),
                mapping={"size": len(content) // 1024 + 1, "most": MOST_LOGO_KB},
            )
        )
    if not (_is_png(content) or _is_svg(content)):
        raise NoPicture(
            _("error_no_picture", default="Choose a file in the format SVG or PNG.")
        )
    header = read_header(content)
    if header is not None and header.pixels > MOST_LOGO_PIXELS:
        raise NoPicture(
            _(
                "error_large_picture",
                default=(
                    "The logo is ${width} × ${height} pixels; every browser has to"
                    " unpack it. Choose one of at most ${most} pixels in all."
                ),
                mapping={
                    "width": header.width,
                    "height": header.height,
                    "most": f"{MOST_LOGO_PIXELS:,}",
                },
            )
        )
    return True


def _is_png(content: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError):
        return False
    return True


def _is_svg(content: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(content, parser).tag == _SVG
    except etree.XMLSyntaxError:
        return False
