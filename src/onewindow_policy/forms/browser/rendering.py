"""The page of a form, rendered by Chameleon itself (see `guides.browser.body`)."""

from dataclasses import replace
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.forms import consents
from onewindow_policy.forms.browser.before import before_part
from onewindow_policy.forms.browser.checking import check_part
from onewindow_policy.forms.browser.device import FormDevice
from onewindow_policy.forms.browser.guardian import guardian_rows
from onewindow_policy.forms.browser.guardian import GuardianRow
from onewindow_policy.forms.browser.inputs import InputRows
from onewindow_policy.forms.browser.parts import changed_part
from onewindow_policy.forms.browser.parts import keep_part
from onewindow_policy.forms.browser.parts import resumed_part
from onewindow_policy.forms.browser.rows import ConsentRow
from onewindow_policy.forms.browser.rows import GroupRow
from onewindow_policy.forms.earlier import sealed_renewal
from onewindow_policy.forms.uploads import MAX_FILE_SIZE
from onewindow_policy.forms.uploads import MAX_TOTAL_SIZE
from onewindow_policy.forms.uploads import MEGABYTE
from onewindow_policy.guides.wording import Wording
from onewindow_policy.pages.api import content_language
from onewindow_policy.pages.api import Fragment
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from pathlib import Path
from zope.component import getMultiAdapter
from zope.component import queryMultiAdapter
from zope.i18n import translate

_TEMPLATES = Path(__file__).parent / "templates"
_TEMPLATE = Fragment(_TEMPLATES / "form.pt")
_DEVICE = Fragment(_TEMPLATES / "device.pt")
_GROUPS = Fragment(_TEMPLATES / "groups.pt")
_CONSENTS = Fragment(_TEMPLATES / "consents.pt")

