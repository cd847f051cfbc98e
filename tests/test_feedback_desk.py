"""The pages of those who answer suggestions, and publish them."""

from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import replace_database
from onewindow_policy.testing.feedback import ELSEWHERE
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.testing.tickets import COOKIE
from plone.testing.zope import Browser
from sqlalchemy import select

import transaction


class TestDesk(PageTestCase):
    def test_staff_see_their_own_masked(self):
        number = self.leave("n1", message="我叫欧阳秀英。窗口太少", name="欧阳秀英")
        elsewhere = self.leave("n2", ELSEWHERE)
        self.log_in("window-staff")
        self.open("@@suggestion-desk")
        self.assertEqual(200, self.status)
        (row,) = self.words("tbody tr")
        self.assertIn(number_text(number), row)
        self.assertIn("我叫***。窗口太少", row)
        self.assertNotIn("欧阳", self.source)
        self.assertNotIn(number_text(elsewhere), self.source)
        self.assertEqual("no-store", self.browser.headers["cache-control"])

    def test_only_those_who_wait_are_said_to_want_an_answer(self):
        self.leave("n1", contact="13812345678")
        self.leave("n2")
        self.answer(nonce="n3", contact="13812345678")
        self.publish(nonce="n4", contact="13812345678")
        self.log_in("window-staff")
        self.open("@@suggestion-desk")
        self.assertEqual(["等答复"], self.words("tbody .tag"))
        self.open("@@suggestion-desk?state=answered")
        self.assertEqual(["已公开"], self.words("tbody .tag"))

    def test_tabs_count_and_pages_go_on_by_key(self):
        numbers = [self.leave(f"n{each}") for each in range(31)]
        self.answer(nonce="answered")
        self.log_in("window-staff")
        self.open("@@suggestion-desk")
        self.assertEqual(["待答复 31", "已答复", "不答复办结"], self.words(".tabs a"))
        self.assertEqual(30, len(self.words("tbody tr")))
        self.browser.getLink("下一页").click()
        self.read()
        (row,) = self.words("tbody tr")
        self.assertIn(number_text(numbers[-1]), row)
        self.browser.getLink("已答复").click()
        self.read()
        self.assertEqual(1, len(self.words("tbody tr")))
        self.browser.getLink("不答复办结").click()
        self.read()
        self.assertEqual(["这里没有意见。 回到最初的列表"], self.words(".empty-state"))

    def test_anything_may_stand_in_the_address(self):
        self.log_in("window-staff")
        for query in ("state=x", "state:list=new", "page=x", "page:list=1"):
            self.open(f"@@suggestion-desk?{query}")
            self.assertEqual(200, self.status, query)

    def test_outage_is_admitted(self):
        self.log_in("window-staff")
        self.lose_database()
        for view in ("suggestion-desk", "answer-suggestion?number=260115483921"):
            with self.assertLogs("onewindow_policy", "ERROR"):
                self.open(f"@@{view}")
            self.assertEqual(503, self.status)
            self.assertEqual(["这一页现在显示不了"], self.words("h1"))


