"""What a city settles about the passwords of its staff; see docs/accounts.md."""

from onewindow_policy import _
from plone.registry.interfaces import IRegistry
from zope import schema
from zope.component import queryUtility
from zope.interface import Interface

SETTINGS_PREFIX = "onewindow_policy.accounts"

#: NIST SP 800-63B-4, 3.1.1.2 asks for 15 where a password is all, 8 with a second factor.
LEAST_CHARS = 12


class IPasswordSettings(Interface):
    """Rules for passwords. Stricter ones are for cities whose assessors ask for them."""

    min_chars = schema.Int(
        title=_("label_min_chars", default="Shortest password"),
        description=_(
            "help_min_chars",
            default="In characters; from 12 to 64. Length is what makes a password good.",
        ),
        min=LEAST_CHARS,
        max=64,
        default=LEAST_CHARS,
    )

    min_kinds = schema.Int(
        title=_("label_min_kinds", default="Kinds of characters"),
        description=_(
            "help_min_kinds",
            default=(
                "How many of capital letters, small letters, digits and others a password"
                " must have; 0 asks for nothing. Only where an assessor (MLPS level 3)"
                " asks for it: people then choose what is easier to guess."
            ),
        ),
        min=0,
        max=4,
        default=0,
    )

    max_age_days = schema.Int(
        title=_(
            "label_max_age_days", default="Days until a password has to be changed"
        ),
        description=_(
            "help_max_age_days",
            default=(
                "0 asks for no change without a reason. Only where an assessor (MLPS"
                " level 3) asks for it."
            ),
        ),
        min=0,
        max=3650,
        default=0,
    )

    second_factor_roles = schema.List(
        title=_("label_second_factor_roles", default="Second factor"),
        description=_(
            "help_second_factor_roles",
            default=(
                "Whoever has one of these roles anywhere in the site needs a second"
                " factor, and is led to its page after the next log-in. One role a line;"
                " recommended: Manager, Site Administrator, and all who see cases."
            ),
        ),
        value_type=schema.TextLine(),
        default=[],
        required=False,
    )


def password_setting(name: str):
    """Return a setting as it is now, or its default where the site has none yet."""
    registry = queryUtility(IRegistry)
    value = registry.get(f"{SETTINGS_PREFIX}.{name}") if registry is not None else None
    return IPasswordSettings[name].default if value is None else value
