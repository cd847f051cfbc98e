"""Certificates that communities must not be asked for, found in a reader's words."""

from collections.abc import Iterable

import re

CERTIFICATE = "证明"

#: Words that many names share, and that therefore tell no two of them apart.
_GENERIC = re.compile("居民|状况|情况|社区|人员|登记|申请|信息|[(（].*?[)）]|证明")


def asked_for(text: str, certificates: Iterable[str]) -> list[str]:
    """Return which of `certificates` someone asks for who searches for `text`.

    People shorten the names (无犯罪证明) and put them into questions (健在证明怎么开).
    They say 证明 and two characters running that are particular to the name. A word
    alone (残疾) asks for services, not for a certificate.
    """
    if CERTIFICATE not in text:
        return []
    return [
        name
        for name in certificates
        if name in text or any(pair in text for pair in _particular_pairs(name))
    ]


def _particular_pairs(name: str):
    for part in _GENERIC.split(name):
        for place in range(len(part) - 1):
            yield part[place : place + 2]
