"""The words of the notice at collection: questions, and what answers them.

What is told, and why, stands in `notices`.
"""

from dataclasses import dataclass
from datetime import date
from onewindow_policy import _
from onewindow_policy.guides.wording import Wording
from zope.i18nmessageid import Message

MONTHS_OF_YEAR = 12

#: What a guide calls kinds of sensitive data.
ID_NUMBER = "身份证号码"
BANK_ACCOUNT = "银行账户"
HEALTH = "医疗健康信息"
UNDER_FOURTEEN = "不满十四周岁未成年人信息"

MANNER = _(
    "notice_manner",
    default=(
        "Staff read what you enter here to check your application, and pass it on only to"
        " the units named above. It is stored encrypted; every reading is recorded."
    ),
)
RETENTION = _(
    "notice_retention",
    default=(
        "As long as the rules on keeping the files of this service demand; then it is"
        " deleted."
    ),
)
KEPT_A_YEAR = _(
    "notice_kept_a_year",
    default="For one year after it was closed; then it is deleted.",
)
KEPT_A_YEAR_OR_ARCHIVED = _(
    "notice_kept_a_year_or_archived",
    default=(
        "For one year after it was closed; then it is deleted. Where the law wants it"
        " archived, it is only stored from then on."
    ),
)
RIGHTS = _(
    "notice_rights",
    default=(
        "You may ask to see, copy, correct or delete your data, and ask why it is needed."
        " Call the number above, or come to any window with your identity card."
    ),
)
NOT_ONLINE = _(
    "notice_not_online",
    default=(
        "You need not apply online: the window takes the same application on paper."
    ),
)

#: The same of forms that apply for nothing, such as that of the suggestion box.
READ_TO_ANSWER = _(
    "notice_read_to_answer",
    default=(
        "Staff read what you enter here to see to it and to answer you. It is stored"
        " encrypted; every reading is recorded."
    ),
)
NOT_WRITTEN = _(
    "notice_not_written",
    default="You need not write it here: tell the staff at any window, or call.",
)

#: Why each kind of sensitive data is necessary, and what it means for the person.
NECESSITY = {
    ID_NUMBER: _(
        "notice_why_id_number",
        default=(
            "Identity number: to make sure that it is you who applies. Without it we"
            " cannot take the application in. In wrong hands it could be used in your"
            " name; staff see it masked."
        ),
    ),
    BANK_ACCOUNT: _(
        "notice_why_bank_account",
        default=(
            "Bank account: to pay money to you. Without it we cannot pay. In wrong hands"
            " it could be used to deceive you; we never ask for its password."
        ),
    ),
    HEALTH: _(
        "notice_why_health",
        default=(
            "Health: because what you apply for depends on it. Without proof it cannot be"
            " granted. Only those who decide on it see it."
        ),
    ),
    UNDER_FOURTEEN: _(
        "notice_why_child",
        default=(
            "Data of a child under fourteen: only what this service needs, and with the"
            " consent of a parent or guardian."
        ),
    ),
}


#: What is asked besides the fields, and only of who applies for a child.
ELIGIBILITY = _(
    "notice_eligibility",
    default=(
        "Only if you want to say so: which conditions of this service are met, so that you"
        " and the window know before it is handled."
    ),
)
GUARDIAN = _(
    "notice_guardian",
    default=(
        "Only if the applicant is under fourteen: name, relation to the child, and document"
        " number of the parent or guardian, to know who consents and acts for the child."
    ),
)


@dataclass(frozen=True, slots=True)
class NoticePart:
    """A question that the notice answers, with its answers."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectionNotice:
    """The notice as it is shown; `version` and `dated` are those of its texts."""

    version: int
    dated: date
    parts: tuple[NoticePart, ...]
    #: Who asks, and how long it is kept: what phones show before the rest is unfolded.
    gist: str = ""

    @property
    def text(self) -> str:
        """The whole notice as plain text, to be kept with what was told it."""
        return "\n\n".join(
            "\n".join((part.heading, *part.lines)) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What the notice is composed from; empty where nobody said."""

    handler: str
    contact: str
    service: str
    purpose: str
    by_consent: bool
    #: Roles of units, as the code list `unit_roles` names them.
    recipients: tuple[str, ...]
    fields: tuple[str, ...]
    sensitive: tuple[str, ...]
    manner: str
    retention_months: int | None
    retention: str
    rights: str
    withdrawn_months: int | None = None
    asks_guardian: bool = False
    asks_eligibility: bool = False
    is_application: bool = True


