"""What readers of identity cards type."""

from onewindow_policy.typed.cards import read_card
from onewindow_policy.typed.exceptions import UnfitNumber
from stdnum.cn import ric

import unittest

_BODY = "99010219400101001"
NUMBER = _BODY + ric.calc_check_digit(_BODY + "0")
_ENDS_ON_X = next(
    body + "X"
    for body in (f"990102194001010{end:02d}" for end in range(100))
    if ric.calc_check_digit(body + "0") == "X"
)


class TestCards(unittest.TestCase):
    def test_number_and_name_are_read_in_either_order_and_with_what_stands_between(
        self,
    ):
        for line in (
            f"{NUMBER}\t样本老人",
            f"样本老人\t{NUMBER}",
            f"{NUMBER} 样本老人\r\n",
            f"样本老人，{NUMBER}",
            f"姓名：样本老人；{NUMBER}",
            f"样本老人,男,汉,19400101,示例路1号,{NUMBER},示例公安局",
            f"{NUMBER}\t样 本 老 人",
        ):
            with self.subTest(line=line.replace(NUMBER, "…")):
                card = read_card(line)
                self.assertEqual((NUMBER, "样本老人"), (card.number, card.name))

    def test_last_character_may_be_a_small_x_and_name_may_have_a_dot_or_letters(self):
        self.assertEqual(_ENDS_ON_X, read_card(f"{_ENDS_ON_X.lower()}\t王〇").number)
        self.assertEqual("买买提·吐尔逊", read_card(f"买买提·吐尔逊\t{NUMBER}").name)
        self.assertEqual("Anna M. Berg", read_card(f"{NUMBER}\tAnna M. Berg").name)

    def test_number_alone_is_a_card_without_a_name(self):
        card = read_card(NUMBER)
        self.assertEqual((NUMBER, ""), (card.number, card.name))

    def test_line_without_one_whole_number_that_can_be_right_is_refused(self):
        wrong = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")
        for line in ("", "样本老人", NUMBER[:-1], f"{NUMBER} {_ENDS_ON_X}", wrong):
            with self.subTest(length=len(line)), self.assertRaises(UnfitNumber):
                read_card(line)

    def test_what_was_read_is_in_no_log(self):
        card = read_card(f"{NUMBER}\t样本老人")
        self.assertIn("ReadCard", repr(card))
        self.assertNotIn("样本老人", repr(card))
        self.assertNotIn(NUMBER, repr(card))
