"""That this very request brought what proves a person: their password, a link of ours."""

from zope.annotation.interfaces import IAnnotations

_KEY = "onewindow_policy.accounts.proven"


def prove(request, user_id: str) -> None:
    """Note that the request has shown that it is this person's own."""
    IAnnotations(request).setdefault(_KEY, set()).add(user_id)


def withdraw(request, user_id: str) -> None:
    """Take a note back: what it stood for did not happen."""
    IAnnotations(request).get(_KEY, set()).discard(user_id)


def is_proven(request, user_id: str) -> bool:
    """Return whether the request has shown that it is this person's own."""
    return request is not None and user_id in IAnnotations(request).get(_KEY, ())


def confirm_password(acl_users, user, password: str, request) -> bool:
    """Return whether a password is the person's, and note that they have given it.

    It is a try like one of a log-in: it meets the same limit.
    """
    if not isinstance(password, str) or not password:
        return False
    if acl_users.authenticate(user.getUserName(), password, request) is None:
        return False
    prove(request, user.getId())
    return True
