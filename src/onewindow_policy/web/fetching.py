"""What Plone would fetch from addresses that somebody wrote: nothing.

Its RSS portlet and its import of calendars ask any host that an editor or administrator
enters, from within: this machine and its neighbours, too (OWASP, Server-Side Request
Forgery Prevention). The portal needs neither: a calendar is imported from a file.
"""


class NothingFetched(ValueError):
    """An address was not asked: the portal fetches nothing that somebody names."""


def refuse_to_fetch(_original, _url, *_arguments, **_options):
    """Stand in the place of what downloads. Raises NothingFetched, which those who call
    it show as a failed download."""
    raise NothingFetched("The portal fetches nothing from addresses.")
