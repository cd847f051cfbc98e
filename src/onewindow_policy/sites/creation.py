"""Seeing to it that the site exists before it is served."""

from AccessControl.SecurityManagement import newSecurityManager
from onewindow_policy.accounts.doors import let_administrators_in
from onewindow_policy.sites.accounts import create_sample_accounts
from onewindow_policy.sites.administrator import ADMINISTRATOR_ID
from onewindow_policy.sites.api import SITE_ID
from onewindow_policy.sites.stopping import stop_if_asked
from onewindow_policy.workdays.api import CITY_ZONE
from Products.CMFPlone.factory import addPloneSite

import transaction

DISTRIBUTION = "onewindow"
LANGUAGE = "zh-cn"

SITE_TITLE = "社区一窗受理"
SAMPLE_TITLE = "示例市社区一窗受理"


def create_site(app, *, sample: bool):
    """Create the site for the administrator, commit, and return the site.

    With `sample` it holds the sample city and its accounts. Raises AttributeError when
    there is no administrator.
    """
    administrator = app.acl_users.getUser(ADMINISTRATOR_ID)
    newSecurityManager(None, administrator.__of__(app.acl_users))
    portal = addPloneSite(
        app,
        SITE_ID,
        title=SAMPLE_TITLE if sample else SITE_TITLE,
        distribution_name=DISTRIBUTION,
        setup_content=sample,
        default_language=LANGUAGE,
        portal_timezone=CITY_ZONE.key,
    )
    let_administrators_in(portal)
    if sample:
        create_sample_accounts(portal)
    # A step that was broken off may have been passed over.
    stop_if_asked()
    transaction.commit()
    return portal
