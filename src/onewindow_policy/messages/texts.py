"""The words of messages as a city has them, in the place of those that are shipped.

Each is kept with its version, and so are all that went before, with when and by whom. A
text that names what its template does not know is refused as it is entered.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import fields
from onewindow_policy.editing.api import next_version
from onewindow_policy.editing.api import versions_of
from onewindow_policy.messages.exceptions import TextChanged
from onewindow_policy.messages.exceptions import TextUnchanged
from onewindow_policy.messages.exceptions import TextUnfit
from onewindow_policy.messages.exceptions import TextUnknown
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.interfaces import ITextTemplate
from onewindow_policy.messages.interfaces import MESSAGE_SETTINGS_PREFIX
from onewindow_policy.messages.settings import sms_longest
from onewindow_policy.messages.settings import sms_sign
from onewindow_policy.messages.sms import SMS
from onewindow_policy.records.api import audit_change
from plone.registry.interfaces import IRegistry
from typing import Any
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.component import queryUtility

import re

RECORD = f"{MESSAGE_SETTINGS_PREFIX}.texts"
VERSIONS = f"{MESSAGE_SETTINGS_PREFIX}.text_versions"

#: A variable of a text, as messages have it.
VARIABLE = re.compile(r"\$\{([a-z_]+)\}")
#: What was meant to be one.
_BROKEN = re.compile(r"\$(?!\{[a-z_]+\})|\$\{[^}]*$")


@dataclass(frozen=True, slots=True)
class CityText:
    """A row of the registry: see `ITextRow`."""

    template: str
    text: str
    subject: str = ""
    code: str = ""


_NAMES = tuple(each.name for each in fields(CityText))


def city_texts() -> tuple[CityText, ...]:
    """Return the texts that a city has of its own."""
    registry = queryUtility(IRegistry)
    rows = registry.get(RECORD) if registry is not None else None
    return tuple(CityText(**row) for row in rows or ())


def city_text(template: str) -> CityText | None:
    """Return a city's own text of a template, None where it has the one that is shipped."""
    return next((each for each in city_texts() if each.template == template), None)


def text_templates() -> dict[str, ITextTemplate]:
    """Return the templates whose texts a city may change, by name, in that order."""
    found = getUtilitiesFor(ITemplate)
    return {
        name: template
        for name, template in sorted(found)
        if ITextTemplate.providedBy(template)
    }


def keep_texts(texts: Iterable[CityText], user_id: str) -> None:
    """Have a city's texts be these, and keep as a version each that is new. What has no row
    any more says again what is shipped, which is a version as well."""
    registry = getUtility(IRegistry)
    old = {each.template: each for each in city_texts()}
    new = {each.template: each for each in texts}
    versions = list(registry.get(VERSIONS) or ())
    for template in [*new, *(old.keys() - new.keys())]:
        text = new.get(template)
        if text == old.get(template):
            continue
        said = asdict(text or CityText(template, ""))
        version = next_version(versions, "template", said, user_id)
        versions.append(version)
        audit_change("text.change", template, f"version {version['version']}")
    registry[RECORD] = [asdict(each) for each in new.values()]
    registry[VERSIONS] = versions


def text_versions(template: str) -> list[Mapping[str, Any]]:
    """Return all versions of a city's text of a template, the first one first: each with
    its `version`, `text` (none: what is shipped), `subject`, `code`, and `at` and `by`."""
    registry = queryUtility(IRegistry)
    rows = registry.get(VERSIONS) if registry is not None else None
    return versions_of(rows or (), "template", template)


def restore_text(template: str, version: int, user_id: str, *, held: int) -> None:
    """Have a former version of a text hold again, as a version of its own.

    :param held: the version that held when somebody looked
    :raises TextUnknown: there is no such text or version
    :raises TextChanged: another one holds meanwhile
    :raises TextUnchanged: it says what holds
    :raises TextUnfit: it cannot be sent any more
    """
    versions = text_versions(template)
    found = next((each for each in versions if each["version"] == version), None)
    if found is None or template not in text_templates():
        raise TextUnknown(template, version)
    if versions[-1]["version"] != held:
        raise TextChanged
    if says_the_same(found, versions[-1]):
        raise TextUnchanged
    others = [each for each in city_texts() if each.template != template]
    if found["text"]:
        text = CityText(**{name: found[name] for name in _NAMES})
        require_fit(text)
        others.append(text)
    keep_texts(others, user_id)


def says_the_same(version: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two versions say the same."""
    return all(version[name] == other[name] for name in _NAMES)


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its variables filled in."""
    return VARIABLE.sub(lambda found: values[found[1]], text)


def require_fit(text: CityText) -> None:
    """See that a text can be sent. Raises `TextUnfit`, which says what is wrong in which
    line."""
    template = getUtility(ITemplate, text.template)
    known = template.samples
    for part in (text.subject, text.text):
        for number, line in enumerate(part.splitlines(), 1):
            unknown = [each for each in VARIABLE.findall(line) if each not in known]
            if unknown or _BROKEN.search(line):
                raise TextUnfit.of_variable(template.title, number, line, known)
    if template.channel != SMS:
        return
    said = f"【{sms_sign()}】{filled(text.text, known)}"
    if len(said) > sms_longest():
        raise TextUnfit.of_length(template.title, len(said), sms_longest())
