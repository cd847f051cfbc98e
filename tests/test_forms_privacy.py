"""Nothing personal is anywhere but in sealed columns."""

from html import escape
from html import unescape
from io import BytesIO
from io import StringIO
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.settings import read_url
from onewindow_policy.sites.logs import PrivateFormatter
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import CARD
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import NO_ACTIONS
from onewindow_policy.testing.applying import STOCK_FILE
from onewindow_policy.testing.tickets import log_in
from pathlib import Path
from plone.testing.zope import Browser
from Products.SiteErrorLog.SiteErrorLog import IPubFailureSubscriber
from Products.SiteErrorLog.SiteErrorLog import temp_logs
from sqlalchemy import MetaData
from sqlalchemy import select
from unittest import mock
from urllib.parse import quote
from zope.component import getGlobalSiteManager
from ZPublisher.interfaces import IPubFailure
from ZPublisher.interfaces import IPubStart
from ZPublisher.interfaces import IPubSuccess

import dataclasses
import logging
import re
import transaction


class TestPersonal(ApplyingCase):
    """Nothing personal is anywhere but in sealed columns."""

    def test_nothing_personal_is_in_the_zodb(self):
        storage = self.portal._p_jar.db().storage
        before = storage.lastTransaction()
        browser = self.open_form()
        self.fill(browser, id_number="")
        self.upload(browser)
        self.send(browser)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(before, storage.lastTransaction())

    def test_stock_upload_field_parks_sealed_as_well(self):
        form = self.portal.unrestrictedTraverse(FORM)
        form.fields_model = form.fields_model.replace("</schema>", STOCK_FILE)
        transaction.commit()
        before = self.portal._p_jar.db().storage.lastTransaction()
        browser = self.open_form()
        self.fill(browser, id_number="")
        control = browser.getControl(name="form.widgets.stock")
        control.add_file(BytesIO(b"planted"), "text/plain", "stock.txt")
        self.send(browser)
        (parked,) = read_session().scalars(select(ParkedUpload)).all()
        self.assertEqual(b"planted", parked.content)
        storage = self.portal._p_jar.db().storage
        self.assertEqual(before, storage.lastTransaction())


#: Parts that must be found nowhere, whatever cuts or escapes the texts; the file's name
#: is another one than the form's own words.
PLANTED = {
    "applicant_name": "欧阳秀英",
    "id_number": ID_NUMBER,
    "phone": "13900007421",
    "address": "望云里七弄三号",
    "bank_card": CARD,
}
FILE_NAME = "欧阳秀英正面.jpg"


