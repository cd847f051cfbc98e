"""Keeping a form half filled in: the button of its page, and the page that was kept."""

from collections.abc import Callable
from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.devices.api import is_shared
from onewindow_policy.forms.exceptions import SubmissionHeld
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.keeping import KEEP
from onewindow_policy.forms.keeping import keep
from onewindow_policy.forms.keeping import ResumedForm
from onewindow_policy.forms.keeping import tell
from onewindow_policy.forms.notices import keeps_on_shared_devices
from onewindow_policy.intake.api import kept_form_days
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from plone import api
from zope.annotation.interfaces import IAnnotations
from zope.component import getMultiAdapter

import transaction

_ANNOTATION = "onewindow_policy.forms.resumed"

_NOT_KEPT = _(
    "error_form_not_kept",
    default=(
        "We cannot keep the form just now. What you entered is still here; please try"
        " again in a few minutes."
    ),
)
_NOT_HERE = _(
    "error_form_not_kept_here",
    default=(
        "Nothing is kept from this computer: several people use it. What you entered is"
        " still here; please finish it now, or go to the window."
    ),
)


def note_resumed(request, resumed: ResumedForm) -> None:
    """Have `request` show a form as it was kept."""
    resumed.give_back(request)
    IAnnotations(request)[_ANNOTATION] = resumed


def ids_of(files: Mapping[str, list]) -> dict[str, list[str]]:
    """Return the ids of files that wait, by field."""
    return {name: [file.id for file in found] for name, found in files.items()}


class KeepingForm:
    """The part of a `RegisteringForm` that is about keeping it half filled in."""

    @cached_property
    def resumed(self) -> ResumedForm | None:
        """The kept form that this page goes on with, None for any other page."""
        return IAnnotations(self.request).get(_ANNOTATION)

    @cached_property
    def offers_to_keep(self) -> bool:
        """Whether the form can be kept half filled in, here: those of services are long."""
        if item_of(self.context) is None or not kept_form_days():
            return False
        return not is_shared(self.request) or keeps_on_shared_devices()

    @property
    def wants_to_keep(self) -> bool:
        return KEEP in self.request.form and not self.is_sent

    def keep_for_later(self) -> None:
        """Keep what was typed and the files that wait, and answer with how it is found."""
        submission, request = self.submission, self.request
        if not self.offers_to_keep:
            self.hold(_NOT_HERE)
            return
        try:
            if submission.fault is not None:
                raise submission.fault
            self.require_genuine()
            files = {
                each.__name__: self.kept_files(each) for each in self.asked_widgets()
            }
            answer = self.keep_with(files)
            transaction.commit()
        except (SubmissionHeld, TooManyTries) as error:
            self.hold(error.message)
        except (DatabaseBusy, DatabaseUnavailable) as error:
            if isinstance(error, DatabaseBusy) and request.supports_retry():
                raise
            self.give_up(error, _NOT_KEPT)
        else:
            self.answer_page = answer()

    def keep_with(self, files: Mapping[str, list]) -> Callable[[], str | None]:
        """Keep what was typed, with the files that wait, by field; return what makes the
        page that answers, once that is committed, or leads on to one. Raises
        `TooManyTries`."""
        submission, request = self.submission, self.request
        kept, left_out = keep(
            submission,
            submission.page.shown,
            request.form,
            self.schema,
            ids_of(files),
        )
        is_told = tell(kept, self.context, request.form, request)

        def answer() -> str:
            page = getMultiAdapter((api.portal.get(), request), name="resume")
            return page.tell_kept(
                kept,
                self,
                file_count=sum(map(len, files.values())) if kept.has_room else 0,
                lost=self._names_of_lost(() if kept.has_room else files.values()),
                asks_anew=bool(left_out),
                is_told=is_told,
            )

        return answer

    def _names_of_lost(self, without_room) -> list[str]:
        """Return the names of files that were chosen and are not kept."""
        names = [file.name for found in without_room for file in found]
        for widget in self.asked_widgets():
            names += [upload.filename for upload in self.lost_files(widget)]
            names += [name for name, _why in self.refused_files(widget)]
        return list(dict.fromkeys(names))
