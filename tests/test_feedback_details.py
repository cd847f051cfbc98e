"""What must not be published is found, however it is written; what may stand is left."""

from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.feedback.details import CARD
from onewindow_policy.feedback.details import EMAIL
from onewindow_policy.feedback.details import find_details
from onewindow_policy.feedback.details import hide_details
from onewindow_policy.feedback.details import ID_NUMBER
from onewindow_policy.feedback.details import MOBILE
from onewindow_policy.feedback.details import PHONE
from onewindow_policy.feedback.details import SENDER

import unittest

FOUND = (
    (MOBILE, "13812345678"),
    (MOBILE, "138 1234 5678"),
    (MOBILE, "138-1234-5678"),
    (MOBILE, "1381 234 5678"),
    (MOBILE, "+86 13812345678"),
    (MOBILE, "8613812345678"),
    (MOBILE, "１３８１２３４５６７８"),
    (MOBILE, "138\u200b1234\u200b5678"),
    (MOBILE, "138\u30001234\u30005678"),
    (MOBILE, "138—1234—5678"),
    (ID_NUMBER, "990102194006150022"),
    (ID_NUMBER, "99010219400615002X"),
    (ID_NUMBER, "99010219400615002x"),
    (ID_NUMBER, "990102 19400615 002X"),
    (ID_NUMBER, "990102 1940 0615 002X"),
    (ID_NUMBER, "９９０１０２１９４００６１５００２Ｘ"),
    (ID_NUMBER, "990102400615002"),
    (ID_NUMBER, "H12345678"),
    (ID_NUMBER, "m12345678"),
    (ID_NUMBER, "Ｅ１２３４５６７８"),
    (ID_NUMBER, "EA1234567"),
    (ID_NUMBER, "XYZ000090010112"),
    (PHONE, "+852 9123 4567"),
    (PHONE, "0085391234567"),
    (CARD, "6222021234567890123"),
    (CARD, "6222 0212 3456 7890 123"),
    (CARD, "6222-0212-3456-7890"),
    (CARD, "622202123456"),
    (CARD, "1 3 8 1 2 3 4 5 6 7 8"),
    (PHONE, "010-87654321"),
    (PHONE, "(0571) 87654321"),
    (PHONE, "（0571）87654321"),
    (PHONE, "057187654321"[:11]),
    (EMAIL, "zhao.nv+shi@mail.example.com"),
    (EMAIL, "zhao＠example.com"),
)

LEFT = (
    "我今年85岁，2026年1月15日8:30去窗口，等了40分钟。",
    "2026-01-15 2026-02-15 都去过，2026.1.15也去过。",
    "请拨打12345，或者400-820-8888、8008208888。",
    "津贴每月300元，一年3600元，共12000000元。",
    "101 102 103 104 105室都没有接到通知。",
    "办件要准备3份材料、2张1寸照片。",
    "SQ-LL-001 高龄津贴",
)


class TestFinding(unittest.TestCase):
    def test_numbers_and_addresses_are_found_wherever_they_stand(self):
        for kind, number in FOUND:
            for text in (number, f"请打{number}找我。", f"电话:{number},谢谢"):
                with self.subTest(text):
                    found = find_details(text)
                    self.assertEqual(
                        [(kind, number)], [(f.kind, f.text) for f in found]
                    )

    def test_dates_sums_and_hotlines_are_left(self):
        for text in LEFT:
            with self.subTest(text):
                self.assertEqual((), find_details(text))

    def test_phones_of_offices_may_stand(self):
        text = "请打0000-5010101，别打0000-5010102。"
        found = find_details(text, office_phones=["00005010101"])
        self.assertEqual(["0000-5010102"], [each.text for each in found])

    def test_office_phone_inside_a_longer_number_saves_nothing(self):
        self.assertTrue(find_details("000050101012345", office_phones=["00005010101"]))

    def test_sender_is_found_by_name_and_contact(self):
        text = "赵秀英说，请写信到 ZHAO@Example.com"
        found = find_details(text, sender=["赵秀英", "zhao@example.com"])
        self.assertEqual([SENDER, SENDER], [each.kind for each in found])

    def test_name_of_one_character_is_not_looked_for(self):
        self.assertEqual((), find_details("王府街道", sender=["王"]))

    def test_what_was_found_stands_where_it_says(self):
        text = "甲13812345678乙zhao@example.com丙"
        for each in find_details(text):
            self.assertEqual(each.text, text[each.start : each.end])

    def test_what_is_hidden_is_found_no_more(self):
        text = "我是赵秀英，电话１３８ 1234 5678，身份证990102194006150022。"
        hidden = hide_details(text, sender=["赵秀英"])
        self.assertEqual("我是***，电话***，身份证***。", hidden)

    def test_details_are_in_no_representation(self):
        (found,) = find_details("13812345678")
        self.assertIn(type(found).__name__, repr(found))
        self.assertNotIn("13812345678", repr(found))

    @given(st.text(alphabet="0123456789 -.Xx年月@a（）１\u200b", max_size=60))
    def test_places_are_in_order_apart_and_within(self, text):
        end = 0
        for each in find_details(text, sender=["a1"]):
            self.assertLessEqual(end, each.start)
            self.assertTrue(each.text)
            end = each.end
        self.assertLessEqual(end, len(text))

    @given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
    def test_mobile_number_is_found_after_any_text(self, number, before):
        text = f"{before}、{number}"
        covered = {place for f in find_details(text) for place in range(f.start, f.end)}
        self.assertLessEqual(set(range(len(before) + 1, len(text))), covered)
