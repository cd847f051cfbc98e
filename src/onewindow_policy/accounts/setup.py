"""What a site's user folder needs of accounts, in a new site and in one of before."""

from onewindow_policy.accounts.links import LASTING_DAYS
from onewindow_policy.accounts.plugin import install_plugin


def set_up_passwords(portal) -> None:
    """See to it that the rules for passwords hold in a site."""
    install_plugin(portal.acl_users)
    portal.portal_password_reset.setExpirationTimeout(LASTING_DAYS)
