"""Whether the scanner is there, for those who run the portal."""

from onewindow_policy.scanning.clamd import is_there
from onewindow_policy.scanning.settings import clamd_address


def scanner_state() -> str | None:
    """Return `ok` or `failed`, None where nothing is to be scanned."""
    address = clamd_address()
    if address is None:
        return None
    return "ok" if is_there(address) else "failed"
