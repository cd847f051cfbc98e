"""One window with a record of each kind, and everybody whom none of them is up to: people
with the same roles in other places and units, with other roles, and without theirs by now.
"""

from dataclasses import dataclass
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.cases.archive.lists import make_list
from onewindow_policy.cases.archive.storing import store_old_cases
from onewindow_policy.cases.archive.terms import enter_term
from onewindow_policy.cases.archive.terms import TermFacts
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.noting.notes import add_note
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.process.freezing import NewStep
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.transferring.sending import send_list
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.communities.scopes import DEPARTMENT_OFFICER
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.questions.asking import ask
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.testing.cases import closed_case
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.inquiries import add_inquiry
from onewindow_policy.testing.inquiries import ASKER
from onewindow_policy.testing.inquiries import ASKERS_PHONE
from onewindow_policy.testing.transfers import BUREAU
from onewindow_policy.testing.transfers import CARD
from onewindow_policy.testing.transfers import OFFICE
from onewindow_policy.testing.transfers import PLACE
from onewindow_policy.testing.transfers import WINDOW
from onewindow_policy.workdays.api import today
from plone import api
from sqlalchemy import select

import secrets
import transaction

WINDOW_STAFF, COORDINATOR, SUPERVISOR = "Window Staff", "Coordinator", "Supervisor"

#: Whom the records are up to, beside the units and the supervisor of the city.
HERE, COLLEAGUE = "here", "here-colleague"
STREET_OFFICER, OFFICER, CITY = "street-officer", "department-officer", "supervisor"

#: Who took the case in, and works nowhere any more.
FORMER = "former"

#: The same roles where the records are not, by what is different: the role and its place.
ELSEWHERE = {
    "other-community": (WINDOW_STAFF, "990103/990103001/990103001002"),
    "other-street": (WINDOW_STAFF, "990103/990103002/990103002001"),
    "other-unit": (DEPARTMENT_OFFICER, "990103/u-990103-sb"),
    "other-office": (DEPARTMENT_OFFICER, "990103/990103002/u-990103002"),
    "unit-of-other-district": (DEPARTMENT_OFFICER, "990121/u-990121-mz"),
    "coordinator-of-other-street": (COORDINATOR, "990103/990103002"),
    "supervisor-of-other-street": (SUPERVISOR, "990103/990103002"),
    "supervisor-of-other-district": (SUPERVISOR, "990102"),
    "grid-worker-here": ("Grid Worker", "990103/990103001/990103001001"),
    "personnel-here": ("Personnel", "990103"),
}

#: Those of the sample are in another district, or have a role that has nothing to do with
#: what residents ask for; None is a visitor.
STRANGERS = (
    *("window-staff", "district-coordinator", "editor", "auditor", "archivist"),
    *(FORMER, *ELSEWHERE, None),
)

#: A page of these shows that the record is theirs.
SECRETS = tuple(PLANTED[each] for each in ("name", "id_number", "phone", "account"))
SECRETS += (ASKER, ASKERS_PHONE)

NOTE, SUGGESTED, ASKED = "他女儿周五来取", "窗口前的台阶没有扶手", "外省来的能不能办"

_STEPS = tuple(
    NewStep(name, role, unit, days, "working", counted=name != "公示")
    for name, role, unit, days in (
        ("受理", "street", OFFICE, 1),
        ("审核", "street", OFFICE, 2),
        ("公示", "community", None, 5),
        ("审批", "county:MZ", BUREAU, 3),
        ("办结送达", "community", None, 1),
    )
)

_BOARD = NewFile(None, "公示栏.png", "image/png", b"board")


@dataclass(frozen=True, slots=True)
class Records:
    """The numbers of what there is at the window: of cases, but for those that say what
    else they are of; `file` is the id of a file of the first one."""

    case: str
    file: int
    handed: str
    list: str
    noticed: str
    paper: str
    sheet_left: str
    stored: str
    destruction: str
    inquiry: str
    request: str
    question: str
    suggestion: str

    @property
    def numbers(self) -> tuple[str, ...]:
        """Those that nobody elsewhere may come across: questions are everybody's."""
        return (
            *(
                self.case,
                self.handed,
                self.list,
                self.noticed,
                self.paper,
                self.sheet_left,
            ),
            *(self.stored, self.inquiry, self.request, self.suggestion),
        )


def create_people(portal) -> None:
    """Create all accounts that the sample has not; `FORMER` works at the window still."""
    roles = {
        **{who: (role, f"communities/{at}") for who, (role, at) in ELSEWHERE.items()},
        **dict.fromkeys((HERE, COLLEAGUE, FORMER), (WINDOW_STAFF, PLACE)),
    }
    with known_passwords():
        for user_id, (role, path) in roles.items():
            password = secrets.token_urlsafe(30)
            portal.acl_users.userFolderAddUser(user_id, password, ["Member"], [])
            _give_role(portal, path, user_id, role)
    transaction.commit()


