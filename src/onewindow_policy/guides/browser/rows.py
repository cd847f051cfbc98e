"""The rows that the template of a guide's page loops over."""

from dataclasses import dataclass
from onewindow_policy.communities.halls import HallRow
from onewindow_policy.guides.browser.source import UnitFacts


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry of the facts strip."""

    label: str
    text: str
    note: str = ""
    is_local: bool = False
    is_illustrative: bool = False


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One of the answers above a guide; `part` of the page says more."""

    part: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class RateRow:
    """What some people get."""

    who: str
    text: str
    note: str
    is_local: bool


@dataclass(frozen=True, slots=True)
class Download:
    """A sample document as a link."""

    name: str
    kind: str
    badge: str
    meta: str
    url: str
    download_url: str


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A material as an entry of the checklist."""

    code: str
    name: str
    counts: tuple[str, ...]
    condition: str | None
    note: str | None
    ways: tuple[str, ...]
    downloads: tuple[Download, ...]
    is_deferrable: bool
    is_local: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the diagram."""

    name: str
    duration: str
    unit: UnitFacts
    actor: str | None
    description: str | None
    css_class: str
    is_local: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the bar that draws the days to scale, in percent of its width."""

    x: str
    width: str
    center: str
    number: int | None
    css_class: str
    number_class: str


@dataclass(frozen=True, slots=True)
class LawRow:
    """A legal source."""

    name: str
    details: str
    gist: str | None
    kind: str
    is_fictional: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """A line of a list of labels and texts."""

    label: str
    text: str
    phone: str = ""
    url: str = ""
    is_illustrative: bool = False


@dataclass(frozen=True, slots=True)
class MaterialGroup:
    """The materials that everybody brings, or an agent, or some (`whose`)."""

    whose: str
    title: str
    materials: tuple[MaterialRow, ...]


@dataclass(frozen=True, slots=True)
class HallGroup:
    """The halls of a street."""

    title: str
    halls: tuple[HallRow, ...]
