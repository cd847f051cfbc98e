"""Asking for a link by which a new password is set: the same answer for every name.

Who has an account is nobody's business (OWASP, Forgot Password Cheat Sheet), and neither is
whether the mail server was there. What went wrong stands in the log, without a name.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_parent
from onewindow_policy import logger
from plone.restapi.permissions import PloneManageUsers
from Products.CMFPlone.RegistrationTool import SMTPException
from Products.MailHost.MailHost import MailHostError
from zExceptions import Unauthorized
from zope.component import getMultiAdapter

#: No such name, no address, no mail server, a mail server that refuses.
_NOT_SENT = (MailHostError, OSError, SMTPException, Unauthorized, ValueError)

NOT_SENT = "A link for a new password was asked for and not sent: %s."


def mail_password(tool, login, REQUEST, **_how):
    """Send a link, in the place of the registration tool's own method.

    Administrators, who ask for others, are told what went wrong, by its exception. It
    is sent at once: at the end of the request nobody could answer any more, and 500
    would say that there is such an account.
    """
    try:
        return tool._old_mailPassword(login, REQUEST, immediate=True)
    except _NOT_SENT as error:
        if getSecurityManager().checkPermission(PloneManageUsers, aq_parent(tool)):
            raise
        logger.warning(NOT_SENT, type(error).__name__)
        return getMultiAdapter((tool, REQUEST), name="mail_password_response")()
