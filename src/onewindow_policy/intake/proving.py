"""Who shows by a secret code that something is theirs: wrong codes are counted."""

from collections.abc import Callable
from datetime import timedelta
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.records.api import network_of
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.attempts import count
from onewindow_policy.records.attempts import hold
from onewindow_policy.records.attempts import Limit
from onewindow_policy.records.attempts import require_fewer
from onewindow_policy.records.attempts import try_key
from sqlalchemy.orm import Session

#: Wrong tries of one number from one address; and of all numbers, where a hall's computers
#: and many phones share an address. A number alone is never locked: anybody could keep its
#: owner out.
NUMBER_LIMITS = (Limit(5, timedelta(minutes=15)), Limit(20, timedelta(days=1)))
ADDRESS_LIMITS = (Limit(60, timedelta(minutes=15)), Limit(300, timedelta(days=1)))


def is_proved(
    purpose: str, number: str, address: str, compare: Callable[[Session], bool]
) -> bool:
    """Return whether a code is right, as `compare` says; a wrong one counts against the
    number and the `address` that the request came from.

    It is compared and counted in one transaction, which nobody of the address gets between,
    and which is committed whatever becomes of the request: else an error would be a free
    try. Raises `TooManyTries`.
    """
    network = network_of(address)
    address_key = try_key(purpose, network)
    number_key = try_key(purpose, network, number)
    now = utc_now()
    with own_transaction() as session:
        hold(session, address_key)
        require_fewer(session, number_key, NUMBER_LIMITS, now, TooManyTries)
        require_fewer(session, address_key, ADDRESS_LIMITS, now, TooManyTries)
        is_right = compare(session)
        if not is_right:
            count(session, number_key, now)
            count(session, address_key, now)
    return is_right
