"""Certificates that are not issued, found in a reader's words."""

from onewindow_policy.catalogue.certificates import asked_for

import unittest

CERTIFICATES = [
    "亲属关系证明",
    "居民身份信息证明",
    "无犯罪记录证明",
    "社区戒毒社区康复人员情况证明（表现证明）",
    "婚姻状况证明",
    "健在证明",
    "疾病状况证明",
    "残疾状况证明",
    "居民就业状况证明",
]


class TestCertificatesNotIssued(unittest.TestCase):
    def test_name_within_a_question_is_found(self):
        self.assertEqual(["健在证明"], asked_for("健在证明怎么开", CERTIFICATES))

    def test_shortened_names_are_found(self):
        for text, name in (
            ("无犯罪证明", "无犯罪记录证明"),
            ("开亲属证明", "亲属关系证明"),
            ("婚姻证明", "婚姻状况证明"),
            ("身份证明", "居民身份信息证明"),
        ):
            with self.subTest(text=text):
                self.assertEqual([name], asked_for(text, CERTIFICATES))

    def test_names_without_their_last_word_and_names_that_people_say_are_found(self):
        for text, name in (
            ("无犯罪记录", "无犯罪记录证明"),
            ("亲属关系怎么证", "亲属关系证明"),
            ("单身证明", "婚姻状况证明"),
            ("生存证明哪里开", "健在证明"),
        ):
            with self.subTest(text=text):
                self.assertEqual([name], asked_for(text, CERTIFICATES))

    def test_words_that_many_names_share_find_none(self):
        for text in ("证明", "居民证明", "状况证明", "社区证明", "开证明"):
            with self.subTest(text=text):
                self.assertEqual([], asked_for(text, CERTIFICATES))

    def test_subject_alone_is_no_question_for_a_certificate(self):
        self.assertEqual([], asked_for("残疾", CERTIFICATES))
        self.assertEqual([], asked_for("残疾证", CERTIFICATES))
