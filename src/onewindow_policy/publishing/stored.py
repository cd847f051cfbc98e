"""What an editor wrote in something: what is stored of its fields, and nothing else.

Reading every field and writing it back is not the same: a district's guide, which owns
nothing but its differences, would come back owning empty values; and values computed by
properties would be frozen.
"""

from copy import deepcopy
from persistent import Persistent
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedBlobFile
from zope.schema import getFieldNames

#: Stored beside the fields of the schemata, and part of what is revised: the differences of
#: a district's guide, what was accepted of a form, dates.
EXTRA_ATTRIBUTES = (
    "overrides",
    "district",
    "_accepted_model",
    "effective_date",
    "expiration_date",
)


def stored_of(content) -> dict:
    """Return copies of what `content` stores, by the names of its attributes.

    Blobs are shared, since they are replaced and never changed; everything else is
    copied, so that editing one leaves the other alone.
    """
    content._p_activate()
    return {
        name: _copied(content.__dict__[name])
        for name in _names(content)
        if name in content.__dict__
    }


def give_stored(stored: dict, target) -> None:
    """Make `target` store what `stored` holds, and own nothing that it does not."""
    target._p_activate()
    for name in _names(target):
        if name in stored:
            target.__dict__[name] = _copied(stored[name])
        else:
            target.__dict__.pop(name, None)
    target._p_changed = True


def _names(content) -> set[str]:
    """Return the names of the attributes that make up what an editor wrote."""
    names = set(EXTRA_ATTRIBUTES)
    for schema in iterSchemata(content):
        names.update(getFieldNames(schema))
    return names - {"id"}


def _copied(value):
    if INamedBlobFile.providedBy(value) or isinstance(value, Persistent):
        return value
    return deepcopy(value)
