"""The notice at collection: what people are told before the first field.

The Personal Information Protection Law (个人信息保护法) wants told, conspicuously and in
plain words: who handles the data and how to reach them, what for and how, what kinds and
for how long, and how to exercise one's rights (article 17); for sensitive data also why it
is necessary and what it means for the person (article 30); state organs tell it too
(article 35).

What a city says is composed with what the form, its item and its guide say. The texts
count versions, so that a case can keep what its applicant was told.
"""

from collections.abc import Iterable
from collective.easyform.api import get_schema
from datetime import date
from onewindow_policy.communities.api import get_city
from onewindow_policy.communities.units import organiser
from onewindow_policy.communities.units import units_of
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.eligibility import asked_conditions
from onewindow_policy.forms.eligibility import known_ages
from onewindow_policy.forms.interfaces import BY_CONSENT
from onewindow_policy.forms.interfaces import IBankCard
from onewindow_policy.forms.interfaces import INoticeSettings
from onewindow_policy.forms.interfaces import INoticeVersion
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.noticewords import BANK_ACCOUNT
from onewindow_policy.forms.noticewords import CollectionNotice
from onewindow_policy.forms.noticewords import compose
from onewindow_policy.forms.noticewords import gist_of
from onewindow_policy.forms.noticewords import HEALTH
from onewindow_policy.forms.noticewords import ID_NUMBER
from onewindow_policy.forms.noticewords import NoticeFacts
from onewindow_policy.forms.noticewords import UNDER_FOURTEEN
from onewindow_policy.guides.wording import Wording
from onewindow_policy.vocabularies.api import language_of
from plone.registry.interfaces import IRegistry
from zope.component import getUtility
from zope.schema import getFieldsInOrder

PREFIX = "onewindow_policy.notice"

#: When our standard wording was last changed.
STANDARD_DATED = date(2026, 11, 30)


def kept_months(form) -> int | None:
    """Return how many months records of `form` are kept, as its notice says; None where
    it names no term."""
    return form.retention_months or _settings().retention_months


def withdrawn_months(form) -> int | None:
    """Return how many months an application by `form` is kept once it was withdrawn; None
    where that is no shorter term than for others."""
    months = _settings().withdrawn_months
    others = kept_months(form)
    if months is None or (others is not None and others <= months):
        return None
    return months


def keeps_on_shared_devices() -> bool:
    """Return whether forms can be kept half filled in on devices that several use."""
    return bool(_settings().keeps_on_shared_devices)


def notice_version() -> tuple[int, date]:
    """Return the version of the texts that are in force, and of which day they are."""
    version = getUtility(IRegistry).forInterface(INoticeVersion, prefix=PREFIX)
    return version.version, version.dated or STANDARD_DATED


def collection_notice(facts: NoticeFacts, request) -> CollectionNotice:
    """Return the notice at collection of a form, in the language of `request`."""
    version, dated = notice_version()
    words = Wording(language_of(request))
    return CollectionNotice(
        version, dated, compose(facts, words), gist_of(facts, words)
    )


def _settings():
    """Return `INoticeSettings`; what a site that was not upgraded lacks of it is None."""
    registry = getUtility(IRegistry)
    return registry.forInterface(INoticeSettings, prefix=PREFIX, check=False)


def notice_facts(form) -> NoticeFacts:
    """Return what the notice of a form is composed from, now and in every language."""
    settings = _settings()
    item, guide = item_of(form), guide_of(form)
    fields = [field for _name, field in getFieldsInOrder(get_schema(form))]
    handler, phone = _handler(settings, item)
    return NoticeFacts(
        handler=handler,
        contact=settings.contact or phone,
        service=item.title if item is not None else form.title,
        purpose=form.purpose or "",
        by_consent=form.legal_ground == BY_CONSENT,
        recipients=tuple(
            dict.fromkeys(
                step.unit_role
                for step in (guide.process if guide is not None else ())
                if step.unit_role
            )
        ),
        # How a material comes goes with the material.
        fields=tuple(
            field.title
            for field in fields
            if field.title and not (field.__name__ or "").endswith(HOW)
        ),
        sensitive=_sensitive(fields, guide.sensitive_fields if guide else ()),
        manner=settings.manner or "",
        retention_months=kept_months(form),
        withdrawn_months=withdrawn_months(form) if item is not None else None,
        retention=form.retention or settings.retention or "",
        asks_guardian=_asks_guardian(fields, guide),
        asks_eligibility=guide is not None
        and bool(asked_conditions(guide.eligibility, known_ages(fields))),
        is_application=item is not None,
        rights=settings.rights or "",
    )


def _asks_guardian(fields: Iterable, guide) -> bool:
    """Return whether a form may come to ask who consents for a child: where its guide says
    so, or a number may tell that the applicant is one."""
    if guide is not None and guide.guardian_consent:
        return True
    return any(IResidentIdNumber.providedBy(field) for field in fields)


def _handler(settings, item) -> tuple[str, str]:
    """Return name and phone of the unit that handles the data: the city's word, the item's
    department, or the unit that runs the portal."""
    city = get_city()
    units = units_of(city.code) if city is not None else ()
    name = settings.handler or (item is not None and item.responsible_department)
    if name:
        known = next((unit for unit in units if unit.title == name), None)
        return name, known.phone if known is not None else ""
    unit = organiser()
    if unit is not None:
        return unit.title, unit.phone
    return (city.title if city is not None else ""), ""


def _sensitive(fields: Iterable, of_guide: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of sensitive data: what the form asks for by itself, and what the
    guide says comes with the materials."""
    fields = list(fields)
    kinds = dict.fromkeys(
        kind
        for kind, interface in (
            (ID_NUMBER, IResidentIdNumber),
            (BANK_ACCOUNT, IBankCard),
        )
        if any(interface.providedBy(field) for field in fields)
    )
    kinds |= dict.fromkeys(
        kind for kind in of_guide if kind in (HEALTH, UNDER_FOURTEEN)
    )
    return tuple(kinds)
