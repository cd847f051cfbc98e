"""What somebody may be entitled to: the public guides' sums and conditions, and answers.

Nothing here knows who asks. Ages are asked in bands that end where sums and conditions do,
so that an answer is as certain as the day of birth would be, and says less.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.eligibility import Answers
from onewindow_policy.guides.eligibility import Band
from onewindow_policy.guides.eligibility import judge
from onewindow_policy.guides.eligibility import judge_rate
from onewindow_policy.guides.eligibility import Outcome
from onewindow_policy.guides.eligibility import sum_up
from onewindow_policy.guides.interfaces import IOnlineApplication
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import BenefitRate
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.sums import listed_sum
from onewindow_policy.snapshots.api import until_public_changes
from onewindow_policy.vocabularies.api import DEFAULT_LANGUAGE
from onewindow_policy.vocabularies.subjects import CODED
from onewindow_policy.vocabularies.subjects import NUMBERED
from plone import api

import re

#: An answer in an address: `60-79`, `80-`.
_BAND = re.compile(r"([0-9]{1,4})-([0-9]{1,4})?")

#: The answer that there is no such person.
NOBODY = "nobody"

#: Of whom is asked, in this order.
ASKED_OF = ("applicant", "child", "cared_for", "deceased")


@dataclass(frozen=True, slots=True)
class Offer:
    """A benefit as it is in a district, or in the city."""

    title: str
    url: str
    apply_url: str | None
    guide: ResolvedGuide
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: of whom, about what, and the values among which one chooses.

    Values of numbers are bands, those of other subjects codes of circumstances.
    """

    whose: str
    about: str
    values: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in the address."""
        return self.about if self.whose == "applicant" else f"{self.whose}_{self.about}"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What came of an offer.

    `rates` are the sums that are possible, and `open` the conditions that nobody can tell
    yet, each with its alternatives; of what is not met, `unmet` says why. `is_near` says
    that some of what was answered speaks for it, and nothing against it.
    """

    offer: Offer
    outcome: Outcome
    rates: tuple[BenefitRate, ...]
    open: tuple[tuple[str, ...], ...]
    unmet: tuple[tuple[str, ...], ...]
    is_near: bool


@until_public_changes
def benefit_offers(district: str) -> tuple[Offer, ...]:
    """Return the public services that give something, in the order of the access list.

    :param district: the code of the district whose guides count, empty for the city's
    """
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="ServiceItem",
        review_state="published",
        sort_on="access_list_no",
        **({"adopted_by": district} if district else {}),
    )
    offers = []
    for brain in brains:
        if listed_sum(brain) is None:
            continue
        item = brain.getObject()
        master, own = released_guides(item, district or None)
        guide = resolve_guide(master, own, district or None)
        if guide is None or not guide.benefit_rates:
            continue
        form = IOnlineApplication(item, None) if guide.channel_online else None
        url = item.absolute_url()
        offers.append(
            Offer(
                title=item.title,
                url=f"{url}/{district}" if district else url,
                apply_url=form.absolute_url() if form is not None else None,
                guide=guide,
                title_en=item.title_en or "",
            )
        )
    return tuple(offers)


def questions_of(
    guides: Iterable[ResolvedGuide], subjects: Mapping[str, str]
) -> list[Asked]:
    """Return what has to be asked to judge `guides`, and nothing else.

    :param subjects: what each code of the list `circumstances` is about
    """
    cuts: dict[tuple[str, str], set[int]] = {}
    coded: set[tuple[str, str]] = set()
    for guide in guides:
        for rate in guide.benefit_rates:
            if rate.age_from is not None or rate.age_to is not None:
                _cut(cuts, (rate.whose, "age"), rate.age_from, rate.age_to)
            for code in rate.circumstances:
                coded.add((rate.whose, subjects.get(code, "")))
        for row in guide.eligibility:
            if row.about in NUMBERED:
                _cut(cuts, (row.whose, row.about), row.at_least, row.at_most)
            elif row.about in CODED:
                coded.add((row.whose, row.about))
    found = []
    for whose in ASKED_OF:
        for about in NUMBERED:
            if (whose, about) in cuts:
                bands = _bands(cuts[whose, about])
                found.append(Asked(whose, about, bands))
        for about in CODED:
            if (whose, about) in coded:
                codes = tuple(code for code, of in subjects.items() if of == about)
                found.append(Asked(whose, about, codes))
    return found


