"""Lists for those who do not edit leave out what is outside its dates, always; and for
visitors who wrote what is in them.

Plone's catalog takes `show_inactive` for an order, from whomever it comes: an address, a
query in JSON, a search that somebody set up.
"""

from AccessControl import getSecurityManager
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.publishing.visibility import USE_EDITING_INTERFACE
from onewindow_policy.web.openings import asked_of_content
from Products.CMFCore.permissions import AccessInactivePortalContent
from zope.component.hooks import getSite
from zope.globalrequest import getRequest

NAME = "show_inactive"

#: What says who writes: no visitor finds out by it who has an account.
PEOPLE = frozenset({"Creator", "creators", "listCreators", "contributors", "lockedBy"})


def search_results(original, catalog, query=None, **more):
    """Search, in the place of the catalog's own method, for what may be listed.

    Programs without a request, and what runs for those who edit where they are, may list
    what is outside its dates. Where nothing is said the catalog asks for permissions at
    the paths that are searched, and takes one that is not there for allowed.
    """
    wanted = more.get(NAME)
    if wanted is None and isinstance(query, dict):
        wanted = query.get(NAME)
    if (wanted or wanted is None) and not _may_list_inactive(is_said=bool(wanted)):
        more[NAME] = False
    if _is_visitors():
        query, more = _without_people(query), _without_people(more)
    return original(catalog, query, **more)


def _may_list_inactive(*, is_said: bool) -> bool:
    request = getRequest()
    if not IOneWindowLayer.providedBy(request):
        return True
    if not is_said:
        return getSecurityManager().getUser().getId() is not None
    place = None
    if request.get("PUBLISHED") is not None:
        place = asked_of_content(request)[0]
    check = getSecurityManager().checkPermission
    place = getSite() if place is None else place
    return bool(
        check(AccessInactivePortalContent, place) or check(USE_EDITING_INTERFACE, place)
    )


def _is_visitors() -> bool:
    return (
        IOneWindowLayer.providedBy(getRequest())
        and getSecurityManager().getUser().getId() is None
    )


def _without_people(query):
    """Return a query that neither looks for people nor sorts by them."""
    if not isinstance(query, dict):
        return query
    return {
        name: value
        for name, value in query.items()
        if name not in PEOPLE and not (name == "sort_on" and value in PEOPLE)
    }
