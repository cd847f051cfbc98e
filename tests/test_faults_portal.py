"""Whatever happens to the portal: a receipt is a case, and an error is told."""

from concurrent.futures import ThreadPoolExecutor
from html import unescape
from onewindow_policy.testing.clerks import ACCOUNT
from onewindow_policy.testing.clerks import Clerk
from onewindow_policy.testing.faults import AT_ONCE
from onewindow_policy.testing.faults import FaultCase
from onewindow_policy.testing.faults import PATIENCE_SECONDS
from onewindow_policy.testing.faults import POSTGRESQL_PORTAL
from onewindow_policy.testing.faults import SQLITE_PORTAL
from onewindow_policy.testing.forked import ONEWINDOW
from onewindow_policy.testing.residents import Browser
from onewindow_policy.testing.residents import photograph
from onewindow_policy.testing.residents import Resident
from onewindow_policy.testing.servers import locked_sqlite
from onewindow_policy.testing.servers import ModuleServer
from onewindow_policy.testing.servers import zope_servers
from threading import Barrier
from urllib.parse import urlsplit

import json
import time

#: What the disk has left while residents go on applying.
FREE_BYTES = 2_000_000

#: So large that all of them fill it, whatever room SQLite has set aside before.
LARGE_BYTES = 300_000

#: Longer than SQLite waits by itself (5 s).
LOCKED_SECONDS = 8

CANNOT_BE_OPENED = "网站暂时打不开"

#: How long a process may wait that is told to have little patience.
SHORT_SECONDS = 2

#: How many pages are asked for until all threads of a process are taken.
PAGES_ASKED_FOR = 50


#: Residents who press the button at the same moment, and staff who work meanwhile.
RESIDENTS_AT_ONCE = 64
CLERKS = 8
CASES_OF_A_CLERK = 4

#: What a clerk does with each case; the second step issues a paper.
STEPS = {"receive": {}, "ask_correction": {"reason": "请补交银行卡复印件。"}}

#: How long the database is away that was killed.
DOWN_SECONDS = 3

#: What staff are told while the database is away: that nothing was saved, or perhaps; of a
#: page that they only look at, that it cannot be shown.
SAID_TO_STAFF = 'id="away"|id="perhaps"|这一页现在显示不了'


class PortalTests:
    """What must hold on both databases."""

    def test_form_sent_twice_at_once_to_two_processes_is_one_case(self):
        (resident,) = self.residents(1)
        answers = self.send_copies(resident)
        self.assertEqual({303}, {each.status for each in answers})
        resident.submit()
        answers = [*answers, *self.send_copies(resident)]
        paths = {urlsplit(each.headers["Location"]).path for each in answers}
        self.assertEqual(
            {resident.receipt}, {each.rpartition("/")[2] for each in paths}
        )
        self.assert_each_has_one_case([resident])

    def send_copies(self, resident):
        """Send one filled form through every process at the same moment."""

        def send(server):
            browser = Browser(server.port, resident.browser.headers["X-Forwarded-For"])
            browser.cookies.update(resident.browser.cookies)
            let_go.wait()
            return browser.post(resident.form, resident.texts, resident.files)

        let_go = Barrier(len(self.servers))
        with ThreadPoolExecutor(len(self.servers)) as pool:
            return list(pool.map(send, self.servers))

    def test_killed_process_loses_no_application(self):
        residents = self.residents()
        with self.submitting(residents):
            self.servers[0].kill()
        done, told = self.first_answers(residents)
        self.assertTrue(done)
        cut_off = [each for each in told if not each.answers[0].status]
        self.assertTrue(cut_off)
        # Some find the other process meanwhile, the rest come when theirs is back.
        for each in cut_off[::2]:
            each.browser.go_to(self.servers[1].port)
            self.assertTrue(each.submit().receipt)
        self.servers[0].start()
        self.servers[0].wait()
        self.go_on_until_all_are_done(residents)
        for each in residents:
            self.assert_honest(each, may_be_cut_off=True)
        self.assert_each_has_one_case(residents)
        self.assert_logs_tell_nothing(residents)

    def test_search_index_is_built_anew_while_residents_apply(self):
        residents = self.residents()
        server = self.servers[0]
        rebuilding = ModuleServer(
            ONEWINDOW, ["search", "rebuild"], server.environment, server.within
        )
        with self.submitting(residents):
            self.assertEqual(0, rebuilding.run())
        self.assertEqual({200}, {each.answers[0].status for each in residents})
        self.assert_each_has_one_case(residents)
        for each in self.servers:
            browser = Browser(each.port, "198.51.100.1")
            self.addCleanup(browser.connection.close)
            found = browser.ask("GET", "/onewindow/++api++/@suggest?q=dibao")
            self.assertIn("/catalogue/sq-mz-001", found.text)


