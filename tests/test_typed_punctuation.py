"""Chinese texts as they are printed: punctuation, spaces, dates and plain words."""

from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.exchange.punctuation import set_punctuation
from onewindow_policy.typed.plainwords import find_advice
from onewindow_policy.typed.plainwords import with_plain_dates
from onewindow_policy.typed.punctuation import punctuated

import json
import re
import unicodedata
import unittest

#: What is mended, and how.
MENDED = {
    "县(区)民政局,联系电话:0000-0001001": "县（区）民政局，联系电话：0000-0001001",
    "能申请吗?不能!找社区;别急": "能申请吗？不能！找社区；别急",
    "上午8:30-12:00,下午13:30-17:30": "上午8:30-12:00，下午13:30-17:30",
    "12:00,13:30两场,都行": "12:00，13:30两场，都行",
    "GB/T 39046-2020表A.8(1为最好)": "GB/T 39046-2020表A.8（1为最好）",
    "申请(PDF),图片(JPG)": "申请（PDF），图片（JPG）",
    "(甲(乙)丙)": "（甲（乙）丙）",
    "（甲)与(乙）": "（甲）与（乙）",
    "(1)申请 (2)领取": "（1）申请 （2）领取",
    '他说"好"': "他说“好”",
    "申请人自备.": "申请人自备。",
    "收入 , 财产": "收入，财产",
    "姓名：　张三": "姓名：张三",
    "每月 60 元, 共 3 次": "每月60元，共3次",
    "2026 年 11 月 6 日": "2026年11月6日",
    "覆盖率 77.5% 左右": "覆盖率77.5%左右",
    "拨打 12345 热线": "拨打12345热线",
    "１２３号Ａ座": "123号A座",
    "第一行,\n第二行,": "第一行，\n第二行，",
}

#: What stays as it is.
KEPT = (
    "",
    "SQ-MZ-001, 1,000 (all)",
    "每月1,000元",
    "比例为1:2",
    "上午 8:30 到 12:00 开门",
    "示例银行青石支行 0000 0000 0000 0002",
    "电话 0000-0001001",
    "按 F5 键，用 A4 纸",
    "另存为 UTF-8 后再试",
    "1 申请表",
    "见《老年人权益保障法(2018, 修正)》",
    "民发〔2021〕57号",
    "https://a.cn/?x=1,2",
    "写信到 a.b@gov.cn",
    "运行 `onewindow import 文件(1), x`",
    "The 低保 benefit (for the poor), paid monthly.",
    "张三.docx",
    "函数f(x)的值",
)

PIECES = st.lists(
    st.sampled_from(
        [
            *"中文社区，。（）《》“”〔〕",
            *'()",;:?!.%- \u3000\u00a0\n１Ａ',
            *("12", "2026", "8:30", "0000-0001001", "a.cn/x,y", "Word words here"),
            *("http://a.cn/?b=c,d", "&", "`x`", "A", "月", "元"),
        ]
    ),
    max_size=12,
).map("".join)


class TestPunctuation(unittest.TestCase):
    def test_marks_brackets_quotes_and_spaces_are_set_as_chinese_is_printed(self):
        for typed, printed in MENDED.items():
            with self.subTest(typed):
                self.assertEqual(printed, punctuated(typed))

    def test_codes_addresses_numbers_laws_and_english_stay(self):
        for text in KEPT:
            with self.subTest(text):
                self.assertEqual(text, punctuated(text))

    @given(PIECES)
    def test_what_was_set_once_stays(self, text):
        self.assertEqual(punctuated(text), punctuated(punctuated(text)))

    @given(PIECES)
    def test_no_word_and_no_digit_is_lost_or_changed(self, text):
        def words(each):
            return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", each))

        self.assertEqual(words(text), words(punctuated(text)))

    @given(st.text(st.characters(codec="ascii")))
    def test_what_has_no_chinese_in_it_stays(self, text):
        self.assertEqual(text, punctuated(text))


class TestPlainWords(unittest.TestCase):
    def advice(self, text):
        return [(each.passage, each.plain) for each in find_advice(text)]

    def test_words_of_offices_are_named_with_what_a_neighbour_would_say(self):
        self.assertEqual(
            [("携带", "带"), ("前往", "去"), ("逾期", "过期")],
            self.advice("请携带证件前往窗口，逾期不办。"),
        )
        self.assertEqual([("进行", "")], self.advice("对材料进行审核。"))

    def test_terms_of_law_and_other_words_are_none(self):
        self.assertEqual([], self.advice("决定不予受理。骑自行车来。按情况办。"))
        self.assertEqual([], self.advice("见《关于缴纳社会保险费的规定》。"))

    def test_dates_are_written_one_way(self):
        for typed in ("2026-11-06", "2026/11/6", "2026.11.06", "2026年11月06日"):
            with self.subTest(typed):
                self.assertEqual("从2026年11月6日起", with_plain_dates(f"从{typed}起"))
        for text in ("GB/T 39046-2020", "2026-13-01", "2026年11月6日", "1.2.3"):
            with self.subTest(text):
                self.assertEqual(text, with_plain_dates(text))


class TestPunctuationOfFile(unittest.TestCase):
    def test_sample_city_is_printed_as_texts_are(self):
        catalogue = json.loads(sample_path().read_bytes())
        self.assertEqual(52, len(catalogue["items"]))
        self.assertEqual(0, set_punctuation(catalogue))

    def test_models_of_a_form_stay_the_xml_that_they_are(self):
        model = '<field name="a"><title>姓名,电话</title></field>'
        form = {"fields_model": model, "actions_model": model, "title": "申请,登记"}
        self.assertEqual(1, set_punctuation({"items": [{"form": form}]}))
        self.assertEqual((model, model), (form["fields_model"], form["actions_model"]))

    def test_texts_are_set_and_codes_stay(self):
        catalogue = {
            "items": [
                {
                    "guide": {
                        "conditions": ["年满80周岁,具有本市户籍"],
                        "materials": [{"name": "证明(原件)", "source": "自备(本人)"}],
                    },
                    "themes": ["出生(含收养)"],
                }
            ],
            "district_catalogues": [
                {
                    "overrides": [
                        {"value": {"source": "自备(本人)", "note": "可补,可免"}}
                    ]
                }
            ],
        }
        self.assertEqual(3, set_punctuation(catalogue))
        guide = catalogue["items"][0]["guide"]
        self.assertEqual(["年满80周岁，具有本市户籍"], guide["conditions"])
        self.assertEqual(
            [{"name": "证明（原件）", "source": "自备(本人)"}], guide["materials"]
        )
        self.assertEqual(["出生(含收养)"], catalogue["items"][0]["themes"])
        (override,) = catalogue["district_catalogues"][0]["overrides"]
        self.assertEqual(
            {"source": "自备(本人)", "note": "可补，可免"}, override["value"]
        )
