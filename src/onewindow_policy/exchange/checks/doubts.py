"""What of a catalogue is worth a second look, and no reason to refuse it.

National patterns of codes hold for most of a real city, and not for all of it: provinces
keep codes of their own (GB/T 39554.1-2020 beside them), registers have slips.
"""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.communities.creditcodes import doubt_about_credit_code
from onewindow_policy.communities.creditcodes import is_credit_code
from onewindow_policy.exchange.exceptions import Problem
from onewindow_policy.exchange.places import Place

import re

#: 实施编码: the credit code of who implements it, its level, the basic code.
NATIONAL_LENGTH = 31
CREDIT_CODE_LENGTH = 18

_BASIC_CODE = re.compile(r"[0-9A-Z]{12}")


def find_doubts(catalogue: dict) -> tuple[Problem, ...]:
    """Return what is doubtful in a catalogue that was found fit, by path."""
    return tuple(
        Problem(str(place), message) for place, message in _doubts(Place(catalogue))
    )


def _doubts(root: Place) -> Iterator[tuple]:
    for unit in root["units"]:
        code = unit["uscc"]
        message = doubt_about_credit_code(code.text) if code.text else None
        if message is not None:
            yield code, message
    for item in root["items"]:
        code, basic = item["code"], item["basic_code"]
        if len(code.text) == NATIONAL_LENGTH and not is_credit_code(
            code.text[:CREDIT_CODE_LENGTH]
        ):
            yield (
                code,
                _(
                    "warning_national_code",
                    default=(
                        "${value} has the length of a national implementing code (GB/T"
                        " 39554.1), but does not begin with a credit code. It was taken"
                        " as it is."
                    ),
                    mapping={"value": code.text},
                ),
            )
        if basic.text and not _BASIC_CODE.fullmatch(basic.text):
            yield (
                basic,
                _(
                    "warning_basic_code",
                    default=(
                        "${value} is no national basic code (GB/T 39554.1): 12 digits and"
                        " capital letters. It was taken as it is."
                    ),
                    mapping={"value": basic.text},
                ),
            )