class TestSQLite(PortalTests, FaultCase):
    layer = SQLITE_PORTAL

    def test_locked_file_is_waited_for(self):
        residents = self.residents()
        path, within = self.layer["database_path"], self.layer["disk"].within
        with self.submitting(residents), locked_sqlite(path, within):
            time.sleep(LOCKED_SECONDS)
        self.assertEqual({200}, {each.answers[0].status for each in residents})
        self.assert_each_has_one_case(residents)

    def test_lock_that_stays_is_told_and_never_waited_for_twice(self):
        path, disk = self.layer["database_path"], self.layer["disk"]
        environment = {
            **self.servers[0].environment,
            "ONEWINDOW_WAIT_SECONDS": str(SHORT_SECONDS),
        }
        with zope_servers(environment, 1, disk.namespaces) as (server,):
            residents = self.residents(AT_ONCE)
            for each in residents:
                each.browser.go_to(server.port)
            with locked_sqlite(path, disk.within):
                # All are answered while it is held: those who wait for a thread, too.
                with ThreadPoolExecutor(AT_ONCE) as pool:
                    list(pool.map(Resident.submit, residents))
                for each in residents:
                    self.assertEqual(503, each.answers[0].status)
                    self.assert_honest(each)
            self.go_on_until_all_are_done(residents)
        self.assert_each_has_one_case(residents)
        self.assert_logs_tell_nothing(residents)

    def test_health_is_told_while_all_threads_wait_for_the_lock(self):
        residents = self.residents(AT_ONCE)
        path, within = self.layer["database_path"], self.layer["disk"].within
        with ThreadPoolExecutor(2 * AT_ONCE) as pool:
            with locked_sqlite(path, within):
                sent = [pool.submit(each.submit) for each in residents]
                pages = [
                    self.health_is_told_before_a_page(server, pool)
                    for server in self.servers
                ]
                self.assertFalse(any(each.done() for each in sent))
            self.assertEqual({200}, {each.result().status for each in pages})
        self.assertEqual({200}, {each.answers[0].status for each in residents})
        self.assert_each_has_one_case(residents)

    def health_is_told_before_a_page(self, server, pool):
        """Ask for a page and the health until the page waits; return it."""
        watcher, visitor = (
            Browser(server.port, f"198.51.100.{number}") for number in (2, 3)
        )
        self.addCleanup(watcher.connection.close)
        self.addCleanup(visitor.connection.close)
        for _number in range(PAGES_ASKED_FOR):
            page = pool.submit(visitor.ask, "GET", "/onewindow/sitemap")
            answer = watcher.ask("GET", "/onewindow/@@health")
            # The disk of this portal is a small one.
            self.assertEqual("ok", json.loads(answer.text)["sql"])
            if not page.done():
                return page
        raise AssertionError("Somebody had a thread to spare.")

    def test_server_of_the_content_that_stops_is_told_and_forgotten(self):
        server = self.servers[0]
        browser = Browser(server.port, "198.51.100.4")
        self.addCleanup(browser.connection.close)
        self.layer["zeo"].kill()
        try:
            # A page that nobody has asked for yet, so that it must be read.
            answer = browser.ask("GET", "/onewindow/catalogue/sq-zh-003")
            health = browser.ask("GET", "/onewindow/@@health")
        finally:
            self.layer["zeo"].start()
        self.assertEqual(503, answer.status)
        self.assertIn(CANNOT_BE_OPENED, answer.text)
        self.assertEqual("failed", json.loads(health.text)["zodb"])
        for each in self.servers:
            each.wait()
        answer = browser.ask("GET", "/onewindow/catalogue/sq-zh-003")
        self.assertEqual(200, answer.status)
        residents = self.residents(AT_ONCE)
        with self.submitting(residents):
            pass
        self.assertEqual({200}, {each.answers[0].status for each in residents})
        self.assert_each_has_one_case(residents)

    def test_full_disk_is_told_and_forgotten(self):
        residents = self.residents()
        for each in residents:
            each.photographs = [photograph(LARGE_BYTES), photograph(LARGE_BYTES)]
        with self.layer["disk"].filled(FREE_BYTES), self.submitting(residents):
            pass
        done, told = self.first_answers(residents)
        self.assertTrue(done)
        self.assertTrue(told)
        self.go_on_until_all_are_done(residents)
        for each in residents:
            self.assert_honest(each)
        self.assert_each_has_one_case(residents)
        self.assert_logs_tell_nothing(residents)


