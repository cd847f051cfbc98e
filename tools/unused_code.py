"""Fails on code that nothing uses: not Python, not ZCML, not a template, not Plone.

Vulture finds the candidates. What ZCML, profiles and templates name is in use; what only
Plone calls by its name stands in `FRAMEWORK_NAMES`.
"""

from pathlib import Path
from vulture import Vulture

import re
import sys

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("src", "tests", "benchmarks", "tools", "setup.py")
MARKUP_FOLDERS = ("instance/etc", "profiles", "src")
MARKUP = (".ini", ".json", ".pt", ".xml", ".zcml")

#: What a framework calls or reads by its name on a class or function of ours.
FRAMEWORK_NAMES = (
    *("_get_id", "fieldsWhichCannotBeDeleted", "registerDB"),
    *("getNonInstallableProducts", "getNonInstallableProfiles"),
    *("reply", "getRoles", "schema_prefix", "setup_tool", "basic_template"),
    *("page_description", "access_kind", "service_objects", "allow_reorder"),
    *(
        "is_staff_page",
        "page_keys",
        "redirect_after_login",
        "auto_append",
        "article_date",
        "article_source",
        "article_column",
        "article_author",
    ),
    *("article_keywords", "_objects", "control_panel_view"),
    *("transformBytes", "transformUnicode", "transformIterable"),
    *("do_POST", "http_open", "https_open", "_create_connection"),
    *("do_GET", "do_HEAD", "log_message", "interceptResponse", "modifyResponse"),
    *("toWidgetValue", "toFieldValue", "extract", "setErrorsMessage"),
    *("allow_prefill_from_GET_request", "enableCSRFProtection", "onSuccess"),
    *("required_permission", "required_interface", "text_versions"),
    *("allow_prefill_from_GET_request", "setErrorsMessage", "extract"),
    *("toFieldValue", "toWidgetValue"),
    *("reindex", "unindex", "update_metadata", "synonyms"),
    *("_copyBaseline", "_replaceBaseline", "formatException"),
    *("defaultBases", "setUpZope", "setUpPloneSite", "configurationContext"),
    *("testSetUp", "testTearDown"),
    *("impl", "cache_ok", "process_bind_param", "process_result_value"),
    *("down_revision", "type_annotation_map"),
    *("validateUserInfo", "set_id", "max_age_days", "second_factor_roles"),
    *("can_edit_inherit", "transaction_manager", "sortKey", "tpc_begin", "tpc_finish"),
    *("blocklisted_attributes", "menu_template", "required_obj_permission"),
    # The SMTP server of the tests
    *("handle_MAIL", "handle_RCPT", "handle_DATA"),
)

#: A class or function with one of these is registered by it.
FRAMEWORK_DECORATORS = (
    "@adapter",
    "@button.*",
    "@event.listens_for",
    "@form.*",
    "@implementer",
    "@indexer",
    "@invariant",
    "@provider",
)

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def names_in_markup() -> set[str]:
    """Return every word of the ZCML, profiles, templates and settings we have."""
    files = (
        path
        for folder in MARKUP_FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in MARKUP
    )
    return {
        name
        for path in files
        for name in NAME.findall(path.read_text(encoding="utf-8"))
    }


def is_for_another(item) -> bool:
    """Return whether an attribute is set on an object of somebody else's, who reads it."""
    if item.typ != "attribute":
        return False
    lines = Path(item.filename).read_text(encoding="utf-8").splitlines()
    return f"self.{item.name}" not in lines[item.first_lineno - 1]


def is_column(item) -> bool:
    """Return whether a variable is a column, which SQLAlchemy reads and writes."""
    lines = Path(item.filename).read_text(encoding="utf-8").splitlines()
    return f"{item.name}: Mapped[" in lines[item.first_lineno - 1]


def is_code_list(item) -> bool:
    """Return whether a variable is a code list, which ZCML makes a vocabulary of."""
    lines = Path(item.filename).read_text(encoding="utf-8").splitlines()
    return f"{item.name} = _code_list(" in lines[item.first_lineno - 1]


def main() -> int:
    """Print what nothing uses, and return 1 if there is anything."""
    vulture = Vulture(
        ignore_names=list(FRAMEWORK_NAMES),
        ignore_decorators=list(FRAMEWORK_DECORATORS),
    )
    vulture.scavenge([str(ROOT / source) for source in SOURCES])
    vulture.used_names |= names_in_markup()
    unused = [
        item
        for item in vulture.get_unused_code()
        if not any(test(item) for test in (is_for_another, is_column, is_code_list))
    ]
    for item in unused:
        print(f"{item.filename}:{item.first_lineno}: {item.message}")
    return 1 if unused else 0


if __name__ == "__main__":
    sys.exit(main())
