"""Sets of small numbers, each as the bits of one integer.

Fifty thousand numbers are six kilobytes, and are intersected and counted in microseconds;
a `set` of them takes a thousand times as long.
"""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from itertools import compress
from itertools import count
from itertools import islice

_TRUTHS = bytes.maketrans(b"01", b"\x00\x01")


def bits_of(numbers: Iterable[int], size: int) -> int:
    """Return `numbers`, all below `size`, as bits."""
    digits = bytearray(b"0") * (size + 1)
    for number in numbers:
        digits[size - number] = 49  # the digit 1
    return int(digits, 2)


def numbers_of(bits: int, start: int = 0, stop: int | None = None) -> list[int]:
    """Return the numbers in `bits`, lowest first; only those from `start` to `stop` in
    that order, where given."""
    marks = bin(bits)[:1:-1].encode().translate(_TRUTHS)
    return list(islice(compress(count(), marks), start, stop))


def moved(
    having: Mapping[str, int], values: Mapping[int, Collection[str]]
) -> Mapping[str, int]:
    """Return `having` (value → bits) with other values for some numbers.

    `values` says, by number, all the values that it shall have.
    """
    if not values:
        return having
    others = ~bits_of(values, max(values))
    result = {value: bits & others for value, bits in having.items()}
    for number, new in values.items():
        for value in new:
            result[value] = result.get(value, 0) | 1 << number
    return result