class TestAnswering(PageTestCase):
    def setUp(self):
        super().setUp()
        self.number = self.leave(name="欧阳秀英", contact="13812345678")
        self.address = f"@@answer-suggestion?number={number_text(self.number)}"

    def audited(self):
        transaction.begin()
        return list(read_session().scalars(select(AuditEntry.action)))

    def write(self, words):
        self.open(self.address)
        self.browser.getControl(name="reply").value = words

    def test_opening_shows_the_sender_and_is_noted(self):
        self.log_in("window-staff")
        self.open(self.address)
        (words,) = self.words()
        for shown in ("等了很久。", "欧阳秀英", "13812345678", "晨光社区"):
            self.assertIn(shown, words)
        self.assertEqual(["suggestion.open"], self.audited())
        self.assertEqual("no-store", self.browser.headers["cache-control"])

    def test_answer_is_saved_and_leads_back_by_get(self):
        self.log_in("window-staff")
        self.write("已加派人手。\r\n谢谢！")
        self.browser.getControl("保存答复").click()
        self.read()
        self.assertTrue(self.browser.url.endswith(self.address))
        self.assertIn("答复已保存", self.words(".portalMessage")[0])
        opened = self.opened(self.number)
        self.assertEqual("已加派人手。\n谢谢！", opened.reply)
        self.assertEqual(["已加派人手。", "谢谢！"], self.words(".only-print p"))
        self.assertIn("suggestion.answer", self.audited())

    def test_suggestion_is_closed(self):
        self.log_in("window-staff")
        self.open(self.address)
        self.browser.getControl("不答复，直接办结").click()
        self.assertTrue(self.browser.url.endswith("@@suggestion-desk"))
        self.assertEqual("closed", self.opened(self.number).state)

    def test_empty_answer_is_refused_at_its_field(self):
        self.log_in("window-staff")
        self.write("  ")
        self.browser.getControl("保存答复").click()
        self.read()
        self.assertEqual(422, self.status)
        self.assertEqual(["请在这里填写。"], self.words("#reply-error"))
        (link,) = self.page.cssselect("#problems a")
        self.assertEqual("#reply", link.get("href"))
        self.assertEqual("new", self.opened(self.number).state)

    def test_answer_to_what_a_colleague_changed_is_kept_in_the_page(self):
        self.log_in("window-staff")
        self.write("我的答复")
        answer_suggestion(self.number, "同事的答复", self.user, version=1)
        transaction.commit()
        self.browser.getControl("保存答复").click()
        self.read()
        self.assertEqual(422, self.status)
        self.assertEqual("我的答复", self.browser.getControl(name="reply").value)
        self.assertIn("同事刚刚处理过", self.words("#problems")[0])
        self.assertEqual("同事的答复", self.opened(self.number).reply)
        # Having seen it, one may go on.
        self.browser.getControl("保存答复").click()
        self.assertEqual("我的答复", self.opened(self.number).reply)

    def test_answer_comes_back_after_a_lost_log_in(self):
        self.log_in("window-staff")
        self.write("我的答复写了很久")
        del self.browser.cookies[COOKIE]
        self.browser.getControl("保存答复").click()
        self.assertIn('id="kept"', self.browser.contents)
        self.log_in("window-staff")
        self.browser.getForm(id="kept-form").submit()
        self.read()
        self.assertEqual(200, self.status)
        self.assertEqual(1, len(self.words("#returned")))
        reply = self.browser.getControl(name="reply").value
        self.assertEqual("我的答复写了很久", reply)
        self.assertEqual("new", self.opened(self.number).state)
        self.browser.getControl("保存答复").click()
        self.assertEqual("我的答复写了很久", self.opened(self.number).reply)

    def test_stale_page_comes_back_filled_and_works_then(self):
        self.log_in("window-staff")
        self.write("我的答复")
        self.browser.getControl(name="_authenticator").value = "stale"
        self.browser.getControl("保存答复").click()
        self.read()
        self.assertEqual(403, self.status)
        self.assertIn("再点一次按钮", self.words("#problems")[0])
        self.assertEqual("我的答复", self.browser.getControl(name="reply").value)
        self.assertEqual("new", self.opened(self.number).state)
        self.browser.getControl("保存答复").click()
        self.assertEqual("我的答复", self.opened(self.number).reply)

    def test_outage_keeps_what_was_typed(self):
        self.log_in("window-staff")
        self.write("我的答复")
        self.lose_database()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.browser.getControl("保存答复").click()
        self.read()
        self.assertEqual(503, self.status)
        self.assertEqual("我的答复", self.browser.getControl(name="reply").value)
        self.assertNotIn("欧阳", self.source)
        replace_database(self.layer["database"])
        self.browser.getControl("保存答复").click()
        self.assertEqual("我的答复", self.opened(self.number).reply)

    def test_what_is_elsewhere_is_not_found(self):
        elsewhere = self.leave("n2", ELSEWHERE)
        self.log_in("window-staff")
        for query in (f"number={elsewhere}", "number=260115483921", "number=x", ""):
            for view in ("answer-suggestion", "publish-suggestion"):
                self.open(f"@@{view}?{query}")
                self.assertEqual(404, self.status, query)

    def test_forged_posts_change_nothing(self):
        for name in ("window-staff", None):
            if name:
                self.log_in(name)
            else:
                self.browser = Browser(self.layer["app"])
                self.browser.raiseHttpErrors = False
            form = {"number": self.number, "version": "1", "reply": "伪造"}
            for button in ("answer", "close"):
                self.post("@@answer-suggestion", **form, **{button: "1"})
                self.assertEqual(403, self.status)
                # Who is not logged in may have been, and gets back what was typed.
                self.assertEqual(name is None, 'id="kept"' in self.browser.contents)
            form = {**form, "public_question": "伪", "public_reply": "造"}
            self.post("@@publish-suggestion", **form, is_read="1", publish="1")
        opened = self.opened(self.number)
        self.assertEqual(("new", 1, None), (opened.state, opened.version, opened.reply))

    def test_odd_posts_get_a_clear_page(self):
        self.log_in("supervisor")
        self.open(self.address)
        token = self.browser.getControl(name="_authenticator").value
        good = {"number": self.number, "version": "1", "_authenticator": token}
        for view, form in (
            ("answer-suggestion", {"reply:list": "好", "version": "x", "answer": "1"}),
            ("answer-suggestion", {"reply:int": "1", "answer": "1"}),
            ("answer-suggestion", {"reply": "长" * 6000, "answer": "1"}),
            ("answer-suggestion", {}),
            ("publish-suggestion", {"public_question": "\x00", "publish": "1"}),
            ("publish-suggestion", {"unpublish": "1"}),
            ("publish-suggestion", {}),
        ):
            self.post(f"@@{view}", **{**good, **form})
            self.assertIn(self.status, (400, 422), form)
        self.assertEqual("new", self.opened(self.number).state)


