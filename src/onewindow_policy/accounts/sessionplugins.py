"""Tickets and tokens that belong to a session, and end with it."""

from AccessControl.class_init import InitializeClass
from datetime import datetime
from datetime import UTC
from onewindow_policy.accounts.admission import admits
from onewindow_policy.accounts.admission import log_out
from onewindow_policy.accounts.admission import new_ticket
from onewindow_policy.accounts.admission import session_of
from onewindow_policy.accounts.admission import tickets_of
from onewindow_policy.accounts.asking import asking
from onewindow_policy.records.api import DatabaseUnavailable
from plone.restapi.pas.plugin import JWTAuthenticationPlugin
from plone.session.plugins.session import SessionPlugin
from Products.PluggableAuthService.interfaces.plugins import ICredentialsResetPlugin
from zope.interface import implementer

#: As long a ticket opens anything when its session cannot be asked for, which is as long
#: as stock tokens do. It is no shorter than sessions may be: see `ISessionSettings`.
TICKET_SECONDS = 12 * 60 * 60

#: What a token says of its session, under a name of ours.
CLAIM = "onewindow_session"


class SessionTickets(SessionPlugin):
    """The cookie `__ac`, as `acl_users/session`."""

    timeout = TICKET_SECONDS

    def _setupSession(self, userid, response, tokens=(), user_data=""):
        # Who renews a ticket hands on what it said: the session stays the same.
        if not user_data:
            user_data = new_ticket(self._getPAS(), userid, self.REQUEST, door="page")
        super()._setupSession(userid, response, tokens, user_data)

    def _validateTicket(self, ticket, now=None):
        data = super()._validateTicket(ticket, now)
        if data is None:
            return None
        _digest, user_id, _tokens, user_data, timestamp = data
        issued_at = datetime.fromtimestamp(timestamp, UTC)
        if not admits(self._getPAS(), user_id, user_data, issued_at, self.REQUEST):
            return None
        return data

    def _refreshSession(self, request, now=None):
        # Whoever stays logged in because SQL is away does so for no longer than that.
        return None if asking.is_away else super()._refreshSession(request, now)

    def resetCredentials(self, request, response):
        log_out(self._getPAS(), request)
        super().resetCredentials(request, response)


@implementer(ICredentialsResetPlugin)
class SessionTokens(JWTAuthenticationPlugin):
    """The tokens of the REST API, as `acl_users/jwt_auth`."""

    def authenticateCredentials(self, credentials):
        found = super().authenticateCredentials(credentials)
        if found is None:
            return None
        payload = self._decode_token(credentials["token"])
        issued_at = datetime.fromtimestamp(payload.get("iat", 0), UTC)
        claim = payload.get(CLAIM)
        if not admits(self._getPAS(), found[0], claim, issued_at, self.REQUEST):
            return None
        return found

    def create_token(self, userid, timeout=None, data=None):
        request = self.REQUEST
        ticket = session_of(request, userid)
        if userid in tickets_of(request) and asking.is_away:
            return self._same_token(request)
        # A token that is renewed, or comes with the cookie of the same log-in, stays the
        # same session's: it ends with it.
        text = (
            ticket.write()
            if ticket is not None
            else new_ticket(self._getPAS(), userid, request, door="token")
        )
        claims = {CLAIM: text, "iat": datetime.now(UTC)}
        return super().create_token(userid, timeout, {**(data or {}), **claims})

    def resetCredentials(self, request, response):
        log_out(self._getPAS(), request)

    def _same_token(self, request) -> str:
        """Return the token of the request: none lasts longer because SQL is away."""
        token = (self.extractCredentials(request) or {}).get("token")
        if token is None:
            raise DatabaseUnavailable("Sessions cannot be asked for just now.")
        return token


InitializeClass(SessionTickets)
InitializeClass(SessionTokens)
