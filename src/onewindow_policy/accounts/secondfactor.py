"""The second factor: codes of an app (TOTP), and spare codes on paper.

That an account has one stands in the ZODB, with the account, so that log-ins without one
ask SQL for nothing. What checks it lies sealed in SQL: while SQL is away, whoever has a
second factor cannot log in, and is told so; nobody is let in without.
"""

from datetime import datetime
from datetime import timedelta
from onewindow_policy.accounts.exceptions import TooManyCodes
from onewindow_policy.accounts.models import RecoveryCode
from onewindow_policy.accounts.models import SecondFactor
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from secrets import choice
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select

import pyotp
import re

#: RFC 6238, 5.2: 30 seconds, and one interval before and after for clocks that differ.
INTERVAL_SECONDS = 30
DRIFT_INTERVALS = 1

#: Wrong codes after which none is looked at any more until the period is over. Only who
#: knows the password gets as far, so that this keeps nobody out but a thief.
MOST_WRONG = 5
WRONG_PERIOD = timedelta(minutes=15)

RECOVERY_CODES = 10
#: No letters that are taken for digits, and back: 31 characters, 12 of them are 59 bits.
RECOVERY_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ2345679"
RECOVERY_CHARS = 12

SECRET = re.compile(r"[A-Z2-7]{32}")
_CODE = re.compile(r"[0-9]{6}")
_HASH_PURPOSE = "recovery-code"


def new_secret() -> str:
    """Return a secret for an app: 160 bits (RFC 4226, 4) in base 32."""
    return pyotp.random_base32(32)


def address_for_apps(secret: str, user_name: str, site_title: str) -> str:
    """Return the `otpauth:` address that apps read from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=user_name, issuer_name=site_title)


def interval_of(secret: str, code: str, at: datetime, after: int = -1) -> int | None:
    """Return the interval that a code belongs to, or None for a wrong one.

    Only those later than `after` count: a code that was seen once opens nothing more.
    """
    if not _CODE.fullmatch(code):
        return None
    now = int(at.timestamp()) // INTERVAL_SECONDS
    totp, found = pyotp.TOTP(secret), None
    for interval in range(now - DRIFT_INTERVALS, now + DRIFT_INTERVALS + 1):
        expected = totp.generate_otp(interval)
        if pyotp.utils.strings_equal(code, expected) and interval > after:
            found = interval
    return found


def enrol(user_id: str, secret: str, code: str) -> list[str] | None:
    """Give an account a second factor in the place of one that it had.

    Returns its recovery codes, which nobody sees again, or None when the code of the app
    is wrong. It joins the write session; the caller notes in the ZODB that there is one.
    """
    now = utc_now()
    interval = interval_of(secret, code, now)
    if interval is None:
        return None
    key = DataKey.create()
    factor = SecondFactor(
        key,
        user_id=user_id,
        since=now,
        last_interval=interval,
        wrong_count=0,
        wrong_since=None,
        secret=secret,
    )
    session = write_session()
    _remove(session, user_id)
    session.add(factor)
    session.flush()
    codes = _add_codes(session, factor)
    audit("second-factor-set", f"account {user_id}"[:100])
    return codes


def renew_codes(user_id: str) -> list[str]:
    """Give somebody new recovery codes; those of before open nothing any more."""
    session = write_session()
    factor = _factor_of(session, user_id)
    session.execute(delete(RecoveryCode).where(RecoveryCode.factor_id == factor.id))
    audit("recovery-codes-renewed", f"account {user_id}"[:100])
    return _add_codes(session, factor)


def remove(user_id: str, *, why: str) -> None:
    """Take a second factor away; `why` is for the audit: own, reset, deleted."""
    session = write_session()
    if _remove(session, user_id):
        audit("second-factor-removed", f"account {user_id}"[:100], why)


def codes_left(user_id: str) -> int:
    """Return how many recovery codes somebody has not used yet."""
    return read_session().scalar(
        select(func.count(RecoveryCode.id))
        .join(SecondFactor, SecondFactor.id == RecoveryCode.factor_id)
        .where(SecondFactor.user_id == user_id, RecoveryCode.used_at.is_(None))
    )


def check_code(user_id: str, code: str) -> bool:
    """Return whether a code of the app, or a spare one, is right; it is used up then.

    A try is kept whatever becomes of the request. Raises TooManyCodes without looking at
    the code after too many wrong ones, DatabaseUnavailable while it cannot be checked.
    """
    now = utc_now()
    with own_transaction() as session:
        factor = _factor_of(session, user_id)
        if factor is None:
            return False
        if factor.wrong_since is None or now - factor.wrong_since > WRONG_PERIOD:
            factor.wrong_count, factor.wrong_since = 0, None
        is_over = factor.wrong_count >= MOST_WRONG
        is_right = not is_over and _use(session, factor, code.strip(), now)
        if is_right:
            factor.wrong_count, factor.wrong_since = 0, None
        elif not is_over:
            factor.wrong_count += 1
            factor.wrong_since = factor.wrong_since or now
            audit("second-factor-refused", f"account {user_id}"[:100])
        until = factor.wrong_since and factor.wrong_since + WRONG_PERIOD
    if is_over:
        raise TooManyCodes(int((until - now).total_seconds()) + 1)
    return is_right


def _use(session, factor: SecondFactor, code: str, now: datetime) -> bool:
    digits = re.sub(r"\s", "", code)
    interval = interval_of(factor.secret, digits, now, factor.last_interval)
    if interval is not None:
        factor.last_interval = interval
        return True
    spare = session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.factor_id == factor.id,
            RecoveryCode.code_hash == _hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if spare is None:
        return False
    spare.used_at = now
    audit("recovery-code-used", f"account {factor.user_id}"[:100])
    return True


def _factor_of(session, user_id: str) -> SecondFactor | None:
    return session.scalar(
        select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update()
    )


def _remove(session, user_id: str) -> bool:
    factor = _factor_of(session, user_id)
    if factor is None:
        return False
    session.execute(delete(RecoveryCode).where(RecoveryCode.factor_id == factor.id))
    factor.data_key.erase()
    session.delete(factor)
    session.flush()
    return True


def _add_codes(session, factor: SecondFactor) -> list[str]:
    codes = [
        "".join(choice(RECOVERY_ALPHABET) for _char in range(RECOVERY_CHARS))
        for _code in range(RECOVERY_CODES)
    ]
    session.add_all(
        RecoveryCode(factor_id=factor.id, code_hash=_hash(code)) for code in codes
    )
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def _hash(code: str) -> bytes:
    return keyed_hash(re.sub(r"[\s-]", "", code).upper(), _HASH_PURPOSE)