class TestPublishing(PageTestCase):
    def setUp(self):
        super().setUp()
        self.number = self.answer(
            message="我叫欧阳秀英，窗口太少，请打13812345678。", name="欧阳秀英"
        )
        self.address = f"@@publish-suggestion?number={number_text(self.number)}"

    def test_window_staff_are_not_led_to_it_and_may_not(self):
        self.log_in("window-staff")
        self.open(f"@@answer-suggestion?number={self.number}")
        self.assertNotIn("publish-suggestion", self.source)
        self.open(self.address)
        self.assertTrue(self.browser.url.endswith("/insufficient-privileges"))

    def test_texts_begin_without_what_tells_who_it_is(self):
        self.log_in("supervisor")
        self.open(self.address)
        question = self.browser.getControl(name="public_question").value
        self.assertEqual("我叫***，窗口太少，请打***。", question.strip())
        reply = self.browser.getControl(name="public_reply").value
        self.assertEqual("已加派人手。", reply.strip())

    def test_what_was_read_over_is_published(self):
        self.log_in("supervisor")
        self.open(self.address)
        self.browser.getControl(name="public_question").value = "窗口太少"
        self.browser.getControl("公开", index=0).click()
        self.read()
        self.assertEqual(422, self.status)
        self.assertIn("再读一遍", self.words("#is_read-error")[0])
        self.assertEqual(
            "窗口太少", self.browser.getControl(name="public_question").value
        )
        self.browser.getControl(name="is_read").value = ["1"]
        self.browser.getControl(name="publish").click()
        self.assertEqual("窗口太少", self.opened(self.number).public_question)

    def test_number_left_in_a_text_is_shown_at_its_field(self):
        self.log_in("supervisor")
        self.open(self.address)
        self.browser.getControl(name="public_reply").value = "请打１３８-1234-5678"
        self.browser.getControl(name="is_read").value = ["1"]
        self.browser.getControl(name="publish").click()
        self.read()
        self.assertEqual(422, self.status)
        self.assertEqual(
            ["手机号码：“１３８-1234-5678”"], self.words("#public_reply-error")
        )
        self.assertEqual([], self.words("#public_question-error"))
        kept = self.browser.getControl(name="public_reply").value
        self.assertEqual("请打１３８-1234-5678", kept)
        self.assertEqual(["1"], self.browser.getControl(name="is_read").value)
        self.assertIsNone(self.opened(self.number).published_at)

    def test_what_is_public_is_taken_back(self):
        publish_suggestion(self.number, "问", "答", self.user, version=2)
        transaction.commit()
        self.log_in("supervisor")
        self.open(self.address)
        self.assertEqual("问", self.browser.getControl(name="public_question").value)
        self.browser.getControl("撤下").click()
        self.assertIsNone(self.opened(self.number).published_at)

    def test_unanswered_suggestion_says_to_answer_first(self):
        waiting = self.leave("n2")
        self.log_in("supervisor")
        self.open(f"@@publish-suggestion?number={waiting}")
        self.assertEqual(1, len(self.words(".empty-state")))
        self.assertEqual([], self.page.cssselect("textarea"))
