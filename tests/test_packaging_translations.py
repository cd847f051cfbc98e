"""What collects the messages of the code says of files that it cannot read."""

from importlib.util import module_from_spec
from importlib.util import spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory

import unittest

TOOL = Path(__file__).resolve().parent.parent / "tools" / "translations.py"

TEMPLATE = """\
<p xmlns:i18n="http://xml.zope.org/namespaces/i18n" i18n:domain="onewindow_policy"
   i18n:translate="{name}">Words</p>"""


class TestCollecting(unittest.TestCase):
    def setUp(self):
        spec = spec_from_file_location("translations", TOOL)
        self.tool = module_from_spec(spec)
        spec.loader.exec_module(self.tool)
        self.folder = Path(self.enterContext(TemporaryDirectory()))
        for source in self.tool.SOURCES:
            (self.folder / source).mkdir(parents=True)
        self.write("good.pt", TEMPLATE.format(name="good"))

    def write(self, name, text):
        path = self.folder / self.tool.SOURCES[0] / name
        path.write_text(text, encoding="utf-8")

    def test_messages_of_templates_are_collected(self):
        messages, problems = self.tool.collect(self.folder)
        self.assertEqual((["good"], []), (list(messages), problems))

    def test_file_that_cannot_be_read_is_named_and_nothing_is_collected(self):
        for name, text in {
            "unclosed.pt": TEMPLATE.format(name="bad").replace("</p>", "</b></p>"),
            "twice.pt": '<p i18n:translate="a" i18n:translate="b">x</p>',
            "bad.zcml": "<configure><unclosed></configure>",
        }.items():
            with self.subTest(name=name):
                self.write(name, text)
                with self.assertRaisesRegex(self.tool.Unread, f"{name} cannot be read"):
                    self.tool.collect(self.folder)
                (self.folder / self.tool.SOURCES[0] / name).unlink()