def end_role(portal) -> None:
    """End what `FORMER` does at the window."""
    place = portal.unrestrictedTraverse(PLACE)
    place.manage_delLocalRoles([FORMER])
    place.reindexObjectSecurity()
    transaction.commit()


def make_records() -> Records:
    """Make a record of each kind at the window, as those do whom it is up to."""
    case, paper = _take_case_in()
    handed = _hand_case_over()
    noticed, left = (_hang_notice(nonce) for nonce in ("noticed", "left"))
    erase_case(left)
    transaction.commit()
    sent = send_list(WINDOW, OFFICE, {case: CARD}, _person(HERE))
    add_note(case, NOTE, _person(HERE))
    transaction.commit()
    stored, destruction = _store_case()
    inquiry = add_inquiry(
        community_code=WINDOW,
        lives_in=WINDOW,
        recorded_by=HERE,
        follow_up_on=today(),
    )
    transaction.commit()
    request = ask_at_window("copy", case, HERE).number
    question = ask(_person(HERE), "SQ-LL-001", WINDOW, ASKED)
    suggestion = leave_suggestion(NewSuggestion("nonce", SUGGESTED, WINDOW))
    transaction.commit()
    files = select(CaseFile.id).join(Case, Case.id == CaseFile.case_id)
    return Records(
        case=case,
        handed=handed,
        file=read_session().scalars(files.where(Case.number == case)).first(),
        list=sent,
        noticed=noticed,
        paper=paper,
        sheet_left=left,
        stored=stored,
        destruction=destruction,
        inquiry=inquiry,
        request=request,
        question=question,
        suggestion=suggestion.number,
    )


def _give_role(portal, path: str, user_id: str, role: str) -> None:
    place = portal.unrestrictedTraverse(path)
    place.manage_setLocalRoles(user_id, [role])
    place.reindexObjectSecurity()


def _person(user_id: str):
    return api.user.get(user_id).getUser()


def _take_case_in() -> tuple[str, str]:
    """Return the number of a case with an original and a file, and of its paper."""
    answers = (
        Answer("account", "银行卡号", PLANTED["account"]),
        Answer("m", "身份证", "已收原件", "SQ-LL-001-M01", "taken"),
    )
    case = register_case(_at_window("case", FORMER, answers=answers)).number
    transaction.commit()
    _go(case, STREET_OFFICER, "accept")
    return case, _paper_of(case)


def _hand_case_over() -> str:
    """Return the number of a case that a colleague is asked to see to."""
    new = submission(
        "handed", community_code=WINDOW, taken_in_at=WINDOW, account=FORMER
    )
    case = register_case(new).number
    transaction.commit()
    _go(case, FORMER, "hand_over", colleague=COLLEAGUE, reason="明天起我休假")
    return case


def _hang_notice(nonce: str) -> str:
    """Return the number of a case whose public notice hangs."""
    case = register_case(_at_window(nonce, HERE, steps=_STEPS)).number
    transaction.commit()
    for name in ("accept", "start", "finish_step"):
        _go(case, STREET_OFFICER, name)
    _go(case, HERE, "hang_notice", photo="1")
    return case


def _store_case() -> tuple[str, str]:
    """Return the numbers of a case that is only stored, and of the list that has it."""
    long_ago = utc_now().replace(year=utc_now().year - 13, month=5, day=6)
    number = closed_case(
        "stored",
        at=long_ago,
        community_code=WINDOW,
        unit_code=OFFICE,
        deciding_unit_code=BUREAU,
    )
    facts = TermFacts(
        *("item", "SQ-LL-001"),
        is_archived=True,
        years=10,
        covers_withdrawn=False,
        approved_by="市档案馆",
        approval_number="档发〔2026〕3号",
        approved_on=today(),
    )
    enter_term(facts, "archivist", lambda _code: True)
    store_old_cases(utc_now())
    transaction.commit()
    made = make_list("archivist").number
    transaction.commit()
    return number, made


def _at_window(nonce: str, user_id: str, **changes):
    return submission(
        nonce,
        community_code=WINDOW,
        taken_in_at=WINDOW,
        account=user_id,
        unit_code=OFFICE,
        deciding_unit_code=BUREAU,
        **changes,
    )


def _go(case: str, user_id: str, name: str, **facts):
    version = read_session().scalar(select(Case.version).where(Case.number == case))
    user = _person(user_id)
    photo = _BOARD if facts.get("photo") else None
    with api.env.adopt_user(user=user):
        move_case(case, name, user, version=version, facts=facts, photo=photo)
    transaction.commit()


def _paper_of(case: str) -> str:
    query = select(Paper.number).join(Case, Case.id == Paper.case_id)
    query = query.where(Case.number == case).order_by(Paper.id.desc())
    return read_session().scalars(query).first()