def _cut(cuts: dict, key: tuple[str, str], least: int | None, most: int | None) -> None:
    found = cuts.setdefault(key, set())
    found.update(each for each in (least, None if most is None else most + 1) if each)


def _bands(cuts: set[int]) -> tuple[str, ...]:
    begins = [0, *sorted(cuts)]
    ends = [str(each - 1) for each in begins[1:]] + [""]
    return tuple(f"{begin}-{end}" for begin, end in zip(begins, ends, strict=True))


def read_band(value: str) -> Band | None:
    """Return the bounds in an answer about a number, None for what is no answer."""
    match = _BAND.fullmatch(value)
    if match is None:
        return None
    least, most = match.groups()
    return Band(int(least), None if most is None else int(most))


def read_answers(given: Mapping[str, str], asked: Iterable[Asked]) -> Answers:
    """Return what was answered; what is no answer to a question is left out.

    :param given: the values by the names of questions
    """
    answers: dict[str, dict | None] = {}
    for each in asked:
        value = given.get(each.name, "")
        if value == NOBODY and each.whose != "applicant":
            answers[each.whose] = None
            continue
        # Of whom there is nobody, nothing else is known.
        known = answers.setdefault(each.whose, {})
        if known is None:
            continue
        if each.about in NUMBERED:
            band = read_band(value)
            if band is not None:
                known[each.about] = band
        elif value in each.values:
            known[each.about] = value
    return answers


def entitlements(
    offers: Iterable[Offer],
    subjects: Mapping[str, str],
    answers: Answers,
    today: date,
    language: str = DEFAULT_LANGUAGE,
) -> list[Entitlement]:
    """Return what came of each offer: what is met first, then what an answer speaks for,
    then by how much is open."""
    found = [_judge(offer, subjects, answers, today, language) for offer in offers]
    ranks = {Outcome.MET: 0, Outcome.UNKNOWN: 1, Outcome.NOT_MET: 2}
    return sorted(
        found,
        key=lambda each: (ranks[each.outcome], not each.is_near, len(each.open)),
    )


def _judge(offer, subjects, answers, today, language) -> Entitlement:
    verdicts = judge(offer.guide.eligibility, answers, today)
    judged = [
        (rate, judge_rate(rate, subjects, answers, today))
        for rate in offer.guide.benefit_rates
    ]
    rates = tuple(rate for rate, outcome in judged if outcome is not Outcome.NOT_MET)
    outcome = sum_up(verdicts)
    if not rates:
        outcome = Outcome.NOT_MET
    elif outcome is Outcome.MET and (
        not verdicts or Outcome.MET not in {outcome for _rate, outcome in judged}
    ):
        # A guide whose conditions are prose alone promises nobody anything for sure.
        outcome = Outcome.UNKNOWN
    by_outcome = {
        wanted: tuple(
            each.sentences_in(language) for each in verdicts if each.outcome is wanted
        )
        for wanted in Outcome
    }
    opened = by_outcome[Outcome.UNKNOWN]
    if not verdicts:
        opened = tuple((condition,) for condition in offer.guide.conditions)
    is_near = bool(by_outcome[Outcome.MET]) or any(
        judged_as is Outcome.MET and _asks_something(rate) for rate, judged_as in judged
    )
    return Entitlement(
        offer, outcome, rates, opened, by_outcome[Outcome.NOT_MET], is_near
    )


def _asks_something(rate: BenefitRate) -> bool:
    return (
        rate.age_from is not None or rate.age_to is not None or bool(rate.circumstances)
    )