#: Said before anything is sent; the script puts names in the place of {files}.
_TOO_LARGE = _(
    "text_files_too_large",
    default=(
        "Larger than ${limit} MB, and left out: {files}. Take the photo again in a smaller"
        " size. The others that you chose are still here. "
    ),
    mapping={"limit": MAX_FILE_SIZE // MEGABYTE},
)
_TOO_MANY = _(
    "text_files_too_many",
    default=(
        "All files together would be larger than ${limit} MB, so these were left out:"
        " {files}. The others that you chose are still here."
    ),
    mapping={"limit": MAX_TOTAL_SIZE // MEGABYTE},
)
_HEIC = _(
    "text_files_heic",
    default=(
        "Our computers cannot open this format (HEIC), so these were left out: {files}. On"
        " an iPhone choose Settings, Camera, Formats, Most Compatible, and take the photo"
        " again; or send a screenshot of it. "
    ),
)
_PREPARING = _(
    "text_files_preparing",
    default="The photos are being made smaller, which takes some seconds …",
)
_CAMERA_KEPT = _(
    "text_camera_kept",
    default="Kept: {count} file(s) now. Photograph the next page, or close the camera.",
)
_CAMERA_REFUSED = _(
    "text_camera_refused",
    default=(
        "The camera cannot be used. Allow it in the browser, see that no other program has"
        " it, or choose a file."
    ),
)
_SENDING = _(
    "text_sending",
    default="It is being sent. Please wait, and do not close this page …",
)
_SLOW = _(
    "text_sending_slow",
    default=(
        "There is no answer yet. You may press the button once more: nothing is sent twice."
    ),
)


class FormPage:
    """What the template shows of a `ResidentForm` after its update."""

    def __init__(self, form):
        self.form = form
        self.words = Wording(language_of(form.request))
        self.steps = form.steps
        self.problems = form.problems
        is_shown_again = bool(self.problems) or self.is_check or form.is_asking
        self.doubts = form.doubts if is_shown_again else ()
        self.notice = form.notice

    @property
    def html(self) -> str:
        """The form with what stands above it."""
        return self._render(_TEMPLATE)

    # -- one group after the other, on phones

    @property
    def is_check(self) -> bool:
        """Whether all answers are looked over."""
        return self.steps is not None and self.steps.is_check

    @property
    def css_class(self) -> str:
        if self.steps is None:
            return "resident-form"
        names = ["resident-form", "is-stepped"]
        names += ["is-beginning"] if self.steps.is_start else []
        return " ".join(names + (["is-ending"] if self.is_check else []))

    def group_class(self, group_id: str) -> str:
        """Return the class of a group, by the id of its step."""
        is_current = self.steps is not None and self.steps.at == group_id
        return "panel group is-current" if is_current else "panel group"

    @property
    def step_count(self) -> str:
        return self.words(self.steps.progress)

    @property
    def step_language(self) -> str | None:
        """The language of the step's title, which editors wrote or we did."""
        return None if self.steps.is_ours else self.content_language

    @property
    def focuses_step(self) -> str | None:
        """Whether the step is read out: after a step, unless something is to be mended."""
        is_told_more = self.problems or self.is_asking
        return "1" if self.steps.pressed and not is_told_more else None

    @property
    def onward_step(self) -> str:
        return self.steps.onward[0]

    @property
    def onward_title(self) -> str:
        return self.words(self.steps.onward[1])

    @property
    def problems_heading(self) -> str:
        if self.steps is not None and self.steps.pressed:
            return self.words(
                _("heading_problems_step", default="Please mend this, then go on")
            )
        return self.words(
            _("heading_problems", default="Please mend this, then send it again")
        )

    @property
    def doubts_heading(self) -> str:
        """What is said above doubts: whether nothing else is why the page comes back."""
        if not self.is_asking:
            return self.words(
                _(
                    "heading_doubts",
                    default="Worth a second look; leave it if it is right",
                )
            )
        if self.steps is not None and self.steps.pressed:
            return self.words(
                _(
                    "heading_doubts_step",
                    default=(
                        "Worth a second look. If it is right, press the button once more"
                    ),
                )
            )
        return self.words(
            _(
                "heading_doubts_asked",
                default=(
                    "Nothing is sent yet: worth a second look. If it is right, press the"
                    " button once more"
                ),
            )
        )

    @property
    def before(self) -> str:
        """What to know and to have at hand before the first question, as HTML."""
        return before_part(self) if self.form.is_registering else ""

    @property
    def check(self) -> str:
        """All answers to look over, as HTML; nothing before the last step."""
        return check_part(self) if self.is_check else ""

    @property
    def registering(self):
        """The submission that a registering form is for, else None."""
        return self.form.submission if self.form.is_registering else None

    @property
    def sealed(self) -> str:
        """What a registering form carries of its page."""
        return self.form.sealed

    @property
    def asked(self) -> str | None:
        """What pages say to have asked about, None for nothing: this one shows its
        doubts."""
        if not self.form.is_registering:
            return None
        return self.form.asked_with({each.target for each in self.doubts}) or None

    @property
    def is_asking(self) -> bool:
        """Whether nothing but doubts is why the page comes back."""
        return self.form.is_asking

    @property
    def changed(self) -> str:
        """What has changed since the page was opened that was sent, as HTML."""
        return changed_part(self.form)

    @property
    def keeping(self) -> str:
        """The button that keeps the form half filled in, as HTML; nothing where that is not
        offered."""
        return keep_part(self) if self.form.is_registering else ""

    @property
    def resumed(self) -> str:
        """What is said of a form that was kept, and is gone on with, as HTML."""
        return resumed_part(self) if self.form.is_registering else ""

    @cached_property
    def device(self) -> FormDevice | None:
        """What is said of the browser; None where nothing is registered."""
        return FormDevice(self.form.request) if self.form.is_registering else None

    @property
    def device_part(self) -> str:
        """What is said of the browser, as HTML, with the buttons that switch the page."""
        return self._render(_DEVICE) if self.form.is_registering else ""

    @property
    def groups_part(self) -> str:
        """The questions in their groups, as HTML."""
        return self._render(_GROUPS)

    @property
    def consents_part(self) -> str:
        """The consents to tick, as HTML; nothing where none is asked for."""
        return self._render(_CONSENTS) if self.consents else ""

    def _render(self, part: Fragment) -> str:
        return part(page=self, target_language=translation_target(self.words.language))

    @property
    def switches(self) -> list:
        """The buttons that switch print and language within the form: what the public face
        offers, wherever there is one."""
        context, request = self.form.context, self.form.request
        frame = queryMultiAdapter((context, request), name="public_frame")
        return [] if frame is None else frame.form_switches

    @property
    def held(self) -> str:
        """Why the form was not taken in as a whole."""
        held = self.form.held
        return translate(held, context=self.form.request) if held else ""

    @property
    def content_language(self) -> str | None:
        """The language of what editors wrote where it is not the page's, for lang."""
        return content_language(self.words.language)

    @property
    def action(self) -> str:
        return self.form.action()

    @property
    def form_id(self) -> str:
        return self.form.id

    @property
    def form_name(self) -> str | None:
        return self.form.form_name()

    @property
    def method(self) -> str:
        return self.form.method

    @property
    def inquiry(self) -> str:
        """The number of what was asked before, which comes back with the answers."""
        inquired = getattr(self.form, "inquired", None)
        return inquired.number if inquired is not None else ""

    @property
    def renews(self) -> str:
        """What the form carries of what it renews, sealed; "" for nothing."""
        number = getattr(self.form, "renews", None)
        return sealed_renewal(number) if number else ""

    @property
    def is_filled_in(self) -> bool:
        """Whether the form was just filled in with what was said last time."""
        return getattr(self.form, "is_filled_in", False)

    @property
    def hidden(self) -> str:
        """Inputs that nobody sees, as HTML: the token against forged requests."""
        if not self.form.enableCSRFProtection:
            return ""
        request = self.form.request
        view = getMultiAdapter((self.form.context, request), name="authenticator")
        return view.authenticator()

    @property
    def prologue(self) -> str:
        return _output(self.form.context.formPrologue)

    @property
    def epilogue(self) -> str:
        return _output(self.form.context.formEpilogue)

    @property
    def largest(self) -> int:
        """How large a file may be, in bytes; browsers tell before anything is sent."""
        return MAX_FILE_SIZE

    @property
    def most_together(self) -> int:
        """How large all files together may be, in bytes."""
        return MAX_TOTAL_SIZE

    @property
    def too_large(self) -> str:
        return self.words(_TOO_LARGE)

    @property
    def too_many(self) -> str:
        return self.words(_TOO_MANY)

    @property
    def cannot_open(self) -> str:
        return self.words(_HEIC)

    @property
    def preparing(self) -> str:
        return self.words(_PREPARING)

    @property
    def camera_kept(self) -> str:
        return self.words(_CAMERA_KEPT)

    @property
    def camera_refused(self) -> str:
        return self.words(_CAMERA_REFUSED)

    @property
    def sending(self) -> str:
        return self.words(_SENDING)

    @property
    def sending_slow(self) -> str:
        return self.words(_SLOW)

    @property
    def buttons(self) -> list[tuple[str, str, str]]:
        """Triples of name, title and class."""
        return [
            (
                action.name,
                translate(action.title, context=self.form.request),
                "btn btn-primary" if action.__name__ == "submit" else "btn",
            )
            for action in self.form.actions.values()
        ]

    @cached_property
    def groups(self) -> list[GroupRow]:
        rows = InputRows(self.form, self.words, self.doubts)
        say = rows.say
        groups = [GroupRow("group-default", "", "", rows.of(self.form.widgets))] + [
            GroupRow(
                f"group-{group.__name__}",
                say(group.label),
                say(group.description or ""),
                rows.of(group.widgets),
            )
            for group in self.form.groups
        ]
        if self.form.is_registering:
            groups.insert(0, self.form.eligibility.group(self.doubts))
        return [_share_condition(group) for group in groups if group.rows]

    @cached_property
    def guardian(self) -> list[GuardianRow]:
        """The questions about who consents for a child, where that is offered."""
        if consents.GUARDIAN not in self.form.offered_consents:
            return []
        return guardian_rows(self.form, self.words)

    @cached_property
    def consents(self) -> list[ConsentRow]:
        """The consents to tick: what was found to be missing is asked for too."""
        form = self.form
        return [
            ConsentRow(
                id=(consents.PREFIX + name).replace(".", "-"),
                name=consents.PREFIX + name,
                words=self.words(form.consent_words[name]),
                given=name in form.consents,
                error=self.words(consents.missing_consent(name))
                if name in form.missing_consents
                else "",
            )
            for name in form.offered_consents
        ]


def _output(text) -> str:
    return text.output if text else ""


def _share_condition(group: GroupRow) -> GroupRow:
    """Say a condition once where all fields of a group have it."""
    conditions = {row.condition for row in group.rows}
    if not group.title or len(conditions) != 1 or conditions == {None}:
        return group
    return replace(
        group,
        condition=group.rows[0].condition,
        condition_words=group.rows[0].condition_words,
        rows=tuple(
            replace(row, condition=None, condition_words="") for row in group.rows
        ),
    )


def render_form(form) -> str:
    """Return the HTML of a form with what stands above it."""
    return FormPage(form).html
