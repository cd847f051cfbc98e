"""The city's own logo, which Plone keeps."""

from functools import lru_cache
from plone.formwidget.namedfile.converter import b64decode_file
from plone.registry.interfaces import IRegistry
from urllib.parse import quote
from zope.component import getUtility

import zlib

RECORD = "plone.site_logo"

#: The file that the profile brings along, for the editors' pages: the seal.
SEAL_NAME = "seal.svg"


def own_logo_url(portal_url: str) -> str | None:
    """Return the address of the site's logo, None for the seal or for none at all."""
    stored = getUtility(IRegistry).get(RECORD)
    name = _address(stored) if stored else None
    return f"{portal_url}/@@site-logo/{name}" if name else None


@lru_cache(maxsize=8)
def _address(stored: bytes) -> str | None:
    """Return the end of the address of a stored logo, which changes with its content."""
    name, _data = b64decode_file(stored)
    if name == SEAL_NAME:
        return None
    return f"{quote(name)}?v={zlib.crc32(stored):08x}"
