"""Files of a form wait for the rest of it, where it has to be sent again."""

from functools import cached_property
from onewindow_policy import logger
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.sent import file_id_of
from onewindow_policy.forms.uploads import HandedInFile
from onewindow_policy.forms.uploads import PDF
from onewindow_policy.forms.widgets import read_upload
from onewindow_policy.intake.api import drop_parked_files
from onewindow_policy.intake.api import move_parked
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.api import parked_files
from onewindow_policy.intake.api import ParkedFile
from onewindow_policy.intake.api import renew_parked
from onewindow_policy.intake.exceptions import NoRoomToPark
from onewindow_policy.pictures.previews import preview_of
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from uuid import UUID
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload

import transaction


class ParkingForm:
    """The part of a `RegisteringForm` that is about its files."""

    #: Whether others keep the database so busy that parking would only wait again.
    is_too_busy = False

    #: The files that were parked now, by field; None where that was not possible.
    _parked_now: dict[str, list[ParkedFile]] | None = None

    @cached_property
    def _without_room(self) -> set[int]:
        """The uploads, by identity, that are more than may wait."""
        return set()

    def park_files(self) -> None:
        """Keep the files that came with a form that has to be sent again."""
        if self.is_too_busy:
            return
        try:
            self._move_waiting()
            taken_off = self._taken_off()
            if taken_off:
                drop_parked_files(self.submission.nonce_text, taken_off)
            parked = {
                widget.__name__: self._park_fitting(widget)
                for widget in self.asked_widgets()
                if IMaterialFiles.providedBy(widget.field)
            }
            if any(parked.values()) or any(map(self._waiting, self.asked_widgets())):
                renew_parked(self.submission.nonce_text)
                transaction.commit()
            elif taken_off:
                transaction.commit()
            self._parked_now = parked
        except (DatabaseBusy, DatabaseUnavailable) as error:
            if isinstance(error, DatabaseBusy) and self.request.supports_retry():
                raise
            logger.error("Files of a form could not be kept: %s", error)
            transaction.abort()

    def _taken_off(self) -> set[str]:
        """Return the ids of files that waited and were taken off the form: they count
        against its limit no more."""
        widgets = [
            each for each in self.all_widgets() if IMaterialFiles.providedBy(each.field)
        ]
        names = {each.__name__ for each in widgets}
        kept = {file.id for widget in widgets for file in self._waiting(widget)}
        parked = parked_files(self.submission.nonce_text) if names else ()
        return {file.id for file in parked if file.field_name in names} - kept

    def _move_waiting(self) -> None:
        """Let what waits wait for the form that is shown now, where that is another."""
        earlier = self.submission.earlier_nonce
        if earlier is not None and any(map(self._waiting, self.asked_widgets())):
            move_parked(earlier.value.hex(), self.submission.nonce_text)

    def _park_fitting(self, widget) -> list[ParkedFile]:
        """Keep those of the files that came with this request that can be taken in, as far
        as there is room; of the others the page says why, or that they are wanted again.
        """
        known = {each.id for each in self._waiting(widget)}
        found = []
        for upload in _uploads_of(widget):
            try:
                file = read_upload(upload, self.submission)
                file_id = file_id_of(
                    upload, widget.__name__, self.submission.nonce_text
                )
                # Whoever chooses the same file twice hands in two.
                is_second = str(file_id) in known
                found.append(self._park(widget, file, None if is_second else file_id))
                known.add(str(file_id))
            except UnfitFile:
                continue
            except NoRoomToPark:
                self._without_room.add(id(upload))
        return found

    def _park(self, widget, file: HandedInFile, wanted_id: UUID | None) -> ParkedFile:
        name, submission = widget.__name__, self.submission
        preview = preview_of(file.data) if file.content_type != PDF else None
        file_id = park_upload(
            submission.nonce_text,
            name,
            file.filename,
            file.content_type,
            file.data,
            submission.address,
            submission.account,
            preview,
            wanted_id,
        )
        return ParkedFile(
            file_id, name, file.filename, file.content_type, file.size, preview
        )

    def kept_files(self, widget) -> list[ParkedFile]:
        """See `ResidentForm`."""
        return self._waiting(widget) + (self._parked_now or {}).get(widget.__name__, [])

    def lost_files(self, widget) -> list[FileUpload]:
        """See `ResidentForm`."""
        uploads = _uploads_of(widget)
        if self._parked_now is None:
            return uploads
        return [each for each in uploads if id(each) in self._without_room]

    def refused_files(self, widget) -> list[tuple[str, Message]]:
        """See `ResidentForm`."""
        found = self.submission.uploads
        return [
            (each.filename, found[id(each)].args[0])
            for each in _uploads_of(widget)
            if isinstance(found.get(id(each)), UnfitFile)
        ]

    def _waiting(self, widget) -> list[ParkedFile]:
        """Return the files of a widget that waited already and are still wanted."""
        if not IMaterialFiles.providedBy(widget.field):
            return []
        return [
            each
            for each in widget.value or ()
            if isinstance(each, ParkedFile) and each.id not in self.submission.infected
        ]


def _uploads_of(widget) -> list[FileUpload]:
    """Return the files of a widget that came with this request."""
    if not IMaterialFiles.providedBy(widget.field):
        return []
    return [each for each in widget.value or () if isinstance(each, FileUpload)]
