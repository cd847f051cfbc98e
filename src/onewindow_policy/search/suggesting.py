"""Suggestions for the box, as somebody types."""

from collections.abc import Iterable
from collections.abc import Sequence
from onewindow_policy.search.asking import ask
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.candidates import names_in
from onewindow_policy.search.index import get_index
from onewindow_policy.search.interfaces import Suggestion
from onewindow_policy.search.interfaces import TYPES
from onewindow_policy.search.reading import Entry
from onewindow_policy.search.reading import ID_BITS
from onewindow_policy.search.reading import ID_MASK
from onewindow_policy.search.reading import Reader
from onewindow_policy.search.sounds import sound
from onewindow_policy.search.sounds import unfinished
from onewindow_policy.search.terms import CLASS
from onewindow_policy.search.terms import EDGE
from onewindow_policy.search.terms import INITIALS
from onewindow_policy.search.terms import LONGEST_EDGE
from onewindow_policy.search.terms import NAME
from onewindow_policy.search.terms import Name
from onewindow_policy.search.terms import SOUND

import time

#: As many names that begin so are looked at.
LOOKED_AT = 200

#: As many documents are loaded for each suggestion that is wanted: some are not visible.
SPARE = 4


def suggest(text: str, limit: int = 8) -> tuple[Suggestion, ...]:
    """Return what somebody who has typed `text` may want: services first, then guides,
    forms, news and places. Raises IndexMissing, DatabaseUnavailable.

    What has a name that begins so; else what sounds so; else what has its name in it.
    """
    asked = ask(text)
    if not asked.whole:
        return ()
    now = int(time.time())
    with get_index().reading() as reader:
        entries: list[Entry] = []
        for codes in _tries(reader, asked):
            entries = _visible(reader, codes, now, limit)
            if entries:
                break
        return tuple(_suggestion(entry, asked) for entry in entries)


def _tries(reader: Reader, asked: Asked) -> Iterable[list[int]]:
    """Yield codes of documents, in the order of what should be suggested."""
    typed = asked.whole
    if len(typed) < LONGEST_EDGE or (not asked.has_han and len(typed) <= LONGEST_EDGE):
        # Very many begin so: the index has the first of them.
        yield reader.heads([EDGE + typed]).get(EDGE + typed, [])
        return
    starts = [NAME + typed]
    if not asked.has_han:
        starts += (SOUND + unfinished(typed), INITIALS + typed)
    yield _first(reader, starts)
    if asked.has_han:
        yield _first(reader, [SOUND + sound(asked.parts)])
    yield names_in(reader, asked, LOOKED_AT)


def _first(reader: Reader, starts: Sequence[str]) -> list[int]:
    found: dict[int, tuple[int, int]] = {}
    for _start, term, code in reader.beginnings(starts, LOOKED_AT):
        key = (code >> ID_BITS, len(term))
        id = code & ID_MASK
        found[id] = min(found.get(id, key), key)

    def order(id: int):
        rank, length = found[id]
        return rank % CLASS, rank // CLASS, length, id

    return sorted(found, key=order)


def _visible(reader: Reader, codes: Iterable[int], now: int, limit: int) -> list[Entry]:
    ids = list(dict.fromkeys(code & ID_MASK for code in codes))[: SPARE * limit]
    visible = sorted(
        reader.visible(ids, now).values(), key=lambda each: TYPES.index(each.type)
    )
    # A blank form and a filled one have the same title: one line for both.
    titles = {(each.type, each.title): each for each in reversed(visible)}
    return [each for each in visible if titles[each.type, each.title] is each][:limit]


def _suggestion(entry: Entry, asked: Asked) -> Suggestion:
    return Suggestion(
        type=entry.type,
        title=entry.title,
        name=_name_meant(entry.names, asked).shown,
        path=entry.path,
        item_code=entry.item_code,
    )


def _name_meant(names: tuple[Name, ...], asked: Asked) -> Name:
    """Return the name of a document that what was typed begins or is part of."""
    typed = asked.whole
    heard = sound(asked.parts) if asked.has_han else unfinished(typed)
    as_written = (
        lambda name: name.text.startswith(typed),
        lambda name: typed in name.text,
    )
    as_heard = (
        lambda name: name.sound.startswith(heard),
        lambda name: name.initials.startswith(typed),
    )
    # Letters are pinyin before they are a part of an English name.
    begins = as_written + as_heard if asked.has_han else as_heard + as_written
    for has in (
        *begins,
        lambda name: heard in name.sound,
        lambda name: typed in name.initials,
    ):
        found = min(filter(has, names), key=lambda each: len(each.text), default=None)
        if found is not None:
            return found
    return names[0]
