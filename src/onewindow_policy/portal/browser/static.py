"""The portal's own style sheet, script and pictures."""

from functools import lru_cache
from pathlib import Path

import hashlib

FOLDER = Path(__file__).parent.parent / "static"


@lru_cache
def static_query(name: str) -> str:
    """Return the query that makes the address of a static file change with it.

    So that browsers and proxies may keep it for long. Read once a process: whoever
    compiles the style sheet anew restarts, or reloads past the browser's cache.
    """
    return f"v={hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:8]}"
