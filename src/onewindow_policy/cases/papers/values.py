"""What a paper says, gathered when it is issued: final words, so that whatever becomes of
guide, unit and window, the same paper is printed again.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from onewindow_policy import _
from onewindow_policy.cases.committing.words import commitment_words
from onewindow_policy.cases.committing.words import NO_WORDS
from onewindow_policy.cases.factwords import CHOICES
from onewindow_policy.cases.grounds import law_text
from onewindow_policy.cases.masks import marked_name
from onewindow_policy.cases.masks import masked_id_number
from onewindow_policy.cases.masks import masked_name
from onewindow_policy.cases.materials import handed_in
from onewindow_policy.cases.materials import to_bring
from onewindow_policy.cases.models import AT_WINDOW
from onewindow_policy.cases.models import ONLINE
from onewindow_policy.cases.papers.issuers import Issuer
from onewindow_policy.cases.papers.issuers import issuer_of
from onewindow_policy.cases.papers.issuing import PaperDraft
from onewindow_policy.cases.papers.kinds import ACCEPTING
from onewindow_policy.cases.papers.kinds import BY_ENDS
from onewindow_policy.cases.papers.kinds import BY_SURNAME
from onewindow_policy.cases.papers.kinds import COMPLETION
from onewindow_policy.cases.papers.kinds import DECIDING
from onewindow_policy.cases.papers.kinds import IN_FULL
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.kinds import PaperKind
from onewindow_policy.cases.papers.kinds import REFUSAL
from onewindow_policy.cases.papers.kinds import REVOCATION
from onewindow_policy.cases.papers.matters import Matter
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.remedies import remedy_for
from onewindow_policy.cases.papers.sentences import wording_values
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.settings import acceptance_days
from onewindow_policy.cases.settings import broken_promises_bar
from onewindow_policy.cases.states import AUTHORITY
from onewindow_policy.cases.states import BASIS
from onewindow_policy.cases.states import BRINGER
from onewindow_policy.cases.states import CARRIER
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import DECIDED_ON
from onewindow_policy.cases.states import GROUND
from onewindow_policy.cases.states import HANDED_ON
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import PARCEL
from onewindow_policy.cases.states import PUBLIC_NOTICE
from onewindow_policy.cases.states import RECEIVER
from onewindow_policy.cases.states import RECTIFY_BY
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.states import VALID_UNTIL
from onewindow_policy.cases.states import VOIDED
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.states import WHERE
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.reception import reception_note
from onewindow_policy.forms.api import RESULT_WAYS
from onewindow_policy.guides.flow import flow_of
from onewindow_policy.guides.flow import order_of
from onewindow_policy.guides.wording import can_be_called
from onewindow_policy.pages.api import hotline
from onewindow_policy.records.api import utc_now
from onewindow_policy.samples.api import samples_in
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import local_date
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
    groups = {
        **_GROUPS,
        "remedy": partial(_remedy, issuer=issuer),
        "defence": partial(_defence, issuer=issuer),
    }
    for name in kind.needs:
        values |= groups[name](matter)
    values |= wording_values(kind.code)
    return PaperDraft(kind.code, issuer.code, values)


def _common(kind: PaperKind, matter: Matter, issuer: Issuer) -> dict[str, Any]:
    """Return what all papers say."""
    guide, person = matter.guide, matter.person
    name, number = person["name"], person.get("id_number") or ""
    # The whole name hangs on a board only where the guide says so.
    step = matter.step if kind.person == BY_ENDS else None
    is_whole = step is not None and step.name_in_full
    own_phone = guide.consult_phone if can_be_called(guide.consult_phone) else ""
    # A person goes to the window that took it in, all others to where it is handled.
    is_on_board = kind.code == PUBLIC_NOTICE
    hall_code = matter.community_code if is_on_board else matter.window_code
    return {
        "title": matter.words(kind.title),
        "issuer": issuer.title,
        "person": name if is_whole else _NAMES[kind.person](name),
        "document": masked_id_number(number, person.get("id_kind"))
        if kind.person == IN_FULL
        else "",
        "item": matter.item_title,
        "item_code": matter.item_code,
        "staff": _name_of(matter.user_id),
        "enquiry": issuer.phone or own_phone or "",
        "supervision": guide.supervise_phone or "",
        "hotline": hotline(),
        "reception": reception_note(hall_code, matter.words) or None,
        "halls": _halls(hall_code, matter.words),
        "site_url": api.portal.get().absolute_url(),
    }


def _halls(community_code: str, words: CaseWording) -> list[dict[str, str]]:
    rows = (hall_row(each, "", words) for each in halls_for_community(community_code))
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


def _accepted(matter: Matter) -> dict[str, Any]:
    """Return from which day it is accepted, and whether that is because of silence."""
    return {
        "accepted_on": matter.words.day(matter.reckoned_from),
        "by_silence": matter.by_clock,
    }


def _result_way(matter: Matter) -> dict[str, Any]:
    """Return by which way the result is wanted; where it goes stands on no paper that
    somebody may lose."""
    way = RESULT_WAYS.get(matter.result_way)
    return {"result_way": matter.words(way) if way is not None else ""}


def _answer(matter: Matter) -> dict[str, Any]:
    return {"acceptance_days": acceptance_days(matter.item_type)}


def _term(matter: Matter) -> dict[str, Any]:
    """Return what is promised, and what comes on top of it."""
    words, days = matter.words, matter.promised_days
    promise = "" if days is None else words.promise(days, matter.promised_day_type, "")
    return {"promise": promise, "pauses": words.pauses(matter.guide)}


def _pause(matter: Matter) -> dict[str, Any]:
    """Return how long a step of the guide takes that does not count, by the guide as it was
    when somebody applied; "" of what comes besides: nobody knows that."""
    step = matter.step
    if step is None or step.counted or step.due_on is None:
        return {"pauses": ""}
    pause = _(
        "paper_pause",
        default="${duration}, until ${day}",
        mapping={
            "duration": matter.words.duration(step.days, step.day_type),
            "day": matter.words.due(_last_day(step)),
        },
    )
    return {"pauses": matter.words(pause)}


def _last_day(step: CaseStep) -> DueDate:
    return DueDate(step.due_on, step.due_is_estimated)


def _due(matter: Matter) -> dict[str, Any]:
    return {"due": matter.words.due(matter.due) if matter.due else ""}


def _result(matter: Matter) -> dict[str, Any]:
    guide = matter.guide
    delivery = matter.words.titles("delivery_modes", guide.result_delivery)
    return {"result": guide.result_name or "", "delivery": delivery}


def _decision(matter: Matter) -> dict[str, Any]:
    """Return on which day it was decided, where that was before the paper was issued, and
    until when what was approved is valid."""
    given = matter.facts.get(DECIDED_ON)
    day = date.fromisoformat(given) if given else None
    is_earlier = day is not None and day < local_date(utc_now())
    until = matter.facts.get(VALID_UNTIL)
    return {
        "decided_on": matter.words.day(day) if is_earlier else "",
        "valid_until": matter.words.day(date.fromisoformat(until)) if until else "",
    }


def _reason(matter: Matter) -> dict[str, Any]:
    return {"reason": matter.reason}


def _ground(matter: Matter) -> dict[str, Any]:
    ground = CHOICES[GROUND].get(matter.facts.get(GROUND))
    return {
        "ground": matter.words(ground) if ground is not None else "",
        "where": matter.facts.get(WHERE, ""),
    }


def _legal_ground(matter: Matter) -> dict[str, Any]:
    return {"legal_ground": matter.facts.get(BASIS, "")}


def _missing(matter: Matter) -> dict[str, Any]:
    """Return the materials that were named, in the order of the guide.

    What was promised or committed to may be in the guide no more: it is named by its code,
    as in the history, since no paper says that something is missing and not what.
    """
    words, named = matter.words, list(matter.facts.get(MATERIALS, ()))
    known = [each for each in matter.guide.materials if each.code in named]
    codes = {each.code for each in known}
    gone = [code for code in named if code not in codes]
    rows = [
        {
            "name": each.name,
            "counts": "、".join(words.material_counts(each)),
            "source": words.title("material_sources", each.source),
            "ways": "".join(words.without_material(each, matter.item_code)),
        }
        for each in known
    ]
    rows += [{"name": code, "counts": "", "source": "", "ways": ""} for code in gone]
    return {"missing": rows}


def _guide(matter: Matter) -> dict[str, Any]:
    words, guide = matter.words, matter.guide
    return {
        "basis": [law_text(each) for each in guide.legal_basis],
        "conditions": list(guide.conditions),
        "flow": [
            f"{each['name']}（{each['who']}，{each['long']}）"
            for each in flow_of(guide, matter.community_code, words)
        ],
        "order": order_of(guide, matter.community_code, words),
        "fee": words.fee(guide),
        "location": guide.location or "",
        "office_hours": guide.office_hours or "",
    }


def _until(matter: Matter) -> dict[str, Any]:
    return {"until": matter.words.day(date.fromisoformat(matter.facts[UNTIL]))}


def _rectify_by(matter: Matter) -> dict[str, Any]:
    day = date.fromisoformat(matter.facts[RECTIFY_BY])
    return {"rectify_by": matter.words.day(day)}


def _consequence(_matter: Matter) -> dict[str, Any]:
    """Return whether who does not keep a promise makes none for a while."""
    return {"bars": broken_promises_bar()}


def _corrected(matter: Matter) -> dict[str, Any]:
    """Return which step of the clock was put right, and how the application stands now."""
    # By when papers were to come is over: nobody is asked for anything by a day gone by.
    words = matter.words
    return {
        "corrected": words.desk_event(matter.corrects),
        "state": words.state(matter.state),
    }


def _voided(matter: Matter) -> dict[str, Any]:
    numbers = set(matter.facts.get(VOIDED, ()))
    return {
        "voided": [
            f"《{matter.words(KINDS[each.kind].title)}》{paper_number_text(each.number)}"
            for each in matter.papers
            if each.number in numbers
        ]
    }


def _words(matter: Matter) -> dict[str, Any]:
    """Return what whoever commits themselves is told; on whose word is kept, and not
    printed."""
    words = commitment_words(matter.item_code) or NO_WORDS
    return {
        "duty": words.duty,
        "content": words.content,
        "liability": words.liability,
        "words_version": words.version,
        # Online, who has number and code has signed by saying so.
        "is_online": matter.user_id is None,
        "words_source": f"{words.confirmed_by} {words.confirmed_on}".strip(),
    }


def _days(matter: Matter) -> dict[str, Any]:
    day_type = matter.promised_day_type or WORKING
    return {"days": matter.words.duration(matter.facts[DAYS], day_type)}


def _remedy(matter: Matter, issuer: Issuer) -> dict[str, Any]:
    remedy = remedy_for(matter.item_type, issuer.code)
    if remedy is None:
        return {"remedy": ""}
    # On whose word it says so is kept, and not printed.
    return {"remedy": remedy.text, "remedy_source": remedy.source}


def _defence(matter: Matter, issuer: Issuer) -> dict[str, Any]:
    remedy = remedy_for(matter.item_type, issuer.code)
    if remedy is None or not remedy.defence:
        return {"defence": ""}
    return {"defence": remedy.defence, "defence_source": remedy.source}


def _delivery(matter: Matter) -> dict[str, Any]:
    words, parcel = matter.words, matter.parcel
    handed_on = matter.facts.get(HANDED_ON)
    decided = [each for each in matter.papers if not each.is_cancelled]
    # What was revoked is not handed out any more.
    of_result = [each for each in decided if each.kind == REVOCATION] or [
        each for each in decided if each.kind in (COMPLETION, REFUSAL)
    ]
    return {
        "way": words(CHOICES[WAY][matter.facts[WAY]]),
        "receiver": matter.facts[RECEIVER],
        "authority": matter.facts.get(AUTHORITY, ""),
        "bringer": matter.facts.get(BRINGER, ""),
        "handed_on": words.day(date.fromisoformat(handed_on)) if handed_on else "",
        "parcel": f"{parcel[CARRIER]}　{parcel[PARCEL]}" if parcel else "",
        "delivered": [
            f"《{words(KINDS[each.kind].title)}》{paper_number_text(each.number)}"
            for each in of_result
        ],
    }


def _returned(matter: Matter) -> dict[str, Any]:
    """Return which originals went back, and to whom."""
    names = {each.code: each.name for each in matter.guide.materials}
    return {
        "returned": [names.get(code, code) for code in matter.facts[MATERIALS]],
        "receiver": matter.facts[RECEIVER],
        "authority": matter.facts.get(AUTHORITY, ""),
    }


def _notice(matter: Matter) -> dict[str, Any]:
    """Return from when until when a public notice hangs, and what is to come of it."""
    words, step = matter.words, matter.step
    is_dated = step is not None and step.due_on is not None
    return {
        "from": words.day(local_date(utc_now())),
        "until": words.due(_last_day(step)) if is_dated else "",
        "result": matter.guide.result_name or "",
    }


_NAMES: dict[str, Callable[[str], str]] = {
    IN_FULL: str,
    BY_SURNAME: marked_name,
    BY_ENDS: masked_name,
}

_GROUPS: dict[str, Callable[[Matter], dict[str, Any]]] = {
    "accepted": _accepted,
    "answer": _answer,
    "channel": _channel,
    "consequence": _consequence,
    "corrected": _corrected,
    "days": _days,
    "decision": _decision,
    "delivery": _delivery,
    "due": _due,
    "ground": _ground,
    "legal_ground": _legal_ground,
    "guide": _guide,
    "handed_in": _handed_in,
    "missing": _missing,
    "notice": _notice,
    "pause": _pause,
    "reason": _reason,
    "rectify_by": _rectify_by,
    "result": _result,
    "result_way": _result_way,
    "returned": _returned,
    "term": _term,
    "until": _until,
    "voided": _voided,
    "words": _words,
}
