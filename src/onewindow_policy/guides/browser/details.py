"""The lists of labels and texts on a guide's page."""

from collections.abc import Iterable
from dataclasses import replace
from onewindow_policy import _
from onewindow_policy.guides.browser.rows import Detail
from onewindow_policy.guides.browser.source import GuideSource
from onewindow_policy.guides.wording import can_be_called
from onewindow_policy.guides.wording import Wording
from onewindow_policy.typed.documents import TITLES
from zope.i18nmessageid import Message


def _said(details: Iterable[Detail], words: Wording) -> list[Detail]:
    """Return the details that say something, with their labels in words."""
    return [
        replace(detail, label=words(detail.label))
        for detail in details
        if detail.text or detail.phone
    ]


def _phone(
    label: Message, phone: str | None, note: str | None, words: Wording
) -> Detail:
    """Return a phone, a link only when it is a number: some guides say where to look."""
    if can_be_called(phone):
        return Detail(label, note or "", phone)
    return Detail(label, words.clauses([phone or "", note or ""]))


def _channels(source: GuideSource, words: Wording) -> str:
    return words.channels(source.guide, is_online_suspended=source.is_online_suspended)


def place_details(source: GuideSource, words: Wording) -> list[Detail]:
    """Return where to go, when, and who decides."""
    guide = source.guide
    decision = dict(source.units).get(guide.decision_role)
    details = (
        Detail(
            _("detail_accepting_unit", default="Takes it in"),
            guide.accepting_unit_name or "",
        ),
        Detail(_("detail_location", default="Place"), guide.location or ""),
        Detail(_("detail_office_hours", default="Hours"), guide.office_hours or ""),
        Detail(
            _("detail_decision_unit", default="Decides"),
            decision.name if decision else "",
            decision.phone if decision else "",
        ),
        Detail(_("detail_channels", default="Ways to apply"), _channels(source, words)),
        Detail(
            _("detail_documents", default="Shows who you are"),
            words.enumerate(
                words(TITLES[kind])
                for kind in TITLES
                if kind in guide.accepted_documents
            ),
        ),
        _phone(
            _("detail_consult_phone", default="Questions"),
            guide.consult_phone,
            None,
            words,
        ),
        _phone(
            _("detail_supervise_phone", default="Complaints"),
            guide.supervise_phone,
            guide.supervise_note,
            words,
        ),
    )
    return _said(details, words)


def result_details(source: GuideSource, words: Wording) -> list[Detail]:
    """Return what one gets and how, and what the law says of time and privacy."""
    guide, labels = source.guide, dict(source.labels)
    statutory = words.limit(guide.statutory_limit)
    consent = publicity = ""
    if guide.guardian_consent:
        consent = words(
            _("guardian_consent", default="A guardian's consent is needed.")
        )
    if guide.publicity_minimal:
        publicity = words(
            _("publicity_minimal", default="Public notices show only what they must.")
        )
    details = (
        Detail(_("detail_result", default="Result"), guide.result_name or ""),
        Detail(
            _("detail_delivery", default="How you get it"),
            words.enumerate(labels[mode] for mode in guide.result_delivery),
        ),
        Detail(_("detail_validity", default="Valid for"), words.validity(guide)),
        Detail(_("detail_fee", default="Fee"), words.fee(guide)),
        Detail(
            _("detail_statutory", default="Limit by law"),
            words.clauses([statutory, guide.statutory_note or ""]),
        ),
        Detail(
            _("detail_extension", default="May take longer, once"),
            words.duration(guide.extension_days, guide.promised_day_type or "working")
            if guide.extension_days
            else "",
        ),
        Detail(
            _("detail_excluded", default="Not counted"), words.enumerate(guide.excluded)
        ),
        Detail(
            _("detail_sensitive", default="Sensitive personal data"),
            words.enumerate(guide.sensitive_fields),
        ),
        Detail(
            _("detail_asked_besides", default="Also asked"),
            words.enumerate(guide.asked_besides),
        ),
        Detail(_("detail_guardian", default="Under 14 years"), consent),
        Detail(_("detail_publicity", default="Public notices"), publicity),
    )
    return _said(details, words)


def item_details(source: GuideSource, words: Wording) -> list[Detail]:
    """Return the item's identity: codes, kind, level, lists."""
    item, district = source.item, source.district
    access_list = item.access_list_name or ""
    if access_list and item.access_list_no:
        access_list = words(
            _(
                "access_list_entry",
                default="${list}, no. ${number}",
                mapping={"list": access_list, "number": item.access_list_no},
            )
        )
    details = [
        Detail(_("detail_code", default="Item code"), item.code),
        Detail(
            _("detail_basic_code", default="Basic code"),
            item.basic_code or "",
            is_illustrative=item.basic_code_illustrative,
        ),
        Detail(
            _("detail_kind", default="Kind"),
            words.enumerate([item.item_type, item.project_type]),
        ),
        Detail(_("detail_level", default="Level"), item.exercise_level),
        Detail(_("detail_acceptance", default="Acceptance"), item.acceptance_mode),
        Detail(_("detail_department", default="Department"), item.department or ""),
        Detail(
            _("detail_access_list", default="Access list"),
            access_list,
            is_illustrative=item.access_illustrative,
        ),
    ]
    if district and district.list_title:
        details.append(
            Detail(
                _("detail_district_list", default="District list"),
                district.list_title,
                url=district.url,
            )
        )
    return _said(details, words)


def foot_marks(source: GuideSource, words: Wording) -> list[str]:
    """Return dates, version and state of verification."""
    item = source.item
    marks = [
        _(
            "foot_updated",
            default="Updated ${day}",
            mapping={"day": words.written_day(source.updated)},
        ),
        _(
            "foot_version",
            default="Version ${number}",
            mapping={"number": item.version},
        ),
    ]
    if item.effective_from:
        marks.append(
            _(
                "foot_effective",
                default="In force from ${day}",
                mapping={"day": words.written_day(item.effective_from)},
            )
        )
    if item.review_status:
        marks.append(item.review_status)
    if item.illustrative_fields:
        marks.append(
            _("foot_illustrative", default="Some values are examples, marked so")
        )
    return [words(mark) for mark in marks]
