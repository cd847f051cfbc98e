"""`@@onewindow-search`: words that mean the same, who answers for other matters, and
whom to call in danger."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.editing.api import save_of_records
from onewindow_policy.editing.api import TextsComparison
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.records.api import check_write
from onewindow_policy.search.aliases import item_names
from onewindow_policy.search.aliases import ItemNames
from onewindow_policy.search.aliases import lines_from
from onewindow_policy.search.elsewhere import elsewhere_problems
from onewindow_policy.search.emergencies import emergency_problems
from onewindow_policy.search.emergencies import number_problems
from onewindow_policy.search.emergencies import untried_numbers
from onewindow_policy.search.settings import ISearchSettings
from onewindow_policy.search.settings import SETTINGS_PREFIX
from onewindow_policy.search.synonyms import Problem
from onewindow_policy.search.synonyms import problems_of
from plone import api
from plone.registry.interfaces import IRegistry
from zope.component import getUtility
from zope.i18nmessageid import Message

#: What fits on no page and in no record.
LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Area:
    """A text area: its lines as they are kept or were typed, and what is wrong in them."""

    name: str
    title: Message
    help: Message
    text: str
    problems: list[Problem]


CHECKS: dict[str, Callable[[list[str]], list[Problem]]] = {
    "synonyms": problems_of,
    "elsewhere": elsewhere_problems,
    "emergencies": emergency_problems,
    "tried_numbers": number_problems,
}


class SearchControlPanel(PrivatePage):
    """Shows the lines, keeps them when nothing is wrong, and loses nothing typed."""

    page_title = _("title_search_settings", default="Search: words")

    def answer(self):
        self.typed = None
        if self.request.method == "POST":
            is_returned = RETURNED in self.request.form
            if not is_returned:
                check_write(self.request)
            self.typed = {name: self._lines_of(name) for name in CHECKS}
            if is_returned:
                return self.index()
            if "import" in self.request.form:
                self._import()
            elif self._keep():
                api.portal.show_message(
                    _("message_search_kept", default="Kept. It holds from now on."),
                    self.request,
                )
                return self.request.response.redirect(self.url)
        return self.index()

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/@@onewindow-search"

    @property
    def kept(self) -> dict[str, list[str]]:
        registry = getUtility(IRegistry)
        return {
            name: list(registry.get(f"{SETTINGS_PREFIX}.{name}") or ())
            for name in CHECKS
        }

    @cached_property
    def comparison(self) -> TextsComparison:
        """What was read, and what stands."""
        texts = {
            ISearchSettings[name].title: "\n".join(lines)
            for name, lines in self.kept.items()
        }
        save = save_of_records([SETTINGS_PREFIX], CHECKS)
        return TextsComparison(self.request, texts, save)

    @property
    def has_changed_meanwhile(self) -> bool:
        """Whether nothing was kept because somebody else was faster."""
        is_saving = "save" in self.request.form and RETURNED not in self.request.form
        return is_saving and self.comparison.is_refused

    @property
    def box(self) -> str:
        """What stands at the top of the form."""
        return self.comparison.box(self.context, is_saved=False)

    @cached_property
    def areas(self) -> list[Area]:
        shown = self.typed or self.kept
        return [
            Area(
                name=name,
                title=ISearchSettings[name].title,
                help=ISearchSettings[name].description,
                text="\n".join(shown[name]),
                problems=check(shown[name]) if self.typed else [],
            )
            for name, check in CHECKS.items()
        ]

    @property
    def has_problems(self) -> bool:
        return any(area.problems for area in self.areas)

    @property
    def untried(self) -> str:
        """The numbers for danger that nobody has called."""
        return "、".join(untried_numbers())

    @cached_property
    def items(self) -> list[ItemNames]:
        """The services with the other names they bring themselves."""
        return item_names()

    def _lines_of(self, name: str) -> list[str]:
        text = self.request.form.get(name)
        if not isinstance(text, str):
            return self.kept[name]
        lines = [line.rstrip() for line in text[:LONGEST_TEXT].splitlines()]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def _import(self) -> None:
        """Add lines for the names of services to what was typed; nothing is kept yet."""
        lines = self.typed["synonyms"]
        new = lines_from(self.items, lines)
        self.typed["synonyms"] = [*lines, *new]
        api.portal.show_message(
            _(
                "message_names_imported",
                default=(
                    "Lines added at the end: ${count}. Look through them, take out what"
                    " does not mean the same, and save."
                ),
                mapping={"count": len(new)},
            ),
            self.request,
        )

    def _keep(self) -> bool:
        if self.has_problems:
            return False
        if self.comparison.is_refused:
            return False
        registry = getUtility(IRegistry)
        for name, lines in self.typed.items():
            if lines != self.kept[name]:
                registry[f"{SETTINGS_PREFIX}.{name}"] = lines
        return True
