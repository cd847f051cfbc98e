"""Where staff come to when they have logged in."""

from AccessControl import getSecurityManager
from onewindow_policy.desks.waiting import is_staff
from onewindow_policy.interfaces import IOneWindowLayer
from plone.base.interfaces import IPloneSiteRoot
from plone.base.interfaces import IRedirectAfterLogin
from urllib.parse import urlsplit
from zope.component import adapter
from zope.interface import implementer


@implementer(IRedirectAfterLogin)
@adapter(IPloneSiteRoot, IOneWindowLayer)
class Landing:
    """Leads staff to their work, unless they came from a page; see `IRedirectAfterLogin`.

    The home page is none: nobody has to log in there. Who has no work finds nothing on
    that page, and is not led there.
    """

    def __init__(self, context, request):
        self.context = context
        self.request = request

    def __call__(self, came_from=None, _is_initial_login=False):
        url = self.context.absolute_url()
        if came_from and not _is_home(came_from, url):
            return came_from
        if is_staff(getSecurityManager().getUser()):
            return f"{url}/@@work"
        return came_from


def _is_home(address: str, site_url: str) -> bool:
    parts = urlsplit(address)
    return address in ("", site_url) or (
        parts._replace(query="", fragment="").geturl().rstrip("/") == site_url
    )
