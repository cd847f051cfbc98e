"""Nothing personal is anywhere but in sealed columns."""

from io import BytesIO
from onewindow_policy.cases.parking import ParkedUpload
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import CARD
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import PHONE
from onewindow_policy.testing.applying import STOCK_FILE
from sqlalchemy import select

import logging
import transaction


class TestPersonal(ApplyingCase):
    """Nothing personal is anywhere but in sealed columns."""

    def planted(self):
        return [NAME, ID_NUMBER, PHONE, CARD, "示例路1号", "id-card.jpg"]

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

    def test_nothing_personal_is_in_an_address_or_a_log(self):
        with self.assertLogs(level="DEBUG") as logged:
            logging.getLogger("test").debug("one line at least")
            browser = self.apply(id_number="")
            self.fill(browser)
            self.send(browser)
        for planted in self.planted():
            self.assertNotIn(planted, browser.url)
            self.assertFalse([line for line in logged.output if planted in line])