class PrivacyTests:
    """An application with all that happens to it, and then every place is searched."""

    def setUp(self):
        super().setUp()
        self.addresses = []
        self.log = StringIO()
        handler = logging.StreamHandler(self.log)
        handler.setFormatter(PrivateFormatter("%(name)s %(message)s"))
        loggers = [logging.getLogger(), logging.getLogger("sqlalchemy.engine")]
        for logger in loggers:
            self.addCleanup(logger.setLevel, logger.level)
            logger.setLevel(logging.DEBUG)
        loggers[0].addHandler(handler)
        self.addCleanup(loggers[0].removeHandler, handler)
        manager = getGlobalSiteManager()
        for handler, event in (
            (self.note_request, IPubStart),
            (self.note_answer, IPubSuccess),
            # The fixture of Plone leaves it out.
            (IPubFailureSubscriber, IPubFailure),
        ):
            manager.registerHandler(handler, (event,))
            self.addCleanup(manager.unregisterHandler, handler, (event,))

    def note_request(self, event):
        """Keep what an access log keeps of a request."""
        environ = event.request.environ
        names = ("PATH_INFO", "QUERY_STRING", "HTTP_REFERER", "HTTP_USER_AGENT")
        self.addresses += [environ.get(name, "") for name in names]

    def note_answer(self, event):
        self.addresses.append(event.request.response.getHeader("Location") or "")

    def live_through_everything(self):
        """Send it wrong, in each outage, and right; track it, open it, move it."""
        browser = self.open_form()
        self.fill(browser, **PLANTED | {"phone": "139 0000"})
        self.upload(browser, filename=FILE_NAME)
        self.send(browser)
        # It waits, under the name of its material.
        self.assertIn("-1.jpg</span>", browser.contents)
        self.assertNotIn(FILE_NAME, browser.contents)
        self.fill(browser, **PLANTED)
        self.send_while_the_database_is_lost(browser)
        self.send_while_our_code_is_broken(browser)
        self.send(browser)
        self.assertReceipt(browser)
        number = browser.url.rpartition("/")[2]
        code = re.search(r'id="query-code">([\d ]+)', browser.contents)[1]
        for typed in ("0000000000", code):
            browser.open(f"{self.url}/@@track")
            browser.getControl(name="number").value = number
            browser.getControl(name="code").value = typed
            browser.getControl("查询").click()
        self.assertIn("case-state", browser.contents)
        staff = Browser(self.layer["app"])
        staff.raiseHttpErrors = False
        log_in(staff, "window-staff")
        staff.open(f"{self.url}/@@desk/{number}")
        self.assertIn(PLANTED["applicant_name"], unescape(staff.contents))
        staff.getControl(name="transition", index=0).click()
        transaction.begin()

    def send_while_the_database_is_lost(self, browser):
        database = get_database()
        lost = Database(
            dataclasses.replace(
                database.settings, url=read_url("postgresql://127.0.0.1:1/nobody")
            )
        )
        self.addCleanup(lost.dispose)
        replace_database(lost)
        self.send(browser)
        replace_database(database)
        self.assertEqual("503", browser.headers["status"][:3])
        name = browser.getControl(name="form.widgets.applicant_name")
        self.assertEqual(PLANTED["applicant_name"], name.value)

    def send_while_our_code_is_broken(self, browser):
        """What no page expects ends in the error log, and quotes all that was sent."""
        broken = mock.patch(
            "onewindow_policy.cases.registering.register_case",
            side_effect=ValueError("".join(PLANTED.values())),
        )
        with broken:
            self.send(browser)
        self.assertEqual("500", browser.headers["status"][:3])
        browser.goBack()
        self.fill(browser, **PLANTED)

    def assertClean(self, text, where):
        data = text if isinstance(text, bytes) else str(text).encode()
        for secret in (*PLANTED.values(), FILE_NAME.removesuffix(".jpg")):
            for form in (
                secret.encode(),
                quote(secret).encode(),
                ascii(secret)[1:-1].encode(),
                escape(secret).encode("ascii", "xmlcharrefreplace"),
            ):
                self.assertNotIn(form, data, where)

    def stored(self):
        """Yield every value of every table."""
        with get_database().reading.connect() as connection:
            metadata = MetaData()
            metadata.reflect(connection)
            for table in metadata.tables.values():
                for row in connection.execute(select(table)):
                    for column, value in row._mapping.items():
                        yield f"{table.name}.{column}", value

    def content(self):
        """Yield every record of the ZODB, old revisions as well, and every blob."""
        storage = self.layer["zodbDB"].storage
        while storage is not None:
            changes = getattr(storage, "changes", storage)
            for each in changes.iterator():
                for record in each:
                    yield record.data or b""
            helper = getattr(changes, "fshelper", None)
            if helper is not None:
                for path in Path(helper.base_dir).rglob("*"):
                    if path.is_file():
                        yield path.read_bytes()
            storage = getattr(storage, "base", None)

    def test_action_that_would_keep_answers_in_the_content_keeps_nothing(self):
        form = self.portal.unrestrictedTraverse(FORM)
        browser = self.open_form()
        self.fill(browser, **PLANTED)
        self.upload(browser, filename=FILE_NAME)
        for with_ours in (True, False):
            model = form.actions_model if with_ours else NO_ACTIONS
            form.actions_model = model.replace(
                "<schema />", "<schema></schema>"
            ).replace(
                "</schema>",
                '<field name="keep" type="collective.easyform.actions.SaveData">'
                "<title>Keep</title></field></schema>",
            )
            transaction.commit()
            before = self.portal._p_jar.db().storage.lastTransaction()
            browser.getControl("提交申请").click()
            transaction.begin()
            self.assertEqual("503", browser.headers["status"][:3])
            self.assertIn("暂时停用", browser.contents)
            storage = self.portal._p_jar.db().storage
            self.assertEqual(before, storage.lastTransaction())
            browser.goBack()
        self.assertEqual([], self.cases())
        self.assertEqual(0, self.count(ParkedUpload))
        for data in self.content():
            self.assertClean(data, "content")
        for where, value in self.stored():
            self.assertClean(value, where)

    def test_nothing_is_in_clear_anywhere(self):
        # That the search finds what is there.
        self.portal.description = "记号 planted-in-content"
        transaction.commit()
        self.live_through_everything()
        values = list(self.stored())
        tables = {where.partition(".")[0] for where, _value in values}
        self.assertLessEqual({"cases", "case_files", "audit_entries", "tries"}, tables)
        for where, value in values:
            self.assertClean(value, where)
        content = list(self.content())
        self.assertGreater(len(content), 1000)
        self.assertTrue(any(b"planted-in-content" in data for data in content))
        for data in content:
            self.assertClean(data, "content")
        logged = self.log.getvalue()
        for words in ("INSERT INTO cases", "cannot be reached", "ValueError"):
            self.assertIn(words, logged)
        self.assertClean(logged, "log")
        entries = [entry for log in temp_logs.values() for entry in log]
        self.assertTrue(any(each["type"] == "ValueError" for each in entries))
        for entry in entries:
            self.assertClean(entry, "error log")
        self.assertTrue(any("@@receipt" in each for each in self.addresses))
        self.assertClean("\n".join(self.addresses), "addresses")


class TestPrivacyOnSQLite(PrivacyTests, ApplyingCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_nothing_is_in_the_file(self):
        self.live_through_everything()
        path = get_database().settings.sqlite_path
        for ending in ("", "-wal"):
            data = path.with_name(path.name + ending).read_bytes()
            self.assertTrue(data)
            self.assertClean(data, ending)


class TestPrivacyOnPostgreSQL(PrivacyTests, ApplyingCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
