"""How many wrong passwords are borne; see docs/accounts.md."""

from dataclasses import dataclass
from datetime import timedelta
from onewindow_policy import _
from plone.registry.interfaces import IRegistry
from zope import schema
from zope.component import queryUtility
from zope.interface import Interface

PREFIX = "onewindow_policy.log_ins"


class ILogInSettings(Interface):
    """Tries with wrong passwords within some minutes, after which none is looked at."""

    by_account_and_address = schema.Int(
        title=_("label_by_account_and_address", default="Of one account, one address"),
        min=3,
        max=20,
        default=5,
    )
    by_address = schema.Int(
        title=_("label_by_address", default="Of all accounts, one address"),
        description=_(
            "help_by_address",
            default="The computers of a hall often share an address.",
        ),
        min=10,
        max=1000,
        default=60,
    )
    by_account = schema.Int(
        title=_("label_by_account", default="Of one account, all addresses"),
        description=_(
            "help_by_account",
            default="Browsers in which its owner has logged in before are not kept out.",
        ),
        min=5,
        max=200,
        default=20,
    )
    minutes = schema.Int(
        title=_("label_log_in_minutes", default="Within so many minutes"),
        min=1,
        max=720,
        default=15,
    )


@dataclass(frozen=True, slots=True)
class LogInLimits:
    """The settings as they are now."""

    by_account_and_address: int
    by_address: int
    by_account: int
    window: timedelta


#: While the database cannot be asked: each process counts for itself.
ALONE = LogInLimits(3, 20, 5, timedelta(minutes=15))


def log_in_limits() -> LogInLimits:
    """Return the limits of this site; the root, which has no settings, has the defaults."""
    registry = queryUtility(IRegistry)
    values = {}
    for name in ILogInSettings:
        value = registry.get(f"{PREFIX}.{name}") if registry is not None else None
        values[name] = ILogInSettings[name].default if value is None else value
    return LogInLimits(
        values["by_account_and_address"],
        values["by_address"],
        values["by_account"],
        timedelta(minutes=values["minutes"]),
    )
