"""Everything that a guide's page is made from, as one immutable value.

A page is a function of this value alone, so that a rendered page may be kept by it: a
change of anything a page shows makes another value, and nothing has to be invalidated.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.catalogue.api import adopting_districts
from onewindow_policy.communities.api import get_district
from onewindow_policy.communities.halls import all_halls
from onewindow_policy.communities.halls import HallFacts
from onewindow_policy.communities.halls import halls_of
from onewindow_policy.communities.units import units_of
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.api import stored_overrides
from onewindow_policy.guides.channels import is_online_suspended
from onewindow_policy.guides.interfaces import IOnlineApplication
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.sums import benefit_line
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import hotline
from onewindow_policy.publishing.api import is_released
from onewindow_policy.samples import api as samples
from onewindow_policy.samples.api import SampleFacts
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.workdays.api import day_text
from plone import api

#: More halls than this are found by choosing a district, and not on the city's page.
MAX_HALLS = 24


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What the page says of the item itself, in the reader's language."""

    title: str
    title_en: str
    summary_en: str
    short_name: str
    code: str
    url: str
    category: str
    life_events: tuple[str, ...]
    item_type: str
    project_type: str
    exercise_level: str
    acceptance_mode: str
    basic_code: str | None
    basic_code_illustrative: bool
    access_list_name: str | None
    access_list_no: int | None
    access_illustrative: bool
    department: str | None
    version: int
    effective_from: str
    review_status: str | None
    illustrative_fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class DistrictFacts:
    """A district as the page names it."""

    code: str
    title: str
    url: str
    list_title: str | None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """Who does something: the district's own office where it is known."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A version of the guide that the reader can switch to; `differs` from the city's."""

    title: str
    url: str
    aria_current: str | None
    differs: bool


@dataclass(frozen=True, slots=True)
class DistrictSum:
    """What one gets in a district where that is not what the city's guide says."""

    title: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class GuideSource:
    """See the module."""

    guide: ResolvedGuide
    overridden_rows: frozenset[tuple[str, str]]
    item: ItemFacts
    district: DistrictFacts | None
    choices: tuple[Choice, ...]
    district_sums: tuple[DistrictSum, ...]
    units: tuple[tuple[str, UnitFacts], ...]
    labels: tuple[tuple[str, str], ...]
    samples: tuple[SampleFacts, ...]
    forms: tuple[SampleFacts, ...]
    halls: tuple[HallFacts, ...]
    too_many_halls: bool
    page_url: str
    apply_url: str | None
    is_online_suspended: bool
    site_url: str
    hotline: str
    updated: str
    language: str
    is_preview: bool


def item_facts(item, words: Wording) -> ItemFacts:
    """Return what the page says of `item`."""
    return ItemFacts(
        title=item.title,
        title_en=item.title_en or "",
        summary_en=item.summary_en or "",
        short_name=item.short_name or item.title,
        code=item.code,
        url=item.absolute_url(),
        category=words.title("categories", item.category),
        life_events=tuple(item.life_events or ()),
        item_type=words.title("item_types", item.item_type),
        project_type=words.title("project_types", item.project_type),
        exercise_level=words.title("exercise_levels", item.exercise_level),
        acceptance_mode=words.title("acceptance_modes", item.acceptance_mode),
        basic_code=item.basic_code,
        basic_code_illustrative=bool(item.basic_code_illustrative),
        access_list_name=item.access_list_name,
        access_list_no=item.access_list_no,
        access_illustrative=bool(item.access_illustrative),
        department=item.responsible_department,
        version=item.version or 1,
        effective_from=item.effective_from.isoformat() if item.effective_from else "",
        review_status=item.review_status,
        illustrative_fields=frozenset(
            item.illustrative_fields or () if item.illustrative else ()
        ),
    )


def _district_facts(code: str) -> DistrictFacts:
    district = get_district(code)
    return DistrictFacts(
        code, district.title, district.absolute_url(), district.list_title
    )


def _choices(item, words: Wording, current: str | None) -> tuple[Choice, ...]:
    """Return the versions to switch between, none for an item no district adopted."""
    url = item.absolute_url()
    whole_city = words(_("choice_whole_city", default="Whole city"))
    choices = [(None, whole_city, url, False)]
    for district in adopting_districts(item):
        _master, own = guides_of(item, district.code)
        differs = own is not None and is_released(own)
        choices.append(
            (district.code, district.title, f"{url}/{district.code}", differs)
        )
    return tuple(
        Choice(title, address, "true" if code == current else None, differs)
        for code, title, address, differs in choices
        if len(choices) > 1
    )


