"""How the result comes, on the pages of applicants: what was chosen, and choosing anew."""

from collections.abc import Mapping
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.handingout.choosing import choose_way
from onewindow_policy.cases.handingout.choosing import ways_to_choose
from onewindow_policy.cases.handingout.exceptions import ResultOnItsWay
from onewindow_policy.cases.handingout.exceptions import WayUnfit
from onewindow_policy.cases.handingout.following import SENT
from onewindow_policy.cases.states import ADDRESS
from onewindow_policy.cases.states import ADDRESSEE
from onewindow_policy.cases.states import CARRIER
from onewindow_policy.cases.states import PARCEL
from onewindow_policy.cases.states import PHONE
from onewindow_policy.cases.states import WAY
from onewindow_policy.forms.api import RESULT_WAYS
from onewindow_policy.pages.api import text_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from types import MappingProxyType
from typing import Any
from zope.i18nmessageid import Message

#: What the inputs are called, beside those of the page itself.
_INPUTS = {each: f"result-{each}" for each in (WAY, ADDRESSEE, PHONE, ADDRESS)}

_PARCEL = _("text_result_parcel", default="Sent with ${carrier}, parcel ${number}")


class ResultWay:
    """The part of an `ApplicantPage` that is about the result."""

    result_form = ViewPageTemplateFile("result_way.pt")
    was_way_kept = False
    #: What is wrong with what was typed, by the name of the fact.
    way_problems: Mapping[str, str] = MappingProxyType({})
    case: Any

    @property
    def result_way(self) -> str:
        """By which way the result comes, "" where there is none to be handed out."""
        way = RESULT_WAYS.get(self.case.result_way)
        return self.words(way) if way is not None else ""

    @property
    def goes_to(self) -> str:
        """Who gets it where it is sent or brought, masked."""
        return " ".join(self.case.goes_to)

    @property
    def parcel(self) -> str:
        """With whom and under which number it was sent, "" while it was not."""
        if self.case.handing_out != SENT or not self.case.parcel:
            return ""
        told = {
            "carrier": self.case.parcel[CARRIER],
            "number": self.case.parcel[PARCEL],
        }
        return self.words(Message(_PARCEL, mapping=told))

    @cached_property
    def ways_to_choose(self) -> list[dict]:
        """The ways among which the applicant can choose, with the one that is chosen."""
        chosen = self.typed_for_result(WAY) or self.case.result_way
        return [
            {
                "value": way,
                "title": self.words(RESULT_WAYS[way]),
                "is_chosen": way == chosen,
            }
            for way in ways_to_choose(self.case)
        ]

    def typed_for_result(self, fact: str) -> str:
        """Return what was typed into the form, which comes back only where it was wrong."""
        if not self.way_problems:
            return ""
        return text_of(self.request, _INPUTS[fact])

    @property
    def result_fields(self) -> list[dict]:
        """What is asked where the result is sent or brought."""
        labels = {
            ADDRESSEE: _("label_result_addressee", default="To whom?"),
            ADDRESS: _("label_result_address", default="To which address?"),
            PHONE: _("label_result_phone", default="Which phone does the bearer call?"),
        }
        return [
            {
                "id": _INPUTS[fact],
                "label": self.words(label),
                "value": self.typed_for_result(fact),
                "error": self.way_problems.get(fact, ""),
                "kind": "tel" if fact == PHONE else "text",
            }
            for fact, label in labels.items()
        ]

    def choose_result_way(self, number: str, code: str, address: str) -> None:
        """Do what was chosen; say at its field what is wrong with it."""
        given = {fact: text_of(self.request, name) for fact, name in _INPUTS.items()}
        try:
            self.case = choose_way(number, code, address, given)
        except ResultOnItsWay as error:
            self.request.response.setStatus(409)
            self.problems[""] = self.words(error.message)
            self.case = error.case
        except WayUnfit as error:
            self.case = error.case
            field = error.field if error.field in _INPUTS else WAY
            self.way_problems = {field: self.words(error.message)}
        else:
            self.was_way_kept = True
