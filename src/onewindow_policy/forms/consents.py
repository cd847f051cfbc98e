"""When consent is asked, beside the notice that everybody gets.

State organs need none for what the law obliges them to do (PIPL articles 13 and 34). It is
asked separately where it is the ground and the data is sensitive (article 29), and of a
guardian for a child under fourteen (article 31), whatever the ground: all data of such a
child is sensitive.
"""

from datetime import date
from onewindow_policy import _
from onewindow_policy.forms.interfaces import BY_CONSENT
from onewindow_policy.typed.numbers import needs_guardian
from zope.i18nmessageid import Message

PERSONAL = "personal"
GUARDIAN = "guardian"
#: At a window: that its staff have told what the notice at collection says (article 17).
TOLD = "told"

#: The inputs of consents; they are no fields of a form, so that no editor can lose them.
PREFIX = "form.consents."

WORDS = {
    PERSONAL: _(
        "consent_personal",
        default=(
            "I agree that the sensitive personal data in this form (see above) is handled"
            " for this purpose. I may withdraw my consent at any time."
        ),
    ),
    GUARDIAN: _(
        "consent_guardian",
        default=(
            "The applicant is under fourteen: I am a parent or guardian, and I agree that"
            " the child's data is handled for this purpose."
        ),
    ),
}

#: What staff note at a window of what the person there says, who signs it on the receipt.
WORDS_AT_WINDOW = {
    TOLD: _(
        "consent_told",
        default=(
            "The applicant was told who uses this data, for what, how long it is kept and"
            " what rights there are."
        ),
    ),
    PERSONAL: _(
        "consent_personal_window",
        default=(
            "The applicant agrees that the sensitive personal data is handled for this"
            " service, and signs so on the receipt."
        ),
    ),
    GUARDIAN: _(
        "consent_guardian_window",
        default=(
            "The applicant is under fourteen: a parent or guardian is here, agrees, and"
            " signs so on the receipt."
        ),
    ),
}

MISSING = {
    TOLD: _(
        "error_consent_told",
        default="Please tell the applicant first, and tick this then.",
    ),
    PERSONAL: _(
        "error_consent_personal",
        default="Please tick the box, or apply at the window instead.",
    ),
    GUARDIAN: _(
        "error_consent_guardian",
        default=(
            "The applicant is under fourteen. A parent or guardian must tick this box."
        ),
    ),
}


def needed_consents(legal_ground: str | None, born: date | None) -> list[str]:
    """Return the consents without which a form is not taken in.

    `born` is when the applicant was, None where no number tells.
    """
    needed = [PERSONAL] if legal_ground == BY_CONSENT else []
    if born is not None and needs_guardian(born):
        needed.append(GUARDIAN)
    return needed


def missing_consent(consent: str) -> Message:
    """Return what to say to who did not give a consent."""
    return MISSING[consent]
