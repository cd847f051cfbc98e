"""What the template of a guide's page loops over, computed from its source."""

from chameleon import PageTemplateFile
from dataclasses import dataclass
from dataclasses import replace
from onewindow_policy import _
from onewindow_policy.communities.halls import by_street
from onewindow_policy.communities.hours import hours_sentence
from onewindow_policy.guides.browser.source import GuideSource
from onewindow_policy.guides.browser.source import UnitFacts
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.rows import row_key
from onewindow_policy.guides.wording import Wording
from onewindow_policy.samples.api import SampleFacts
from onewindow_policy.samples.api import size_text
from pathlib import Path
from zope.i18n import translate

import re

PHONE = re.compile(r"[+\d][\d -]{2,}")

#: Chameleon itself, and not Zope's page templates on it: those evaluate each expression
#: through a context of their own, which makes this page of 500 expressions 5 ms slower.
#: Nothing here needs them, since the body is given all it shows.
_TEMPLATE = PageTemplateFile(
    Path(__file__).parent / "templates" / "body.pt", translate=translate
)

#: In percent; a number does not fit into a narrower part of the bar.
MIN_NUMBERED_WIDTH = 7

#: What the illustrative fields of the sample are called, as far as the page marks them.
ILLUSTRATIVE_PROMISE = "promised"
ILLUSTRATIVE_STEPS = "steps"
ILLUSTRATIVE_STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry of the facts strip."""

    label: str
    text: str
    note: str = ""
    is_local: bool = False
    is_illustrative: bool = False


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
    """The materials that everybody brings, or those for some."""

    title: str
    materials: tuple[MaterialRow, ...]


@dataclass(frozen=True, slots=True)
class HallRow:
    """A hall as an entry of a list."""

    title: str
    url: str
    address: str
    phones: tuple[str, ...]
    hours: str
    note: str | None


@dataclass(frozen=True, slots=True)
class HallGroup:
    """The halls of a street."""

    title: str
    halls: tuple[HallRow, ...]


def download_of(sample: SampleFacts, words: Wording) -> Download:
    """Return `sample` as a link; without a file yet it is its page alone."""
    if sample.is_blank:
        kind = _("sample_blank", default="Blank form")
        badge = _("sample_blank_badge", default="Blank")
    else:
        kind = _("sample_filled", default="Filled example")
        badge = _("sample_filled_badge", default="Filled")
    meta = [sample.file_format, sample.size_text] if sample.size else []
    return Download(
        name=sample.title,
        kind=words(kind),
        badge=words(badge),
        meta=words.enumerate(meta),
        url=sample.url,
        download_url=sample.download_url if sample.size else sample.url,
    )


class GuideBody:
    """The page of a guide; see the template for how each value is shown."""

    def __init__(self, source: GuideSource):
        self.source = source
        self.guide = source.guide
        self.item = source.item
        self.words = Wording(source.language)
        self.labels = dict(source.labels)
        self.units = dict(source.units)
        self.downloads = [download_of(each, self.words) for each in source.samples]
        self.forms = [download_of(each, self.words) for each in source.forms]
        self.materials = [self._material(each) for each in self.guide.materials]
        self.steps = [self._step(each) for each in self.guide.process]

    def _is_local(self, field: str, row: str = "") -> bool:
        return (field, row) in self.source.overridden_rows

    # -- the head

    @property
    def lead(self) -> str:
        if not self.guide.conditions:
            return ""
        stop = self.words(_("clause_separator", default="; "))
        return self.words(
            _(
                "lead_conditions",
                default="For those who meet this: ${conditions}.",
                mapping={"conditions": stop.join(self.guide.conditions)},
            )
        )

    @property
    def facts(self) -> list[Fact]:
        guide, words = self.guide, self.words
        statutory = words.limit(guide.statutory_limit)
        facts = [
            Fact(
                words(_("fact_promise", default="Promised time")),
                words.limit(guide.promised_limit),
                self._statutory_note(statutory),
                is_local="promised_days" in guide.overridden,
                is_illustrative=ILLUSTRATIVE_PROMISE in self.item.illustrative_fields,
            ),
            Fact(words(_("fact_fee", default="Fee")), words.fee(guide)),
            Fact(words(_("fact_visits", default="Visits")), words.visits(guide)),
            Fact(
                words(_("fact_agent", default="Who may act for you")),
                self._agent(),
                words(_("fact_agent_note", default="What they bring is listed below"))
                if guide.channel_agent
                else "",
            ),
        ]
        return [fact for fact in facts if fact.text]

    def _statutory_note(self, limit: str) -> str:
        if not limit:
            return ""
        return self.words(
            _(
                "fact_statutory",
                default="By law: ${limit}",
                mapping={"limit": limit},
            )
        )

    def _agent(self) -> str:
        if self.guide.channel_agent:
            return self.words(_("agent_allowed", default="Anyone you authorise"))
        return self.words(_("agent_not_allowed", default="Only you yourself"))

    @property
    def standard_is_local(self) -> bool:
        return "standard" in self.guide.overridden

    @property
    def standard_is_illustrative(self) -> bool:
        return ILLUSTRATIVE_STANDARD in self.item.illustrative_fields

    # -- materials

    def _material(self, material: Material) -> MaterialRow:
        named = {material.blank_form} - {None, ""}
        return MaterialRow(
            code=material.code,
            name=material.name,
            counts=self.words.material_counts(material),
            condition=material.condition,
            note=material.note,
            ways=self.words.without_material(material),
            downloads=tuple(
                each for each in self.downloads + self.forms if each.name in named
            ),
            is_deferrable=material.deferrable,
            is_local=self._is_local("materials", material.code),
        )

    @property
    def material_groups(self) -> list[MaterialGroup]:
        """What everybody brings, then what some do."""
        groups = {True: [], False: []}
        for row, material in zip(self.materials, self.guide.materials, strict=True):
            groups[material.required].append(row)
        titles = {
            True: _(
                "materials_required",
                default="Everybody brings (${count})",
                mapping={"count": len(groups[True])},
            ),
            False: _(
                "materials_conditional", default="Only if this is your situation"
            ),
        }
        return [
            MaterialGroup(self.words(titles[required]), tuple(rows))
            for required, rows in groups.items()
            if rows
        ]

    @property
    def materials_state(self) -> str:
        """The words of the checklist's counter, for the script to fill in."""
        return self.words(
            _("checklist_state", default="{done} of {all} ready")
        )

    # -- steps

    def _step(self, step: ProcessStep) -> StepRow:
        return StepRow(
            name=step.name,
            duration=self.words.step_duration(step),
            unit=self.units[step.unit_role],
            actor=step.actor,
            description=step.description,
            css_class="step" if step.counted else "step is-paused",
            is_local=self._is_local("process", row_key("process", {"name": step.name})),
        )

    @property
    def steps_are_illustrative(self) -> bool:
        return ILLUSTRATIVE_STEPS in self.item.illustrative_fields

    @property
    def bars(self) -> list[Bar]:
        """The days of the steps to scale; on one day's work there is nothing to draw."""
        days = [(place, step) for place, step in enumerate(self.guide.process, 1)]
        days = [(place, step) for place, step in days if step.days]
        total = sum(step.days for _place, step in days)
        if len(days) < 2:
            return []
        bars, start = [], 0.0
        for place, step in days:
            width = 100 * step.days / total
            paused = "" if step.counted else " is-paused"
            bars.append(
                Bar(
                    x=f"{start + 0.25:.2f}%",
                    width=f"{max(width - 0.5, 0.3):.2f}%",
                    center=f"{start + width / 2:.2f}%",
                    number=place if width >= MIN_NUMBERED_WIDTH else None,
                    css_class=f"time-bar-part{paused}",
                    number_class=f"time-bar-number{paused}",
                )
            )
            start += width
        return bars

    @property
    def total(self) -> str:
        limit = self.words.limit(self.guide.promised_limit)
        if not limit:
            return ""
        pauses = self.words.pauses(self.guide)
        if pauses:
            return self.words(
                _(
                    "steps_total_with_pauses",
                    default="Promised in all: ${limit}; ${pauses} come on top.",
                    mapping={"limit": limit, "pauses": pauses},
                )
            )
        return self.words(
            _(
                "steps_total",
                default="Promised in all: ${limit}.",
                mapping={"limit": limit},
            )
        )

    # -- where

    @property
    def place_details(self) -> list[Detail]:
        guide, decision = self.guide, self.units.get(self.guide.decision_role)
        details = [
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
            Detail(
                _("detail_channels", default="Ways to apply"), self.words.channels(guide)
            ),
            self._phone_detail(
                _("detail_consult_phone", default="Questions"), guide.consult_phone
            ),
            self._phone_detail(
                _("detail_supervise_phone", default="Complaints"),
                guide.supervise_phone,
                guide.supervise_note,
            ),
        ]
        return self._said(details)

    def _phone_detail(self, label, phone: str | None, note: str | None = None) -> Detail:
        """A phone is a link only when it is a number; some guides say where to look."""
        if phone and PHONE.fullmatch(phone):
            return Detail(label, note or "", phone)
        return Detail(label, self.words.enumerate([phone or "", note or ""]))

    def _said(self, details: list[Detail]) -> list[Detail]:
        """Return the details that say something, with their labels in words."""
        return [
            replace(detail, label=self.words(detail.label))
            for detail in details
            if detail.text or detail.phone
        ]

    @property
    def hall_groups(self) -> list[HallGroup]:
        """The halls by street; on the city's page streets are named with their district."""
        groups = []
        for street, halls in by_street(self.source.halls):
            district = "" if self.source.district else halls[0].district.title
            rows = tuple(self._hall(each) for each in halls)
            groups.append(HallGroup(district + street.title, rows))
        return groups

    def _hall(self, hall) -> HallRow:
        return HallRow(
            title=hall.title,
            url=self.source.site_url + hall.path,
            address=hall.address,
            phones=hall.phones,
            hours=hours_sentence(hall.spans, self.words),
            note=hall.hours_note,
        )

    # -- downloads, results, basis

    @property
    def all_downloads(self) -> list[Download]:
        return self.downloads + self.forms

    @property
    def bundle_url(self) -> str:
        district = self.source.district
        suffix = f"/{district.code}" if district else ""
        return f"{self.item.url}/@@bundle{suffix}"

    @property
    def bundle_size(self) -> str:
        sizes = sum(each.size for each in self.source.samples + self.source.forms)
        return size_text(sizes)

    @property
    def other_forms(self) -> str:
        """Forms that the guide names and nobody put on the site."""
        named = {each.name for each in self.all_downloads}
        return self.words.enumerate(
            title for title in self.guide.other_forms if title not in named
        )

    @property
    def result_details(self) -> list[Detail]:
        guide, words = self.guide, self.words
        statutory = words.limit(guide.statutory_limit)
        consent = publicity = ""
        if guide.guardian_consent:
            consent = words(
                _("guardian_consent", default="A guardian's consent is needed.")
            )
        if guide.publicity_minimal:
            publicity = words(
                _(
                    "publicity_minimal",
                    default="Public notices show only what they must.",
                )
            )
        details = [
            Detail(_("detail_result", default="Result"), guide.result_name or ""),
            Detail(
                _("detail_delivery", default="How you get it"),
                words.enumerate(self.labels[mode] for mode in guide.result_delivery),
            ),
            Detail(_("detail_fee", default="Fee"), words.fee(guide)),
            Detail(
                _("detail_statutory", default="Limit by law"),
                words.enumerate([statutory, guide.statutory_note or ""]),
            ),
            Detail(
                _("detail_excluded", default="Not counted"),
                words.enumerate(guide.excluded),
            ),
            Detail(
                _("detail_sensitive", default="Sensitive personal data"),
                words.enumerate(guide.sensitive_fields),
            ),
            Detail(_("detail_guardian", default="Under 14 years"), consent),
            Detail(_("detail_publicity", default="Public notices"), publicity),
        ]
        return self._said(details)

    @property
    def item_details(self) -> list[Detail]:
        item, words, district = self.item, self.words, self.source.district
        number = str(item.access_list_no) if item.access_list_no else ""
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
                words.enumerate([item.access_list_name or "", number]),
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
        return self._said(details)

    @property
    def foot(self) -> list[str]:
        """Dates, version and state of verification."""
        item = self.item
        marks = [
            _("foot_updated", default="Updated ${day}", mapping={"day": self.source.updated}),
            _("foot_version", default="Version ${number}", mapping={"number": item.version}),
        ]
        if item.effective_from:
            marks.append(
                _(
                    "foot_effective",
                    default="In force from ${day}",
                    mapping={"day": item.effective_from},
                )
            )
        if item.review_status:
            marks.append(item.review_status)
        if item.illustrative_fields:
            marks.append(
                _("foot_illustrative", default="Some values are examples, marked so")
            )
        return [self.words(mark) for mark in marks]

    @property
    def laws(self) -> list[LawRow]:
        return [
            LawRow(
                name=self._law_name(law.name) + (law.article or ""),
                details=law.doc_no or "",
                gist=law.gist,
                kind=self.labels.get(law.law_type, law.law_type),
                is_fictional=law.confidence == "fictional",
            )
            for law in self.guide.legal_basis
        ]

    def _law_name(self, name: str) -> str:
        return name if name.startswith("《") else f"《{name}》"

    @property
    def district_note(self) -> str:
        """Marks what differs in this district."""
        return self.words(_("tag_local_rule", default="Rule of this district"))


def render_body(source: GuideSource) -> str:
    """Return the HTML of a guide's page between its header and its footer."""
    return _TEMPLATE(body=GuideBody(source), target_language=source.language)
