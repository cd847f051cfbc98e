"""Kinds and states of requests in words, and what erasing does."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.pages.api import Words
from onewindow_policy.records.api import OnlyStored
from onewindow_policy.rights.models import ASKED
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import CORRECTION
from onewindow_policy.rights.models import DONE
from onewindow_policy.rights.models import ERASURE
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import LAPSED
from onewindow_policy.rights.models import REFUSED
from zope.i18nmessageid import Message

KIND_WORDS = {
    COPY: _("rights_kind_copy", default="A copy of all that is kept"),
    CORRECTION: _("rights_kind_correction", default="Correct what is wrong"),
    ERASURE: _("rights_kind_erasure", default="Delete what is kept"),
}

STATE_WORDS = {
    ASKED: (_("rights_state_asked", default="Waits for a decision"), "wait"),
    GRANTED: (_("rights_state_granted", default="Granted, to be carried out"), "wait"),
    REFUSED: (_("rights_state_refused", default="Refused"), ""),
    DONE: (_("rights_state_done", default="Done"), "good"),
    LAPSED: (_("rights_state_lapsed", default="Granted, not fetched in time"), ""),
}


def fetch_words(until: date, words: Words) -> Message:
    """Return until when a copy can be fetched."""
    return _(
        "text_rights_fetch_until",
        default="to be fetched by ${day}",
        mapping={"day": words.day(until)},
    )


def erasing_words(stored: OnlyStored | None, words: Words) -> Message:
    """Return what becomes of a record that is erased, by what is only stored of it."""
    if stored is None:
        return _(
            "text_rights_erases",
            default=(
                "Deleted for good: what was applied for or asked, the person, answers,"
                " files, notes and papers, and what the person wrote here. That it was"
                " there, with its number and days, stays."
            ),
        )
    if stored.until is None:
        return _(
            "text_rights_stores",
            default=(
                "It is not deleted: the archive or an order wants it kept. From then on"
                " it is only stored, and used for nothing else. Tell the person so."
            ),
        )
    return _(
        "text_rights_stores_until",
        default=(
            "It is not deleted before ${day}: the archive wants it kept until then."
            " From now on it would only be stored, and used for nothing else. Tell"
            " the person so."
        ),
        mapping={"day": words.day(stored.until)},
    )
