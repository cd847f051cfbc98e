"""A short text for a value, another one as soon as the value is another one.

Neither the number of a transaction nor a time would do: locks, steps of the workflow and
what is added to a folder write into content, too, without anybody's editing, and two may
save within a second.
"""

from collections.abc import Mapping
from DateTime import DateTime
from datetime import date
from datetime import datetime
from hashlib import sha256
from plone.app.textfield.interfaces import IRichTextValue
from plone.namedfile.interfaces import INamed
from plone.uuid.interfaces import IUUID
from z3c.relationfield.interfaces import IRelationValue

#: Characters of a digest: 60 bits, for what nobody has to forge.
LENGTH = 15

#: How deep values lie within one another at most; nothing that forms keep is as deep.
DEEPEST = 12

#: What is nothing when it is empty.
_HOLDING = (str, Mapping, set, frozenset, list, tuple)


def digest_of(value) -> str:
    """Return the digest of a value: the same in each process."""
    text = _written(value, DEEPEST)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def _written(value, depth: int) -> str:
    """Return a value as text that says all that counts of it, in one order.

    Forms write nothing and the ends of lines in their own way, when nobody has changed it.
    """
    if value is None or isinstance(value, _HOLDING) and not value:
        return "nothing"
    if isinstance(value, (bool, int, float, bytes)):
        return repr(value)
    if isinstance(value, str):
        return repr("\n".join(value.splitlines()))
    if isinstance(value, DateTime):
        return f"moment {value.micros()}"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if depth == 0:
        return type(value).__qualname__
    if isinstance(value, Mapping):
        pairs = (
            f"{_written(key, depth - 1)}:{_written(each, depth - 1)}"
            for key, each in value.items()
        )
        return "{" + ",".join(sorted(pairs)) + "}"
    if isinstance(value, (set, frozenset)):
        return "<" + ",".join(sorted(_written(each, depth - 1) for each in value)) + ">"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_written(each, depth - 1) for each in value) + "]"
    return _written_object(value, depth)


def _written_object(value, depth: int) -> str:
    if IRichTextValue.providedBy(value):
        parts = [value.raw, value.mimeType, value.outputMimeType]
        return _written(parts, depth - 1)
    if INamed.providedBy(value):
        blob = getattr(value, "_blob", None)
        # A file in the storage is told by its place and its last change, unread.
        data = value.data if blob is None else [blob._p_oid, blob._p_serial]
        parts = [value.filename, getattr(value, "contentType", None), data]
        return _written(parts, depth - 1)
    if IRelationValue.providedBy(value):
        return _written(["to", getattr(value, "to_path", None)], depth - 1)
    uid = IUUID(value, None)
    if uid is not None:
        return f"content {uid}"
    kept = getattr(value, "__dict__", None)
    if kept:
        shown = {
            name: each
            for name, each in kept.items()
            if not name.startswith(("_p_", "_v_", "__"))
        }
        return f"{type(value).__qualname__}{_written(shown, depth - 1)}"
    # What says where in the memory it lies says nothing of itself.
    said = repr(value)
    return type(value).__qualname__ if " at 0x" in said else said
