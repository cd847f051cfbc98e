"""No write by a logged-in person without a token from one of our own pages."""

from plone.protect.authenticator import check as check_token
from plone.protect.postonly import check as check_post


def check_write(request) -> None:
    """Raise Forbidden unless `request` is a POST with the authenticator's token.

    plone.protect looks at what was written in the ZODB only, so that every view that
    writes records for a logged-in person calls this first.
    """
    check_post(request)
    check_token(request)
