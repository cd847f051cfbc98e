"""What was given with a step of a case, in words: for its history, and for the forms."""

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases import facts
from onewindow_policy.cases import states
from onewindow_policy.cases.papers.numbers import paper_number_text
from typing import Any
from zope.i18nmessageid import Message

#: What can be chosen, by the name of what is given.
CHOICES = {
    states.GROUND: {
        facts.NOT_NEEDED: _(
            "ground_not_needed", default="Nothing has to be applied for here"
        ),
        facts.NOT_OURS: _("ground_not_ours", default="Another office decides about it"),
        facts.NOT_MET: _(
            "ground_not_met", default="The conditions of the guide are not met"
        ),
    },
    states.WAY: {
        facts.HANDED_OVER: _("delivery_window", default="At the window"),
        facts.BY_POST: _("delivery_post", default="By post"),
        facts.AT_HOME: _("delivery_home", default="Brought home"),
    },
    states.POSTED: {"1": _("papers_posted", default="By post")},
    states.OUTCOME: {
        facts.HELD: _("commitment_true", default="It is as was promised"),
        facts.PUT_RIGHT: _(
            "commitment_corrected", default="It was not quite so, and was put right"
        ),
    },
    states.CAUSE: {
        facts.NEEDS_CHECKING: _(
            "cause_checking", default="Checking the papers takes longer"
        ),
        facts.OTHER_OFFICE: _(
            "cause_other_office", default="We wait for another office's answer"
        ),
        facts.ON_SITE: _(
            "cause_on_site", default="A visit or an assessment is still to be made"
        ),
        facts.MANY_CASES: _(
            "cause_many", default="There are more applications than usual"
        ),
        facts.OUTAGE: _("cause_outage", default="Our system was out of order"),
        facts.BEYOND_US: _(
            "cause_beyond_us", default="Bad weather or another emergency"
        ),
    },
}

#: How the history calls what was given, in its order; a signature goes without saying, and
#: where a parcel goes stands with the case alone.
_LABELS = {
    states.GROUND: _("fact_ground", default="Ground:"),
    states.BASIS: _("fact_basis", default="Legal ground:"),
    states.WHERE: _("fact_where", default="Where to go:"),
    states.MATERIALS: _("fact_materials", default="Papers:"),
    states.AGAIN: _("fact_again", default="Asked for again because:"),
    states.OUTCOME: _("fact_outcome", default="Found:"),
    states.WORDS: _("fact_words", default="Words, version:"),
    states.VOIDED: _("fact_voided", default="No longer valid:"),
    states.RECTIFY_BY: _("fact_rectify_by", default="To be put right by:"),
    states.UNTIL: _("fact_until", default="To follow by:"),
    states.DAYS: _("fact_days", default="Days more:"),
    states.CAUSE: _("fact_cause", default="Why it is late:"),
    states.EXPECTED_ON: _("fact_expected_on", default="Expected by:"),
    states.WAY: _("fact_way", default="Handed out:"),
    states.RECEIVER: _("fact_receiver", default="Taken by:"),
    states.AUTHORITY: _("fact_authority", default="On whose authority:"),
    states.BRINGER: _("fact_bringer", default="Brought by:"),
    states.HANDED_ON: _("fact_handed_on", default="On:"),
    states.CARRIER: _("fact_carrier", default="Sent by:"),
    states.PARCEL: _("fact_parcel", default="Parcel number:"),
    states.SENT_ON: _("fact_sent_on", default="Sent on:"),
    states.POSTED: _("fact_posted", default="Papers came:"),
    states.STEP: _("fact_step", default="Step:"),
    states.OBJECTION: _("fact_objection", default="Objection:"),
    states.ANSWERED: _("fact_answered", default="Objection no.:"),
    states.ANSWER: _("fact_answer", default="Answered:"),
    states.COLLEAGUE: _("fact_colleague", default="To:"),
    states.MOVED_FROM: _("fact_moved_from", default="Window until then:"),
    states.MOVED_TO: _("fact_moved_to", default="Window from then on:"),
    states.DECIDED_ON: _("fact_decided_on", default="Decided on:"),
    states.VALID_UNTIL: _("fact_valid_until", default="Valid until:"),
    states.NOTE: _("fact_note", default="Said to it:"),
    states.FIELD_TITLE: _("fact_field", default="Question:"),
    states.BEFORE: _("fact_before", default="Before:"),
    states.MENDED: _("fact_mended", default="Now:"),
}

_DAYS = frozenset(
    {
        states.UNTIL,
        states.EXPECTED_ON,
        states.RECTIFY_BY,
        states.DECIDED_ON,
        states.VALID_UNTIL,
        states.HANDED_ON,
        states.SENT_ON,
    }
)


def fact_rows(
    given: Mapping[str, Any],
    papers: Mapping[str, str],
    day: Callable[[date], str],
    say: Callable[[Message], str],
    name_of: Callable[[str], str] = str,
) -> list[dict[str, str]]:
    """Return label and value of each thing that was given with a step.

    `papers` are the names of the guide's materials by code; of one that it has no more,
    the code is told. `day` writes a date, `say` a message, `name_of` the name of a user.
    """
    return [
        {
            "label": say(label),
            "value": name_of(given[name])
            if name == states.COLLEAGUE
            else _text(name, given[name], papers, day, say),
        }
        for name, label in _LABELS.items()
        if name in given
    ]


def _text(name: str, value, papers, day, say) -> str:
    if name in CHOICES:
        return say(CHOICES[name][value])
    if name == states.MATERIALS:
        return "、".join(papers.get(code, code) for code in value)
    if name == states.VOIDED:
        return "、".join(map(paper_number_text, value))
    if name in _DAYS:
        return day(date.fromisoformat(value))
    return str(value)
