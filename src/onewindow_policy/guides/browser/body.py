"""What the template of a guide's page loops over, computed from its source."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.halls import by_street
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.guides.browser import details
from onewindow_policy.guides.browser.brief import brief_lines
from onewindow_policy.guides.browser.brief import ENGLISH_BY_ITSELF
from onewindow_policy.guides.browser.checklist import material_groups
from onewindow_policy.guides.browser.rows import Bar
from onewindow_policy.guides.browser.rows import BriefLine
from onewindow_policy.guides.browser.rows import Detail
from onewindow_policy.guides.browser.rows import Download
from onewindow_policy.guides.browser.rows import Fact
from onewindow_policy.guides.browser.rows import HallGroup
from onewindow_policy.guides.browser.rows import LawRow
from onewindow_policy.guides.browser.rows import MaterialGroup
from onewindow_policy.guides.browser.rows import MaterialRow
from onewindow_policy.guides.browser.rows import RateRow
from onewindow_policy.guides.browser.rows import StepRow
from onewindow_policy.guides.browser.source import GuideSource
from onewindow_policy.guides.browser.timebar import time_bars
from onewindow_policy.guides.eligibility import conditions_in_english
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.rows import row_key
from onewindow_policy.guides.sums import benefit_line
from onewindow_policy.guides.sums import rate_note
from onewindow_policy.guides.sums import rate_text
from onewindow_policy.guides.wording import can_be_called
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import content_language
from onewindow_policy.pages.api import Fragment
from onewindow_policy.samples.api import SampleFacts
from onewindow_policy.samples.api import size_text
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path

#: As one of Zope's page templates, this page of 500 expressions would be 5 ms slower.
_TEMPLATE = Fragment(Path(__file__).parent / "templates" / "body.pt")

#: The parts of it, each of which is looked at by itself.
_PARTS = {
    name: Fragment(Path(__file__).parent / "templates" / f"{name}.pt")
    for name in (
        "title",
        "brief",
        "english",
        "materials",
        "process",
        "where",
        "more",
    )
}

#: What the illustrative fields of the sample are called, as far as the page marks them.
ILLUSTRATIVE_PROMISE = "promised"
ILLUSTRATIVE_STEPS = "steps"
ILLUSTRATIVE_RATES = "benefit_rates"


def download_of(sample: SampleFacts, words: Wording) -> Download:
    """Return `sample` as a link; without a file yet it is its page alone."""
    if sample.is_blank:
        kind = _("sample_blank", default="Blank form")
        badge = _("sample_blank_badge", default="Blank")
    else:
        kind = _("sample_filled", default="Filled example")
        badge = _("sample_filled_badge", default="Filled")
    return Download(
        name=sample.title,
        kind=words(kind),
        badge=words(badge),
        meta=f"{sample.file_format} {sample.size_text}" if sample.size else "",
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

    @property
    def content_language(self) -> str | None:
        """The language of content where it is not that of the page, for lang."""
        return content_language(self.source.language)

    def _is_local(self, field: str, row: str = "") -> bool:
        return (field, row) in self.source.overridden_rows

    def part(self, name: str) -> str:
        """Return the HTML of a part of the page."""
        return _PARTS[name](
            body=self,
            guide=self.guide,
            item=self.item,
            source=self.source,
            local=self.district_note,
            content_lang=self.content_language,
            target_language=translation_target(self.source.language),
        )

    # -- the head

    @property
    def brief(self) -> list[BriefLine]:
        return brief_lines(self.source, self.words)

    # -- in English

    @property
    def is_english(self) -> bool:
        return self.source.language.startswith("en")

    @property
    def has_english_title(self) -> bool:
        return self.is_english and bool(self.item.title_en)

    @property
    def has_english_text(self) -> bool:
        return bool(self.conditions_in_english or self.guide.materials_en)

    @cached_property
    def conditions_in_english(self) -> tuple[str, ...]:
        return conditions_in_english(self.guide)

    @property
    def brief_for_english(self) -> list[BriefLine]:
        """The answers that stand in no field of their own for English."""
        return [line for line in self.brief if line.part in ENGLISH_BY_ITSELF]

    @property
    def phone(self) -> str:
        """The number to call about this service: the guide's own, else the hotline."""
        own = self.guide.consult_phone
        return own if can_be_called(own) else self.source.hotline

    @property
    def lead(self) -> str:
        if not self.guide.conditions:
            return ""
        return self.words(
            _(
                "lead_conditions",
                default="For those who meet this: ${conditions}.",
                mapping={"conditions": self.words.clauses(self.guide.conditions)},
            )
        )

    @property
    def facts(self) -> list[Fact]:
        guide, words = self.guide, self.words
        statutory = words.limit(guide.statutory_limit)
        facts = [
            Fact(
                words(_("fact_benefit", default="You get")),
                benefit_line(words, guide.benefit_rates),
                is_local="benefit_rates" in guide.overridden,
                is_illustrative=ILLUSTRATIVE_RATES in self.item.illustrative_fields,
            ),
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
                self._agent_note(),
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

    def _agent_note(self) -> str:
        if not self.guide.channel_agent:
            return ""
        if self.guide.has_agents_materials:
            return self.words(
                _("fact_agent_note", default="What they bring is listed below")
            )
        return self.words(
            _("fact_agent_ask", default="Call the window for what they bring")
        )

    @property
    def rates(self) -> list[RateRow]:
        """Who gets how much, in the guide's order."""
        return [
            RateRow(
                self.words.written(rate.who, rate.who_en),
                rate_text(self.words, rate),
                rate_note(self.words, rate),
                self._is_local("benefit_rates", rate.key),
            )
            for rate in self.guide.benefit_rates
        ]

    @property
    def standard_is_local(self) -> bool:
        return "standard" in self.guide.overridden

    # -- materials

    def _material(self, material: Material) -> MaterialRow:
        named = {material.blank_form} - {None, ""}
        return MaterialRow(
            code=material.code,
            name=material.name,
            counts=self.words.material_counts(material),
            condition=material.condition,
            note=material.note,
            ways=self.words.without_material(material, self.item.code),
            downloads=tuple(
                each for each in self.downloads + self.forms if each.name in named
            ),
            is_deferrable=material.deferrable,
            is_local=self._is_local("materials", material.code),
        )

    @property
    def material_groups(self) -> list[MaterialGroup]:
        """What everybody brings, then what agents and some do."""
        return material_groups(self.materials, self.guide.materials, self.words)

    @property
    def has_agents_materials(self) -> bool:
        return any(material.is_of_agent for material in self.guide.materials)

    @property
    def materials_state(self) -> str:
        """The words of the checklist's counter, for the script to fill in."""
        return self.words(_("checklist_state", default="{done} of {all} ready"))

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
        return time_bars(self.guide.process)

    @property
    def steps_in_a_line(self) -> str:
        """The steps with their days, where they are folded away."""
        return " → ".join(f"{step.name} {step.duration}" for step in self.steps)

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
        return details.place_details(self.source, self.words)

    @property
    def result_details(self) -> list[Detail]:
        return details.result_details(self.source, self.words)

    @property
    def item_details(self) -> list[Detail]:
        return details.item_details(self.source, self.words)

    @property
    def foot(self) -> list[str]:
        return details.foot_marks(self.source, self.words)

    @property
    def hall_groups(self) -> list[HallGroup]:
        """The halls by street; on the city's page streets are named with their district."""
        groups = []
        for street, halls in by_street(self.source.halls):
            district = "" if self.source.district else halls[0].district.title
            rows = tuple(
                hall_row(each, self.source.site_url, self.words) for each in halls
            )
            groups.append(HallGroup(district + street.title, rows))
        return groups

    @property
    def hall_count(self) -> int:
        return len(self.source.halls)

    # -- sharing

    @property
    def short_url(self) -> str:
        """The address for paper and for sharing; `portal.browser.short` answers it."""
        district = self.source.district
        suffix = f"/{district.code}" if district else ""
        return f"{self.source.site_url}/s/{self.item.code.lower()}{suffix}"

    @property
    def short_address(self) -> str:
        """The same, as one reads it out."""
        return self.short_url.partition("://")[2]

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
    def bundle_class(self) -> str:
        """One thing to do stands out: to apply, where that is possible."""
        return "btn" if self.source.apply_url else "btn btn-primary"

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
    return _TEMPLATE(
        body=GuideBody(source), target_language=translation_target(source.language)
    )
