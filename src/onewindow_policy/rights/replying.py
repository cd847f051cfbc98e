"""The answer to a request on paper (个人信息请求答复书), for who wants it in writing.

A refusal gives its reason: 个人信息保护法 article 50. Who disagrees goes to court by the
same article, or complains by article 65. It names nobody, and has no row of its own: the
request says all of it.
"""

from functools import cache
from importlib.resources import files
from onewindow_policy.cases.papers.issuers import Issuer
from onewindow_policy.cases.papers.issuers import issuer_of
from onewindow_policy.cases.papers.kinds import WINDOW
from onewindow_policy.communities.api import get_city
from onewindow_policy.pages.api import hotline
from onewindow_policy.pages.api import Words
from onewindow_policy.prints.api import print_pdf
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.rights.copies import CopyFile
from onewindow_policy.rights.exceptions import NotPossible
from onewindow_policy.rights.exceptions import ReplyNotPrinted
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import CORRECTION
from onewindow_policy.rights.models import DONE
from onewindow_policy.rights.models import ERASURE
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import LAPSED
from onewindow_policy.rights.models import REFUSED
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.opening import OpenedRequest
from onewindow_policy.rights.spelling import CHINESE
from onewindow_policy.rights.subjects import subject_text
from onewindow_policy.workdays.deadlines import local_date

_KINDS = {
    COPY: "查阅、复制本人的个人信息",
    CORRECTION: "更正、补充本人的个人信息",
    ERASURE: "删除本人的个人信息",
}

#: What is answered, by the kind and how far it is.
_ANSWERS = {
    (COPY, LAPSED): "同意。副本没有在期限内领取，现已不再提供；需要的，可以重新提出。",
    (COPY, DONE): "同意。副本已经提供。",
    (CORRECTION, GRANTED): "同意。有错的内容将予以更正。",
    (CORRECTION, DONE): "同意。有错的内容已经更正。",
    (ERASURE, GRANTED): "同意。将予以删除；法律要求保存的，只存档，不作他用。",
    (ERASURE, DONE): "同意。已经删除；法律要求保存的，只存档，不作他用。",
}


def has_reply(opened: OpenedRequest) -> bool:
    """Return whether there is an answer to print: it is decided, and a refusal can still
    give its reason. What was closed undecided has none."""
    if opened.decided_at is None:
        return False
    return opened.state != REFUSED or bool(opened.reason)


def reply_to(opened: OpenedRequest) -> CopyFile:
    """Return the answer to a request as a PDF.

    Raises `NotPossible` while there is none, `ReplyNotPrinted`.
    """
    if not has_reply(opened):
        raise NotPossible
    words, issuer = Words(CHINESE), _issuer(opened.community_code)
    is_refused = opened.state == REFUSED
    at = opened.done_at or opened.decided_at
    values = {
        "issuer": issuer.title,
        "number": number_text(opened.number),
        "kind": _KINDS[opened.kind],
        "subject": subject_text(opened.subject_number),
        "asked": words.moment(opened.asked_at),
        "decided": words.day(local_date(opened.decided_at)),
        "answer": "不同意。" if is_refused else _answer_of(opened),
        "reason": opened.reason if is_refused else None,
        "is_refused": is_refused,
        "enquiry": issuer.phone,
        "hotline": hotline(),
        "day": words.day(local_date(at)),
    }
    try:
        content = print_pdf(template(), values, at)
    except PrintFailed as error:
        raise ReplyNotPrinted from error
    return CopyFile(f"reply-{opened.number}.pdf", "application/pdf", content)


def _answer_of(opened: OpenedRequest) -> str:
    if opened.state == DONE and opened.is_erased and opened.kind != ERASURE:
        # Closed, since its record was erased before it was carried out; or carried out
        # before that: which of them it was, nothing tells any more.
        return "同意。所涉及的记录现已删除。"
    if (opened.kind, opened.state) == (COPY, GRANTED):
        until = opened.fetch_until
        by = f"最晚于{Words(CHINESE).day(until)}" if until is not None else ""
        return f"同意。请{by}带身份证到窗口领取副本。"
    return _ANSWERS[opened.kind, opened.state]


def _issuer(community_code: str | None) -> Issuer:
    """Return who answers: the window of the record, the city for what is of none."""
    if community_code is not None:
        return issuer_of(WINDOW, community_code, None, None)
    city = get_city()
    return Issuer("", city.title if city is not None else "", "")


@cache
def template() -> str:
    """Return the source of the template."""
    return (files(__package__) / "templates" / "reply.typ").read_text("utf-8")
