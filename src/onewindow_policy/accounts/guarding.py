"""The check of a password, with a limit around it.

A user folder asks all its plugins, takes any that says yes, and goes on to the folder
above: no plugin can refuse for another. What every door goes through is the user manager
that compares the password, so that is where tries are counted – before it computes a hash.
"""

from AccessControl import getSecurityManager
from AuthEncoding import AuthEncoding
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from onewindow_policy.accounts.counting import count_try
from onewindow_policy.accounts.counting import Counted
from onewindow_policy.accounts.counting import note_right
from onewindow_policy.accounts.counting import note_wrong
from onewindow_policy.accounts.counting import Place
from onewindow_policy.accounts.known_browsers import known_device
from onewindow_policy.accounts.machine import comes_from_the_machine
from onewindow_policy.accounts.passwords import MAX_CHARS
from onewindow_policy.patches.userfolders import hashes_of
from onewindow_policy.patches.userfolders import ids_of
from zope.globalrequest import getRequest

import secrets

_CHECKS = "_onewindow_password_checks"


@dataclass(slots=True)
class Checks:
    """What one request has tried: each pair of name and password counts once, and is
    hashed once by each user manager, however many plugins bring it."""

    counted: dict[tuple[str, str], Counted] = field(default_factory=dict)
    answers: dict[tuple, tuple[str, str] | None] = field(default_factory=dict)


class GuardedPasswords:
    """To be mixed into a user manager, before its class."""

    #: Whether only programs on the machine itself are let in.
    is_of_machine = False

    def authenticateCredentials(self, credentials):
        """See `IAuthenticationPlugin`. Raises TooManyLogIns."""
        login = _text(credentials.get("login"))
        password = _text(credentials.get("password"))
        if login is None or password is None:
            return None
        request = getRequest()
        if request is None:
            # A command: whoever runs it has the database.
            return self._checked(login, password)
        if self.is_of_machine and not comes_from_the_machine(request):
            return None
        checks = _checks_of(request)
        asked = (self.getPhysicalPath(), login, password)
        if asked not in checks.answers:
            checks.answers[asked] = self._counted_check(
                request, checks, login, password
            )
        return checks.answers[asked]

    def _counted_check(self, request, checks: Checks, login: str, password: str):
        pair = (login, password)
        counted = checks.counted.get(pair)
        if counted is None:
            place = Place(request.getClientAddr() or "", known_device(request, login))
            counted = checks.counted[pair] = count_try(login, place)
        found = self._checked(login, password)
        if found is not None:
            uid = self.uid_of(found[0])
            note_right(counted, found[0], uid, is_log_in=_is_log_in(request))
        else:
            user_id = ids_of(self).get(login)
            note_wrong(user_id, self.uid_of(user_id))
        return found

    def _checked(self, login: str, password: str):
        """Return what the user manager finds, after one hash of the present kind."""
        if len(password) > MAX_CHARS:
            # Nobody's, whoever it is tried for: that tells nothing.
            return None
        reference = hashes_of(self).get(ids_of(self).get(login, ""))
        found = None
        if reference is not None:
            credentials = {"login": login, "password": password}
            found = super().authenticateCredentials(credentials)
        if found is None and not _is_of_kind(reference, _hash_of_nobody()):
            # Nobody can tell from the time that there is no such account, nor that its
            # password was last changed when hashes were cheaper.
            AuthEncoding.pw_validate(_hash_of_nobody(), password)
        return found


def _checks_of(request) -> Checks:
    checks = getattr(request, _CHECKS, None)
    if checks is None:
        checks = Checks()
        setattr(request, _CHECKS, checks)
    return checks


def _is_log_in(request) -> bool:
    """Return whether somebody comes in, and is not asked again who is in already.

    A program that sends its password with each request does not fill the audit: only what
    it posts is noted.
    """
    is_new = getSecurityManager().getUser().getId() is None
    return is_new and request.get("REQUEST_METHOD") == "POST"


def _text(value) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str) else None


def _is_of_kind(reference, other) -> bool:
    return reference is not None and _kind(reference) == _kind(other)


def _kind(reference) -> str:
    text = reference.decode() if isinstance(reference, bytes) else reference
    return text.partition("}")[0]


@lru_cache(maxsize=1)
def _hash_of_nobody():
    """Return a hash of the kind and cost that new passwords have."""
    return AuthEncoding.pw_encrypt(secrets.token_urlsafe(20))
