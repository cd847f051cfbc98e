"""What an import did, in numbers and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy import _
from onewindow_policy.exchange.exceptions import Problem
from onewindow_policy.exchange.records import canonical
from onewindow_policy.exchange.records import Change
from typing import Any
from zope.i18nmessageid import Message

#: What a line of a difference shows of a value.
EXCERPT_LENGTH = 80

NOTHING_CHANGED = _(
    "import_changed_nothing_but", default="Nothing was changed on the site."
)


@dataclass
class ImportReport:
    """The outcome of an import; all paths lead from the site.

    `edited` maps what was edited on the site since the last import, and therefore left
    alone (or with `overwrite` replaced), to the fields that differ; `refused` maps what
    a rule of publication stood against to its words; `gone` lists what an earlier
    import brought and the file no longer has; `doubts` are places of the file.
    """

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    edited: dict[str, tuple[Change, ...]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    left_out: list[Message] = field(default_factory=list)
    doubts: tuple[Problem, ...] = ()
    overwrite: bool = False
    dry_run: bool = False
    seconds: float = 0.0

    @property
    def changed_nothing(self) -> bool:
        return not (self.created or self.updated or self.published)

    def summary(self) -> list[Message]:
        """Return sentences that tell what happened, the most important first."""
        lines = []
        if self.dry_run:
            lines.append(
                _("import_dry_run", default="Dry run: nothing of this was kept.")
            )
        if self.changed_nothing:
            lines.append(
                _(
                    "import_changed_nothing",
                    default="Nothing has changed: the site is as the file says.",
                )
                if not self.edited
                else NOTHING_CHANGED
            )
        lines.append(
            _(
                "import_counts",
                default=(
                    "${created} created, ${updated} updated, ${unchanged} unchanged,"
                    " ${published} published, in ${seconds} s."
                ),
                mapping={
                    "created": len(self.created),
                    "updated": len(self.updated),
                    "unchanged": len(self.unchanged),
                    "published": len(self.published),
                    "seconds": f"{self.seconds:.1f}",
                },
            )
        )
        return lines + list(self._remarks())

    def _remarks(self) -> Iterator[Message]:
        if self.edited:
            count = {"count": len(self.edited)}
            yield (
                _(
                    "import_overwritten",
                    default="${count} had been edited on the site; replaced.",
                    mapping=count,
                )
                if self.overwrite
                else _(
                    "import_edited",
                    default=(
                        "${count} edited on the site since the last import; left as"
                        " they are. --overwrite replaces them by what the file says."
                    ),
                    mapping=count,
                )
            )
        if self.refused:
            yield _(
                "import_refused",
                default="${count} were refused by a rule of publication.",
                mapping={"count": len(self.refused)},
            )
        if self.gone:
            yield _(
                "import_gone",
                default=(
                    "${count} are no longer in the file. They stay on the site:"
                    " archive or delete them there."
                ),
                mapping={"count": len(self.gone)},
            )
        yield from self.left_out
        if self.doubts:
            yield _(
                "import_doubts",
                default="${count} codes are unlike the national ones; please look again.",
                mapping={"count": len(self.doubts)},
            )


def punctuation_set(count: int) -> Message:
    """Return what is said of a file in `count` of whose texts punctuation was set."""
    return _(
        "import_punctuation_set",
        default="Punctuation and spaces were set in ${count} texts of the file.",
        mapping={"count": count},
    )


def describe(change: Change) -> list[str]:
    """Return lines that show what differs in a field: `place: old -> new`."""
    return list(_describe(change.field, change.old, change.new))


def _describe(place: str, old: Any, new: Any) -> Iterator[str]:
    if canonical(old) == canonical(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from _describe(f"{place}.{key}", old.get(key), new.get(key))
    elif isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        yield from _describe_lists(place, list(old), list(new))
    else:
        yield f"{place}: {_shown(old)} -> {_shown(new)}"


def _describe_lists(place: str, old: list, new: list) -> Iterator[str]:
    if len(old) == len(new):
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _describe(f"{place}[{number}]", before, after)
        return
    texts = {canonical(value) for value in old}, {canonical(value) for value in new}
    for sign, values, others in (("-", old, texts[1]), ("+", new, texts[0])):
        for value in values:
            if canonical(value) not in others:
                yield f"{place}: {sign} {_shown(value)}"


def _shown(value: Any) -> str:
    text = canonical(value)
    return text if len(text) <= EXCERPT_LENGTH else text[: EXCERPT_LENGTH - 1] + "…"
