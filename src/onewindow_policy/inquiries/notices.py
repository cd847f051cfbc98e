"""What the notice says (一次性告知书), gathered when it is issued: final words, so that
whatever becomes of the guide, the same notice is printed again.

All that has to be handed in is told at once: Administrative Licensing Law (行政许可法) art.
30 and 32; its contents are those that cities and counties publish for it: with the flow,
and of what several units handle together which and in which order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy import _
from onewindow_policy.cases.papers.issuers import issuer_of
from onewindow_policy.cases.papers.kinds import WINDOW
from onewindow_policy.communities.api import get_district
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.reception import reception_note
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import version_of
from onewindow_policy.forms.eligibility import NOT_MET
from onewindow_policy.forms.eligibility import SEPARATOR_OR
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.eligibility import alternatives
from onewindow_policy.guides.flow import flow_of
from onewindow_policy.guides.flow import order_of
from onewindow_policy.guides.flow import units_in_order
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import LegalBasis
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import can_be_called
from onewindow_policy.guides.wording import Wording
from onewindow_policy.inquiries.asking import COMERS
from onewindow_policy.inquiries.asking import condition_questions
from onewindow_policy.inquiries.asking import materials_to_bring
from onewindow_policy.inquiries.asking import ToBring
from onewindow_policy.inquiries.sentences import wording_values
from onewindow_policy.pages.api import hotline
from onewindow_policy.publishing.api import is_public
from plone import api
from typing import Any

#: Notices are Chinese in any language of the page.
CHINESE = "zh-cn"

TITLE = _("inquiry_notice", default="Notice of what to bring")


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """A notice that has no number yet: the code of who issues it, and all that it says."""

    issuer: str
    guide_version: str
    values: dict[str, Any] = field(repr=False)


def guide_of(item, lives_in: str) -> ResolvedGuide | None:
    """Return the guide that residents of a community read of `item`, None where there is
    none, or where their district does not offer the service."""
    district = get_district(lives_in[:6])
    if district is None or not district.has_adopted(item.code):
        return None
    master, own = released_guides(item, lives_in[:6])
    return resolve_guide(master, own, lives_in[:6])


def draft_notice(
    item,
    guide: ResolvedGuide,
    *,
    window_code: str,
    lives_in: str,
    comes: str,
    replies: Mapping[str, str],
    user_id: str,
) -> NoticeDraft:
    """Return the notice about a service for one person.

    :param window_code: the community whose window tells it
    :param lives_in: the community where the person lives
    :param comes: see `asking.COMERS`
    :param replies: see `asking.read_replies`
    """
    words = Wording(CHINESE)
    issuer = issuer_of(WINDOW, window_code, None, None)
    own_phone = guide.consult_phone if can_be_called(guide.consult_phone) else ""
    values = {
        "title": words(TITLE),
        "issuer": issuer.title,
        "item": item.title,
        "item_code": item.code,
        "comes": words(COMERS[comes]),
        "staff": _name_of(user_id),
        "basis": [_law(each) for each in guide.legal_basis],
        "conditions": _conditions(guide, words),
        "unmet": [
            each.text
            for each in condition_questions(guide, words)
            if replies.get(each.name) == NOT_MET
        ],
        "materials": [
            _row(each, words, item.code)
            for each in materials_to_bring(guide, comes, replies)
        ],
        "flow": flow_of(guide, lives_in, words),
        "units": units_in_order(guide, lives_in),
        "order": order_of(guide, lives_in, words),
        "fee": words.fee(guide),
        "promise": words.limit(guide.promised_limit),
        "pauses": words.pauses(guide),
        "ways": words.channels(guide),
        "result": guide.result_name or "",
        "enquiry": issuer.phone or own_phone or "",
        "supervision": guide.supervise_phone or "",
        "hotline": hotline(),
        "reception": reception_note(lives_in, words) or None,
        "halls": _halls(dict.fromkeys([lives_in, window_code]), words),
        "location": guide.location or "",
        "office_hours": guide.office_hours or "",
        "apply_url": _online_form(item, guide),
        "guide_url": f"{item.absolute_url()}/{lives_in[:6]}",
        **wording_values(),
    }
    return NoticeDraft(issuer.code, version_of(guide), values)


def _online_form(item, guide: ResolvedGuide) -> str:
    """Return where residents apply online, "" where they cannot."""
    form = application_form(item) if guide.channel_online else None
    return form.absolute_url() if form is not None and is_public(form) else ""


def _conditions(guide: ResolvedGuide, words: Wording) -> list[str]:
    """Return the conditions as editors wrote them; else those that can be checked, with
    all that is enough in one."""
    if guide.conditions:
        return list(guide.conditions)
    separator = words(SEPARATOR_OR)
    return [
        separator.join(row.sentence for row in group)
        for group in alternatives(guide.eligibility)
    ]


def _row(each: ToBring, words: Wording, item_code: str) -> dict[str, str]:
    return {
        "name": each.material.name,
        "only": each.condition,
        "is_optional": not each.material.required,
        "counts": "、".join(words.material_counts(each.material)),
        "source": words.title("material_sources", each.material.source),
        "note": each.material.note or "",
        "ways": "".join(words.without_material(each.material, item_code)),
    }


def _law(law: LegalBasis) -> str:
    name = law.name if law.name.startswith("《") else f"《{law.name}》"
    number = f"（{law.doc_no}）" if law.doc_no else ""
    return f"{name}{number}{law.article or ''}"


def _halls(codes, words: Wording) -> list[dict[str, str]]:
    rows = (
        hall_row(hall, "", words)
        for code in codes
        for hall in halls_for_community(code)
    )
    found = {
        row.title: {
            "title": row.title,
            "phones": "、".join(row.phones),
            "address": row.address,
            "hours": row.hours,
        }
        for row in rows
    }
    return list(found.values())


def _name_of(user_id: str) -> str:
    """Return the printed name of staff, "" where nobody has one."""
    user = api.user.get(user_id)
    return (user.getProperty("fullname") if user is not None else "") or ""
