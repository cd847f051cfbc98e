"""Scanning for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.scanning.doors import require_clean
from onewindow_policy.scanning.settings import CLAMD
from onewindow_policy.scanning.settings import is_configured
from onewindow_policy.scanning.verdicts import LONGEST_SIGNATURE
from onewindow_policy.scanning.verdicts import scan
from onewindow_policy.scanning.verdicts import Verdict
from onewindow_policy.scanning.verdicts import verdict_on

__all__ = [
    "CLAMD",
    "LONGEST_SIGNATURE",
    "Verdict",
    "is_configured",
    "require_clean",
    "scan",
    "verdict_on",
]
