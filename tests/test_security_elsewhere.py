"""Who has no part in a record does not come across it: people with the same roles in other
places and units, with other roles, and who once worked there, at every address of it.

`test_security_access` walks all addresses by roles; this walk goes by places.
"""

from contextlib import contextmanager
from contextlib import nullcontext
from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.inquiries.numbers import new_number as new_inquiry_number
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.elsewhere import CITY
from onewindow_policy.testing.elsewhere import COLLEAGUE
from onewindow_policy.testing.elsewhere import create_people
from onewindow_policy.testing.elsewhere import end_role
from onewindow_policy.testing.elsewhere import HERE
from onewindow_policy.testing.elsewhere import make_records
from onewindow_policy.testing.elsewhere import NOTE
from onewindow_policy.testing.elsewhere import OFFICER
from onewindow_policy.testing.elsewhere import SECRETS
from onewindow_policy.testing.elsewhere import STRANGERS
from onewindow_policy.testing.elsewhere import STREET_OFFICER
from onewindow_policy.testing.elsewhere import SUGGESTED
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.transfers import OFFICE
from onewindow_policy.testing.transfers import WINDOW
from operator import itemgetter
from plone import api
from plone.protect.authenticator import createToken
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest import mock
from urllib.parse import urlencode
from ZPublisher import WSGIPublisher

import html
import re
import transaction
import unittest

#: What is written whoever asks for what: who looked, how often, and who is logged in; and
#: what a process notes of keys that were destroyed, after the commit.
WRITTEN_BY_LOOKING = {
    *("audit_entries", "audit_batches", "tries", "staff_sessions", "erased_keys"),
}

ARCHIVIST = "archivist"

#: A person for whom pages are drawn that refuse; for the others their statuses tell.
DRAWN = "other-community"

#: Who is not logged in, or may not, is led to the form for logging in.
REFUSED = (302, 401, 403, 404)

_NO_CASE = new_case_number(date(2020, 1, 1))
_NO_INQUIRY = new_inquiry_number(datetime(2020, 1, 1, tzinfo=UTC))

#: A number of each kind that nothing has, in the form of one that is there.
NOBODYS = {
    "case": _NO_CASE,
    "file": 999999,
    "list": f"{WINDOW}-2026-999999",
    "noticed": _NO_CASE,
    "paper": f"{OFFICE}-2026-999999",
    "stored": _NO_CASE,
    "destruction": "2026-9999",
    "inquiry": _NO_INQUIRY,
    "request": _NO_INQUIRY,
    "suggestion": "260101000007",
}

#: Addresses of records, each with who sees there what is asked for.
ADDRESSES = {
    "@@desk/{case}": COLLEAGUE,
    "@@desk/{case}/{file}": COLLEAGUE,
    "@@desk/{case}/papers/{paper}": COLLEAGUE,
    "@@desk/{noticed}": HERE,
    "@@taken-in/{noticed}": HERE,
    "@@transfer?number={list}": STREET_OFFICER,
    "@@transfer?number={list}&print=1": HERE,
    "@@inquiry?number={inquiry}": HERE,
    "@@inquiry?number={inquiry}&print=1": None,
    "@@data-request?number={request}": CITY,
    "@@data-request?number={request}&reply=1": None,
    "@@data-request?number={request}&copy=1": None,
    "@@answer-suggestion?number={suggestion}": HERE,
    "@@publish-suggestion?number={suggestion}": CITY,
}

#: What the archive keeps, which archivists come across.
OF_ARCHIVE = {
    "@@desk/{stored}": CITY,
    "@@destruction-lists/{destruction}": CITY,
}

#: Lists and other pages that anybody may open who has such work, each with a record that is
#: there, and for whom; None where it has no more than another of these.
LISTS = {
    "@@work": None,
    "@@duties": ("handed", COLLEAGUE),
    "@@desk": ("case", COLLEAGUE),
    "@@desk?export=1": None,
    "@@find-cases": None,
    "@@transfers": ("list", STREET_OFFICER),
    "@@hand-papers?case={case}": ("case", HERE),
    f"@@hand-papers?case={{case}}&from={WINDOW}&to={OFFICE}": ("case", HERE),
    "@@left-sheets": ("sheet_left", HERE),
    "@@inquiries": ("inquiry", HERE),
    "@@inquiries?export=1": None,
    "@@data-requests": ("request", CITY),
    "@@suggestion-desk": ("suggestion", HERE),
    "@@destruction-lists": None,
    "@@archive-holds": None,
    "@@close-day": None,
    "@@next-case": None,
    "@@case-results": None,
    "@@figures": None,
    "@@deputies": None,
    "@@take-data-request": None,
    "@@public-notices": None,
    "@@suggestions": None,
}

PREVIEW = {"mode": "each", "go": "1"}

