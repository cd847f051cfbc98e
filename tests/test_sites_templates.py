"""Templates are compiled by one thread at a time."""

from chameleon import PageTemplate
from concurrent.futures import ThreadPoolExecutor
from onewindow_policy.testing import INTEGRATION_TESTING
from threading import Barrier
from threading import BrokenBarrierError
from uuid import uuid4

import unittest


class WatchedTemplate(PageTemplate):
    """Notes whether another one was being compiled at the same moment."""

    meeting = Barrier(2)
    met = False

    def parse(self, body):
        try:
            self.meeting.wait(timeout=0.2)
        except BrokenBarrierError:
            pass
        else:
            WatchedTemplate.met = True
        return super().parse(body)


class TestCompiling(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_two_threads_never_compile_templates_at_once(self):
        # Ever another text: what was compiled before would not be compiled again.
        word = uuid4().hex
        with ThreadPoolExecutor(2) as threads:
            pages = list(
                threads.map(
                    lambda number: WatchedTemplate(
                        f"<p>{word} ${{1 + {number}}}</p>"
                    )(),
                    range(2),
                )
            )
        self.assertEqual(pages, [f"<p>{word} 1</p>", f"<p>{word} 2</p>"])
        self.assertFalse(WatchedTemplate.met)
