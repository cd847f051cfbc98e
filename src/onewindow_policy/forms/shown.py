"""What a page showed to whoever fills it in: it travels with the form, sealed.

A record says which notice, term, consents, questions and guide somebody had read. What is
in force when the form comes back may be something else: so the page carries what it showed,
and what has changed since is shown before anything is taken in. A consent is to what was
told, and what changes is told again (个人信息保护法, articles 14 and 17).

Where the form is there no more, this is what is left of it: what it was called, and what it
asked.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from functools import lru_cache
from onewindow_policy import _
from onewindow_policy.forms import nonces
from onewindow_policy.forms.consents import WORDS
from onewindow_policy.forms.exceptions import NonceForged
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.nonces import Nonce
from onewindow_policy.forms.notices import notice_version
from onewindow_policy.forms.noticewords import NoticeFacts
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.released import districts_with_guide
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import ResolvedGuide
from typing import NamedTuple
from zope.i18n import translate
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice

import hashlib
import json
import zlib

NOTICE, TERM, CONSENTS, QUESTIONS, GUIDE = "notice", "term", "consents", "form", "guide"

#: What has changed, as the page names it.
NAMES = {
    NOTICE: _("changed_notice", default="what happens with your data"),
    TERM: _("changed_term", default="how long your data is kept"),
    CONSENTS: _("changed_consents", default="what you agree to"),
    QUESTIONS: _("changed_questions", default="what is asked"),
    GUIDE: _("changed_guide", default="the guide to this service"),
}

#: Whoever agreed agreed to these; after a change they are asked again.
AGREED_TO = frozenset({NOTICE, TERM, CONSENTS})

#: Digests are compared with our own only, and sealed: what they are cut to suffices.
_DIGEST_CHARACTERS = 12

_MOST_CHOICES = 30
_MOST_BYTES = 400_000


class Question(NamedTuple):
    """What a field asked; `choices` are the titles of few choices by what is sent."""

    title: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a form showed.

    `title` is what the service is called; `parts` are digests of the parts in `NAMES`;
    `guides` those of the guides, by the code of the district that has one of its own, and
    of the city's under the empty code; `questions` are by the names of the fields.
    """

    form_uid: str
    title: str
    parts: Mapping[str, str]
    guides: Mapping[str, str]
    questions: Mapping[str, Question]

    def changes(self, now: "Shown", district: str) -> list[str]:
        """Return which parts (see `NAMES`) are another `now`; `district` is the code of
        where somebody applies, empty where nobody said."""
        is_another = self.form_uid != now.form_uid
        return [
            name
            for name in NAMES
            if (
                self._guide_of(district) != now._guide_of(district)
                if name == GUIDE
                else self.parts.get(name) != now.parts.get(name)
                or (is_another and name == QUESTIONS)
            )
        ]

    def _guide_of(self, district: str) -> str | None:
        return self.guides.get(district, self.guides.get(""))


@dataclass(frozen=True, slots=True)
class SentPage:
    """What came back with a form that was sent: the nonce of its page, and what that
    showed."""

    nonce: Nonce
    shown: Shown


def shown_by(form, schema, facts: NoticeFacts) -> Shown:
    """Return what the page of `form` shows now, in whichever language: with the fields of
    `schema` and a notice made from `facts`."""
    item = item_of(form)
    version, dated = notice_version()
    parts = {
        NOTICE: [
            *(version, dated.isoformat(), facts.handler, facts.contact, facts.service),
            *(facts.purpose, facts.by_consent, facts.recipients, facts.sensitive),
            *(facts.manner, facts.rights, facts.asks_guardian),
        ],
        TERM: [facts.retention_months, facts.withdrawn_months, facts.retention],
        CONSENTS: [facts.by_consent, *_consents_in_words()],
        QUESTIONS: [
            *(form.fields_model, _raw(form.formPrologue), _raw(form.formEpilogue))
        ],
    }
    return Shown(
        form_uid=form.UID(),
        title=form.title if item is None else item.title,
        parts={name: _digest(told) for name, told in parts.items()},
        guides={} if item is None else _guides_of(item),
        questions={
            name: Question(field.title, _choices(field, form))
            for name, field in getFieldsInOrder(schema)
        },
    )


def sealed(nonce: Nonce, shown: Shown) -> str:
    """Return the text that a page carries; nobody else can make one."""
    return nonces.sealed(nonce, packed(shown))


def packed(shown: Shown) -> bytes:
    """Return what a page showed as it is sealed, or kept where nobody else comes to it."""
    told = [shown.form_uid, shown.title, shown.parts, shown.guides, shown.questions]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(errors="replace"))


def read_page(text) -> SentPage:
    """Return what a page carried. Raises `NonceForged` for anything else."""
    if not isinstance(text, str):
        raise NonceForged
    nonce, told = nonces.unsealed(text)
    return SentPage(nonce, unpacked(told))


def unpacked(told: bytes) -> Shown:
    """Return what was `packed`. Raises `NonceForged` for what an earlier version of ours
    had packed otherwise."""
    try:
        text = zlib.decompressobj().decompress(told, _MOST_BYTES)
        *others, questions = json.loads(text)
        asked = {name: Question(*question) for name, question in questions.items()}
        return Shown(*others, asked)
    except (ValueError, TypeError, zlib.error) as error:
        raise NonceForged from error


@lru_cache(maxsize=1024)
def version_of(guide: ResolvedGuide) -> str:
    """Return what tells one version of a guide from another, in every process."""
    # Sets have another order in each.
    text = json.dumps(asdict(guide), ensure_ascii=False, default=sorted)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _guides_of(item) -> dict[str, str]:
    master, _own = released_guides(item)
    if master is None:
        return {}
    return {
        district: version_of(resolve_guide(*released_guides(item, district), district))
        for district in ("", *districts_with_guide(item))
    }


def _choices(field, form) -> dict[str, str]:
    """Return the choices of a field, none where they are many: as communities are, which
    are known by their codes."""
    field = getattr(field, "value_type", None) or field
    if not IChoice.providedBy(field) or ICommunityCode.providedBy(field):
        return {}
    vocabulary = field.bind(form).vocabulary
    if vocabulary is None or len(vocabulary) > _MOST_CHOICES:
        return {}
    return {term.token: str(term.title or term.value) for term in vocabulary}


def _consents_in_words() -> list[str]:
    return [
        translate(words, target_language=language)
        for words in WORDS.values()
        for language in ("en", "zh_CN")
    ]


def _raw(text) -> str:
    return text.raw if text else ""


def _digest(told: list) -> str:
    text = json.dumps(told, ensure_ascii=False)
    digest = hashlib.sha256(text.encode(errors="replace")).digest()
    return urlsafe_b64encode(digest).decode()[:_DIGEST_CHARACTERS]
