"""What a program may ask of the API: judged before any service reads it.

Services of Plone read JSON of any depth, numbers and texts that no index and no database
takes, and find all that in the address as well; visitors could have them load the whole
object for each line of a list. What cannot be read is the request's fault, and 400.
"""

from AccessControl import getSecurityManager
from collections.abc import Iterator
from onewindow_policy.web.inputs import UnreadableInputs
from onewindow_policy.web.openings import is_ours
from onewindow_policy.web.origins import service_of
from onewindow_policy.web.sizes import cut
from plone.rest.interfaces import IAPIRequest
from Products.ZCTextIndex.ParseTree import QueryError
from urllib.parse import quote
from urllib.parse import unquote

import json
import re

#: Where the API counts from: beyond any list.
MOST_START = 10_000_000

#: Of the address and the body of a visitor's request to the API, in bytes. The address is
#: as long as the shipped web server lets it be.
MOST_QUERY = 8 * 1024
MOST_BODY = 64 * 1024

#: Of JSON: forms of pages nest twenty deep.
MOST_DEEP = 100
#: Larger whole numbers fit into no index.
MOST_WHOLE = 2**63 - 1

#: In a word that is looked for: `a*` means all that begins so.
MOST_WILDCARDS = 3

#: Bodies that no service reads as JSON: uploads, and forms, which are read already.
_OTHER_BODIES = (
    "multipart/",
    "application/x-www-form-urlencoded",
    "application/offset",
)

_QUERY_SERVICE = "@querystring-search"
_OBJECTS = "fullobjects"


class TooManyWildcards(QueryError):
    """A word is looked for by a pattern that takes long to compare with each word."""


def bound_programs(event) -> None:
    """Refuse, after traversal, what a program may not ask, and what cannot be read.

    Raises `UnreadableInputs`, also for visitors that want whole objects.
    """
    request = event.request
    if not IAPIRequest.providedBy(request):
        return
    is_visitor = getSecurityManager().getUser().getId() is None
    form = request.form
    # A service that looks for the body of a request finds an input of that name first.
    form.pop("BODY", None)
    # Ours take any text there is, and bound it themselves.
    if not is_ours(type(service_of(request))):
        if is_visitor and len(request.environ.get("QUERY_STRING", "")) > MOST_QUERY:
            raise UnreadableInputs("The address is too long.")
        _require_readable(form)
    objects = _OBJECTS in form
    if request.get("PATH_INFO", "").rstrip("/").endswith(_QUERY_SERVICE):
        objects |= _bound_query(form)
    body = request.get("BODY") if _has_json(request) else None
    if body:
        if is_visitor and len(body) > MOST_BODY:
            raise UnreadableInputs("The body is too long.")
        data, is_cut = _bound(read_json(body))
        if is_cut:
            request.set("BODY", json.dumps(data).encode())
        objects |= bool(data.get(_OBJECTS))
    if objects and is_visitor:
        raise UnreadableInputs("Whole objects are for those who are logged in.")


def _has_json(request) -> bool:
    kind = request.getHeader("Content-Type", "")
    return request.method != "GET" and not kind.startswith(_OTHER_BODIES)


def _bound_query(form: dict) -> bool:
    """Bound the query in an address; return whether it asks for whole objects."""
    text = form.get("query")
    if not text:
        return False
    if not isinstance(text, str):
        raise UnreadableInputs("The query is no text.")
    # The service decodes it once more.
    data, is_cut = _bound(read_json(unquote(text)))
    if is_cut:
        form["query"] = quote(json.dumps(data))
    return bool(data.get(_OBJECTS))


def _bound(data) -> tuple[dict, bool]:
    """Return what was sent with its sizes cut, and whether one was."""
    if not isinstance(data, dict):
        raise UnreadableInputs("What was sent is no JSON object.")
    lower = {name: cut(name, value) for name, value in data.items()}
    return lower, lower != data


def _require_readable(form: dict) -> None:
    """Raise `UnreadableInputs` for texts of an address that no list has, and starts that
    are none."""
    for name, value in form.items():
        for one in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(one, str) and not _is_text(one):
                raise UnreadableInputs("An input cannot be read.")
            if name in ("b_start", "b_size", "sort_limit") and not _is_count(one):
                raise UnreadableInputs("A count is none.")


def _is_count(value) -> bool:
    if isinstance(value, str):
        value = value.strip()
        if not value:
            return True
        if not value.isdecimal() or len(value) > 9:
            return False
        value = int(value)
    return isinstance(value, int) and 0 <= value <= MOST_START


def _is_text(value: str) -> bool:
    """Return whether a text has neither halves of characters nor ends within."""
    if value.isascii():
        return "\0" not in value
    try:
        return b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False


def _refuse_constant(name: str):
    raise ValueError(f"{name} is no JSON.")


def _whole(digits: str) -> int:
    if len(digits) > 20 or abs(int(digits)) > MOST_WHOLE:
        raise ValueError("A number is too large.")
    return int(digits)


def read_json(body: bytes | str):
    """Return what JSON says. Raises `UnreadableInputs` for what is none, nests too deep,
    or holds numbers and texts that nothing here can keep."""
    try:
        data = json.loads(body, parse_constant=_refuse_constant, parse_int=_whole)
    except (ValueError, RecursionError) as error:
        raise UnreadableInputs("What was sent is no JSON.") from error
    for value, depth in _parts(data):
        if depth > MOST_DEEP or (isinstance(value, str) and not _is_text(value)):
            raise UnreadableInputs("What was sent cannot be kept.")
        if isinstance(value, float) and value in (float("inf"), float("-inf")):
            raise UnreadableInputs("A number is too large.")
    return data


def _parts(data) -> Iterator[tuple[object, int]]:
    """Yield all parts of a value, each with how deep it lies."""
    waiting = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if depth > MOST_DEEP:
            continue
        if isinstance(value, dict):
            waiting.extend((key, depth + 1) for key in value)
            waiting.extend((one, depth + 1) for one in value.values())
        elif isinstance(value, list):
            waiting.extend((one, depth + 1) for one in value)


def expand_pattern(original, lexicon, pattern: str) -> list[int]:
    """Return the words that a pattern means, in the place of ZCTextIndex' own method.

    It makes a regular expression of the pattern, which goes through all ways to divide a
    word among the stars. Raises `TooManyWildcards`.
    """
    pattern = re.sub(r"\*[*?]*", "*", pattern)
    if pattern.count("*") + pattern.count("?") > MOST_WILDCARDS:
        raise TooManyWildcards("Too many wildcards in one word.")
    return original(lexicon, pattern)
