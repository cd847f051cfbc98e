"""Unified social credit codes (GB 32100-2015): worth a second look, no reason to refuse.

Registers of real cities have some that do not add up, lower-case ones, and codes of
streets in their place.
"""

from Acquisition import aq_base
from onewindow_policy import _
from plone import api
from stdnum.cn import uscc
from zope.globalrequest import getRequest


def is_credit_code(text: str) -> bool:
    """Return whether a text is a unified social credit code, as it is written."""
    return uscc.is_valid(text) and uscc.compact(text) == text


def doubt_about_credit_code(text: str):
    """Return a sentence about what is no unified social credit code, None for one."""
    if is_credit_code(text):
        return None
    return _(
        "warning_credit_code",
        default=(
            "${value} is no unified social credit code (GB 32100): 18 digits and capital"
            " letters, of which the last is computed from the others. It was taken as it"
            " is; please compare it with the certificate."
        ),
        mapping={"value": text},
    )


def warn_of_credit_code(unit, event) -> None:
    """Tell who saved a unit that its credit code is worth a second look."""
    request = getRequest()
    code = aq_base(unit).uscc
    message = doubt_about_credit_code(code) if request is not None and code else None
    if message is not None:
        api.portal.show_message(message, request, type="warning")
