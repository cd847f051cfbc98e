"""A case at the desk: open it, lead it on, hand out what was handed in, print it."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.browser.ending import EndingAtDesk
from onewindow_policy.cases.browser.files import FilesAtDesk
from onewindow_policy.cases.browser.lacking import LackingAtDesk
from onewindow_policy.cases.browser.linked import LinkedAtDesk
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.browser.materials import case_materials
from onewindow_policy.cases.browser.materials import desk_materials
from onewindow_policy.cases.browser.next import next_button
from onewindow_policy.cases.browser.next import next_keys
from onewindow_policy.cases.browser.notes import NotesAtDesk
from onewindow_policy.cases.browser.numbers import NumbersAtDesk
from onewindow_policy.cases.browser.page import AboutCase
from onewindow_policy.cases.browser.paper import PapersAtDesk
from onewindow_policy.cases.browser.process import StepsAtDesk
from onewindow_policy.cases.browser.resultatdesk import ResultAtDesk
from onewindow_policy.cases.browser.steps import input_name
from onewindow_policy.cases.browser.steps import step_forms
from onewindow_policy.cases.browser.steps import wanted_transition
from onewindow_policy.cases.browser.stepwords import TITLES as STEPS
from onewindow_policy.cases.browser.untold import UntoldAtDesk
from onewindow_policy.cases.browser.whereabouts import WhereaboutsAtDesk
from onewindow_policy.cases.conditions import is_doubtful
from onewindow_policy.cases.correcting.seeing import asked_again
from onewindow_policy.cases.correcting.seeing import AskedAgain
from onewindow_policy.cases.correcting.seeing import see_asked_again
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.materials import CaseMaterial
from onewindow_policy.cases.noting.notes import add_note
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.opening import OpenedCase
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.process.exceptions import PhotoUnfit
from onewindow_policy.cases.seeing import ALL_REASONS
from onewindow_policy.cases.seeing import disclose_case
from onewindow_policy.cases.seeing import Disclosure
from onewindow_policy.cases.seeing import disclosure_of
from onewindow_policy.cases.seeing import reasons_for
from onewindow_policy.cases.seeing import reveal_numbers
from onewindow_policy.cases.seeing import see_case
from onewindow_policy.cases.seeing import SeenCase
from onewindow_policy.cases.settings import disclosure_minutes
from onewindow_policy.cases.states import FACTS
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import PHOTO
from onewindow_policy.cases.states import TEXTS
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import away_text
from onewindow_policy.desks.api import Key
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.forms.api import read_upload
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.forms.interfaces import IInquiries
from onewindow_policy.questions.api import question_links
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.documents import TITLES
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.component import queryUtility
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload

_IN_WORDS = _("label_asked_in_words", default="said in words")


class CaseView(
    PapersAtDesk,
    ResultAtDesk,
    NumbersAtDesk,
    NotesAtDesk,
    StepsAtDesk,
    EndingAtDesk,
    FilesAtDesk,
    UntoldAtDesk,
    WhereaboutsAtDesk,
    LackingAtDesk,
    LinkedAtDesk,
    PostView,
    AboutCase,
):
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

    def act(self) -> tuple[Message, str] | None:
        """See `PostView`."""
        if "reveal" in self.request.form:
            reveal_numbers(self.number, self.submitted("reveal-why"), self.user)
            # On this page alone: the next one masks them again.
            self.is_revealed = True
            return None
        if "disclose" in self.request.form:
            disclose_case(self.number, self.submitted("why"), self.user)
            done = _(
                "message_case_disclosed",
                default="The case is open to you for ${minutes} minutes.",
                mapping={"minutes": disclosure_minutes()},
            )
            return done, f"{self.desk_url}/{self.number}"
        if "add-note" in self.request.form:
            add_note(self.number, self.submitted("case-note"), self.user)
            done = _("message_case_noted", default="Your note is kept.")
            return done, f"{self.desk_url}/{self.number}#notes"
        if "seen" in self.request.form:
            see_asked_again(self.number, self.user, version=self.submitted_version)
            done = _("message_asked_again_seen", default="Noted that you have looked.")
            return done, f"{self.desk_url}/{self.number}"
        if "phoned" in self.request.form:
            return self.note_phoned(), f"{self.desk_url}/{self.number}"
        if self.is_asked_first():
            return None
        photo = self._photo()
        move_case(
            self.number,
            self.wanted if self.wanted in STEPS else "",
            self.user,
            version=self.submitted_version,
            facts={**self.given, PHOTO: "1" if photo is not None else ""},
            photo=photo,
        )
        return self.done_with(self.wanted)

    def give_back(self, error: Exception) -> str:
        """See `PostView`. What was not noted is not shown."""
        self.is_revealed = False
        return super().give_back(error)

    @property
    def page_keys(self) -> tuple[Key, ...]:
        """See `IPublicPage`."""
        return next_keys(self.user) if self.case is not None else ()

    @property
    def next_button(self) -> str:
        """What leads on to the next case of the queue."""
        return next_button(self, self.user, self.number)

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

    @cached_property
    def _asked_again(self) -> tuple[AskedAgain, ...]:
        return asked_again(self.number, self.user) if self.case is not None else ()

    @property
    def asked_until(self) -> int:
        """Up to which version the page shows what was asked for again."""
        return max(each.version for each in self._asked_again)

    @cached_property
    def asked_again(self) -> list[str]:
        """What was asked for again, where this person has to look at it."""
        return [
            self.words(
                _(
                    "text_asked_again_by",
                    default="${moment}, ${name}: ${papers}",
                    mapping={
                        "moment": self.words.moment(each.at),
                        "name": self.staff_name(each.by) if each.by else "",
                        "papers": "、".join(
                            self.paper_names.get(code, code) for code in each.materials
                        )
                        or self.words(_IN_WORDS),
                    },
                )
            )
            for each in self._asked_again
        ]

    @property
    def barred_since(self) -> str:
        """Since when the applicant makes no promise, "" where they may."""
        since = None if self.is_sealed else self.case.barred_since
        return self.words.day(since) if since is not None else ""

    @property
    def is_sealed(self) -> bool:
        """Whether what is personal in it is not shown."""
        return not isinstance(self.case, OpenedCase)

    @property
    def is_stored(self) -> bool:
        """Whether it is only stored for the archive."""
        return self.case is not None and self.case.is_stored

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
            for value, title in reasons_for(is_stored=self.is_stored).items()
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
                "reason": self.words(ALL_REASONS[self.disclosure.reason]),
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

    @property
    def inquiry(self) -> dict | None:
        """What the person asked before, and where that is; None where nothing is known."""
        inquiries = queryUtility(IInquiries)
        number = None if self.is_sealed else self.case.inquiry_number
        if number is None or inquiries is None:
            return None
        url = f"{self.site_url}/{inquiries.path_of(number)}"
        return {"number": inquiries.number_text(number), "url": url}

    @property
    def question_links(self) -> list[dict]:
        """The ways to ask the department about the service, and to what it answered."""
        if self.case is None:
            return []
        case = self.case
        links = question_links(self.user, case.item_code, case.community_code)
        return [
            {"text": self.words(text), "url": f"{self.site_url}/{path}"}
            for text, path in links
        ]

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
                "document_number": self.document_number(person),
            }
            for role, person in people
        ]

    @cached_property
    def case_materials(self) -> list[CaseMaterial]:
        """See `case_materials`."""
        return case_materials(self.case)

    @cached_property
    def materials(self) -> list[dict]:
        """See `desk_materials`."""
        return desk_materials(self.case_materials, self.words)

    @property
    def answers(self) -> list[dict]:
        """What the form asked, but for how materials come, which stands with them."""
        return [
            self.answer_row(each)
            for each in self.case.answers
            if not is_doubtful(each) and (each.material is None or not self.materials)
        ]

    @property
    def doubtful_conditions(self) -> list[dict]:
        """The conditions of the guide that may not be met: whoever decides looks there."""
        if self.is_sealed:
            return []
        return [
            self.answer_row(each) for each in self.case.answers if is_doubtful(each)
        ]

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
            has_main=bool(self.issued or self.wanted),
        )

    def _photo(self) -> NewFile | None:
        """Return the photograph that was sent with a step, checked and scanned, None where
        none was. Raises `PhotoUnfit`."""
        sent = self.request.form.get(input_name(self.wanted, PHOTO))
        if not isinstance(sent, FileUpload) or not sent.filename:
            return None
        try:
            file = read_upload(sent, None)
        except UnfitFile as error:
            raise PhotoUnfit(error.args[0]) from error
        if not file.content_type.startswith("image/"):
            raise PhotoUnfit(
                _(
                    "error_case_no_photo",
                    default="This is no photograph. Send a picture.",
                )
            )
        return NewFile(
            None, file.filename, file.content_type, file.data, file.scanned_at
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
        return staff_name(user_id)

    @property
    def contacts(self) -> list[dict]:
        """Who sees to the case, who was asked first or handed it in for the applicant, who
        is asked to take it over."""
        if self.is_sealed:
            return []
        case = self.case
        return [
            {
                "label": self.words(label),
                "name": self.staff_name(user_id),
                "away": away_text(self.words, case.away.get(user_id)),
            }
            for label, user_id in (
                (_("label_case_assignee", default="Seen to by"), case.assignee),
                (
                    _("label_case_first_contact", default="First contact"),
                    case.first_contact,
                ),
                (_("label_case_filed_by", default="Handed in by"), case.filed_by),
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
    def next_form(self) -> str:
        """The forms of the steps that are possible, or what asks whether one is meant; ""
        where there is none."""
        form = self.confirm_form if self.is_asking else self.steps_form
        return form().strip()

    @property
    def unsent_texts(self) -> list[str]:
        """What was typed for a step that is not possible any more."""
        if any(step["name"] == self.wanted for step in self.steps):
            return []
        return [text for name in TEXTS if (text := self.given.get(name))]


def _document_of(person: Person) -> Message:
    """Return what the number of a person is called: of a kind that an editor made up, the
    form's own answer stands below."""
    if person.id_kind in (None, RESIDENT_CARD):
        return _("label_id_number", default="Identity number")
    return TITLES.get(
        person.id_kind, _("label_document_number", default="Number of the document")
    )
