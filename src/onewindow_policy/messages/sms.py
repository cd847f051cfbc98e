"""Short messages to phones, by the gateway of a city's settings."""

from dataclasses import dataclass
from datetime import timedelta
from onewindow_policy.messages.exceptions import NotNow
from onewindow_policy.messages.exceptions import Refused
from onewindow_policy.messages.gateway import Gateway
from onewindow_policy.messages.interfaces import IChannel
from onewindow_policy.messages.settings import sms_account
from onewindow_policy.messages.settings import sms_address
from onewindow_policy.messages.settings import sms_sign
from onewindow_policy.messages.settings import sms_timeout_seconds
from pathlib import Path
from uuid import UUID
from zope.interface import implementer

import os
import re

SMS = "sms"

#: Names a file that holds the key of the gateway: never in a setting that many read.
KEY_FILE = "ONEWINDOW_SMS_KEY_FILE"

#: A shorter one could be guessed.
SHORTEST_KEY = 32

#: Mobile numbers of the mainland, as `typed.phones` has them.
_MOBILE = re.compile(r"1[3-9][0-9]{9}")

#: Why a number is refused.
NO_MOBILE_NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SmsText:
    """A short message: what a gateway knows the text by, its variables, and the text."""

    code: str
    values: dict[str, str]
    text: str


def is_mobile(phone: str | None) -> bool:
    """Return whether short messages reach a number: a mobile one of the mainland."""
    return _MOBILE.fullmatch(phone or "") is not None


def sms_key() -> bytes:
    """Return the key of the gateway, empty where none can be read."""
    path = os.environ.get(KEY_FILE)
    if not path:
        return b""
    try:
        key = Path(path).read_bytes().strip()
    except OSError:
        return b""
    return key if len(key) >= SHORTEST_KEY else b""


def is_key_missing() -> bool:
    """Return whether a gateway stands in the settings that cannot be used for want of its
    key."""
    return bool(sms_address()) and not sms_key()


@implementer(IChannel)
class ShortMessages:
    """See `IChannel`. One never goes twice: the gateway is asked first."""

    may_repeat = False
    #: What was on its way when we last heard is not taken any more then; see
    #: `gateway.FRESH_SECONDS`, with as much again for clocks that differ.
    asks_after = timedelta(minutes=5)

    def is_offered(self) -> bool:
        """See `IChannel`."""
        return self._gateway() is not None

    def was_taken(self, message_id: UUID) -> bool | None:
        """See `IChannel`."""
        return self._require().was_taken(str(message_id))

    def send(self, message_id: UUID, recipient: str, content: SmsText) -> None:
        """See `IChannel`."""
        if not is_mobile(recipient):
            raise Refused(NO_MOBILE_NUMBER)
        self._require().send(
            str(message_id),
            {
                "phone": recipient,
                "sign": sms_sign(),
                "template": content.code,
                "values": content.values,
                "text": content.text,
            },
        )

    def _require(self) -> Gateway:
        gateway = self._gateway()
        if gateway is None:
            raise NotNow("nothing is set up", is_for_all=True)
        return gateway

    def _gateway(self) -> Gateway | None:
        address, key = sms_address(), sms_key()
        if not address or not sms_sign() or not key:
            return None
        return Gateway(address, sms_account(), key, sms_timeout_seconds())