def compose(facts: NoticeFacts, words: Wording) -> tuple[NoticePart, ...]:
    """Return the parts of the notice in the language of `words`."""
    who = [facts.handler, facts.contact]
    why = [
        facts.purpose
        or words(
            _(
                "notice_purpose",
                default="To handle your application: ${service}.",
                mapping={"service": facts.service},
            )
        ),
        words(_ground(facts)),
    ]
    if facts.recipients:
        why.append(
            words(
                _(
                    "notice_recipients",
                    default="These see it: ${units}.",
                    mapping={"units": words.titles("unit_roles", facts.recipients)},
                )
            )
        )
    manner = MANNER if facts.is_application else READ_TO_ANSWER
    why.append(facts.manner or words(manner))
    what = [words.enumerate(facts.fields)]
    what += [words(NECESSITY[kind]) for kind in facts.sensitive if kind in NECESSITY]
    if facts.asks_eligibility:
        what.append(words(ELIGIBILITY))
    if facts.asks_guardian:
        what.append(words(GUARDIAN))
    parts = (
        (_("notice_who", default="Who asks"), who),
        (_("notice_why", default="What for, and how it is used"), why),
        (_("notice_what", default="What we ask for"), what),
        (
            _("notice_how_long", default="How long we keep it"),
            [
                words(_term(facts)),
                _withdrawn(facts.withdrawn_months, words),
                facts.retention,
            ],
        ),
        (
            _("notice_your_rights", default="Your rights"),
            [
                facts.rights or words(RIGHTS),
                words(NOT_ONLINE if facts.is_application else NOT_WRITTEN),
            ],
        ),
    )
    return tuple(
        NoticePart(words(heading), tuple(line for line in lines if line))
        for heading, lines in parts
    )


def gist_of(facts: NoticeFacts, words: Wording) -> str:
    """Return who asks and how long it is kept, in a line."""
    term = words(_term(facts))
    if not facts.handler:
        return term
    return words(
        _(
            "notice_gist",
            default="${handler} asks for it. ${term}",
            mapping={"handler": facts.handler, "term": term},
        )
    )


def _ground(facts: NoticeFacts) -> Message:
    if facts.by_consent:
        return _(
            "notice_ground_consent",
            default=(
                "You decide: it is handled only with your consent, which you may withdraw"
                " (Personal Information Protection Law, articles 13 and 29)."
            ),
        )
    if not facts.is_application:
        return _(
            "notice_ground_hearing",
            default=(
                "It is a duty by law to hear and to answer residents, which needs no"
                " further consent (Constitution, article 27; Personal Information"
                " Protection Law, articles 13, 34 and 35)."
            ),
        )
    return _(
        "notice_ground_duty",
        default=(
            "It is a duty by law to handle this service, which needs no further consent"
            " (Personal Information Protection Law, articles 13, 34 and 35)."
        ),
    )


def _term(facts: NoticeFacts) -> Message:
    """Return the sentence that says how long records are kept.

    Whether the archive wants those of an application kept is decided by the archive
    authority, also later; until then they are stored, and used for nothing else (art. 47).
    """
    months = facts.retention_months
    if months is None:
        return RETENTION
    if facts.is_application:
        return _term_of_application(months)
    if months == MONTHS_OF_YEAR:
        return KEPT_A_YEAR
    if months % MONTHS_OF_YEAR == 0:
        return _(
            "notice_kept_years",
            default="For ${count} years after it was closed; then it is deleted.",
            mapping={"count": months // MONTHS_OF_YEAR},
        )
    return _(
        "notice_kept_months",
        default="Until ${count} months after it was closed; then it is deleted.",
        mapping={"count": months},
    )


def _term_of_application(months: int) -> Message:
    if months == MONTHS_OF_YEAR:
        return KEPT_A_YEAR_OR_ARCHIVED
    if months % MONTHS_OF_YEAR == 0:
        return _(
            "notice_kept_years_or_archived",
            default=(
                "For ${count} years after it was closed; then it is deleted. Where the"
                " law wants it archived, it is only stored from then on."
            ),
            mapping={"count": months // MONTHS_OF_YEAR},
        )
    return _(
        "notice_kept_months_or_archived",
        default=(
            "Until ${count} months after it was closed; then it is deleted. Where the law"
            " wants it archived, it is only stored from then on."
        ),
        mapping={"count": months},
    )


def _withdrawn(months: int | None, words: Wording) -> str:
    """Return what is said of applications that were withdrawn, nothing without a term."""
    if months is None:
        return ""
    return words(
        _(
            "notice_withdrawn_months",
            default="If you withdraw it: until ${count} months after that.",
            mapping={"count": months},
        )
    )
