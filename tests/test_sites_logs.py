"""No log keeps what people submitted."""

from onewindow_policy.sites.logs import AccessFormatter
from onewindow_policy.sites.logs import describe
from onewindow_policy.sites.logs import PrivateFormatter
from onewindow_policy.testing import INTEGRATION_TESTING
from paste.translogger import TransLogger
from unittest import mock
from zope.configuration import xmlconfig
from zope.configuration.exceptions import ConfigurationError

import io
import logging
import sys
import unittest

SECRET = "赵女士 110101199001011234"


def fail(value):
    """Raise an error whose message and notes quote `value`."""
    __traceback_info__ = value
    try:
        int(value)
    except ValueError as error:
        raise RuntimeError(f"{value} cannot be read\n{value}") from error


class TestPrivateFormatter(unittest.TestCase):
    def setUp(self):
        self.stream = io.StringIO()
        handler = logging.StreamHandler(self.stream)
        handler.setFormatter(PrivateFormatter("%(name)s %(message)s"))
        self.logger = logging.Logger("onewindow_policy.test")
        self.logger.addHandler(handler)

    def logged(self):
        return self.stream.getvalue()

    def test_logged_exception_names_kind_and_place_but_no_value(self):
        try:
            fail(SECRET)
        except RuntimeError:
            self.logger.exception("Could not go on")
        self.assertIn("onewindow_policy.test Could not go on", self.logged())
        self.assertIn("builtins.RuntimeError", self.logged())
        self.assertIn("in fail", self.logged())
        self.assertNotIn("赵女士", self.logged())

    def test_fault_of_the_configuration_says_what_it_is(self):
        with self.assertRaises(ConfigurationError) as caught:
            xmlconfig.string(
                '<configure><include package="no.such.room" /></configure>'
            )
        error = caught.exception
        described = describe((type(error), error, error.__traceback__))
        self.assertIn("No module named", described)

    def test_text_that_another_handler_left_on_the_record_is_not_used(self):
        try:
            fail(SECRET)
        except RuntimeError:
            record = self.logger.makeRecord(
                "x", logging.ERROR, __file__, 1, "Again", (), sys.exc_info()
            )
        logging.Formatter().format(record)
        self.assertIn("赵女士", record.exc_text)
        self.logger.handle(record)
        self.assertNotIn("赵女士", self.logged())
        self.assertIn("赵女士", record.exc_text)

    def test_copy_of_the_error_log_loses_its_traceback_text(self):
        self.logger.name = "Zope.SiteErrorLog"
        try:
            fail(SECRET)
        except RuntimeError as error:
            self.logger.error("17.2 https://example.org/form\n%s", error)
        self.assertIn("17.2 https://example.org/form\n", self.logged())
        self.assertIn("builtins.RuntimeError", self.logged())
        self.assertNotIn("赵女士", self.logged())

    def test_message_of_the_error_log_outside_of_an_exception_keeps_its_first_line(
        self,
    ):
        self.logger.name = "Zope.SiteErrorLog"
        self.logger.error("ConflictError at /form\n%s", SECRET)
        self.assertEqual("Zope.SiteErrorLog ConflictError at /form\n", self.logged())

    def test_debugging_shows_values(self):
        with mock.patch.object(PrivateFormatter, "hides_values", False):
            try:
                fail(SECRET)
            except RuntimeError:
                self.logger.exception("Could not go on")
        self.assertIn("赵女士", self.logged())

    def test_no_exception_is_described_by_nothing(self):
        self.assertEqual("", describe((None, None, None)))


class TestAccessFormatter(unittest.TestCase):
    def log(self, query):
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(AccessFormatter("%(message)s"))
        logger = logging.Logger("wsgi")
        logger.addHandler(handler)
        environ = {
            "REMOTE_ADDR": "203.0.113.7",
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/@@find",
            "QUERY_STRING": query,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_REFERER": f"https://portal.example.com/@@find?{query}",
            "HTTP_USER_AGENT": "Mozilla/5.0",
        }

        def answer(_environ, start_response):
            start_response("200 OK", [("Content-Length", "5")])
            return [b"found"]

        serve = TransLogger(answer, logger=logger)
        serve(environ, lambda status, headers, exc_info=None: None)
        return stream.getvalue()

    def test_line_has_the_page_and_not_what_was_asked(self):
        for query in ("q=110101199001011234", "q=%E4%BD%8E&b_start=10", "?q=1?q=2"):
            line = self.log(query)
            with self.subTest(query=query):
                self.assertRegex(
                    line,
                    r'^203\.0\.113\.7 - - \[.*\] "GET /(@@|%40%40)find HTTP/1\.1" 200 5 '
                    r'"https://portal\.example\.com/@@find" "Mozilla/5\.0"$',
                )

    def test_debugging_shows_what_was_asked(self):
        with mock.patch.object(PrivateFormatter, "hides_values", False):
            self.assertIn("?q=x", self.log("q=x"))


class TestErrorLog(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def entry(self):
        log = self.layer["portal"].error_log
        self.layer["request"].form["name"] = SECRET
        try:
            fail(SECRET)
        except RuntimeError:
            address = log.raising(sys.exc_info())
        return log.getLogEntryById(address.split("id=")[1])

    def test_error_log_in_the_browser_keeps_no_submitted_value(self):
        entry = self.entry()
        self.assertNotIn("赵女士", repr(entry))
        self.assertEqual("RuntimeError", entry["type"])
        self.assertIn("in fail", entry["tb_text"])

    def test_debugging_shows_the_request_in_the_error_log(self):
        with mock.patch.object(PrivateFormatter, "hides_values", False):
            self.assertIn("赵女士", repr(self.entry()))
