"""Handing papers on: the list that goes with them, and taking it back."""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.exceptions import CaseStored
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.masks import marked_name
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_cases
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.issuers import issuer_of
from onewindow_policy.cases.papers.kinds import DECIDING
from onewindow_policy.cases.papers.kinds import WINDOW
from onewindow_policy.cases.papers.numbers import next_number
from onewindow_policy.cases.settings import transfer_days
from onewindow_policy.cases.transferring.duties import keep_duties
from onewindow_policy.cases.transferring.exceptions import LineRefused
from onewindow_policy.cases.transferring.exceptions import NobodyWorksHere
from onewindow_policy.cases.transferring.exceptions import NoCaseChosen
from onewindow_policy.cases.transferring.exceptions import NoPlaceToGo
from onewindow_policy.cases.transferring.exceptions import NotYourPlace
from onewindow_policy.cases.transferring.exceptions import ON_ITS_WAY
from onewindow_policy.cases.transferring.exceptions import TooManyCases
from onewindow_policy.cases.transferring.exceptions import TransferChanged
from onewindow_policy.cases.transferring.exceptions import TransferRefused
from onewindow_policy.cases.transferring.exceptions import TransferUnknown
from onewindow_policy.cases.transferring.gathering import COPY
from onewindow_policy.cases.transferring.gathering import MOST_CASES
from onewindow_policy.cases.transferring.gathering import ORIGINAL
from onewindow_policy.cases.transferring.models import CANCELLED
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.printing import template
from onewindow_policy.cases.transferring.reading import find_list
from onewindow_policy.cases.transferring.reading import lines_of
from onewindow_policy.cases.transferring.sentences import wording_values
from onewindow_policy.cases.transferring.whereabouts import deals_with_papers
from onewindow_policy.cases.transferring.whereabouts import is_window
from onewindow_policy.cases.transferring.whereabouts import may_send
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.cases.transferring.whereabouts import places_about_each
from onewindow_policy.cases.transferring.whereabouts import Whereabouts
from onewindow_policy.cases.transferring.whereabouts import whereabouts_of_each
from onewindow_policy.cases.transferring.whereabouts import works_here
from onewindow_policy.prints.api import printed_with
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING

#: In characters: of what is written of one case, or of a whole list.
LONGEST_WORDS = 300

#: Sheets of one material.
MOST_SHEETS = 999


@dataclass(frozen=True, slots=True)
class SentPaper:
    """A paper that goes: a material of the guide, `how` it goes, in so many sheets."""

    code: str
    name: str
    how: str
    sheets: int


@dataclass(frozen=True, slots=True)
class SentCase:
    """What goes of a case; `other` is what the guide does not name, in words."""

    papers: tuple[SentPaper, ...]
    other: str = field(default="", repr=False)


def send_list(
    from_place: str, to_place: str, chosen: Mapping[str, SentCase], user
) -> str:
    """Hand papers on with a list; return its number.

    :param chosen: what goes of each case, by number
    :raises NotYourPlace, NoPlaceToGo, NobodyWorksHere, NoCaseChosen, TooManyCases:
        what is wrong with the list
    :raises LineRefused: a case that cannot be on it. Then there is no list

    It is kept when Zope's transaction commits; the number comes last, as others wait for
    the next one from then on.
    """
    _require_way(from_place, to_place, user)
    if not chosen:
        raise NoCaseChosen
    if len(chosen) > MOST_CASES:
        raise TooManyCases(MOST_CASES)
    session, now = write_session(), utc_now()
    # Locked in the order of their numbers: of two lists with the same case one waits.
    found = find_cases(session, chosen, to_move=True)
    at = whereabouts_of_each(session, found.values())
    about = places_about_each(session, found.values())
    for number, sent in chosen.items():
        case = found.get(number)
        if case is None or not deals_with_papers(case, at[case.id], user):
            raise LineRefused(number, CaseUnknown.message)
        if case.stored_at is not None:
            raise LineRefused(number, CaseStored.message)
        _require_at(case, at[case.id], from_place)
        _require_line(case, about[case.id], to_place, sent)
    window = from_place if is_window(from_place) else to_place
    unit = None if is_window(from_place) else from_place
    issuer = issuer_of(WINDOW if unit is None else DECIDING, window, None, unit)
    made_with = printed_with(template())
    sent_list = TransferList(
        version=1,
        state=ON_WAY,
        from_place=from_place,
        to_place=to_place,
        names={
            "issuer": issuer.title,
            "from": name_of(from_place),
            "to": name_of(to_place),
            **wording_values(),
        },
        case_count=len(chosen),
        sent_at=now,
        sent_by=user.getId(),
        due_on=due_date(local_date(now), transfer_days(), WORKING).date,
        template_version=made_with.template,
        typst_version=made_with.typst,
        fonts_version=made_with.fonts,
    )
    sent_list.number = next_number(session, issuer.code, local_date(now).year)
    session.add(sent_list)
    session.flush()
    for position, (number, sent) in enumerate(chosen.items()):
        case = found[number]
        says = _says(case, sent, staff_name(user.getId()))
        session.add(
            TransferLine(
                case.data_key,
                list_id=sent_list.id,
                case_id=case.id,
                position=position,
                state=ON_WAY,
                says=says,
            )
        )
    keep_duties(session, sent_list)
    audit("transfer.send", sent_list.number, f"{from_place} {to_place}")
    session.flush()
    return sent_list.number


