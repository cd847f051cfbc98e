"""Going on with a form that was kept half filled in, on any device."""

from dataclasses import dataclass
from dataclasses import field
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.devices.api import comes_from_ended_visit
from onewindow_policy.devices.api import VisitorPage
from onewindow_policy.forms.browser.keeping import note_resumed
from onewindow_policy.forms.browser.undelivered import answers_part
from onewindow_policy.forms.browser.undelivered import Undelivered
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.keeping import last_day
from onewindow_policy.forms.keeping import resume
from onewindow_policy.forms.keeping import resume_url
from onewindow_policy.forms.keeping import ResumedForm
from onewindow_policy.guides.wording import Wording
from onewindow_policy.intake.api import drop_kept
from onewindow_policy.intake.api import Kept
from onewindow_policy.intake.api import KEPT_NUMBER
from onewindow_policy.intake.api import NOT_WANTED
from onewindow_policy.intake.exceptions import KeptFormRefused
from onewindow_policy.intake.exceptions import KeptNumberMistyped
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.origins.api import is_foreign
from onewindow_policy.pages.api import qr_code
from onewindow_policy.pages.api import text_of
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.serials import CODE_DIGITS
from onewindow_policy.typed.serials import code_text
from onewindow_policy.typed.serials import LONGEST_TYPED
from onewindow_policy.typed.serials import read_serial
from onewindow_policy.typed.serials import serial_and_code_apart
from plone import api
from zope.i18nmessageid import Message

#: Says that number and code, and no answers, were sent.
RESUME = "form.resume"

_FROM_ELSEWHERE = _(
    "error_resume_elsewhere",
    default=(
        "Your browser does not say that this was sent from a page of ours. Please enter the"
        " code here, and press the button once more."
    ),
)


@dataclass(frozen=True, slots=True)
class ToldKept:
    """What the page says of a form that was just kept."""

    title: str
    url: str
    number: str
    code: str = field(repr=False)
    day: str
    asks_anew: bool
    file_count: int = 0
    lost: tuple[str, ...] = ()
    is_told: bool = False


def resume_here(form, request) -> bool:
    """Have `request`, which sends number and code to the page of `form`, show it as it was
    kept; return whether they open it."""
    if _is_foreign(request) or comes_from_ended_visit(request):
        return False
    try:
        resumed = _resumed_by(request)
    except (UnfitNumber, KeptNumberMistyped, KeptFormRefused, TooManyTries):
        return False
    if resumed.page.shown.form_uid != form.UID():
        return False
    note_resumed(request, resumed)
    return True


def _resumed_by(request) -> ResumedForm:
    """Return the form that number and code in `request` open. Raises why they do not."""
    return resume(*_numbers_in(request), request.getClientAddr())


def _numbers_in(request) -> tuple[str, str]:
    """Return number and code as they are compared. Raises what is wrong with them."""
    number, code = serial_and_code_apart(
        text_of(request, "number", LONGEST_TYPED),
        text_of(request, "code", LONGEST_TYPED),
        KEPT_NUMBER.digits,
    )
    code = read_serial(code, CODE_DIGITS, has_check_digit=False)
    return KEPT_NUMBER.parse(number), code


def _is_foreign(request) -> bool:
    """Return whether another site's page sends number and code: its own, perhaps, so that
    somebody fills in a form which it opens then."""
    return is_foreign(request, is_null_missing=api.user.is_anonymous())


class ResumePage(VisitorPage):
    """`@@resume`: number and code, posted, lead to the form; no address ever has the code.

    Without an account, so that the code is the proof, and wrong ones count. It is the page
    of a form that was just kept, too.
    """

    problem = ""
    is_dropped = False
    #: A form that is offered no more, and what was typed into it.
    gone: Undelivered | None = None
    answers = ""
    kept: ToldKept | None = None

    def answer(self):
        if self.request.method == "POST" and self.kept is None:
            if self.is_of_ended_visit:
                self.request.form.clear()
            elif self._open():
                return ""
        return self.index()

    def tell_kept(self, kept: Kept, form, *, lost, **said) -> str:
        """Return the page of what was just kept of `form`, a `RegisteringForm`."""
        self.kept = ToldKept(
            title=item_of(form.context).title,
            url=form.context.absolute_url(),
            number=KEPT_NUMBER.text(kept.number),
            code=code_text(kept.code),
            day=last_day(kept.until, self.language),
            lost=tuple(lost),
            **said,
        )
        return self()

    def _tell_again(self, resumed: ResumedForm, url: str) -> None:
        """Show the page of what was kept once more: in other print, or another language."""
        number, code = _numbers_in(self.request)
        self.kept = ToldKept(
            title=resumed.page.shown.title,
            url=url,
            number=KEPT_NUMBER.text(number),
            code=code_text(code),
            day=last_day(resumed.until, self.language),
            asks_anew=bool(resumed.left_out),
        )

    @property
    def page_title(self) -> Message:
        if self.kept is not None:
            return _("heading_form_kept", default="It is kept, and not sent yet")
        return _("title_resume", default="Go on with a form that you kept")

    @property
    def has_switched_form(self) -> bool:
        """Whether a link to other print or language would lose the page, which came as an
        answer: then it has buttons for that."""
        return self.kept is not None

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [(self.translate(self.page_title), None)]

    @cached_property
    def words(self) -> Wording:
        return Wording(self.language)

    @property
    def url(self) -> str:
        return resume_url()

    @property
    def typed_number(self) -> str:
        return text_of(self.request, "number", LONGEST_TYPED)

    @cached_property
    def resume_code(self) -> str:
        """This page with the number filled in, as a QR code."""
        return qr_code(resume_url(self.kept.number))

    @property
    def lost(self) -> str:
        """The names of files that are not kept."""
        return self.words.enumerate(self.kept.lost)

    def _open(self) -> bool:
        """Lead to the form that number and code open, and return whether that was done;
        else the page says what there is to say."""
        if _is_foreign(self.request):
            self._say(_FROM_ELSEWHERE)
            return False
        try:
            resumed = _resumed_by(self.request)
        except UnfitNumber as error:
            self._say(error.args[0])
        except TooManyTries as error:
            self.request.response.setStatus(429)
            self._say(error.message)
        except (KeptNumberMistyped, KeptFormRefused) as error:
            self._say(error.message)
        else:
            return self._lead_on(resumed)
        return False

    def _lead_on(self, resumed: ResumedForm) -> bool:
        if "drop" in self.request.form:
            drop_kept(resumed.page.nonce.value.hex(), NOT_WANTED)
            self.request.form.clear()
            self.is_dropped = True
            return False
        gone = Undelivered(resumed.page, self.request)
        if gone.new_address is None:
            resumed.give_back(self.request)
            self.answers = answers_part(resumed.page, self.request)
            self.request.form.clear()
            self.request.response.setStatus(404)
            self.gone = gone
            return False
        if "told" in self.request.form:
            self._tell_again(resumed, gone.new_address)
            return False
        # The browser sends number and code to the page of the form, which opens it.
        self.request.response.redirect(gone.new_address, status=307, lock=True)
        return True

    def _say(self, message: Message) -> None:
        self.problem = self.translate(message)
