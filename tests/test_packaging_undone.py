"""What tests store on top of a site is undone, and the rest of it stays in memory."""

from onewindow_policy.testing.functional import UndoneStorage
from persistent.mapping import PersistentMapping
from ZODB.blob import Blob
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.POSException import POSKeyError

import transaction
import unittest


class TestUndone(unittest.TestCase):
    def setUp(self):
        base = DemoStorage()
        first = DB(base)
        with first.transaction() as connection:
            connection.root.site = PersistentMapping(title="before")
            connection.root.other = PersistentMapping(title="other")
        self.database = DB(UndoneStorage(base=base))
        self.storage = self.database.storage
        self.addCleanup(self.database.close)

    def store(self, **values):
        """Store values in a connection; return the transaction's number."""
        connection = self.database.open()
        try:
            connection.root.site.update(values)
            transaction.commit()
            return connection.root.site._p_serial
        finally:
            connection.close()

    def test_each_connection_reads_what_was_undone_as_it_was_before(self):
        manager = transaction.TransactionManager()
        connection = self.database.open(manager)
        site, other = connection.root.site, connection.root.other
        self.assertEqual(("before", "other"), (site["title"], other["title"]))
        self.store(title="after")
        manager.begin()
        self.assertEqual("after", site["title"])
        self.storage.undo_all()
        manager.begin()
        # What nobody stored was not read again.
        self.assertFalse(other._p_changed is None)
        self.assertEqual({"title": "before"}, dict(site))
        connection.close()

    def test_what_was_new_is_gone_with_its_blobs(self):
        self.store(file=Blob(b"content"), part=PersistentMapping())
        connection = self.database.open()
        site = connection.root.site
        oids = [site[name]._p_oid for name in ("file", "part")]
        self.assertEqual(b"content", site["file"].open().read())
        connection.close()
        self.storage.undo_all()
        for oid in oids:
            with self.assertRaises(POSKeyError):
                self.storage.loadBefore(oid, b"\x7f" + b"\xff" * 7)
        self.store(file=Blob(b"other"))
        connection = self.database.open()
        self.assertEqual(b"other", connection.root.site["file"].open().read())
        connection.close()

    def test_no_transaction_has_the_number_of_one_that_was_undone(self):
        undone = self.store(title="after")
        self.storage.undo_all()
        # As on a clock that stands still.
        self.storage.last = later = (int.from_bytes(undone) + 2**40).to_bytes(8)
        self.assertLess(later, self.store(title="again"))
