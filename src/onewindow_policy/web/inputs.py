"""What a request brings along in its address and its body, where it cannot be read.

Zope reads the names of inputs as instructions (`x:int`, `x.y:record`): what does not fit
them, or one another, breaks its reader before any page is asked, and some of Plone's own
pages break over numbers, records and lists where they expect a text, or over a text where
they expect one of those. Anybody can send that, so it is the request that is wrong, and it
is told so.
"""

from DateTime.interfaces import DateTimeError
from onewindow_policy import _
from onewindow_policy.patches.replacing import is_ours
from onewindow_policy.web.sizes import cut_sizes
from plone.rest.interfaces import IAPIRequest
from plone.restapi.exceptions import DeserializationError
from plone.restapi.exceptions import QueryParsingError
from Products.ZCatalog.Catalog import CatalogError
from Products.ZCTextIndex.ParseTree import ParseError
from Products.ZCTextIndex.ParseTree import QueryError
from sqlalchemy.exc import SQLAlchemyError
from urllib.parse import unquote_plus
from zExceptions import BadRequest
from ZODB.POSException import POSError
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import Invalid
from ZPublisher import HTTPRequest
from ZPublisher.HTTPRequest import FileUpload

import re

#: What the login reads off every request, before any page is asked. Where it leads on to
#: is read as well, when somebody has to log in first.
_CREDENTIALS = ("__ac_name", "__ac_password")

#: What proves who somebody is has no place in an address, which stays in histories and
#: logs, and which another site can write: Zope takes it from there as from a form.
_NOT_IN_ADDRESSES = frozenset(
    {*_CREDENTIALS, "__ac", "ticket", "password", "old_password", "new_password"}
)

#: What is a cookie and nothing else: in a form it would log a visitor in as another.
_COOKIES_ONLY = ("__ac", "ticket")

#: What Plone's lists and its answers in JSON take for whole numbers without looking, and
#: its query builder for records. Pages of ours send numbers as the former, no latter.
_NUMBERS = ("b_size", "b_start", "version")
_RECORDS = ("query", "batch", "attributes", "criteria", "selection")

#: What code raises that meets something else than it expects …
_OVER_A_VALUE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    DateTimeError,
    LookupError,
    TypeError,
    ValueError,
)
#: … and what it raises when something is broken or away, by the same names: an object
#: that is missing in the database is a KeyError too.
_OVER_A_FAULT = (OSError, POSError, SQLAlchemyError)

#: What services of the API raise beyond that.
_OVER_A_QUERY = (
    CatalogError,
    DeserializationError,
    Invalid,
    ParseError,
    QueryError,
    QueryParsingError,
    RecursionError,
)
#: A step of an address after the name of a service, which it takes for a parameter.
_PARAMETER = re.compile(r"/@[^/]+/.")

#: What a page can be asked for; Zope breaks over pages that have none of the others.
_METHODS = ("GET", "HEAD", "POST")

_UNREADABLE = "_onewindow_unreadable_inputs"

#: What Zope and its readers name when texts are more than they are set to read.
_TOO_MUCH = "memory"


class UnreadableInputs(BadRequest):
    """What was sent cannot be read. It quotes nothing: errors end up in logs."""


class TooMuchText(BadRequest):
    """The texts of a form are more than the portal reads; its text says how much that is,
    to whoever sent them."""

    def __str__(self) -> str:
        return translate(
            _(
                "error_too_much_text",
                default=(
                    "The texts of the form are larger than ${most} MB together: nothing"
                    " was saved. With your browser's button you come back to what you"
                    " wrote. Pictures that were pasted into a text count: upload them"
                    " instead."
                ),
                mapping={"most": HTTPRequest.FORM_MEMORY_LIMIT // 2**20},
            ),
            context=getRequest(),
        )


def read_inputs(original, request) -> None:
    """Read what was sent, in the place of Zope's own method of requests.

    What cannot be read is dropped as a whole. That is said in the page of the portal,
    in the visitor's language, and so not before the way to the page was walked.
    """
    _clean_address(request.environ)
    is_too_much = False
    try:
        original(request)
        is_too_much = _has_too_much_text(request)
        is_readable = not is_too_much and all(
            isinstance(request.form.get(name, ""), str)
            for name in (*_CREDENTIALS, "came_from")
        )
    except Exception as error:  # noqa: BLE001 (converters and codecs raise anything)
        is_readable = False
        is_too_much = _TOO_MUCH in str(error).lower()
    if not is_readable:
        request.form.clear()
        request.taintedform.clear()
        setattr(request, _UNREADABLE, TooMuchText if is_too_much else UnreadableInputs)
    _take_from_cookies_alone(request)


def _has_too_much_text(request) -> bool:
    """Return whether the texts of a form in parts are more than Zope's limit.

    Zope counts the small ones only: it writes the others to the disk, and reads them from
    there. A page that shows one again would be cut off where its text is too long.
    """
    most = HTTPRequest.FORM_MEMORY_LIMIT
    length = request.environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) <= most:
        return False
    return (
        sum(len(each) for each in request.form.values() if isinstance(each, str)) > most
    )


