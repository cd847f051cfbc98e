"""`@@benefits`: what somebody may be entitled to (您可能能领的), without a log-in."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.browse.benefits import Asked
from onewindow_policy.browse.benefits import benefit_offers
from onewindow_policy.browse.benefits import Entitlement
from onewindow_policy.browse.benefits import entitlements
from onewindow_policy.browse.benefits import NOBODY
from onewindow_policy.browse.benefits import questions_of
from onewindow_policy.browse.benefits import read_answers
from onewindow_policy.browse.benefits import read_band
from onewindow_policy.browse.facets import read_community
from onewindow_policy.communities.api import districts
from onewindow_policy.guides.eligibility import Outcome
from onewindow_policy.guides.sums import rate_note
from onewindow_policy.guides.sums import rate_text
from onewindow_policy.guides.wording import can_be_called
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from onewindow_policy.typed.punctuation import HAN
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.subjects import NUMBERED
from onewindow_policy.vocabularies.subjects import SUBJECTS
from onewindow_policy.workdays.api import today
from pathlib import Path
from typing import NamedTuple

import re

_BODY = Fragment(Path(__file__).with_name("benefits_body.pt"))
_RESULT = Fragment(Path(__file__).with_name("benefit.pt"))

_HAN = re.compile(f"[{HAN}]")

#: The digits of a community's code that are its district's (GB/T 10114).
DISTRICT_DIGITS = 6

#: How the question that comes first for somebody else offers that there is nobody.
NOBODY_TITLES = {
    "child": _("nobody_child", default="No child under age in the family"),
    "cared_for": _("nobody_cared_for", default="I care for nobody"),
    "deceased": _("nobody_deceased", default="Nobody in the family has died"),
}


class Option(NamedTuple):
    """A value that one can choose."""

    value: str
    title: str
    selected: str | None


class Question(NamedTuple):
    """A question of the form."""

    name: str
    title: str
    options: list[Option]


class Group(NamedTuple):
    """The questions about a person."""

    title: str
    questions: list[Question]


class RateLine(NamedTuple):
    """A sum that is possible; `who` says for whom."""

    who: str
    text: str
    note: str


class Result(NamedTuple):
    """A benefit with what is known of it, in sentences."""

    title: str
    chinese_title: str
    url: str
    apply_url: str | None
    rates: list[RateLine]
    open: list[str]
    unmet: str
    phone: str


class BenefitsView(PrivatePage):
    """Asks in bands and codes, which fit an address and name nobody; keeps nothing.

    The address has the answers, so that one can go back and change one. Our logs leave out
    what stands behind the question mark, and no cache keeps the page.
    """

    page_title = _("title_benefits", default="What you may be entitled to")
    headers = {"X-Robots-Tag": "noindex"}

    def body(self) -> str:
        return _BODY.render(page=self, target_language=self.translation_target)

    @cached_property
    def words(self) -> Wording:
        return Wording(self.language)

    @property
    def url(self) -> str:
        return f"{self.site_url}/@@benefits"

    @property
    def canonical_url(self) -> str:
        return self.url

    @cached_property
    def _districts(self) -> dict[str, str]:
        return {each.code: each.title for each in districts()}

    @cached_property
    def district(self) -> str:
        """The code of the district that was chosen, or of the reader's community."""
        given = text_of(self.request, "district")
        if not given:
            given = read_community(self.request.form)[:DISTRICT_DIGITS]
        return given if given in self._districts else ""

    @property
    def district_options(self) -> list[Option]:
        return [
            Option(code, title, "selected" if code == self.district else None)
            for code, title in self._districts.items()
        ]

    @cached_property
    def _subjects(self) -> dict[str, str]:
        return {code: each.about for code, each in code_list("circumstances").items()}

    @cached_property
    def _asked(self) -> list[Asked]:
        guides = [offer.guide for offer in benefit_offers(self.district)]
        return questions_of(guides, self._subjects)

    @cached_property
    def _given(self) -> dict[str, str]:
        return {each.name: text_of(self.request, each.name) for each in self._asked}

    @cached_property
    def _answers(self):
        return read_answers(self._given, self._asked)

    @property
    def is_answered(self) -> bool:
        """Whether anything was answered; the form was sent else, or just opened."""
        return any(known is None or known for known in self._answers.values())

    @property
    def is_empty(self) -> bool:
        """Whether the form was sent without an answer."""
        return "show" in self.request.form and not self.is_answered

    # -- the questions

    @property
    def groups(self) -> list[Group]:
        groups: dict[str, list[Question]] = {}
        for asked in self._asked:
            is_first = asked.whose not in groups
            groups.setdefault(asked.whose, []).append(self._question(asked, is_first))
        titles = {
            "applicant": _("group_applicant", default="Who is to get it"),
            "child": _("group_child", default="The child"),
            "cared_for": _("group_cared_for", default="The person cared for"),
            "deceased": _("group_deceased", default="A death in the family"),
        }
        return [
            Group(self.translate(titles[whose]), questions)
            for whose, questions in groups.items()
        ]

    def _question(self, asked: Asked, is_first: bool) -> Question:
        values = {
            value: self._value_title(asked.about, value) for value in asked.values
        }
        if is_first and asked.whose in NOBODY_TITLES:
            values = {NOBODY: self.translate(NOBODY_TITLES[asked.whose]), **values}
        given = self._given[asked.name]
        return Question(
            name=asked.name,
            title=self.translate(SUBJECTS.getTerm(asked.about).title),
            options=[
                Option(value, title, "selected" if value == given else None)
                for value, title in values.items()
            ],
        )

    def _value_title(self, about: str, value: str) -> str:
        if about not in NUMBERED:
            return self.words.title("circumstances", value)
        band = read_band(value)
        if band.at_most is None:
            message = _(
                "band_from",
                default="${least} or more",
                mapping={"least": band.at_least},
            )
        elif not band.at_least:
            message = _(
                "band_below",
                default="Below ${most}",
                mapping={"most": band.at_most + 1},
            )
        elif band.at_least == band.at_most:
            message = _(
                "band_one", default="${least}", mapping={"least": band.at_least}
            )
        else:
            message = _(
                "band_between",
                default="${least} to ${most}",
                mapping={"least": band.at_least, "most": band.at_most},
            )
        return self.translate(message)

    # -- the answer

    def result(self, result: Result) -> str:
        """Return the HTML of a benefit."""
        return _RESULT.render(
            page=self, result=result, target_language=self.translation_target
        )

    @cached_property
    def _entitlements(self) -> list[Entitlement]:
        if not self.is_answered:
            return []
        offers = benefit_offers(self.district)
        return entitlements(
            offers, self._subjects, self._answers, today(), self.language
        )

    @cached_property
    def sure(self) -> list[Result]:
        return self._results(Outcome.MET)

    @cached_property
    def possible(self) -> list[Result]:
        return self._results(Outcome.UNKNOWN)

    @cached_property
    def excluded(self) -> list[Result]:
        return self._results(Outcome.NOT_MET)

    @property
    def has_chinese(self) -> bool:
        """Whether something is said in Chinese that is wanted in English."""
        if not self.words.is_english:
            return False
        said = [each.title + each.unmet for each in self.excluded]
        for result in self.sure + self.possible:
            said += [result.title, *result.open]
            said += [rate.who + rate.text + rate.note for rate in result.rates]
        return any(map(_HAN.search, said))

    def _results(self, outcome: Outcome) -> list[Result]:
        return [
            self._result(each) for each in self._entitlements if each.outcome is outcome
        ]

    def _result(self, found: Entitlement) -> Result:
        guide = found.offer.guide
        own = guide.consult_phone
        title = self.words.written(found.offer.title, found.offer.title_en)
        return Result(
            title=title,
            # What the window and its papers call it.
            chinese_title=found.offer.title if found.offer.title != title else "",
            url=found.offer.url,
            apply_url=found.offer.apply_url,
            rates=[
                RateLine(
                    self.words.written(rate.who, rate.who_en),
                    rate_text(self.words, rate),
                    rate_note(self.words, rate),
                )
                for rate in found.rates
            ],
            open=[self._alternatives(each) for each in found.open],
            unmet=self.words.clauses(self._alternatives(each) for each in found.unmet),
            phone=own if can_be_called(own) else self.hotline,
        )

    def _alternatives(self, sentences: tuple[str, ...]) -> str:
        return self.translate(_("separator_or", default=", or ")).join(sentences)