def cancel_list(number: str, reason: str, user, *, version: int) -> None:
    """Take a list back that nobody has received: its papers stayed where they were.

    Raises `TransferUnknown`, `TransferChanged`, `TransferRefused` without a reason.
    """
    session = write_session()
    found = find_list(session, number, to_change=True)
    if found is None or not may_send(user, found.from_place, found.to_place):
        raise TransferUnknown
    if found.version != version or found.state != ON_WAY:
        raise TransferChanged
    reason = read_words(reason, "reason")
    if not reason:
        raise TransferRefused(_NO_REASON, "reason")
    for line in lines_of(session, found):
        line.state = CANCELLED
        if not line.data_key.is_erased:
            line.outcome = {"reason": reason}
    found.state = CANCELLED
    found.closed_at = utc_now()
    found.version += 1
    keep_duties(session, found)
    audit("transfer.cancel", number)
    session.flush()


def read_words(text: str, name: str) -> str:
    """Return what was typed into `name`, without space around it. Raises
    `TransferRefused` for what is too long."""
    text = text.strip()
    if len(text) > LONGEST_WORDS:
        raise TransferRefused(
            _(
                "error_transfer_too_long",
                default="At most ${longest} characters fit here.",
                mapping={"longest": LONGEST_WORDS},
            ),
            name,
        )
    return text


def _require_way(from_place: str, to_place: str, user) -> None:
    if not to_place or to_place == from_place:
        raise NoPlaceToGo
    if from_place and not works_here(from_place) and not works_here(to_place):
        raise NobodyWorksHere
    if not from_place or not may_send(user, from_place, to_place):
        raise NotYourPlace


def _require_at(case: Case, here: Whereabouts, from_place: str) -> None:
    if here.list_number is not None:
        raise LineRefused(case.number, ON_ITS_WAY)
    if here.place != from_place:
        elsewhere = _(
            "error_transfer_elsewhere",
            default="The papers of case ${number} are at ${place}, not there.",
            mapping={
                "number": case_number_text(case.number),
                "place": name_of(here.place),
            },
        )
        raise LineRefused(case.number, elsewhere)


def _require_line(
    case: Case, about: Collection[str], to_place: str, sent: SentCase
) -> None:
    if to_place not in about:
        stranger = _(
            "error_transfer_stranger",
            default="${place} has nothing to do with case ${number}. Leave it out.",
            mapping={
                "number": case_number_text(case.number),
                "place": name_of(to_place),
            },
        )
        raise LineRefused(case.number, stranger)
    if not sent.papers and not sent.other.strip():
        nothing = _(
            "error_transfer_nothing",
            default="Tick the papers of case ${number} that go, or leave the case out.",
            mapping={"number": case_number_text(case.number)},
        )
        raise LineRefused(case.number, nothing)
    read_words(sent.other, f"other-{case.number}")
    back = case.given_back or ()
    for each in sent.papers:
        if each.how == ORIGINAL and each.code in back:
            returned = _(
                "error_transfer_given_back",
                default=(
                    "The original of ${paper} was given back to its owner. Send a copy, or"
                    " leave it out of case ${number}."
                ),
                mapping={
                    "paper": each.name,
                    "number": case_number_text(case.number),
                },
            )
            raise LineRefused(case.number, returned)
        if each.how not in (ORIGINAL, COPY) or not 1 <= each.sheets <= MOST_SHEETS:
            raise TransferRefused(_NO_SHEETS, f"n-{case.number}-{each.code}")


def _says(case: Case, sent: SentCase, by: str) -> dict:
    """Return what a list says of a case, in final words: on paper it names its person by
    surname and marks, since whoever carries it reads it."""
    return {
        "number": case.number,
        "item": case.item_title,
        "person": marked_name(case.applicant["name"]),
        "papers": [
            {"name": each.name, "how": each.how, "sheets": each.sheets}
            for each in sent.papers
        ],
        "other": sent.other.strip(),
        "by": by,
    }


_NO_REASON = _(
    "error_transfer_no_reason",
    default="Write down why the papers do not go. The reason stays with the list.",
)
_NO_SHEETS = _(
    "error_transfer_no_sheets",
    default="Enter how many sheets there are, from 1 to ${most}.",
    mapping={"most": MOST_SHEETS},
)
