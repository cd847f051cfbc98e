"""What can be wrong with a file before anybody looks at its content."""

from onewindow_policy.exchange.exceptions import CatalogueRefused
from onewindow_policy.exchange.places import Problems
from onewindow_policy.exchange.reading import check_json
from onewindow_policy.exchange.reading import MAX_BYTES
from onewindow_policy.exchange.reading import read_json
from onewindow_policy.exchange.validation import read_catalogue
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

import os
import threading
import tracemalloc


class ReadingTest(TestCase):
    def setUp(self):
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "catalogue.json"

    def write(self, content):
        if isinstance(content, str):
            content = content.encode()
        self.path.write_bytes(content)

    def refusal(self, content=None, **options):
        """Return the one problem for which the file is refused."""
        if content is not None:
            self.write(content)
        with self.assertRaises(CatalogueRefused) as caught:
            read_json(self.path, **options)
        (problem,) = caught.exception.problems
        self.assertEqual("$", problem.path)
        return problem.message

    def problems(self, content):
        """Return the message id and mapping of each problem by its path."""
        self.write(content)
        problems = Problems()
        check_json(read_json(self.path), problems)
        return {
            problem.path: (str(problem.message), problem.message.mapping)
            for problem in problems.in_order()
        }

    def test_file_of_200_mb_is_refused_without_filling_the_memory(self):
        with self.path.open("wb") as file:
            file.truncate(200 * 1024 * 1024)
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        with self.assertRaises(CatalogueRefused) as caught:
            read_catalogue(self.path)
        _now, peak_bytes = tracemalloc.get_traced_memory()
        self.assertLess(peak_bytes, 1024 * 1024)
        (problem,) = caught.exception.problems
        self.assertEqual("problem_too_large", problem.message)
        self.assertEqual({"maximum": 64}, problem.message.mapping)

    def test_file_of_the_greatest_size_is_read(self):
        self.write("[]" + " " * 98)
        self.assertEqual([], read_json(self.path, max_bytes=100))
        self.assertEqual("problem_too_large", self.refusal(max_bytes=99))
        self.assertEqual(64 * 1024 * 1024, MAX_BYTES)

    def test_endless_pipe_is_refused_once_it_is_too_large(self):
        os.mkfifo(self.path)

        def pour():
            try:
                with self.path.open("wb") as pipe:
                    while True:
                        pipe.write(b" " * 4096)
            except BrokenPipeError:
                pass

        writer = threading.Thread(target=pour)
        writer.start()
        self.addCleanup(writer.join)
        self.assertEqual("problem_too_large", self.refusal(max_bytes=100_000))

    def test_missing_file_is_refused_in_words(self):
        message = self.refusal()
        self.assertEqual("problem_unreadable", message)
        self.assertIn("No such file", message.mapping["reason"])

    def test_folder_is_refused_in_words(self):
        self.path.mkdir()
        self.assertEqual("problem_unreadable", self.refusal())

    def test_byte_that_is_no_utf8_is_named(self):
        message = self.refusal('{"city": "示'.encode() + b"\xff" + b'"}')
        self.assertEqual("problem_not_utf8", message)
        self.assertEqual({"offset": 13}, message.mapping)

    def test_byte_is_counted_from_the_start_of_the_file_after_a_mark_too(self):
        message = self.refusal(b"\xef\xbb\xbf[\xff]")
        self.assertEqual({"offset": 4}, message.mapping)

    def test_byte_order_mark_is_no_fault(self):
        self.write(b"\xef\xbb\xbf[1]")
        self.assertEqual([1], read_json(self.path))

    def test_place_where_json_breaks_off_is_named(self):
        message = self.refusal('{\n "city": 1,\n "items" []\n}')
        self.assertEqual("problem_not_json", message)
        self.assertEqual(3, message.mapping["line"])
        self.assertEqual(10, message.mapping["column"])

    def test_empty_file_is_refused(self):
        self.assertEqual("problem_not_json", self.refusal(""))

    def test_bottomless_nesting_is_refused(self):
        for content in ("[" * 200_000, '{"a":' * 200_000):
            self.assertEqual("problem_too_deep", self.refusal(content))

    def test_nesting_deeper_than_any_catalogue_is_named(self):
        found = self.problems('{"items": ' + "[" * 30 + "]" * 30 + "}")
        self.assertEqual({"$.items" + "[0]" * 19: "problem_too_deep"}, ids(found))

    def test_values_that_are_no_numbers_are_named(self):
        found = self.problems('{"a": [NaN, 1, -Infinity], "b": {"c": 1e999}}')
        self.assertEqual(
            {
                "$.a[0]": "problem_not_finite",
                "$.a[2]": "problem_not_finite",
                "$.b.c": "problem_not_finite",
            },
            ids(found),
        )

    def test_endless_digits_do_not_break_the_reading(self):
        found = self.problems('{"days": ' + "9" * 10_000 + "}")
        self.assertEqual({"$.days": "problem_not_finite"}, ids(found))

    def test_key_that_stands_twice_is_named_once(self):
        found = self.problems(
            '{"items": [{"code": 1, "name": 2, "code": 3, "code": 4}]}'
        )
        self.assertEqual({"$.items[0].code": "problem_key_repeated"}, ids(found))

    def test_control_characters_are_named_in_values_and_keys(self):
        found = self.problems('{"a": "x\\u0007", "b\\u0085": 1, "c": "\\ud800"}')
        self.assertEqual(
            {
                "$.a": ("problem_control_character", {"code": "0007", "position": 2}),
                "$['b\\u0085']": (
                    "problem_control_character",
                    {"code": "0085", "position": 2},
                ),
                "$.c": ("problem_control_character", {"code": "D800", "position": 1}),
            },
            found,
        )

    def test_line_breaks_and_tabs_are_text(self):
        self.assertEqual({}, self.problems('{"a": "一\\n二\\t三"}'))

    def test_path_quotes_keys_that_are_no_names(self):
        found = self.problems('{"county:MZ": {"01": [NaN]}}')
        self.assertEqual(["$['county:MZ']['01'][0]"], list(found))


def ids(found):
    return {path: message_id for path, (message_id, _mapping) in found.items()}
