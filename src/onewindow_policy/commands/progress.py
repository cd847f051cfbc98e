"""How far a command is, on the screen."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from tqdm import tqdm

import sys


@contextmanager
def progress_bar(is_wanted: bool) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that shows on stderr how much is done, of how much.

    Without a terminal it shows nothing, unless `is_wanted`.
    """
    hidden = False if is_wanted else None
    # Objects come steadily: no thread need watch over the bar.
    tqdm.monitor_interval = 0
    with tqdm(unit=" obj", file=sys.stderr, disable=hidden) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
