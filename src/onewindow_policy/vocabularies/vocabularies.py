"""Named vocabularies `onewindow_policy.vocabularies.<list>` for schemas and filters."""

from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import language_of
from zope.globalrequest import getRequest
from zope.interface import implementer
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary

import hashlib


def _token(code: str) -> str:
    """Return an ASCII token for `code`: itself, or a digest of it.

    A digest and not a hash(), so that forms in flight survive a restart.
    """
    if code.isascii():
        return code
    return hashlib.blake2s(code.encode(), digest_size=6).hexdigest()


@implementer(IVocabularyFactory)
class CodeListVocabulary:
    """A code list of the registry as a vocabulary, titled in the reader's language."""

    def __init__(self, name: str):
        self.name = name

    def __call__(self, context=None) -> SimpleVocabulary:
        language = language_of(getRequest())
        return SimpleVocabulary(
            [
                SimpleTerm(term.code, _token(term.code), term.title_in(language))
                for term in code_list(self.name).values()
            ]
        )
