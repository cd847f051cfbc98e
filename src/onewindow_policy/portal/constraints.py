"""What the portal's settings must look like, and what is said of one that does not."""

from onewindow_policy import _
from onewindow_policy.portal.colours import HEX_COLOUR
from onewindow_policy.portal.colours import is_readable
from zope.interface import Invalid

import re

_PHONE = re.compile(r"[0-9][0-9-]{2,19}")
_SITE_CODE = re.compile(r"[0-9A-Za-z]{10}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_HTTPS = re.compile(r"https://[^\s<>\"']+")


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
