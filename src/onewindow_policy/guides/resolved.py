"""The one complete, immutable value that every channel shows of a guide."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields
from onewindow_policy.guides.overrides import Override
from typing import Any

import re

#: The type of items that are licences (行政许可, GB/T 39046-2020), and by how many working
#: days their promise may be extended.
LICENCE = "01"
LICENCE_EXTENSION_DAYS = 10

_OF_AGENT = re.compile("代办|委托他人")


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A legal source (办理依据)."""

    law_type: str
    name: str
    doc_no: str | None = None
    article: str | None = None
    gist: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """A step of the process (基本流程)."""

    name: str
    unit_role: str
    actor: str | None = None
    days: int = 0
    day_type: str = "working"
    counted: bool = True
    name_in_full: bool = False
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A material to hand in (申请材料)."""

    code: str
    name: str
    material_type: str
    form: str
    originals: int = 0
    copies: int = 0
    source: str | None = None
    required: bool = True
    condition: str | None = None
    deferrable: bool = False
    deferrable_days: int | None = None
    commitment_allowed: bool = False
    shared_from: str | None = None
    note: str | None = None
    blank_form: str | None = None

    @property
    def is_of_agent(self) -> bool:
        """Whether only an agent hands it in, by the words of its condition."""
        return bool(self.condition and _OF_AGENT.search(self.condition))


@dataclass(frozen=True, slots=True)
class Question:
    """A question that residents ask, answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class BenefitRate:
    """How much some people get, and how often (补贴标准)."""

    key: str
    who: str
    whose: str = "applicant"
    age_from: int | None = None
    age_to: int | None = None
    circumstances: tuple[str, ...] = ()
    measure: str = "yuan"
    amount: str | None = None
    amount_to: str | None = None
    basis: str | None = None
    period: str | None = None
    per: str = "person"
    note: str | None = None
    source: str | None = None
    who_en: str | None = None
    basis_en: str | None = None
    note_en: str | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A condition that somebody has to meet; see `guides.eligibility`."""

    key: str
    sentence: str
    whose: str
    about: str
    at_least: int | None = None
    at_most: int | None = None
    codes: tuple[str, ...] = ()
    group: str | None = None
    sentence_en: str | None = None


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A number of days of a type; `days` 0 means on the spot."""

    days: int
    day_type: str


@dataclass(frozen=True, slots=True)
class ResolvedGuide:
    """What a guide says, with everything a district inherits (see `IGuideContent`).

    `district` is the 6-digit code of the district it speaks for, or None for the whole
    city; `overridden` names the fields that the district has of its own, `lost` its
    overrides that no longer find what they changed.
    """

    district: str | None = None
    overridden: frozenset[str] = frozenset()
    lost: tuple[Override, ...] = ()
    standard: str | None = None
    benefit_rates: tuple[BenefitRate, ...] = ()
    eligibility: tuple[Eligibility, ...] = ()
    conditions: tuple[str, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    accepting_unit_name: str | None = None
    accepting_unit_role: str | None = None
    decision_role: str | None = None
    location: str | None = None
    office_hours: str | None = None
    consult_phone: str | None = None
    supervise_phone: str | None = None
    supervise_note: str | None = None
    process: tuple[ProcessStep, ...] = ()
    promised_days: int | None = None
    promised_day_type: str | None = None
    statutory_days: int | None = None
    statutory_day_type: str | None = None
    statutory_note: str | None = None
    extension_days: int | None = None
    start_rule: str | None = None
    excluded: tuple[str, ...] = ()
    materials: tuple[Material, ...] = ()
    other_forms: tuple[str, ...] = ()
    fee_charged: bool = False
    fee_text: str | None = None
    result_name: str | None = None
    result_kind: str | None = None
    result_delivery: tuple[str, ...] = ()
    valid_months: int | None = None
    valid_note: str | None = None
    channel_window: bool = False
    channel_online: bool = False
    channel_reservation: bool = False
    channel_home_visit: bool = False
    channel_agent: bool = False
    channel_phone: bool = False
    max_visits: int | None = None
    accepted_documents: tuple[str, ...] = ()
    sensitive_fields: tuple[str, ...] = ()
    asked_besides: tuple[str, ...] = ()
    guardian_consent: bool = False
    publicity_minimal: bool = False
    faqs: tuple[Question, ...] = ()
    conditions_en: tuple[str, ...] = ()
    materials_en: tuple[str, ...] = ()

    @property
    def promised_limit(self) -> TimeLimit | None:
        if self.promised_days is None:
            return None
        return TimeLimit(self.promised_days, self.promised_day_type or "working")

    @property
    def statutory_limit(self) -> TimeLimit | None:
        if self.statutory_days is None:
            return None
        return TimeLimit(self.statutory_days, self.statutory_day_type or "working")

    def extension_limit(self, item_type: str | None) -> int:
        """Return by how many days at most the promise may be extended, 0 for never, of an
        item of this type.

        Source: Administrative Licensing Law (行政许可法) art. 42 for licences.
        """
        if self.is_instant:
            return 0
        if self.extension_days is not None:
            return self.extension_days
        return LICENCE_EXTENSION_DAYS if item_type == LICENCE else 0

    @property
    def is_instant(self) -> bool:
        """Whether it is decided on the spot (即办件)."""
        return self.promised_days == 0

    @property
    def counted_from(self) -> str | None:
        """When the clock starts; None where there is nothing to count."""
        return None if self.is_instant else self.start_rule

    @property
    def has_agents_materials(self) -> bool:
        """Whether it says what an agent brings."""
        return any(material.is_of_agent for material in self.materials)

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways to get it done, as the catalogue filters by them."""
        found = {
            "online": self.channel_online,
            "home_visit": self.channel_home_visit,
            "instant": self.is_instant,
        }
        return tuple(name for name, offered in found.items() if offered)


_ROW_TYPES = {
    "legal_basis": LegalBasis,
    "process": ProcessStep,
    "materials": Material,
    "faqs": Question,
    "benefit_rates": BenefitRate,
    "eligibility": Eligibility,
}

#: The fields of `IGuideContent`, in the order of the value.
CONTENT_FIELDS = tuple(
    field.name
    for field in fields(ResolvedGuide)
    if field.name not in ("district", "overridden", "lost")
)


def freeze(values: Mapping[str, Any], **more: Any) -> ResolvedGuide:
    """Return `values` (as stored: rows are dicts, lines are lists) as a value.

    Columns that a row type does not know are dropped: they are of an older schema.
    """
    frozen = {}
    for name in CONTENT_FIELDS:
        value = values.get(name)
        row_type = _ROW_TYPES.get(name)
        if row_type is not None:
            frozen[name] = tuple(_frozen_row(row_type, row) for row in value or ())
        elif value is not None:
            frozen[name] = _frozen(value)
    return ResolvedGuide(**frozen, **more)


def _frozen_row(row_type: type, row: Mapping[str, Any]) -> Any:
    values = {}
    for name, column in row_type.__dataclass_fields__.items():
        # What lists nothing may be stored as None, too.
        if name in row and not (row[name] is None and column.default == ()):
            values[name] = _frozen(row[name])
    return row_type(**values)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, (list, tuple)) else value
