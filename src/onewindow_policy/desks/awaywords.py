"""How pages say that somebody is away, and who stands in."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.duties.api import Away
from onewindow_policy.pages.api import Words


def away_text(words: Words, away: Away | None) -> str:
    """Return for which days somebody is away and who stands in, "" for who is there."""
    if away is None:
        return ""
    days = days_text(words, away.first, away.last)
    if away.deputy is None:
        return words(
            _("text_away_alone", default="(away ${days})", mapping={"days": days})
        )
    return words(
        _(
            "text_away",
            default="(away ${days}, ${deputy} stands in)",
            mapping={"days": days, "deputy": staff_name(away.deputy)},
        )
    )


def days_text(words: Words, first: date, last: date) -> str:
    """Return a period as people write it."""
    if first == last:
        return words.day(first)
    return words(
        _(
            "text_days",
            default="from ${first} to ${last}",
            mapping={"first": words.day(first), "last": words.day(last)},
        )
    )
