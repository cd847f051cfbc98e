"""The numbers of documents and bank accounts on the page of a case: masked until somebody
says why they need them, and then whole on that one page."""

from onewindow_policy.cases.masks import masked_id_number
from onewindow_policy.cases.masks import masked_numbers
from onewindow_policy.cases.seeing import REVEAL_REASONS
from onewindow_policy.cases.states import TEXTS
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import Person


class NumbersAtDesk:
    """The part of a case at the desk that is about them; see `CaseView`."""

    #: Whether this answer shows them whole.
    is_revealed = False

    @property
    def reveal_reasons(self) -> list[dict]:
        """Why somebody may have them shown; chosen is what was sent."""
        chosen = self.submitted("reveal-why")
        return [
            {"value": value, "title": title, "is_chosen": value == chosen}
            for value, title in REVEAL_REASONS.items()
        ]

    @property
    def has_numbers(self) -> bool:
        """Whether something on the page is masked, or would be."""
        if self.is_sealed or self.case is None:
            return False
        people = (self.case.applicant, self.case.agent)
        texts = [each.text for each in self.case.answers]
        texts += [each.name for each in self.case.files]
        texts += [each.text for each in self.case.notes]
        for entry in self.case.history:
            texts.append(entry.reason or "")
            texts += [text for name, text in entry.facts.items() if name in TEXTS]
        return any(each is not None and each.id_number for each in people) or any(
            masked_numbers(each) != each for each in texts
        )

    def as_shown(self, text: str) -> str:
        """Return what somebody typed, or called a file, as the page shows it."""
        return text if self.is_revealed else masked_numbers(text)

    def document_number(self, person: Person) -> str:
        """Return the number of a person's document as the page shows it."""
        number = person.id_number or ""
        if self.is_revealed:
            return number
        return masked_id_number(number, person.id_kind)

    def answer_row(self, answer: Answer) -> dict:
        """Return what the form asked, and got, as the page shows it."""
        return {"title": answer.title, "value": self.as_shown(answer.text)}