#: Buttons: the address, what is sent, and who presses it then with success; None where
#: what is sent shows something only, or where it may be done no more after another one.
BUTTONS = (
    ("@@find-cases", {"text": SECRETS[0]}, None),
    ("@@find-cases", {"text": SECRETS[1]}, None),
    ("@@find-cases", {"text": "{case}"}, None),
    ("@@find-inquiries", {"text": "{inquiry}"}, None),
    ("@@find-inquiries", {"text": SECRETS[-1]}, None),
    ("@@batch", {"what": "print", "ticked": "{case}"}, None),
    ("@@batch", {"what": "accept", "ticked": "{handed}"}, None),
    ("@@batch", {"what": "papers", "ticked": "{case}"}, None),
    ("@@batch", {"what": "accept", "row": "{handed}:2", **PREVIEW}, None),
    ("@@batch", {"what": "print", "row": "{case}:2", **PREVIEW}, None),
    ("@@next-case", {"after": "{case}"}, None),
    ("@@desk/{case}", {"reveal": "1", "reveal-why": "call"}, None),
    ("@@desk/{case}", {"disclose": "1", "why": "complaint"}, None),
    ("@@desk/{stored}", {"disclose": "1", "why": "complaint"}, None),
    ("@@desk/{case}", {"phoned": "1"}, None),
    ("@@desk/{case}", {"add-note": "1", "case-note": "别处的话"}, HERE),
    (
        "@@desk/{handed}",
        {"transition": "decline_hand_over", "decline_hand_over-reason": "没空"},
        None,
    ),
    ("@@desk/{handed}", {"transition": "take_back_hand_over"}, None),
    ("@@desk/{handed}", {"transition": "accept_hand_over"}, COLLEAGUE),
    ("@@desk/{handed}", {"transition": "receive"}, None),
    ("@@desk/{handed}", {"transition": "accept"}, COLLEAGUE),
    ("@@desk/{noticed}", {"transition": "resume"}, None),
    ("@@desk/{case}", {"transition": "take_back_commitment"}, None),
    ("@@transfer?number={list}", {"cancel": "1", "reason": "弄错了"}, None),
    ("@@transfer?number={list}", {"receive_all": "1"}, STREET_OFFICER),
    ("@@hand-papers", {"case": "{case}", "from": WINDOW, "to": OFFICE}, None),
    ("@@desk/{case}", {"transition": "start"}, OFFICER),
    ("@@taken-in/{noticed}", {"print": "1"}, None),
    ("@@left-sheets", {"down": "{sheet_left}"}, HERE),
    ("@@inquiry?number={inquiry}", {"called": "1", "note": "说过了"}, HERE),
    ("@@data-request?number={request}", {"refuse": "1", "reason": "不是他"}, None),
    ("@@data-request?number={request}", {"grant": "1"}, CITY),
    ("@@data-request?number={request}", {"hand-over": "1", "confirmed": "1"}, None),
    (
        "@@take-data-request",
        {"kind": "copy", "checked": "1", "subject": "{noticed}", "take": "1"},
        HERE,
    ),
    ("@@item-question?number={question}", {"withdraw": "1"}, None),
    (
        "@@item-question?number={question}",
        {"give-answer": "1", "answer": "能办", "told_by": "", "told_on": ""},
        OFFICER,
    ),
    ("@@publish-suggestion?number={suggestion}", {"publish": "1"}, None),
    ("@@answer-suggestion?number={suggestion}", {"close": "1"}, None),
    ("@@answer-suggestion?number={suggestion}", {"answer": "1", "reply": "修了"}, HERE),
    ("@@close-day", {"window": WINDOW}, HERE),
    ("@@destruction-lists/{destruction}", {"sign": "1"}, None),
    ("@@destruction-lists/{destruction}", {"cancel": "1", "why": "弄错了"}, None),
    ("@@case-results", {"out": "1", "item": "SQ-LL-001"}, None),
)


