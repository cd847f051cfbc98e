"""The inputs of our fields, and how what they send becomes values."""

from dataclasses import replace
from onewindow_policy import _
from onewindow_policy.forms import uploads
from onewindow_policy.forms.communities import choices_of_city
from onewindow_policy.forms.communities import CommunityChoices
from onewindow_policy.forms.communities import StreetChoice
from onewindow_policy.forms.exceptions import InfectedFile
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.forms.interfaces import IBirthDate
from onewindow_policy.forms.interfaces import IBirthDateWidget
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.interfaces import ICommunityWidget
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.interfaces import IMaterialFilesWidget
from onewindow_policy.forms.interfaces import IReadAnswer
from onewindow_policy.forms.scanning import scanned
from onewindow_policy.forms.sent import KEPT_PREFIX
from onewindow_policy.forms.submissions import parked_for
from onewindow_policy.forms.submissions import read_parked
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.submissions import submission_of
from onewindow_policy.intake.api import ParkedFile
from onewindow_policy.typed.texts import clean_text
from os import SEEK_END
from z3c.form.browser.file import FileWidget
from z3c.form.browser.widget import HTMLFormElement
from z3c.form.converter import BaseDataConverter
from z3c.form.interfaces import IFieldWidget
from z3c.form.interfaces import IFormLayer
from z3c.form.interfaces import IWidget
from z3c.form.interfaces import NO_VALUE
from z3c.form.widget import FieldWidget
from z3c.form.widget import Widget
from zope.component import adapter
from zope.interface import implementer
from zope.interface import implementer_only
from ZPublisher.HTTPRequest import FileUpload


@adapter(IReadAnswer, IWidget)
class ReadAnswerConverter(BaseDataConverter):
    """Reads what was typed; raises `UnfitAnswer`. What was typed stays in the input."""

    def toWidgetValue(self, value):
        return value or ""

    def toFieldValue(self, value):
        text = clean_text(value)
        return self.field.read(text) if text else self.field.missing_value


@implementer_only(ICommunityWidget)
class CommunityWidget(HTMLFormElement, Widget):
    """See `ICommunityWidget`.

    Where there are too many communities for one list, the street is chosen first: its
    input has the widget's name and `.street`; any button but the last sends the form to
    itself, and the page comes back with the communities of that street.
    """

    value = ""

    @property
    def choices(self) -> CommunityChoices:
        return choices_of_city()

    @property
    def street(self) -> StreetChoice | None:
        """The street that was chosen, by itself or with its community."""
        chosen = "" if self.ignoreRequest else self.request.get(f"{self.name}.street")
        return self.choices.street(chosen or (self.value or "")[:9])

    @property
    def shown(self) -> str:
        return self.choices.names.get(self.value, "")

    def extract(self, default=NO_VALUE):
        return self.request.get(self.name, default) or default


@adapter(ICommunityCode, IFormLayer)
@implementer(IFieldWidget)
def CommunityFieldWidget(field, request):
    return FieldWidget(field, CommunityWidget(request))


@implementer_only(IBirthDateWidget)
class BirthDateWidget(HTMLFormElement, Widget):
    """See `IBirthDateWidget`."""

    value = ""
    shown = ""

    def extract(self, default=NO_VALUE):
        return default


@adapter(IBirthDate, IFormLayer)
@implementer(IFieldWidget)
def BirthDateFieldWidget(field, request):
    return FieldWidget(field, BirthDateWidget(request))


@adapter(IBirthDate, IBirthDateWidget)
class BirthDateConverter(BaseDataConverter):
    """Nothing is typed, nothing is read: the form sets the value."""

    def toWidgetValue(self, value):
        return value.isoformat() if value else ""

    def toFieldValue(self, value):
        return self.field.missing_value


@implementer_only(IMaterialFilesWidget)
class MaterialFilesWidget(FileWidget):
    """See `IMaterialFilesWidget`.

    Its value is a list of what waits from an earlier try and was not taken off the list,
    followed by what the browser uploaded now.
    """

    value = ()

    @property
    def kept_name(self) -> str:
        """The name of the inputs that keep what waits."""
        return f"{KEPT_PREFIX}{self.field.__name__}"

    @property
    def shown(self) -> str:
        return str(len(self.value))

    def extract(self, default=NO_VALUE):
        sent = self.request.get(self.name)
        sent = sent if isinstance(sent, list) else [sent]
        # A file input that was left alone sends a file without a name.
        files = [
            each for each in sent if isinstance(each, FileUpload) and each.filename
        ]
        return [*self._kept(), *files] or default

    def _kept(self) -> list[ParkedFile]:
        sent = self.request.form.get(self.kept_name, [])
        sent = sent if isinstance(sent, list) else [sent]
        wanted = [each for each in sent if isinstance(each, str)]
        submission = submission_of(self.request)
        if not wanted or submission is None:
            return []
        return parked_for(submission, self.field.__name__, wanted)


@adapter(IMaterialFiles, IFormLayer)
@implementer(IFieldWidget)
def MaterialFilesFieldWidget(field, request):
    return FieldWidget(field, MaterialFilesWidget(request))


@adapter(IMaterialFiles, IMaterialFilesWidget)
class MaterialFilesConverter(BaseDataConverter):
    """Reads and checks uploaded files; raises `UnfitFile`."""

    def toWidgetValue(self, value):
        return []

    def toFieldValue(self, value):
        return tuple(self._read(each) for each in value)

    def _read(self, each: ParkedFile | FileUpload) -> uploads.HandedInFile:
        if isinstance(each, FileUpload):
            return read_upload(each, submission_of(self.widget.request))
        submission = submission_of(self.widget.request)
        file = read_parked(submission, each)
        if file is None:
            raise UnfitFile(
                _(
                    "error_file_gone",
                    default="We could not keep the file so long. Please choose it again.",
                )
            )
        try:
            # Once more: the scanner may have been away, and knows more than it did.
            return scanned(file, submission)
        except InfectedFile:
            submission.infected.add(each.id)
            raise


def read_upload(
    upload: FileUpload, submission: Submission | None
) -> uploads.HandedInFile:
    """Return what the browser uploaded, checked and scanned: once a request, however often
    it is asked for. Raises `UnfitFile`."""
    if submission is None:
        return _read_now(upload, None)
    found = submission.uploads.get(id(upload))
    if found is None:
        try:
            found = _read_now(upload, submission)
        except UnfitFile as error:
            found = error
        submission.uploads[id(upload)] = found
    if isinstance(found, UnfitFile):
        raise found
    return found


def _read_now(
    upload: FileUpload, submission: Submission | None
) -> uploads.HandedInFile:
    # Asked of the file on disk: what is too large is never read into memory.
    upload.seek(0, SEEK_END)
    uploads.require_size(upload.tell())
    upload.seek(0)
    sent = upload.read()
    file = uploads.read_file(upload.filename, sent)
    # What is kept is a part of what was sent; a virus may be in either.
    found = scanned(replace(file, data=sent), submission)
    return replace(found, data=file.data)
