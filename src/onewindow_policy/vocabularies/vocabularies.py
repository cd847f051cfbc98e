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


categories = CodeListVocabulary("categories")
life_events = CodeListVocabulary("life_events")
audiences = CodeListVocabulary("audiences")
item_types = CodeListVocabulary("item_types")
exercise_levels = CodeListVocabulary("exercise_levels")
service_objects = CodeListVocabulary("service_objects")
handling_forms = CodeListVocabulary("handling_forms")
project_types = CodeListVocabulary("project_types")
special_procedures = CodeListVocabulary("special_procedures")
acceptance_modes = CodeListVocabulary("acceptance_modes")
access_kinds = CodeListVocabulary("access_kinds")
item_statuses = CodeListVocabulary("item_statuses")
law_types = CodeListVocabulary("law_types")
day_types = CodeListVocabulary("day_types")
unit_roles = CodeListVocabulary("unit_roles")
material_types = CodeListVocabulary("material_types")
material_forms = CodeListVocabulary("material_forms")
material_sources = CodeListVocabulary("material_sources")
result_kinds = CodeListVocabulary("result_kinds")
delivery_modes = CodeListVocabulary("delivery_modes")
rollout_statuses = CodeListVocabulary("rollout_statuses")
news_categories = CodeListVocabulary("news_categories")
satisfaction_levels = CodeListVocabulary("satisfaction_levels")
positive_rating_tags = CodeListVocabulary("positive_rating_tags")
negative_rating_tags = CodeListVocabulary("negative_rating_tags")
