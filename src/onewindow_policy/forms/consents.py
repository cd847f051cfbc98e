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

#: What nobody has to agree with: being told by short messages, on the applicant's phone or
#: on that of who acts for them.
SMS = "sms"
SMS_TO_AGENT = "sms_agent"
OPTIONAL = (SMS, SMS_TO_AGENT)

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
    SMS: _(
        "consent_sms",
        default=(
            "Tell me by short message how my application gets on. The city's platform for"
            " short messages gets the applicant's phone number for that; the message has no"
            " name, no number of a document and no paper in it. I can stop it at any time"
            " where I follow my application."
        ),
    ),
    SMS_TO_AGENT: _(
        "consent_sms_agent",
        default=(
            "Tell the person who acts for the applicant by short message, on the phone"
            " number entered for them; they agree."
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
    SMS: _(
        "consent_sms_window",
        default=(
            "The applicant wants to be told by short message, on the phone number entered"
            " above; it goes to the city's platform for short messages."
        ),
    ),
    SMS_TO_AGENT: _(
        "consent_sms_agent_window",
        default=(
            "Who acts for the applicant is told by short message, on the phone number"
            " entered for them; both agree."
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
    SMS: _(
        "error_consent_sms",
        default=(
            "Short messages go to mobile numbers of the mainland, of 11 digits. Enter one"
            " as the applicant's phone, or take the tick away."
        ),
    ),
    SMS_TO_AGENT: _(
        "error_consent_sms_agent",
        default=(
            "No mobile number is entered for somebody who acts for the applicant. Enter"
            " one, or take the tick away."
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
