"""What is written comes from our own pages, or from programs: not from other sites.

plone.restapi switches off plone.protect's token wherever it writes, and takes any body for
JSON. A form of another site can send one as `text/plain`, with the cookie of whoever is
logged in (OWASP, Cross-Site Request Forgery Prevention). What no form can send is another
type than the three of HTML: a browser asks first before it sends `application/json` for
another site, and is told no. So programs have to say that type, and every browser says
where a form or script came from (Fetch Standard, `Origin` and `Sec-Fetch-Site`).
"""

from onewindow_policy.origins.api import is_foreign
from onewindow_policy.patches.replacing import is_ours
from onewindow_policy.patches.requests import authorization_of
from plone.base.interfaces import IPloneSiteRoot
from plone.rest.interfaces import IAPIRequest
from plone.rest.interfaces import IService
from zExceptions import Forbidden
from zExceptions import HTTPUnsupportedMediaType
from zExceptions import NotFound
from ZPublisher.HTTPRequest import HTTPRequest

#: Methods that ask and change nothing (RFC 9110, section 9.2.1).
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: What programs send: data, and files in pieces (tus.io, *PATCH*).
DATA_TYPE = "application/json"
PIECE_TYPE = "application/offset+octet-stream"
FILES_TYPE = "multipart/form-data"

#: Pages that Plone lets off its token.
_WITHOUT_TOKEN = frozenset(
    {
        *("login", "login_form", "failsafe_login", "failsafe_login_form"),
        *("plone-addsite", "plone-root-login", "plone-upgrade"),
    }
)

#: Services that take files in pieces.
_UPLOADS = ("@tus-upload", "@tus-replace")


def refuse_forged_writes(event) -> None:
    """Refuse, after traversal and before anything is done, what others may have sent.

    Raises Forbidden for a request that changes something and comes from another origin,
    HTTPUnsupportedMediaType for one to a service whose body is not said to be data, and
    NotFound for a service that is asked for as if it were a page.
    """
    if not is_ours():
        return
    request = event.request
    service = service_of(request)
    if service is not None:
        _refuse_service_as_page(request, service)
    if request.method in SAFE_METHODS:
        return
    is_for_service = service is not None or IAPIRequest.providedBy(request)
    if (is_for_service or _has_no_token(request)) and is_foreign(request):
        raise Forbidden("This came from another site.")
    if is_for_service:
        _refuse_other_types(request, service)


def service_of(request: HTTPRequest):
    """Return the REST service that was asked for, by whatever way, or None."""
    asked = (request.get("PUBLISHED"), *request.get("PARENTS", ()))
    return next((each for each in asked if IService.providedBy(each)), None)


def _has_no_token(request: HTTPRequest) -> bool:
    """Return whether a page takes what is sent without a token of ours: those of Zope's
    root, and those that Plone lets off. All others ask for one, and forms for residents
    keep what somebody typed."""
    asked = request.get("PUBLISHED"), *request.get("PARENTS", ())
    return not _WITHOUT_TOKEN.isdisjoint(
        step.removeprefix("++view++").removeprefix("@@") for step in request.steps
    ) or not any(map(IPloneSiteRoot.providedBy, asked))


def _refuse_service_as_page(request: HTTPRequest, service) -> None:
    """Refuse `@@POST_application_json_@users` and the like: services are views, and a
    link could have one of another method do its work."""
    asked_as = getattr(request, "_rest_service_id", None)
    is_asked_so = IAPIRequest.providedBy(request) and asked_as
    if not is_asked_so or not service.__name__.startswith(asked_as):
        raise NotFound(request.get("ACTUAL_URL"))


def _refuse_other_types(request: HTTPRequest, service) -> None:
    said = request.getHeader("Content-Type") or ""
    media_type = said.partition(";")[0].strip().lower()
    # Scripts of our pages send files to pages, which ask for their token.
    other_type = FILES_TYPE
    if service is not None:
        other_type = PIECE_TYPE if service.__name__.endswith(_UPLOADS) else DATA_TYPE
    if media_type in (DATA_TYPE, other_type):
        return
    if media_type or _has_body(request) or not _is_surely_meant(request):
        raise HTTPUnsupportedMediaType(f"Send {DATA_TYPE}.")


def _has_body(request: HTTPRequest) -> bool:
    environ = request.environ
    length = environ.get("CONTENT_LENGTH") or "0"
    return length != "0" or bool(environ.get("HTTP_TRANSFER_ENCODING"))


def _is_surely_meant(request: HTTPRequest) -> bool:
    """Return whether a request without body and type cannot be another site's.

    A form sends no method but POST. A script of another site can send an empty POST; it
    has no token of ours to send along, and browsers add an `Origin`, which was looked at.
    """
    if request.method != "POST" or request.getHeader("Origin"):
        return True
    return authorization_of(request).lower().startswith("bearer ")
