"""The notes of colleagues on the page of a case."""

from onewindow_policy.cases.noting.notes import LONGEST_NOTE


class NotesAtDesk:
    """The part of a case at the desk that is about them; see `CaseView`."""

    @property
    def notes(self) -> list[dict]:
        """What colleagues wrote about the case, the latest first."""
        if self.is_sealed or self.case is None:
            return []
        return [
            {
                "at": self.words.moment(each.at),
                "who": self.staff_name(each.user_id),
                "text": self.as_shown(each.text),
            }
            for each in reversed(self.case.notes)
        ]

    @property
    def takes_note(self) -> bool:
        """Whether the form for a note is there; what was typed comes back with it, also
        while the case cannot be read."""
        if self.case is None:
            return "add-note" in self.request.form
        return not self.is_sealed and self.case.may_note

    @property
    def longest_note(self) -> int:
        return LONGEST_NOTE

    @property
    def typed_note(self) -> str:
        """What was typed as a note that was not kept."""
        return self.submitted("case-note") if "add-note" in self.request.form else ""
