"""Asking for a link by which a new password is set: the same answer for every name.

Who has an account is nobody's business (OWASP, Forgot Password Cheat Sheet), and neither is
whether the mail server was there. What went wrong stands in the log, without a name.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_parent
from datetime import timedelta
from onewindow_policy import logger
from onewindow_policy.accounts.counting import NOBODY
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import network_of
from onewindow_policy.records.api import own_transaction
from onewindow_policy.records.api import RecordsError
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.attempts import count
from onewindow_policy.records.attempts import hold
from onewindow_policy.records.attempts import Limit
from onewindow_policy.records.attempts import require_fewer
from onewindow_policy.records.attempts import TooOften
from onewindow_policy.records.attempts import try_key
from plone.restapi.permissions import PloneManageUsers
from Products.CMFPlone.RegistrationTool import SMTPException
from Products.MailHost.MailHost import MailHostError
from zExceptions import Unauthorized
from zope.component import getMultiAdapter

#: Links that are sent for one account, and asked for from one network.
OF_ACCOUNT = Limit(3, timedelta(hours=1))
OF_ADDRESS = Limit(20, timedelta(hours=1))

#: No such name, no address, no mail server, a mail server that refuses; too many asked
#: for, nobody can count them.
_NOT_SENT = (
    *(MailHostError, OSError, SMTPException, Unauthorized, ValueError),
    *(TooOften, RecordsError),
)

NOT_SENT = "A link for a new password was asked for and not sent: %s."


def mail_password(original, tool, login, REQUEST, **_how):
    """Send a link, in the place of the registration tool's own method.

    Administrators, who ask for others, are told what went wrong, by its exception. The
    mail waits in the outbox, as all mails do (`messages.mailhost`): how long the mail
    server takes tells nobody whether there is such an account.
    """
    is_administrator = getSecurityManager().checkPermission(
        PloneManageUsers, aq_parent(tool)
    )
    try:
        if not is_administrator:
            _count(login, REQUEST)
        return original(tool, login, REQUEST)
    except _NOT_SENT as error:
        if is_administrator:
            raise
        logger.warning(NOT_SENT, type(error).__name__)
        return getMultiAdapter((tool, REQUEST), name="mail_password_response")()


def _count(login, request) -> None:
    """Count that a link is asked for. Raises TooOften and RecordsError.

    Else whoever knows a name could fill its owner's mailbox, and take back every link
    before it is used.
    """
    now = utc_now()
    network = network_of(request.getClientAddr() or "")
    keys = [
        (try_key("reset", "account", str(login)[:255]), OF_ACCOUNT),
        (try_key("reset", "address", network), OF_ADDRESS),
    ]
    with own_transaction() as session:
        for key in sorted(key for key, _limit in keys):
            hold(session, key)
        for key, limit in keys:
            require_fewer(session, key, [limit], now)
        for key, _limit in keys:
            count(session, key, now)
        audit("password_reset", NOBODY)
