"""What a paper says, gathered when it is issued: final words, so that whatever becomes of
guide, unit and window, the same paper is printed again.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from onewindow_policy import _
from onewindow_policy.cases.factwords import CHOICES
from onewindow_policy.cases.masks import marked_name
from onewindow_policy.cases.masks import masked_id_number
from onewindow_policy.cases.materials import handed_in
from onewindow_policy.cases.materials import to_bring
from onewindow_policy.cases.models import AT_WINDOW
from onewindow_policy.cases.models import ONLINE
from onewindow_policy.cases.papers.issuers import Issuer
from onewindow_policy.cases.papers.issuers import issuer_of
from onewindow_policy.cases.papers.issuing import PaperDraft
from onewindow_policy.cases.papers.kinds import ACCEPTING
from onewindow_policy.cases.papers.kinds import COMPLETION
from onewindow_policy.cases.papers.kinds import DECIDING
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.kinds import PaperKind
from onewindow_policy.cases.papers.kinds import REFUSAL
from onewindow_policy.cases.papers.matters import Matter
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.remedies import remedy_for
from onewindow_policy.cases.settings import acceptance_days
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import GROUND
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import RECEIVER
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.states import WHERE
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.reception import reception_note
from onewindow_policy.guides.resolved import LegalBasis
from onewindow_policy.guides.wording import can_be_called
from onewindow_policy.pages.api import hotline
from onewindow_policy.samples.api import samples_in
from onewindow_policy.workdays.deadlines import WORKING
from plone import api
from typing import Any

#: By which way an application came.
CHANNELS = {
    ONLINE: _("channel_paper_online", default="Online"),
    AT_WINDOW: _("channel_paper_window", default="At the window"),
}


def draft_of(kind_code: str, matter: Matter) -> PaperDraft:
    """Return the paper of a kind about a matter."""
    kind = KINDS[kind_code]
    # Another community's window takes in, and neither accepts nor decides (通办).
    is_of_window = kind.issuer not in (ACCEPTING, DECIDING)
    window = matter.window_code if is_of_window else matter.community_code
    issuer = issuer_of(kind.issuer, window, matter.unit_code, matter.deciding_unit_code)
    values = _common(kind, matter, issuer)
    groups = {**_GROUPS, "remedy": partial(_remedy, issuer=issuer)}
    for name in kind.needs:
        values |= groups[name](matter)
    return PaperDraft(kind.code, issuer.code, values)


def _common(kind: PaperKind, matter: Matter, issuer: Issuer) -> dict[str, Any]:
    """Return what all papers say."""
    guide, person = matter.guide, matter.person
    name, number = person["name"], person.get("id_number") or ""
    own_phone = guide.consult_phone if can_be_called(guide.consult_phone) else ""
    return {
        "title": matter.words(kind.title),
        "issuer": issuer.title,
        "person": name if kind.names_person else marked_name(name),
        "document": masked_id_number(number, person.get("id_kind"))
        if kind.names_person
        else "",
        "item": matter.item_title,
        "item_code": matter.item_code,
        "staff": _name_of(matter.user_id),
        "enquiry": issuer.phone or own_phone or "",
        "supervision": guide.supervise_phone or "",
        "hotline": hotline(),
        "reception": reception_note(matter.window_code, matter.words) or None,
        "halls": _halls(matter),
        "site_url": api.portal.get().absolute_url(),
    }


def _halls(matter: Matter) -> list[dict[str, str]]:
    rows = (
        hall_row(each, "", matter.words)
        for each in halls_for_community(matter.window_code)
    )
    return [
        {
            "title": row.title,
            "phones": "、".join(row.phones),
            "address": row.address,
            "hours": row.hours,
        }
        for row in rows
    ]


def _name_of(user_id: str | None) -> str:
    """Return the printed name of staff, "" where nobody has one."""
    user = api.user.get(user_id) if user_id else None
    return (user.getProperty("fullname") if user is not None else "") or ""


def _channel(matter: Matter) -> dict[str, Any]:
    return {"channel": matter.words(CHANNELS[matter.channel])}


def _handed_in(matter: Matter) -> dict[str, Any]:
    words, materials, item = matter.words, matter.guide.materials, matter.item
    came = handed_in(materials, matter.files, matter.ways, words)
    own_forms = {each.title for each in samples_in(item)} if item is not None else set()
    waits_for = to_bring(materials, own_forms, matter.files, matter.ways, words)
    return {
        "handed_in": [
            {"title": each.title, "count": len(each.names), "how": each.how}
            for each in came
        ],
        # Of an item that is there no more nobody could say what it asked for.
        "to_bring": waits_for if item is not None else [],
    }


def _answer(matter: Matter) -> dict[str, Any]:
    return {"acceptance_days": acceptance_days(matter.item_type)}


def _term(matter: Matter) -> dict[str, Any]:
    """Return what is promised, and what comes on top of it."""
    words, days = matter.words, matter.promised_days
    promise = "" if days is None else words.promise(days, matter.promised_day_type, "")
    return {"promise": promise, "pauses": words.pauses(matter.guide)}


def _due(matter: Matter) -> dict[str, Any]:
    return {"due": matter.words.due(matter.due) if matter.due else ""}


def _result(matter: Matter) -> dict[str, Any]:
    guide = matter.guide
    delivery = matter.words.titles("delivery_modes", guide.result_delivery)
    return {"result": guide.result_name or "", "delivery": delivery}


def _reason(matter: Matter) -> dict[str, Any]:
    return {"reason": matter.reason}


def _ground(matter: Matter) -> dict[str, Any]:
    ground = CHOICES[GROUND].get(matter.facts.get(GROUND))
    return {
        "ground": matter.words(ground) if ground is not None else "",
        "where": matter.facts.get(WHERE, ""),
    }


def _missing(matter: Matter) -> dict[str, Any]:
    """Return the materials that were named, in the order of the guide."""
    words, named = matter.words, set(matter.facts.get(MATERIALS, ()))
    return {
        "missing": [
            {
                "name": each.name,
                "counts": "、".join(words.material_counts(each)),
                "ways": "".join(words.without_material(each)),
            }
            for each in matter.guide.materials
            if each.code in named
        ]
    }


def _guide(matter: Matter) -> dict[str, Any]:
    words, guide = matter.words, matter.guide
    return {
        "basis": [_law(each) for each in guide.legal_basis],
        "conditions": list(guide.conditions),
        "flow": [
            f"{each.name}（{words.step_duration(each)}）" for each in guide.process
        ],
        "fee": words.fee(guide),
    }


def _law(law: LegalBasis) -> str:
    name = law.name if law.name.startswith("《") else f"《{law.name}》"
    number = f"（{law.doc_no}）" if law.doc_no else ""
    return f"{name}{number}{law.article or ''}"


def _until(matter: Matter) -> dict[str, Any]:
    return {"until": matter.words.day(date.fromisoformat(matter.facts[UNTIL]))}


def _days(matter: Matter) -> dict[str, Any]:
    day_type = matter.promised_day_type or WORKING
    return {"days": matter.words.duration(matter.facts[DAYS], day_type)}


def _remedy(matter: Matter, issuer: Issuer) -> dict[str, Any]:
    remedy = remedy_for(matter.item_type, issuer.code)
    if remedy is None:
        return {"remedy": ""}
    # On whose word it says so is kept, and not printed.
    return {"remedy": remedy.text, "remedy_source": remedy.source}


def _delivery(matter: Matter) -> dict[str, Any]:
    words = matter.words
    return {
        "way": words(CHOICES[WAY][matter.facts[WAY]]),
        "receiver": matter.facts[RECEIVER],
        "delivered": [
            f"《{words(KINDS[each.kind].title)}》{paper_number_text(each.number)}"
            for each in matter.papers
            if each.kind in (COMPLETION, REFUSAL)
        ],
    }


_GROUPS: dict[str, Callable[[Matter], dict[str, Any]]] = {
    "answer": _answer,
    "channel": _channel,
    "days": _days,
    "delivery": _delivery,
    "due": _due,
    "ground": _ground,
    "guide": _guide,
    "handed_in": _handed_in,
    "missing": _missing,
    "reason": _reason,
    "result": _result,
    "term": _term,
    "until": _until,
}
