"""What is told before a form is filled in, and who consents to it."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.forms import consents
from onewindow_policy.forms.browser.guardian import guardian_id
from onewindow_policy.forms.browser.guardian import judge_guardian
from onewindow_policy.forms.browser.judging import birth_in
from onewindow_policy.forms.browser.judging import kind_in
from onewindow_policy.forms.browser.remarks import Remark
from onewindow_policy.forms.consents import WORDS
from onewindow_policy.forms.guardians import Guardian
from onewindow_policy.forms.guardians import TITLES as GUARDIAN_TITLES
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.notices import collection_notice
from onewindow_policy.forms.notices import notice_facts
from onewindow_policy.forms.noticewords import CollectionNotice
from onewindow_policy.forms.noticewords import NoticeFacts
from onewindow_policy.forms.reaching import not_reached
from onewindow_policy.forms.reaching import phone_fields
from onewindow_policy.typed.documents import BIRTH_CERTIFICATE
from types import MappingProxyType
from typing import Any
from zope.i18n import translate
from zope.i18nmessageid import Message


class ConsentingForm:
    """The part of a `ResidentForm` that is about consents.

    Once the answers were extracted, `consents` are those that were given.
    """

    consents: frozenset[str] = frozenset()
    #: What is offered to agree with, in words, by name.
    consent_words: Mapping[str, Message] = WORDS
    #: What has to be consented to, given the answers, and what of it was not.
    needed_consents: tuple[str, ...] = ()
    missing_consents: tuple[str, ...] = ()
    #: Who consents for a child, and what is wrong with what was typed about them, by part.
    guardian: Guardian | None = None
    guardian_faults: Mapping[str, Message] = MappingProxyType({})

    @cached_property
    def notice(self) -> CollectionNotice | None:
        """What is said before the first field; None where nothing is registered."""
        return (
            collection_notice(self.notice_facts, self.request)
            if self.is_registering
            else None
        )

    @cached_property
    def notice_facts(self) -> NoticeFacts:
        """What the notice is made from."""
        return notice_facts(self.context)

    @property
    def applicant_id_field(self) -> str | None:
        """The name of the first identity number's field: the applicant comes first."""
        return next(
            (
                each.__name__
                for each in self.asked_widgets()
                if IResidentIdNumber.providedBy(each.field)
            ),
            None,
        )

    @property
    def offered_consents(self) -> list[str]:
        """The consents that the page offers to tick."""
        if not self.is_registering:
            return []
        guide = guide_of(self.context)
        offered = set(self.needed_consents) | self.consents
        offered.update(self.consents_for(None), self.phone_fields)
        if guide is not None and guide.guardian_consent:
            offered.add(consents.GUARDIAN)
        return [name for name in self.consent_words if name in offered]

    @cached_property
    def phone_fields(self) -> dict[str, str]:
        """The fields of the phones that short messages may go to, by consent."""
        return phone_fields(self._applying_actions(), self.schema)

    def consents_for(self, born: date | None) -> list[str]:
        """Return what has to be agreed with for an applicant who was `born` then, None
        where no number tells."""
        return consents.needed_consents(self.context.legal_ground, born)

    def given_consents(self) -> frozenset[str]:
        """Return the consents whose boxes were ticked."""
        return frozenset(
            name
            for name in self.consent_words
            if self.request.form.get(consents.PREFIX + name)
            and (name in self.phone_fields or name not in consents.OPTIONAL)
        )

    def check_consents(self, data: dict[str, Any]) -> None:
        """Find out what has to be consented to, given `data`, and what was."""
        if not self.is_registering:
            return
        given = self.given_consents()
        born = birth_in(self.asked_widgets(), data, self.applicant_id_field)
        kind = kind_in(self.asked_widgets(), data, self.applicant_id_field)
        needed = self.consents_for(born)
        if kind == BIRTH_CERTIFICATE and consents.GUARDIAN not in needed:
            # No number tells the age of a newborn; the document does.
            needed.append(consents.GUARDIAN)
        self.consents = given
        self.needed_consents = tuple(needed)
        self.missing_consents = (
            *(each for each in needed if each not in given),
            *not_reached(self.phone_fields, given, data),
        )
        self.guardian, self.guardian_faults = judge_guardian(
            self.request.form,
            # Whose age no number tells is a child where somebody says to be the guardian.
            is_asked=consents.GUARDIAN in needed
            or (consents.GUARDIAN in given and born is None),
            child_number=data.get(self.applicant_id_field),
        )

    def forgive_consents(self) -> None:
        """Say nothing yet of what is wrong with consents."""
        self.missing_consents = ()
        self.guardian_faults = {}

    def problems_of_consents(self) -> Iterator[Remark]:
        """Yield the consents that are missing, and what is wrong about the guardian."""
        for consent in self.missing_consents:
            yield self.remark(
                (consents.PREFIX + consent).replace(".", "-"),
                _("label_consent", default="Consent"),
                consents.missing_consent(consent),
            )
        for part, message in self.guardian_faults.items():
            yield self.remark(guardian_id(part), GUARDIAN_TITLES[part], message)

    def remark(self, target: str, label, message) -> Remark:
        """Return what is said of the input with the id `target`, in words of the page."""
        label = translate(label, context=self.request)
        return Remark(target, label, translate(message, context=self.request))
