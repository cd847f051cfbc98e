"""What a revision changes, for those who review it."""

from Acquisition import aq_inner
from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.publishing.api import is_released
from onewindow_policy.publishing.comparison import Change
from onewindow_policy.publishing.comparison import compare
from onewindow_policy.publishing.comparison import Kind
from onewindow_policy.publishing.comparison import mark
from onewindow_policy.publishing.comparison import Part
from onewindow_policy.publishing.wording import plain
from onewindow_policy.publishing.wording import worded
from onewindow_policy.publishing.workingcopies import public_and_revision
from plone.dexterity.utils import iterSchemata
from Products.Five import BrowserView
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder

#: The day of first publication stays with what is public; the note is about the change.
NOT_COMPARED = frozenset(["id", "effective", "changeNote"])


@dataclass(frozen=True, slots=True)
class Line:
    """A change as it is shown; `place` is "" for the field as a whole."""

    place: str
    kind: Kind
    old: list[Part]
    new: list[Part]


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of a field."""

    title: str
    lines: list[Line]

    @property
    def has_places(self) -> bool:
        """Whether the changes are of parts of the field, which have names."""
        return any(line.place for line in self.lines)


class ComparisonView(BrowserView):
    """Compares a revision with what is public, in the words of the form."""

    page_title = _("title_comparison", default="What changes")

    @cached_property
    def versions(self) -> tuple:
        """What is public and its revision, the first None where nothing is."""
        return public_and_revision(aq_inner(self.context))

    @property
    def title(self) -> str:
        return self.versions[1].Title()

    @property
    def revision_url(self) -> str:
        return self.versions[1].absolute_url()

    @property
    def old_title(self) -> Message:
        """What the left-hand side is called."""
        return _("column_public", default="Public now")

    @property
    def is_comparable(self) -> bool:
        """Whether there is something to compare with."""
        return self.versions[0] is not None

    @property
    def remark(self) -> Message | None:
        """What is to say when there are no changes to show."""
        if self.groups:
            return None
        if self.is_comparable:
            return _("text_no_changes", default="Residents would read the same as now.")
        if is_released(self.versions[1]):
            return _("text_no_revision", default="Nobody is revising this page.")
        return _(
            "text_nothing_public",
            default="Nothing of this is public yet: all of it is new.",
        )

    @cached_property
    def fields(self) -> dict:
        """The fields of the content by name, in the order of the form."""
        return {
            name: field
            for schema in iterSchemata(self.versions[1])
            for name, field in getFieldsInOrder(schema)
            if name not in NOT_COMPARED
        }

    @cached_property
    def values(self) -> tuple[dict, dict]:
        """The old and the new values by field, as `comparison.compare` takes them."""
        return tuple(
            {
                name: plain(getattr(field.interface(content), name, None))
                for name, field in self.fields.items()
                if content is not None
            }
            for content in self.versions
        )

    def row_key(self, field: str, row) -> str:
        """Return what identifies `row` among those of `field`: its first column."""
        return str(next(iter(row.values()), ""))

    def changes(self) -> list[Change]:
        """Return what the revision changes."""
        return compare(*self.values, self.row_key)

    @cached_property
    def groups(self) -> list[Group]:
        """The changes by field, as the template loops over them."""
        if not self.is_comparable:
            return []
        by_field: dict[str, list[Change]] = {}
        for change in self.changes():
            by_field.setdefault(change.field, []).append(change)
        return [
            Group(
                translate(self.fields[name].title, context=self.request),
                [self._line(change) for change in changes],
            )
            for name, changes in by_field.items()
        ]

    def _line(self, change: Change) -> Line:
        if change.kind is Kind.MOVED:
            titles = self._row_titles(change.field)
            old, new = (
                " → ".join(titles[key] for key in keys)
                for keys in (change.old, change.new)
            )
            place = translate(_("label_order", default="Order"), context=self.request)
            return Line(place, change.kind, [Part(old)], [Part(new)])
        field, place = self.fields[change.field], ""
        if change.row:
            place = self._row_titles(change.field)[change.row]
            field = field.value_type
        if change.column:
            field = field.schema[change.column]
            column = translate(field.title, context=self.request)
            place = f"{place} · {column}"
        old, new = (
            worded(field, value, self.versions[1], self.request)
            for value in (change.old, change.new)
        )
        return Line(place, change.kind, *mark(old, new))

    def _row_titles(self, field: str) -> dict[str, str]:
        """Return what rows are called, by their keys, which may be codes."""
        return {
            self.row_key(field, row): row.get("name") or self.row_key(field, row)
            for values in self.values
            for row in values.get(field) or ()
        }