class TestElsewhere(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    maxDiff = None

    def setUp(self):
        portal = self.layer["portal"]
        create_people(portal)
        self.records = make_records()
        end_role(portal)
        self.url = portal.absolute_url()
        self.testapp = Browser(self.layer["app"]).testapp
        self.numbers = {
            name: getattr(self.records, name) for name in self.records.__slots__
        }
        self.hidden = {*SECRETS, NOTE, SUGGESTED, *map(bare, self.records.numbers)}

    def ask(self, user_id, path, form=None):
        """Return the status of an answer, and all that stands in it."""
        headers = {"Accept": "text/html"}
        if user_id is not None:
            headers["Cookie"] = cookie_for(user_id)
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        answer = self.testapp.request(
            f"{self.url}/{path}",
            method="GET" if form is None else "POST",
            body=b"" if form is None else urlencode(form).encode(),
            headers=headers,
            expect_errors=True,
        )
        transaction.begin()
        text = answer.body.decode("utf-8", "replace")
        return answer.status_int, html.unescape(text)

    def press(self, user_id, path, sent):
        """Press a button as a page of one's own has it, with its token."""
        path = path.format(**self.numbers)
        form = {key: sent[key].format(**self.numbers) for key in sent}
        query = select(Case.version).where(Case.number == path.partition("/")[2])
        form["version"] = str(read_session().scalar(query) or 1)
        user = api.user.get(user_id) if user_id else None
        with api.env.adopt_user(user=user) if user else nullcontext():
            form["_authenticator"] = createToken()
        return self.ask(user_id, path, form)

    def stored(self):
        """Return all rows that somebody writes by doing something, by table."""
        transaction.begin()
        session = read_session()
        return {
            table.name: sorted(map(repr, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in WRITTEN_BY_LOOKING
        }

    def changed(self, before):
        after = self.stored()
        return [name for name in before if before[name] != after[name]]

    def found_in(self, text, asked=""):
        """Return what an answer tells of the records, beside what was asked for in it."""
        bared = bare(text)
        return [
            each for each in self.hidden if each in bared and each not in bare(asked)
        ]

    def test_who_has_no_part_in_a_record_is_refused_as_if_there_were_none(self):
        told = []
        for user_id in STRANGERS:
            addresses = {**ADDRESSES, **({} if user_id == ARCHIVIST else OF_ARCHIVE)}
            with drawn_refusals(user_id == DRAWN):
                for path in addresses:
                    asked = path.format(**self.numbers)
                    status, text = self.ask(user_id, asked)
                    found = self.found_in(text, asked)
                    if status not in REFUSED or found:
                        told.append((user_id, path, status, found))
                    if user_id == DRAWN and self.is_told(status, text, path):
                        told.append((user_id, path, "otherwise than of nothing"))
        self.assertEqual([], told)
        for path, user_id in {**ADDRESSES, **OF_ARCHIVE}.items():
            if user_id is None:
                continue
            status, text = self.ask(user_id, path.format(**self.numbers))
            self.assertEqual(200, status, (user_id, path))

    def is_told(self, status, text, path):
        """Return whether somebody is told another thing of what there is not."""
        numbers = [str(each) for each in self.numbers.values()]
        nobodys = [str(each) for each in NOBODYS.values()]
        status_then, text_then = self.ask(DRAWN, path.format(**NOBODYS))
        is_alike = without(text, numbers) == without(text_then, nobodys)
        return status != status_then or not is_alike

    def test_no_list_and_no_search_has_the_record_of_another_place(self):
        told = []
        for user_id in STRANGERS:
            with drawn_refusals(False):
                for path in LISTS:
                    asked = path.format(**self.numbers)
                    status, text = self.ask(user_id, asked)
                    self.assertLess(status, 500, (user_id, path))
                    if found := self.found_in(text, asked):
                        told.append((user_id, path, found))
        self.assertEqual([], told)
        for path, (name, user_id) in filter(itemgetter(1), LISTS.items()):
            status, text = self.ask(user_id, path.format(**self.numbers))
            self.assertEqual(200, status, (user_id, path))
            self.assertIn(bare(self.numbers[name]), bare(text), path)

    def test_no_button_does_anything_with_the_record_of_another_place(self):
        told = []
        before = self.stored()
        for user_id in STRANGERS:
            statuses = {}
            with drawn_refusals(False):
                for path, sent, _who in BUTTONS:
                    if user_id == ARCHIVIST and path in OF_ARCHIVE:
                        continue
                    status, text = self.press(user_id, path, sent)
                    self.assertLess(status, 500, (user_id, path, sent))
                    statuses[f"{path} {sent}"] = status
                    asked = " ".join((path, *sent.values())).format(**self.numbers)
                    if found := self.found_in(text, asked):
                        told.append((user_id, path, sent, status, found))
            if changed := self.changed(before):
                told.append((user_id, changed, statuses))
                before = self.stored()
        self.assertEqual([], told)
        for path, sent, user_id in BUTTONS:
            if user_id is None:
                continue
            status, text = self.press(user_id, path, sent)
            self.assertEqual(303, status, (path, sent, text[-3000:]))
            self.assertTrue(self.changed(before), (path, sent))
            before = self.stored()


def bare(text):
    """Return a text with its numbers unparted, as addresses have them."""
    return re.sub(r"(?<=[0-9A-Z])-(?=[0-9A-Z])", "", str(text))


def without(page, numbers):
    """Return a page without numbers that were asked for, and without its token."""
    page = re.sub(r"\b[0-9a-f]{40}\b", "", page)
    for each in sorted(numbers, key=len, reverse=True):
        page = page.replace(each, "")
    return page


@contextmanager
def drawn_refusals(is_drawn):
    """Have pages drawn that say why something is refused, or their statuses alone."""
    if is_drawn:
        yield
        return
    with mock.patch.object(
        WSGIPublisher, "_exc_view_created_response", lambda *_all: False
    ):
        yield
