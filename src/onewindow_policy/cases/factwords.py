"""What was given with a step of a case, in words: for its history, and for the forms."""

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases import facts
from onewindow_policy.cases import states
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
}

#: How the history calls what was given, in its order; a signature goes without saying.
_LABELS = {
    states.GROUND: _("fact_ground", default="Ground:"),
    states.WHERE: _("fact_where", default="Where to go:"),
    states.MATERIALS: _("fact_materials", default="Papers:"),
    states.UNTIL: _("fact_until", default="To follow by:"),
    states.DAYS: _("fact_days", default="Days more:"),
    states.WAY: _("fact_way", default="Handed out:"),
    states.RECEIVER: _("fact_receiver", default="Taken by:"),
    states.COLLEAGUE: _("fact_colleague", default="To:"),
    states.NOTE: _("fact_note", default="Said to it:"),
}


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
    if name == states.UNTIL:
        return day(date.fromisoformat(value))
    return str(value)
