"""Read and change the code lists of the city."""

from dataclasses import dataclass
from onewindow_policy.vocabularies.interfaces import IVocabularies
from onewindow_policy.vocabularies.interfaces import PREFIX
from onewindow_policy.vocabularies.uses import refuse_unfit_list
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


@dataclass(frozen=True, slots=True)
class Term:
    """One value of a code list, with all that any list says of its values."""

    code: str
    title: str
    title_en: str = ""
    glyph: str = ""
    department: str = ""
    stars: int | None = None
    negative: bool = False
    about: str = ""

    def title_in(self, language: str) -> str:
        """Return the name in `language` (a BCP 47 tag), or the Chinese one."""
        if language.startswith("en") and self.title_en:
            return self.title_en
        return self.title


#: What the city speaks where nobody asked for a language.
DEFAULT_LANGUAGE = "zh-cn"


def language_of(request) -> str:
    """Return the language in which `request` is answered, as Plone negotiated it.

    `zope.i18n.negotiate` is no help: it answers None without a list of languages in
    Zope's configuration. There may be no request, or one that Plone did not traverse.
    """
    return (request.get("LANGUAGE") if request is not None else None) or (
        DEFAULT_LANGUAGE
    )


def translation_target(language: str) -> str:
    """Return what gettext calls `language`, for an explicit `target_language`.

    The catalogues are registered as zh_CN. A request's zh-cn is negotiated to that; an
    explicit one is not, and would find no catalogue at all.
    """
    code, _separator, territory = language.partition("-")
    return f"{code}_{territory.upper()}" if territory else code


def code_list(name: str) -> dict[str, Term]:
    """Return the terms of the code list `name` by code, in the city's order.

    `name` is the name of a field of `IVocabularies`. A site without the records
    (before our profile ran) has empty lists.
    """
    rows = getUtility(IRegistry).get(f"{PREFIX}.{name}") or ()
    known = Term.__dataclass_fields__
    return {
        row["code"]: Term(
            **{key: value for key, value in row.items() if key in known and value}
        )
        for row in rows
    }


def title_of(name: str, code: str, language: str = "zh-cn") -> str:
    """Return what the code list `name` calls `code`; an unknown code is its own name."""
    term = code_list(name).get(code)
    return term.title_in(language) if term else code


def row_columns(name: str) -> tuple[str, ...]:
    """Return the columns that a row of the code list `name` has."""
    return tuple(IVocabularies[name].value_type.schema.names(all=True))


def replace_code_list(name: str, rows: list[dict]) -> bool:
    """Make `rows` the code list `name`; return whether that changed anything.

    What `rows` leave out of a value that exists already (its English name, its sign)
    is kept, so that an import of a Chinese-only file does not erase it. Raises
    `CodeListRefused`, and has changed nothing then.
    """
    registry = getUtility(IRegistry)
    key = f"{PREFIX}.{name}"
    old = {row["code"]: row for row in registry.get(key) or ()}
    columns = row_columns(name)
    new = []
    for row in rows:
        merged = {column: None for column in columns}
        if "negative" in merged:
            merged["negative"] = False
        merged.update(old.get(row["code"], {}))
        merged.update({column: row[column] for column in columns if column in row})
        new.append(merged)
    if new == list(registry.get(key) or ()):
        return False
    refuse_unfit_list(name, registry.get(key), new)
    registry[key] = new
    return True
