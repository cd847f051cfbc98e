"""A suggestion about a page of the portal, or against a public notice: how it begins."""

import re

#: A path as addresses have it. Its query is left out, as it may hold what was typed.
_PATH = re.compile(r"/(?!/)[A-Za-z0-9._~%@+/-]{0,199}")

#: An identity or account number; no address of ours holds one.
_LONG_NUMBER = re.compile(r"\d{15}")


#: The number of a sheet, as its page has it in its address.
_SHEET = re.compile(r"[A-Za-z0-9-]{1,80}-\d{4}-\d{6,9}")


def beginning_against(number) -> str:
    """Return the first line of an objection to the public notice (公示) with this number,
    else nothing: like a path, it comes out of an address. The language is that of the form.
    """
    if not isinstance(number, str) or not _SHEET.fullmatch(number):
        return ""
    if _LONG_NUMBER.search(number):
        return ""
    return f"对公示 {number} 有异议：\n"


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
