"""Handing in what is missing in a case (补正、容缺补交), without an account."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.browser.track import TrackView
from onewindow_policy.cases.exceptions import NothingMissing
from onewindow_policy.cases.facts import LONGEST_REASON
from onewindow_policy.cases.stepexceptions import ReasonTooLong
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.supplementing import hand_in
from onewindow_policy.cases.supplementing import Missing
from onewindow_policy.cases.supplementing import missing_in
from onewindow_policy.forms.api import HandedInFile
from onewindow_policy.forms.api import material_filename
from onewindow_policy.forms.api import read_upload
from onewindow_policy.forms.api import require_total
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.intake.api import drop_parked
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.api import parked_content
from onewindow_policy.intake.api import parked_files
from onewindow_policy.intake.api import ParkedFile
from onewindow_policy.intake.exceptions import NoRoomToPark
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.pages.api import text_of
from onewindow_policy.samples.api import size_text
from ZPublisher.HTTPRequest import FileUpload

import re
import secrets

#: What is handed in for no material by name.
OTHER = "_other"
_NONCE = re.compile("[0-9a-f]{32}")

NO_FILE = _(
    "error_hand_in_no_file",
    default="Choose a photo or PDF. If you have only the paper, take it to the window.",
)
NOTHING = _(
    "error_hand_in_nothing",
    default="Choose a file, or write what you want to put right.",
)
NO_ROOM = _(
    "error_hand_in_no_room",
    default=(
        "These files could not be kept: too much is waiting just now. Please try again in"
        " half an hour, or take the papers to the window."
    ),
)


class HandInView(TrackView):
    """`@@hand-in`: opened by number and query code from the progress; what is sent goes to
    the case, or waits sealed for half an hour while something is wrong with the rest.

    It needs no other token, as who has the code may withdraw as well.
    """

    page_title = _("title_hand_in", default="Hand in what is missing")
    #: Whether it has been sent, and the page shows how the case stands.
    was_handed_in = False

    def __init__(self, context, request):
        super().__init__(context, request)
        #: What came just now and is right, with its material; and what of it waits.
        self._new: list[tuple[str, HandedInFile]] = []
        self._parked: list[str] = []

    def answer(self):
        if self.request.method != "POST":
            self.request.response.redirect(self.track_url)
            return ""
        if self.is_of_ended_visit:
            self.request.form.clear()
        self._open()
        if self.case is not None and "hand_in" in self.request.form:
            self._take()
        return self.index()

    @property
    def hand_in_url(self) -> str:
        return f"{self.site_url}/@@hand-in"

    @cached_property
    def nonce(self) -> str:
        """What files wait for that were sent with something that was not right."""
        sent = text_of(self.request, "nonce")
        return sent if _NONCE.fullmatch(sent) else secrets.token_hex(16)

    @property
    def missing(self) -> Missing | None:
        """What can be handed in, None where nothing is waited for."""
        return missing_in(self.case) if not self.was_handed_in else None

    @property
    def note(self) -> str:
        """What was typed to it."""
        return text_of(self.request, "note", LONGEST_REASON + 1)

    @property
    def fields(self) -> list[dict]:
        """A place for the files of each material that is missing, and one for others."""
        titles = {each.code: each.name for each in self._materials}
        rest = self.words(_("label_other_files", default="Other files"))
        names = [(code, titles.get(code, code)) for code in self._asked]
        return [
            {
                "name": code,
                "id": f"files-{code}",
                "title": title,
                "is_needed": code != OTHER,
                "problem": self.problems.get(code),
                "kept": [
                    {
                        "id": each.id,
                        "name": each.name,
                        "size": size_text(each.size_bytes),
                    }
                    for each in self._kept
                    if each.field_name == code
                ],
            }
            for code, title in [*names, (OTHER, rest)]
        ]

    @property
    def summary(self) -> list[dict]:
        """What is wrong, each with the place where it is put right."""
        ids = {field["name"]: field["id"] for field in self.fields}
        return [
            {"id": ids.get(name, name), "text": text}
            for name, text in self.problems.items()
            if name
        ]

    @property
    def _asked(self) -> tuple[str, ...]:
        return self.missing.materials if self.missing is not None else ()

    @property
    def _kept(self) -> list[ParkedFile]:
        """The files that wait: those of before that were not taken off the page, and what
        came just now."""
        if not _NONCE.fullmatch(text_of(self.request, "nonce")):
            return []
        keep = self.request.form.get("keep", [])
        keep = [*(keep if isinstance(keep, list) else [keep]), *self._parked]
        return [each for each in parked_files(self.nonce) if each.id in keep]

    def _take(self) -> None:
        """Hand in what was sent, or say what is wrong with it."""
        if self.missing is None:
            # Of what came before with the same page it says so: a button is pressed twice.
            self._send({})
            return
        files = self._read_files()
        for code in self._asked:
            if code not in files and code not in self.problems:
                self.problems[code] = self.words(NO_FILE)
        if not files and not self.note and not self.problems:
            self.problems[OTHER] = self.words(NOTHING)
        if self.problems:
            self.request.response.setStatus(422)
            self._park()
            return
        self._send(files)

    def _send(self, files: dict[str, list[HandedInFile]]) -> None:
        titles = {each.code: each.name for each in self._materials}
        rest = self.words(_("label_other_files", default="Other files"))
        new = [
            NewFile(
                code if code != OTHER else None,
                material_filename(titles.get(code, rest), at, file.content_type),
                file.content_type,
                file.data,
                file.scanned_at,
            )
            for code, several in files.items()
            for at, file in enumerate(several, 1)
        ]
        address = self.request.getClientAddr()
        try:
            self.case = hand_in(
                self.case.number, self.code, address, new, self.note, self.nonce
            )
        except ReasonTooLong as error:
            self._say(422, "note", error.message)
            self._park()
        except TooManyTries as error:
            self._say(429, "", error.message)
            self._park()
        except NothingMissing as error:
            self._say(409, "", error.message)
            self.case = error.case
        else:
            self.was_handed_in = True
            drop_parked(self.nonce)

    def _say(self, status: int, name: str, message) -> None:
        self.request.response.setStatus(status)
        self.problems[name] = self.words(message)

    def _read_files(self) -> dict[str, list[HandedInFile]]:
        """Return what waits and what was sent now, by material, checked and scanned; what
        is wrong with a file stands at its place."""
        files: dict[str, list[HandedInFile]] = {}
        for code in (*self._asked, OTHER):
            found = self._waiting(code)
            for upload in self._sent(code):
                try:
                    file = read_upload(upload, None)
                except UnfitFile as error:
                    self.problems[code] = self.words(error.args[0])
                else:
                    found.append(file)
                    self._new.append((code, file))
            if found:
                files[code] = found
        try:
            require_total(file.size for several in files.values() for file in several)
        except UnfitFile as error:
            self.problems[OTHER] = self.words(error.args[0])
            self._new.clear()
        return files

    def _waiting(self, code: str) -> list[HandedInFile]:
        return [
            HandedInFile(each.name, each.media_type, content)
            for each in self._kept
            if each.field_name == code
            and (content := parked_content(self.nonce, each.id)) is not None
        ]

    def _sent(self, code: str) -> list[FileUpload]:
        sent = self.request.form.get(f"files-{code}")
        sent = sent if isinstance(sent, list) else [sent]
        # An input that was left alone sends a file without a name.
        return [each for each in sent if isinstance(each, FileUpload) and each.filename]

    def _park(self) -> None:
        """Let what was right wait, so that it is not chosen again."""
        address = self.request.getClientAddr()
        for code, file in self._new:
            try:
                parked = park_upload(
                    self.nonce,
                    code,
                    file.filename,
                    file.content_type,
                    file.data,
                    address,
                )
            except NoRoomToPark:
                self.problems[""] = self.words(NO_ROOM)
                return
            self._parked.append(parked)
