"""Asking once about answers that are likely to be wrong and may be right."""

from collections.abc import Collection
from functools import cached_property
from onewindow_policy.forms.browser.remarks import OpenQuestion
from onewindow_policy.pages.api import text_of

import hashlib
import json

#: What a page sends of the answers that it and pages before it asked about.
ASKED = "form.asked"

_SEPARATOR = "_"
_DIGEST_CHARACTERS = 16


class AskingForm:
    """The part of a `RegisteringForm` that asks: what is sent once more is meant."""

    @cached_property
    def _asked_before(self) -> frozenset[str]:
        return frozenset(text_of(self.request, ASKED).split(_SEPARATOR))

    @property
    def unasked_questions(self) -> list[OpenQuestion]:
        """The questions that no page has asked yet."""
        return [
            each
            for each in self.questions
            if self._digest(each) not in self._asked_before
        ]

    def asked_with(self, shown: Collection[str]) -> str:
        """Return what a page carries of what was asked, empty for nothing; `shown` are the
        ids of inputs that it asks about. It is of this form's page alone, and tells nothing
        of the answers."""
        digests = (
            digest
            for each in self.questions
            if (digest := self._digest(each)) in self._asked_before
            or each.target in shown
        )
        return _SEPARATOR.join(dict.fromkeys(digests))

    def ask(self, targets: Collection[str]) -> None:
        """Let the page come back to ask about these inputs, and about no others."""
        self.is_asking = True
        self.doubts = tuple(each for each in self.doubts if each.target in targets)

    def _digest(self, question: OpenQuestion) -> str:
        told = [self.submission.nonce_text, question.name, question.value]
        text = json.dumps(told).encode()
        return hashlib.sha256(text).hexdigest()[:_DIGEST_CHARACTERS]