def _clean_address(environ: dict) -> None:
    """Take what proves who somebody is out of the query, before anything reads it.

    The query stays as it was sent otherwise, byte by byte.
    """
    query = environ.get("QUERY_STRING", "")
    if not query:
        return
    parts = re.split("([&;])", query)
    if not any(map(_names_proof, parts[::2])):
        return
    kept = [part for part in re.split("[&;]", query) if not _names_proof(part)]
    environ["QUERY_STRING"] = "&".join(kept)
    # As it came, for programs that log it.
    environ.pop("REQUEST_URI", None)


def _names_proof(part: str) -> bool:
    """Return whether a part of a query is such an input, whatever Zope is to make of it."""
    name = unquote_plus(part.partition("=")[0])
    return re.split("[:.]", name, maxsplit=1)[0].strip() in _NOT_IN_ADDRESSES


def _take_from_cookies_alone(request) -> None:
    for name in _COOKIES_ONLY:
        request.form.pop(name, None)
        request.taintedform.pop(name, None)
        request.other.pop(name, None)


def refuse_unreadable(event) -> None:
    """Refuse, after traversal, what could not be read; cut what is too large in ours."""
    refusal = getattr(event.request, _UNREADABLE, None)
    if refusal is not None:
        raise refusal("The request could not be read.")
    if is_ours():
        cut_sizes(event.request)


def may_be_provoked(exception: Exception) -> bool:
    """Return whether unusual inputs can make code raise this.

    What a part of the machinery raises that fails never is, whatever was sent meanwhile:
    the operator must see it as a failure.
    """
    return isinstance(exception, _OVER_A_VALUE) and not isinstance(
        exception, _OVER_A_FAULT
    )


def is_over_a_query(exception: Exception, request) -> bool:
    """Return whether what a program asked can have made a service raise this.

    Services take all they get for what they expect. So a value that code breaks over is
    the program's, if it gave any; what is raised without a kind is said in words.
    """
    if not IAPIRequest.providedBy(request) or not (
        request.form
        or request.get("BODY")
        or _PARAMETER.search(request.get("PATH_INFO", ""))
    ):
        return False
    return (
        may_be_provoked(exception)
        or isinstance(exception, _OVER_A_QUERY)
        or type(exception) is Exception
    )


def has_unusual_inputs(request) -> bool:
    """Return whether more was sent than pages of ours send: texts, files, lists of them,
    numbers where Plone expects some; or by another method.

    A list in an address is unusual too: few take one, and they bear it.
    """
    return request.method not in _METHODS or not all(
        (_is_usual(value) and _is_expected(name, value))
        or (request.method != "GET" and _is_list(value) and all(map(_is_usual, value)))
        for name, value in request.form.items()
    )


def _is_expected(name: str, value) -> bool:
    """Return whether Plone's own pages bear this text in an input of this name."""
    if name in _NUMBERS:
        return isinstance(value, str) and value.isdecimal()
    return name not in _RECORDS


def _is_list(value) -> bool:
    return isinstance(value, (list, tuple))


def _is_usual(value) -> bool:
    """Return whether this is a file, or a text without halves of characters."""
    if not isinstance(value, str):
        return isinstance(value, FileUpload)
    return not any("\ud800" <= character <= "\udfff" for character in value)
