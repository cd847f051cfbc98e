"""A portal in production starts with one account, whose password nobody can guess."""

from onewindow_policy.sites.administrator import ask_password
from onewindow_policy.sites.administrator import choose_password
from onewindow_policy.sites.administrator import generate_password
from onewindow_policy.sites.administrator import write_private
from pathlib import Path
from unittest import mock

import tempfile
import unittest

TOO_SHORT = (
    "The password needs at least 12 characters. A sentence that only you would think of"
    " is best."
)


class TestAskPassword(unittest.TestCase):
    def ask(self, *answers):
        said = []
        remaining = iter(answers)
        password = ask_password(ask=lambda _prompt: next(remaining), say=said.append)
        return password, said

    def test_long_password_typed_twice_is_taken(self):
        self.assertEqual(
            ("correct horse", []), self.ask("correct horse", "correct horse")
        )

    def test_short_password_is_refused_with_the_length_it_needs(self):
        password, said = self.ask("short", "correct horse", "correct horse")
        self.assertEqual("correct horse", password)
        self.assertEqual([TOO_SHORT], said)

    def test_password_that_everybody_knows_is_asked_for_again(self):
        for known in ("admin123456789", "P@ssw0rd2026!", "woaini1314520"):
            password, said = self.ask(known, "correct horse", "correct horse")
            self.assertEqual("correct horse", password)
            self.assertEqual(1, len(said))

    def test_password_typed_differently_is_asked_for_again(self):
        password, said = self.ask("correct horse", "correct house", "long enough", "")
        self.assertIsNone(password)
        self.assertEqual(["The two differ.", TOO_SHORT], said)

    def test_empty_answer_leaves_the_password_to_be_generated(self):
        self.assertEqual((None, []), self.ask(""))


class TestChoosePassword(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "administrator-password"
        self.said = []

    def choose(self, *, is_terminal, typed=""):
        terminal = mock.Mock(isatty=lambda: is_terminal)
        with (
            mock.patch("sys.stdin", terminal),
            mock.patch("sys.stdout", terminal),
            mock.patch(
                "onewindow_policy.sites.administrator.ask_password",
                return_value=typed or None,
            ),
        ):
            return choose_password(self.file, say=self.said.append)

    def test_chosen_password_is_neither_shown_nor_written(self):
        password = self.choose(is_terminal=True, typed="correct horse")
        self.assertEqual("correct horse", password)
        self.assertEqual([], self.said)
        self.assertFalse(self.file.exists())

    def test_generated_password_is_shown_once_at_a_terminal(self):
        password = self.choose(is_terminal=True)
        self.assertEqual(1, len(self.said))
        self.assertIn(password, self.said[0])
        self.assertFalse(self.file.exists())

    def test_without_a_terminal_the_password_is_in_a_file_for_its_owner_only(self):
        password = self.choose(is_terminal=False)
        self.assertEqual(f"{password}\n", self.file.read_text())
        self.assertEqual(0o600, self.file.stat().st_mode & 0o777)
        self.assertNotIn(password, "".join(self.said))
        self.assertIn(str(self.file), self.said[0])

    def test_file_that_others_could_read_is_replaced(self):
        self.file.write_text("old")
        self.file.chmod(0o644)
        write_private(self.file, "new")
        self.assertEqual("new", self.file.read_text())
        self.assertEqual(0o600, self.file.stat().st_mode & 0o777)

    def test_no_two_generated_passwords_are_the_same(self):
        passwords = {generate_password() for _count in range(100)}
        self.assertEqual(100, len(passwords))
        self.assertTrue(all(len(password) == 20 for password in passwords))
