"""Links by which a new password is set: one for an account at a time, for a day, once.

By mail for whoever asks, and by hand, by an administrator, where there is no mail
(OWASP ASVS 4.0.3, 2.5.6). Plone's tool keeps them; it would keep as many as are asked for,
for a week.
"""

from datetime import datetime
from onewindow_policy.patches.userfolders import links_of
from onewindow_policy.records.api import audit
from plone import api

#: Days that a link lasts.
LASTING_DAYS = 1


def request_reset(original, tool, userid):
    """Stand in for the tool's method: a new link takes the place of the one before."""
    request = original(tool, userid)
    if request is not None:
        drop_links(tool, userid, but=request["randomstring"])
    return request


def drop_links(tool, user_id: str, but: str = "") -> None:
    """Let no link of an account set its password, but one."""
    kept = links_of(tool)
    for key in [key for key, (owner, _expiry) in kept.items() if owner == user_id]:
        if key != but:
            del kept[key]


def make_link(user_id: str) -> tuple[str, datetime]:
    """Return a new link for an account and until when it lasts, in UTC without a zone.

    Whoever follows it enters the name of the account. The audit has who made it. Raises
    RecordsError.
    """
    portal = api.portal.get()
    audit("password_link", user_id)
    request = portal.portal_password_reset.requestReset(user_id)
    url = f"{portal.absolute_url()}/passwordreset/{request['randomstring']}"
    return url, request["expires"]
