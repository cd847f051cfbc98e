"""The five answers that come first: can I, what to bring, where, how long, how much."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.guides.browser.rows import BriefLine
from onewindow_policy.guides.browser.source import GuideSource
from onewindow_policy.guides.eligibility import conditions_in_english
from onewindow_policy.guides.sums import benefit_line
from onewindow_policy.guides.wording import Wording

#: The role of the units that have windows near every home.
COMMUNITY = "community"

#: So many papers are named in a line.
NAMED = 2

#: The parts of which the answers are made of codes and numbers, and so are English.
ENGLISH_BY_ITSELF = frozenset({"where", "process"})


def brief_lines(source: GuideSource, words: Wording) -> list[BriefLine]:
    """Return the answers that the guide gives, each with the part that says more."""
    guide = source.guide
    amount = (
        benefit_line(words, guide.benefit_rates) or guide.standard or words.fee(guide)
    )
    lines = (
        BriefLine("conditions", _("brief_who", default="Can I?"), _who(source, words)),
        BriefLine(
            "materials", _("brief_bring", default="Bring"), _papers(guide, words)
        ),
        BriefLine("where", _("brief_where", default="Where"), _places(source, words)),
        BriefLine("process", _("brief_time", default="How long"), _time(guide, words)),
        BriefLine(
            "standard" if guide.standard else "conditions",
            _("brief_money", default="Money"),
            amount,
        ),
    )
    return [
        BriefLine(line.part, words(line.label), line.text)
        for line in lines
        if line.text
    ]


def _who(source: GuideSource, words: Wording) -> str:
    conditions = source.guide.conditions
    if words.is_english:
        conditions = conditions_in_english(source.guide) or conditions
    if not conditions:
        return words(
            _("brief_who_ask", default="No conditions are named; call and ask")
        )
    if len(conditions) == 1:
        return conditions[0]
    return words(
        _(
            "brief_who_more",
            default="${first} (and ${count} more)",
            mapping={"first": conditions[0], "count": len(conditions) - 1},
        )
    )


def _papers(guide, words: Wording) -> str:
    names = [material.name for material in guide.materials if material.required]
    if words.is_english and guide.materials_en:
        names = list(guide.materials_en)
    if not names:
        return words(_("brief_bring_nothing", default="Nothing"))
    named = words.enumerate(names[:NAMED])
    if len(names) <= NAMED:
        return named
    return words(
        _(
            "brief_bring_more",
            default="${count} papers: ${named} …",
            mapping={"count": len(names), "named": named},
        )
    )


def _places(source: GuideSource, words: Wording) -> str:
    return words.clauses(_each_place(source, words))


def _each_place(source: GuideSource, words: Wording) -> Iterator[str]:
    guide = source.guide
    if guide.channel_window and guide.accepting_unit_role == COMMUNITY:
        yield words(_("brief_at_window", default="The window of your community"))
    elif guide.channel_window:
        yield guide.location or guide.accepting_unit_name or ""
    if source.apply_url:
        yield words(_("brief_online", default="online"))
    if guide.channel_home_visit:
        yield words(_("brief_home_visit", default="somebody can come to you"))


def _time(guide, words: Wording) -> str:
    return words.clauses(
        [words.limit(guide.promised_limit), words.pauses(guide), _visits(guide, words)]
    )


def _visits(guide, words: Wording) -> str:
    """Return how often one has to come, as a whole clause."""
    if not guide.max_visits:
        return words.visits(guide)
    if guide.max_visits == 1:
        return words(_("brief_one_visit", default="at most one visit"))
    return words(
        _(
            "brief_visits",
            default="at most ${count} visits",
            mapping={"count": guide.max_visits},
        )
    )