def _district_sums(item, master, words: Wording) -> tuple[DistrictSum, ...]:
    """Return the sums of the districts that have their own, for the city's page."""
    url, found = item.absolute_url(), []
    for district in adopting_districts(item):
        _master, own = guides_of(item, district.code)
        if own is None or not is_released(own):
            continue
        guide = resolve_guide(master, own, district.code)
        if "benefit_rates" in guide.overridden:
            text = benefit_line(words, guide.benefit_rates)
            found.append(DistrictSum(district.title, f"{url}/{district.code}", text))
    return tuple(found)


def _units(guide: ResolvedGuide, words: Wording) -> tuple[tuple[str, UnitFacts], ...]:
    """Return who the roles named in `guide` are."""
    offices = {
        unit.role: UnitFacts(unit.title, unit.phone)
        for unit in (units_of(guide.district) if guide.district else ())
    }
    roles = dict.fromkeys(step.unit_role for step in guide.process)
    roles |= dict.fromkeys((guide.accepting_unit_role, guide.decision_role))
    return tuple(
        (role, offices.get(role) or UnitFacts(words.title("unit_roles", role)))
        for role in roles
        if role
    )


def _labels(guide: ResolvedGuide, words: Wording) -> tuple[tuple[str, str], ...]:
    """Return what the code lists call the codes in `guide`."""
    lists = {
        "law_types": [law.law_type for law in guide.legal_basis],
        "material_forms": [material.form for material in guide.materials],
        "material_sources": [material.source for material in guide.materials],
        "delivery_modes": guide.result_delivery,
        "result_kinds": [guide.result_kind],
        "benefit_periods": [rate.period for rate in guide.benefit_rates],
    }
    return tuple(
        (code, words.title(name, code))
        for name, codes in lists.items()
        for code in dict.fromkeys(codes)
        if code
    )


def _apply_url(item, guide: ResolvedGuide) -> str | None:
    """Return where residents apply online, None where they cannot.

    A form that stays on while its guide no longer offers the way is not offered here.
    """
    application = IOnlineApplication(item, None) if guide.channel_online else None
    return application.absolute_url() if application is not None else None


def guide_source(item, request, master, own, district, *, preview=False) -> GuideSource:
    """Return what the page of a guide is made from.

    `master` is the city's guide and `own` the district's, None where there is none;
    `district` the district's code, or None for the whole city. A `preview` shows drafts
    of sample documents as far as the user may view them.
    """
    words = Wording(language_of(request))
    guide = resolve_guide(master, own, district)
    own_samples = samples.samples_in(item, drafts=preview)
    titles = {sample.title for sample in own_samples}
    wanted = [material.blank_form for material in guide.materials] + [
        *guide.other_forms
    ]
    forms = samples.common_forms(
        [title for title in wanted if title and title not in titles], drafts=preview
    )
    halls = halls_of(district) if district else all_halls()
    too_many_halls = district is None and len(halls) > MAX_HALLS
    url = item.absolute_url()
    return GuideSource(
        guide=guide,
        overridden_rows=frozenset(
            (override.field, override.row)
            for override in (stored_overrides(own) if own is not None else ())
        ),
        item=item_facts(item, words),
        district=_district_facts(district) if district else None,
        choices=_choices(item, words, district),
        district_sums=() if district else _district_sums(item, master, words),
        units=_units(guide, words),
        labels=_labels(guide, words),
        samples=tuple(samples.facts_of(sample) for sample in own_samples),
        forms=tuple(samples.facts_of(sample) for sample in forms),
        halls=() if too_many_halls else halls,
        too_many_halls=too_many_halls,
        page_url=f"{url}/{district}" if district else url,
        apply_url=_apply_url(item, guide),
        # What is still being written has its form yet to come.
        is_online_suspended=not preview and is_online_suspended(item, guide),
        site_url=api.portal.get().absolute_url(),
        hotline=hotline(),
        updated=max(
            day_text(each.modified())
            for each in (item, master, own)
            if each is not None
        ),
        language=words.language,
        is_preview=preview,
    )


def item_of(guide):
    """Return the item that holds `guide`."""
    return aq_parent(aq_inner(guide))