class TestPostgreSQL(PortalTests, FaultCase):
    layer = POSTGRESQL_PORTAL

    def test_server_that_is_killed_takes_back_nothing_that_was_shown(self):
        earlier = self.residents(CLERKS * CASES_OF_A_CLERK)
        with self.submitting(earlier):
            pass
        cases = [each.receipt for each in earlier]
        clerks = [
            Clerk(number, self.servers[number % len(self.servers)].port)
            for number in range(CLERKS)
        ]
        for each in clerks:
            each.log_in(f"{ACCOUNT}-sample")
        residents = self.residents(RESIDENTS_AT_ONCE)
        until = time.monotonic() + PATIENCE_SECONDS

        def work(number):
            for case in cases[number::CLERKS]:
                clerks[number].lead(case, STEPS, until)

        with ThreadPoolExecutor(CLERKS) as pool:
            working = [pool.submit(work, number) for number in range(CLERKS)]
            with self.submitting(residents, at_once=RESIDENTS_AT_ONCE):
                self.layer["postgresql"].kill()
                time.sleep(DOWN_SECONDS)
                self.layer["postgresql"].start()
            for each in working:
                each.result()
        _done, told = self.first_answers(residents)
        self.assertTrue(told)
        self.go_on_until_all_are_done(residents)
        for each in residents:
            self.assert_honest(each)
        errors = [answer for each in clerks for answer in each.errors]
        self.assertTrue(errors)
        for each in errors:
            self.assertEqual(503, each.status, each.text)
            self.assertRegex(unescape(each.text), SAID_TO_STAFF)
            self.assertNotIn("Traceback", each.text)
        moves = [move for each in clerks for move in each.moves]
        self.assertTrue(any(each.papers for each in moves))
        self.assert_moves_are_kept(moves)
        self.assert_each_has_one_case([*earlier, *residents])
        self.assert_logs_tell_nothing([*earlier, *residents])

    def test_server_that_stops_is_told_and_forgotten(self):
        residents = self.residents()
        # The others may all be done before it has stopped.
        *others, late = residents
        with self.submitting(others):
            self.layer["postgresql"].stop()
            late.submit()
            self.layer["postgresql"].start()
        done, told = self.first_answers(residents)
        self.assertTrue(done)
        self.assertIn(late, told)
        self.go_on_until_all_are_done(residents)
        for each in residents:
            self.assert_honest(each)
        self.assert_each_has_one_case(residents)
        self.assert_logs_tell_nothing(residents)
