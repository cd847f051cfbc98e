"""A case at the desk: open it, lead it on, hand out what was handed in, print it."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.assigning.rules import name_of
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.browser.materials import desk_materials
from onewindow_policy.cases.browser.page import AboutCase
from onewindow_policy.cases.browser.paper import PapersAtDesk
from onewindow_policy.cases.browser.steps import input_name
from onewindow_policy.cases.browser.steps import step_forms
from onewindow_policy.cases.browser.steps import TITLES as STEPS
from onewindow_policy.cases.browser.steps import wanted_transition
from onewindow_policy.cases.conditions import is_doubtful
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import FileShut
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.handling import open_case
from onewindow_policy.cases.handling import open_file
from onewindow_policy.cases.handling import OpenedCase
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.scanning import INFECTED
from onewindow_policy.cases.scanning import UNSCANNED
from onewindow_policy.cases.seeing import disclose_case
from onewindow_policy.cases.seeing import Disclosure
from onewindow_policy.cases.seeing import disclosure_of
from onewindow_policy.cases.seeing import REASONS
from onewindow_policy.cases.seeing import see_case
from onewindow_policy.cases.seeing import SeenCase
from onewindow_policy.cases.settings import disclosure_minutes
from onewindow_policy.cases.states import FACTS
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.samples.api import size_text
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.documents import TITLES
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import quote
from zope.i18nmessageid import Message

#: What stands beside a file that opens for nobody.
WHY_SHUT = {
    UNSCANNED: _(
        "label_file_unscanned",
        default="Not scanned for viruses yet, so it cannot be opened for now.",
    ),
    INFECTED: _(
        "label_file_infected",
        default="A virus was found: it cannot be opened. Ask for the paper.",
    ),
}


class CaseView(PapersAtDesk, PostView, AboutCase):
    """`@@desk/<number>`: a case in clear, which the audit notes; to whom it is sealed, how
    it stands, and a form that opens it."""

    index = ViewPageTemplateFile("case.pt")
    steps_form = ViewPageTemplateFile("case_steps.pt")
    page_title = _("title_case", default="Case")
    case: OpenedCase | SeenCase | None = None
    disclosure: Disclosure | None = None
    refusals = (CaseError,)
    unknown = (CaseUnknown,)

    def __init__(self, context, request, number: str, desk_url: str):
        super().__init__(context, request)
        self.number = number
        self.desk_url = desk_url

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    def read(self) -> None:
        """See `PostView`."""
        try:
            self.case = open_case(self.number, self.user, self._purpose)
        except CaseSealed:
            self.case = see_case(self.number, self.user)
        else:
            self.disclosure = disclosure_of(self.number, self.user)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        if "disclose" in self.request.form:
            disclose_case(self.number, self.submitted("why"), self.user)
            done = _(
                "message_case_disclosed",
                default="The case is open to you for ${minutes} minutes.",
                mapping={"minutes": disclosure_minutes()},
            )
            return done, f"{self.desk_url}/{self.number}"
        move_case(
            self.number,
            self.wanted if self.wanted in STEPS else "",
            self.user,
            version=self.submitted_version,
            facts=self.given,
        )
        return self.done_with(self.wanted)

    def hand_out(self, file_id: str):
        """Return a file of the case; the page, where it does not open."""
        try:
            file = open_file(self.number, file_id, self.user)
        except (CaseSealed, FileShut) as error:
            self.explain(409, self.problems_of(error))
            self.read()
            return self.index()
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("Content-Type", file.media_type)
        response.setHeader(
            "Content-Disposition", f"inline; filename*=UTF-8''{quote(file.name)}"
        )
        # What a resident sent runs nothing in the name of the portal.
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'")
        response.setHeader("X-Content-Type-Options", "nosniff")
        return file.content

    @property
    def _purpose(self) -> str:
        """For what the user opens a case, in a word of the audit: administrators see
        every desk, and lead no case on."""
        return "handle" if scope_of(self.user, MOVE_CASES) else "oversee"

    @property
    def others(self) -> list[dict]:
        """What the applicant has open beside it for the same service."""
        if self.is_sealed or self.case is None:
            return []
        return [
            {
                "url": f"{self.desk_url}/{each.number}",
                "number": case_number_text(each.number),
                "text": f"{self.words.moment(each.received_at)}"
                f" {self.words.state(each.state)}",
            }
            for each in self.case.others
        ]

    @property
    def is_sealed(self) -> bool:
        """Whether what is personal in it is not shown."""
        return not isinstance(self.case, OpenedCase)

    @property
    def asks_why(self) -> bool:
        """Whether the form that opens the case is there; what was sent by it comes back."""
        if self.case is None:
            return "disclose" in self.request.form
        return self.is_sealed

    @property
    def whys(self) -> list[dict]:
        """Why somebody may open the case; chosen is what was sent."""
        chosen = self.submitted("why")
        return [
            {"value": value, "title": title, "is_chosen": value == chosen}
            for value, title in REASONS.items()
        ]

    @property
    def disclosed(self) -> Message | None:
        """Why and for how long the case is open to who oversees it."""
        if self.disclosure is None:
            return None
        return _(
            "text_case_disclosed",
            default="Open to you until ${until}. Reason: ${reason}.",
            mapping={
                "until": self.words.moment(self.disclosure.until),
                "reason": self.words(REASONS[self.disclosure.reason]),
            },
        )

    @property
    def version(self) -> int:
        """The version that the page shows."""
        return self.submitted_version if self.is_sealed else self.case.version

    @property
    def number_text(self) -> str:
        """See `AboutCase`; the number stands in the address."""
        return case_number_text(self.number)

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        desk = (self.words(CaseList.title), self.desk_url)
        return [desk, (self.number_text, None)]

    @property
    def community(self) -> str:
        return self._title_of(self.case.community_code)

    @property
    def taken_in_at(self) -> str:
        """The community whose window took it in, where that is another one."""
        code = None if self.is_sealed else self.case.taken_in_at
        is_elsewhere = code not in (None, self.case.community_code)
        return self._title_of(code) if is_elsewhere else ""

    def _title_of(self, code: str) -> str:
        titles = {each.place.code: each.place.title for each in all_communities()}
        return titles.get(code, "")

    @property
    def people(self) -> list[dict]:
        """The applicant and, where there is one, the agent."""
        people = [(_("label_applicant", default="Applicant"), self.case.applicant)]
        if self.case.agent is not None:
            people.append((_("label_agent", default="Agent"), self.case.agent))
        return [
            {
                "role": self.words(role),
                "person": person,
                "document": self.words(_document_of(person)),
            }
            for role, person in people
        ]

    @cached_property
    def materials(self) -> list[dict]:
        """See `desk_materials`."""
        return desk_materials(self.case, self.words)

    @property
    def answers(self) -> list[dict]:
        """What the form asked, but for how materials come, which stands with them."""
        return [
            _row(each)
            for each in self.case.answers
            if not is_doubtful(each) and (each.material is None or not self.materials)
        ]

    @property
    def doubtful_conditions(self) -> list[dict]:
        """The conditions of the guide that may not be met: whoever decides looks there."""
        if self.is_sealed:
            return []
        return [_row(each) for each in self.case.answers if is_doubtful(each)]

    @property
    def files(self) -> list[dict]:
        return [
            {
                "url": self._file_url(file),
                "why_shut": self._why_shut(file),
                "name": file.name,
                "material": self._material_of(file),
                "size": size_text(file.size_bytes),
            }
            for file in self.case.files
        ]

    def _material_of(self, file) -> str:
        """Return for what a file was handed in, as the form asked for it."""
        asked = [
            answer.title
            for answer in self.case.answers
            if isinstance(answer.value, list) and file.name in answer.value
        ]
        code = file.material_code or ""
        return f"{asked[0]} {code}".strip() if len(asked) == 1 else code

    def _file_url(self, file) -> str | None:
        """Return where a file opens, None where it opens for nobody."""
        if file.state in WHY_SHUT:
            return None
        return f"{self.desk_url}/{self.case.number}/{file.id}"

    def _why_shut(self, file) -> str:
        """Return why a file opens for nobody, "" for one that opens."""
        return self.words(WHY_SHUT[file.state]) if file.state in WHY_SHUT else ""

    @property
    def wanted(self) -> str:
        """The step whose button was pressed."""
        return self.submitted("transition")

    @property
    def given(self) -> dict[str, str | list[str]]:
        """What was given with it, as it was typed."""
        form = self.request.form
        names = {fact: input_name(self.wanted, fact) for fact in FACTS}
        given = {fact: self.submitted(name) for fact, name in names.items()}
        several = form.get(names[MATERIALS])
        if isinstance(several, list):
            given[MATERIALS] = [each for each in several if isinstance(each, str)]
        return given

    @property
    def steps(self) -> list[dict]:
        """What the user may do next; while that cannot be read, what they wanted to."""
        case = self.case if isinstance(self.case, OpenedCase) else None
        if case is None and self.case is not None:
            return []
        possible = (
            case.transitions if case is not None else wanted_transition(self.wanted)
        )
        return step_forms(
            possible,
            case=case,
            wanted=self.wanted,
            given=self.given,
            papers=self.paper_names if case is not None else {},
            say=self.words,
        )

    def problems_of(self, error: Exception):
        """See `PostView`: the fields of each step have ids of their own."""
        for each in super().problems_of(error):
            is_given = each.field in FACTS
            field = input_name(self.wanted, each.field) if is_given else each.field
            yield Problem(field, each.message)

    def who_did(self, entry: HistoryEntry) -> str:
        """See `AboutCase`: names stand in the history that colleagues read."""
        return self.staff_name(entry.user_id) if entry.user_id else ""

    def staff_name(self, user_id: str) -> str:
        """See `AboutCase`."""
        return name_of(user_id)

    @property
    def contacts(self) -> list[dict]:
        """Who sees to the case, who was asked first, who is asked to take it over."""
        if self.is_sealed:
            return []
        case = self.case
        return [
            {"label": self.words(label), "name": self.staff_name(user_id)}
            for label, user_id in (
                (_("label_case_assignee", default="Seen to by"), case.assignee),
                (
                    _("label_case_first_contact", default="First contact"),
                    case.first_contact,
                ),
                (
                    _("label_case_handed_to", default="To be taken over by"),
                    case.handed_to,
                ),
            )
            if user_id
        ]

    def event_text(self, entry: HistoryEntry) -> str:
        """See `AboutCase`; it is not the applicant who reads it here."""
        return self.words.desk_event(entry.transition)

    @property
    def turn(self) -> str:
        """Whose turn it is, "" when the case is over."""
        return self.words.turn(self.case.state, self.case.unit)

    @property
    def unsent_reason(self) -> str:
        """What was typed as a reason for a step that is not possible any more."""
        is_possible = any(step["name"] == self.wanted for step in self.steps)
        return "" if is_possible else self.given[REASON]


def _document_of(person: Person) -> Message:
    """Return what the number of a person is called: of a kind that an editor made up, the
    form's own answer stands below."""
    if person.id_kind in (None, RESIDENT_CARD):
        return _("label_id_number", default="Identity number")
    return TITLES.get(
        person.id_kind, _("label_document_number", default="Number of the document")
    )


def _row(answer: Answer) -> dict:
    return {"title": answer.title, "value": _as_text(answer.value)}


def _as_text(value) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)
