"""What keeps messages and their translations finds what is wrong in them."""

from importlib.util import module_from_spec
from importlib.util import spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory

import unittest

TOOL = Path(__file__).resolve().parent.parent / "tools" / "translations.py"

TEMPLATE = """\
<p xmlns:i18n="http://xml.zope.org/namespaces/i18n" i18n:domain="onewindow_policy"
   i18n:translate="{name}">Words</p>"""


class ToolTestCase(unittest.TestCase):
    def setUp(self):
        spec = spec_from_file_location("translations", TOOL)
        self.tool = module_from_spec(spec)
        spec.loader.exec_module(self.tool)


class TestCollecting(ToolTestCase):
    def setUp(self):
        super().setUp()
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


class TestPrinting(ToolTestCase):
    """Our own words are printed as those of editors are."""

    def assertPrinted(self, printed, text):
        self.assertEqual(printed, self.tool.as_printed(text))

    def test_numbers_stand_without_spaces_whether_they_are_known_or_not(self):
        self.assertPrinted("12位数字，现在有${count}位", "12 位数字,现在有 ${count} 位")
        self.assertPrinted("已备好{done}样，共{all}样", "已备好 {done} 样，共 {all} 样")
        self.assertPrinted("${done} / ${all}个社区", "${done} / ${all} 个社区")
        self.assertPrinted(
            "第${number}行\n有${count}条", "第 ${number} 行\n有 ${count} 条"
        )

    def test_long_numbers_addresses_times_and_words_of_other_letters_stand_apart(self):
        for text in (
            "您的办件 ${number} 已经办结",
            "现在办公，{time} 下班",
            "链接 ${address} 打不开。",
            "最多${size} MB、${count}个 PDF 文件",
        ):
            self.assertPrinted(text, text)

    def test_translation_that_is_printed_otherwise_is_told_with_what_to_write(self):
        entry = 'msgid "{0}"\nmsgstr "共 ${{count}} 项,全部"\n'
        text = 'msgid ""\nmsgstr ""\n\n' + "\n".join(
            entry.format(each) for each in ("label_all", "keywords_all")
        )
        with TemporaryDirectory() as folder:
            path = Path(folder) / "test.po"
            path.write_text(text, encoding="utf-8")
            self.tool.LOCALES = Path(folder)
            self.tool.english_of = lambda _entry: "${count}"
            self.assertEqual(
                ["test.po: label_all: write “共${count}项，全部”"],
                self.tool.check_entries(path),
            )
