"""The pages of the suggestion box for everybody."""

from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.testing.feedback import OWN
from onewindow_policy.testing.feedback import PageTestCase


class TestPublicPage(PageTestCase):
    def test_everybody_reads_what_is_published_and_nothing_else(self):
        waiting = self.leave("n0", message="只给工作人员看")
        number = self.publish("在哪里办？", nonce="n1", name="欧阳秀英")
        self.open("@@suggestions")
        self.assertEqual(200, self.status)
        (entry,) = self.words(".result")
        for shown in ("在哪里办？", "已加派人手。", "晨光社区", number_text(number)):
            self.assertIn(shown, entry)
        for hidden in ("只给工作人员看", "欧阳", number_text(waiting), "等了很久"):
            self.assertNotIn(hidden, self.source)

    def test_box_without_letters_says_so(self):
        self.open("@@suggestions")
        self.assertEqual(["还没有公开的意见。"], self.words(".empty-state"))

    def test_long_list_comes_in_pages(self):
        for each in range(21):
            self.publish(f"问题{each}", nonce=f"n{each}")
        self.open("@@suggestions")
        self.assertEqual(20, len(self.words(".result")))
        self.assertIn("问题20", self.words(".result")[0])
        self.browser.getLink("2").click()
        self.read()
        self.assertEqual(1, len(self.words(".result")))
        self.assertIn("问题0", self.words(".result")[0])

    def test_answer_is_found_by_its_number_however_it_is_typed(self):
        number = self.publish("在哪里办？", nonce="n1")
        self.publish("别的", nonce="n2")
        self.open("@@suggestions")
        for typed in (f" {number_text(number)} ", f"意见编号：{number_text(number)}。"):
            self.browser.getControl(name="number").value = typed
            self.browser.getControl("查找").click()
            self.read()
            (entry,) = self.words(".result")
            self.assertIn("在哪里办？", entry)
            self.open("@@suggestions")

    def test_wrong_digit_of_a_number_is_called_that(self):
        number = self.publish("在哪里办？", nonce="n1")
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        self.open(f"@@suggestions?number={wrong}")
        self.assertEqual(422, self.status)
        self.assertIn("有一位数字不对", self.words("#number-error")[0])

    def test_number_without_a_public_answer_says_how_one_gets_it(self):
        number = self.answer()
        self.open(f"@@suggestions?number={number}")
        (said,) = self.words("main [role=status]")
        self.assertIn(number, said)
        self.assertIn("12345", said)

    def test_mistyped_number_is_told_beside_its_field_and_kept(self):
        self.open("@@suggestions?number=1234%3Cb%3E")
        self.assertEqual(422, self.status)
        (field,) = self.page.cssselect("input[name=number][aria-invalid=true]")
        self.assertEqual("1234<b>", field.get("value"))
        self.assertIn("除了号码，这里还有“<b>”", self.words("#number-error")[0])

    def test_anything_may_stand_in_the_address(self):
        for query in (
            "number:list=1",
            "number=%00",
            "b_start=x",
            "b_start=99",
            "number=",
        ):
            self.open(f"@@suggestions?{query}")
            self.assertLess(self.status, 500, query)

    def test_what_people_wrote_is_escaped(self):
        self.publish("<script>alert(1)</script>")
        self.open("@@suggestions")
        self.assertIn("&lt;script&gt;", self.source)

    def test_chinese_text_is_marked_on_the_english_page(self):
        self.publish("在哪里办？")
        self.open("@@set-language?language=en")
        self.open("@@suggestions")
        self.assertEqual(["Suggestion box"], self.words("h1"))
        (question, *_others) = self.page.cssselect(".result p[lang=zh-CN]")
        self.assertEqual("在哪里办？", question.text)

    def test_only_those_who_answer_are_led_to_the_desk(self):
        self.open("@@suggestions")
        self.assertNotIn("suggestion-desk", self.source)
        self.log_in("window-staff")
        self.open("@@suggestions")
        self.assertTrue(self.page.cssselect("a[href$='@@suggestion-desk']"))

    def test_footer_site_map_and_halls_lead_to_the_box(self):
        for path in ("", "sitemap", f"communities/990102/990102001/{OWN}/h001"):
            self.open(path)
            links = self.page.cssselect("a[href$='@@suggestions']")
            self.assertEqual(1 if path == "" else 2, len(links), path)

    def test_outage_is_admitted_and_noted(self):
        self.lose_database()
        for query in ("", "?number=260115483921"):
            with self.assertLogs("onewindow_policy", "ERROR"):
                self.open(f"@@suggestions{query}")
            self.assertEqual(503, self.status)
            self.assertEqual("60", self.browser.headers["retry-after"])
            self.assertEqual(["意见箱"], self.words("h1"))
            (said,) = self.words("main [role=alert]")
            self.assertIn("12345", said)
            self.assertEqual([], self.words(".empty-state, [role=status]"))


class TestThanks(PageTestCase):
    def test_thanks_shows_the_number_without_any_record(self):
        self.lose_database()
        self.open("@@suggestion-left?number=260115483921")
        self.assertEqual(200, self.status)
        self.assertEqual(["260115-483921"], self.words("main b.number"))
        self.assertEqual("no-store", self.browser.headers["cache-control"])

    def test_thanks_for_nothing_is_not_found(self):
        for query in ("", "?number=1", "?number:list=260115483921"):
            self.open(f"@@suggestion-left{query}")
            self.assertEqual(404, self.status, query)
