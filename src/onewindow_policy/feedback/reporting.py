"""A suggestion about a page of the portal: how it begins."""

import re

#: A path as addresses have it. Its query is left out, as it may hold what was typed.
_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~%@+/-]{0,199}")

#: An identity or account number; no address of ours holds one.
_LONG_NUMBER = re.compile(r"\d{15}")


def beginning_about(path, portal_url: str) -> str:
    """Return the first line of a message about the page at `path`, else nothing.

    `path` comes out of an address, which anybody may have made: whatever is no path of
    a page of the portal is ignored. The language is that of the form.
    """
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        return ""
    if _LONG_NUMBER.search(path):
        return ""
    return f"出错的页面：{portal_url}{path}\n"
