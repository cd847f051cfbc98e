"""What somebody asked before they apply: a form takes over what they said then.

Who asked at a window has a number on their notice. A form that is opened with it asks
nothing twice, and the record keeps the number; nobody is named by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy.forms.eligibility import CHOICES
from onewindow_policy.forms.eligibility import MEETS
from onewindow_policy.forms.interfaces import IInquiries
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import DatabaseUnavailable
from zope.component import queryUtility

#: What an address brings along, and the input that a form sends.
IN_ADDRESS = "inquiry"
INQUIRY = "form.inquiry"


@dataclass(frozen=True, slots=True)
class Inquired:
    """An inquiry about the service of a form: its number as it is stored, the community
    where the person lives, and what was said of conditions, by the names of their inputs.
    `came_on` is the day on which they came to ask, None where they called."""

    number: str
    lives_in: str
    came_on: date | None
    said: Mapping[str, str] = field(repr=False)

    @property
    def met(self) -> dict[str, str]:
        """What was said of the conditions that forms ask about."""
        return {
            name: said
            for name, said in self.said.items()
            if name.startswith(MEETS) and said in CHOICES
        }


def inquired_by(request, item_code: str) -> Inquired | None:
    """Return what was asked about a service under the number that `request` names; None for
    none, and while nobody can look it up: a form does without."""
    inquiries = queryUtility(IInquiries)
    name = INQUIRY if request.method == "POST" else IN_ADDRESS
    number = text_of(request, name)
    if inquiries is None or not number:
        return None
    try:
        return inquiries.asked(number, item_code)
    except DatabaseUnavailable:
        return None
