"""The rows that the page of a form loops over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose; `id` is that of its input, empty in a list."""

    value: str
    label: str
    checked: bool
    id: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that waits from an earlier try; unticked, it is not handed in.

    `preview` is the address of a small picture of it.
    """

    id: str
    input_name: str
    value: str
    label: str
    size: str
    size_bytes: int
    preview: str | None


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Options under a heading."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """What a script says of who is younger or older, in completed years; `reads` is what
    tells the age: the number of a document, or the day itself."""

    at_least: int | None
    at_most: int | None
    text: str
    reads: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A question with its input.

    `kind` says which: text, area, choices (of which `multiple` may be made), list,
    community, files, birth, remark (a text between fields), hidden, or stock; of the last
    three the widget or field itself has made `markup`. `kept` are files that
    wait, `again` the names of those that have to be chosen again, `refused` pairs of a
    name and why that file is not taken, where several were sent; `kinds` says which files
    are, `has_camera` that a camera of the desk may take them. `ask` is what a script asks
    of a number that is likely to be wrong, `ages` what it says of the age in one.
    """

    kind: str
    id: str
    name: str
    label: str
    hint: str
    need: str
    value: str = ""
    error: str = ""
    doubts: tuple[str, ...] = ()
    condition: str | None = None
    condition_words: str = ""
    multiple: bool = False
    attributes: dict[str, str] | None = None
    options: tuple[Option, ...] = ()
    groups: tuple[OptionGroup, ...] = ()
    streets: tuple[OptionGroup, ...] = ()
    kept: tuple[KeptFile, ...] = ()
    again: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    kinds: str = ""
    has_camera: bool = False
    ask: str = ""
    ages: tuple[AgeRow, ...] = ()
    markup: str = ""

    @property
    def css_class(self) -> str:
        if self.error:
            return "field error"
        return "field has-doubt" if self.doubts else "field"

    @property
    def is_labelled_by_text(self) -> bool:
        """Whether there is no single input that a label could belong to."""
        return self.kind in ("choices", "birth")

    @property
    def role(self) -> str:
        return "group" if self.multiple else "radiogroup"

    @property
    def input_name(self) -> str:
        return f"{self.name}:list" if self.multiple else self.name

    @property
    def input_type(self) -> str:
        return "checkbox" if self.multiple else "radio"

    @property
    def aria_invalid(self) -> str | None:
        return "true" if self.error else None

    @property
    def street_id(self) -> str:
        """The id of the street's input: while it stands alone, links lead to it."""
        return f"{self.id}-street" if self.groups else self.id

    @property
    def described_by(self) -> str | None:
        """The ids of what explains the input, for screen readers."""
        parts = (
            ("hint", self.hint),
            ("kinds", self.kinds),
            ("when", self.condition_words),
            ("error", self.error),
            ("doubt", self.doubts),
        )
        return " ".join(f"{self.id}-{part}" for part, said in parts if said) or None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Questions that belong together; the first may have no title.

    `condition` is that of all fields, where they have the same; `is_ours` says that no
    editor wrote the title, nor what there is to choose.
    """

    id: str
    title: str
    description: str
    rows: tuple[FieldRow, ...]
    condition: str | None = None
    condition_words: str = ""
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A consent to tick."""

    id: str
    name: str
    words: str
    given: bool
    error: str

    @property
    def css_class(self) -> str:
        return "field error" if self.error else "field"

    @property
    def described_by(self) -> str | None:
        return f"{self.id}-error" if self.error else None
