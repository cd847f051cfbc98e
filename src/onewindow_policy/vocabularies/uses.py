"""A code that content has stays on its list, at whichever door the list is changed.

Content keeps codes, and lists their names. A code that vanishes, or is changed, which is
the same, would leave content that no form can save, and pages with a bare code.
"""

from collections import Counter
from collections.abc import Collection
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.vocabularies.exceptions import CodeListRefused
from onewindow_policy.vocabularies.interfaces import IVocabularies
from onewindow_policy.vocabularies.interfaces import PREFIX
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.interfaces import IDexterityFTI
from plone.dexterity.utils import iterSchemata
from plone.dexterity.utils import iterSchemataForType
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import Interface
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection

#: As many are named where there are more.
NAMED_CODES = 5
NAMED_CONTENTS = 3

#: What is no list among them.
NOTE = "satisfaction_note"


def keep_used_codes(event) -> None:
    """Refuse to take codes from a list that content has. Raises `CodeListRefused`.

    Form, API, import, profiles and programs all write the record.
    """
    name = _list_of(event)
    if name is not None and getSite() is not None:
        refuse_unfit_list(name, event.oldValue, event.newValue)


def keep_used_lists(event) -> None:
    """Refuse to remove a list of which content has a code. Raises `CodeListRefused`."""
    name = _list_of(event)
    if name is not None and getSite() is not None:
        refuse_unfit_list(name, event.record.value, None)


def _list_of(event) -> str | None:
    path, _dot, name = event.record.__name__.rpartition(".")
    is_list = path == PREFIX and name in IVocabularies and name != NOTE
    return name if is_list else None


def refuse_unfit_list(name: str, old: list[dict] | None, new: list | None) -> None:
    """Refuse that the code list `name`, which is `old`, become `new`.

    Raises `CodeListRefused`.
    """
    message = find_refusal(name, old, new)
    if message is not None:
        raise CodeListRefused(message)


def find_refusal(name: str, old: list[dict] | None, new: list | None):
    """Return why the code list `name` cannot become `new`, None if it can.

    Each row needs a code that no other row has, and a name; and what content has stays.

    :returns: a message
    """
    codes = []
    for row in new or ():
        if not (isinstance(row, dict) and row.get("code") and row.get("title")):
            return _(
                "error_term_incomplete", default="Each value needs a code and a name."
            )
        codes.append(row["code"])
    if twins := [code for code, count in Counter(codes).items() if count > 1]:
        return _(
            "error_term_twice",
            default="There is more than one value with the code ${code}.",
            mapping={"code": twins[0]},
        )
    lost = {row["code"] for row in old or ()}.difference(codes)
    users = find_users(name, lost) if lost else {}
    return _in_use(users) if users else None


def find_users(name: str, codes: Collection[str]) -> dict[str, list]:
    """Return the content that has each of `codes` of the code list `name`, if any has.

    Looks through all content: this is asked when codes are to go, and seldom.
    """
    catalog = api.portal.get_tool("portal_catalog")
    users: dict[str, list] = {}
    # A question without any condition would find nothing.
    site_path = "/".join(api.portal.get().getPhysicalPath())
    for brain in catalog.unrestrictedSearchResults(path=site_path):
        content = brain._unrestrictedGetObject()
        if IDexterityContent.providedBy(content):
            for code in set(_codes_in(content, f"{PREFIX}.{name}")).intersection(codes):
                users.setdefault(code, []).append(content)
    return users


def fields_by_list() -> dict[str, dict[str, list[str]]]:
    """Return the titles of the fields that have values of each list, by the title of the
    type of content that has them; what schemas say, whatever content there is."""
    found: dict[str, dict[str, list[str]]] = {}
    for fti in api.portal.get_tool("portal_types").objectValues():
        if not IDexterityFTI.providedBy(fti):
            continue
        for schema in iterSchemataForType(fti.getId()):
            for _name, field in getFieldsInOrder(schema):
                for name in _lists_of(field):
                    titles = found.setdefault(name, {}).setdefault(fti.Title(), [])
                    if field.title not in titles:
                        titles.append(field.title)
    return found


def _lists_of(field) -> Iterator[str]:
    if IChoice.providedBy(field):
        path, _dot, name = (field.vocabularyName or "").rpartition(".")
        if path == PREFIX:
            yield name
    elif ICollection.providedBy(field):
        yield from _lists_of(field.value_type)
    elif _row_schema(field) is not None:
        for _name, column in getFieldsInOrder(_row_schema(field)):
            yield from _lists_of(column)


def _in_use(users: dict[str, list]):
    request = getRequest()
    named = [
        translate(
            _(
                "code_in_use",
                default="${code} (${count}: ${titles})",
                mapping={
                    "code": code,
                    "count": len(contents),
                    "titles": _titles(contents),
                },
            ),
            context=request,
        )
        for code, contents in sorted(users.items())
    ]
    return _(
        "error_codes_in_use",
        default=(
            "These codes are in use and stay on the list: ${codes}. Give the content"
            " other values first; names may be changed at any time."
        ),
        mapping={"codes": _listed(named, NAMED_CODES)},
    )


def _titles(contents: list) -> str:
    titles = [each.title or each.getId() for each in contents]
    return _listed([f"“{title}”" for title in titles], NAMED_CONTENTS)


def _listed(names: list[str], most: int) -> str:
    return "、".join([*names[:most], *(["…"] if len(names) > most else [])])


def _codes_in(content, vocabulary: str) -> Iterator[str]:
    stored = content.__dict__
    for schema in iterSchemata(content):
        for name, field in getFieldsInOrder(schema):
            if stored.get(name) is not None:
                yield from _codes_of(field, stored[name], vocabulary)
            for override in stored.get("overrides") or ():
                # A district's guide has differences in place of fields.
                if override["field"] == name:
                    yield from _codes_of_override(field, override, vocabulary)


def _codes_of(field, value, vocabulary: str) -> Iterator[str]:
    if IChoice.providedBy(field):
        if field.vocabularyName == vocabulary and isinstance(value, str):
            yield value
    elif ICollection.providedBy(field):
        for each in value:
            yield from _codes_of(field.value_type, each, vocabulary)
    elif isinstance(value, dict) and _row_schema(field) is not None:
        for name, column in getFieldsInOrder(_row_schema(field)):
            if value.get(name) is not None:
                yield from _codes_of(column, value[name], vocabulary)


def _codes_of_override(field, override: dict, vocabulary: str) -> Iterator[str]:
    value, column = override["value"], override.get("column")
    if value is None:
        return
    if column:
        field = _row_schema(field.value_type).get(column)
    elif override.get("row"):
        field = field.value_type
    if field is not None:
        yield from _codes_of(field, value, vocabulary)


def _row_schema(field):
    """Return the schema of a grid's rows, None for other fields."""
    schema = getattr(field, "schema", None)
    is_schema = isinstance(schema, type(Interface)) and schema is not Interface
    return schema if is_schema else None
