"""Which grid an address is in, however people type it."""

from onewindow_policy.communities.addresses import matching_grids
from onewindow_policy.communities.grids import GridFacts
from unittest import TestCase


def grid(title, *area):
    return GridFacts(title, title, area, (), "", "")


GRIDS = (
    grid("晨光社区第一网格", "晨光苑1–8幢", "晨光路1–39号（单号）"),
    grid("晨光社区第二网格", "晨光苑9–16幢、18幢", "晨光路2–40号（双号）"),
    grid("晨光社区第三网格", "晨光花园", "晨光巷沿街商铺"),
    grid("晨光社区第四网格", "88号院"),
)


class TestAddresses(TestCase):
    def found(self, words):
        titles = [each.title for each in matching_grids(GRIDS, words)]
        return "".join(title.removeprefix("晨光社区第")[0] for title in titles)

    def test_name_and_number_lead_to_one_grid(self):
        for words, found in (
            ("晨光苑3幢", "一"),
            ("晨光苑 10 幢 2单元 501", "二"),
            ("晨光苑１８栋", "二"),
            ("晨光苑，8", "一"),
            ("晨光路15号", "一"),
            ("晨光路16号", "二"),
            ("云河区望云街道晨光社区晨光苑3幢", "一"),
            ("望云街道108号晨光苑9幢", "二"),
            ("晨光花园7幢", "三"),
            ("88号院", "四"),
        ):
            with self.subTest(words=words):
                self.assertEqual(found, self.found(words))

    def test_name_alone_leads_to_all_that_share_it(self):
        for words, found in (
            ("晨光苑", "一二"),
            ("晨光", "一二三四"),
            ("第三网格", "三"),
        ):
            with self.subTest(words=words):
                self.assertEqual(found, self.found(words))

    def test_what_is_nowhere_fits_nothing(self):
        for words in ("暮云苑3幢", "晨光苑17幢", "晨光路41号", "3幢", "", "（）"):
            with self.subTest(words=words):
                self.assertEqual("", self.found(words))
