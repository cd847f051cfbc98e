"""Which version of the product pages are made by."""

from functools import lru_cache
from pathlib import Path

import hashlib
import onewindow_policy

#: Files of the product that no page is made of.
NOT_OF_PAGES = {".mo", ".pot", ".pyc"}


@lru_cache
def release() -> str:
    """Return what stands for this version of the product: its files, as they are.

    A page kept by a browser from before an upgrade is thereby another page. Read once a
    process, in some milliseconds.
    """
    package = Path(onewindow_policy.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.suffix in NOT_OF_PAGES or not path.is_file():
            continue
        digest.update(str(path.relative_to(package)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]
