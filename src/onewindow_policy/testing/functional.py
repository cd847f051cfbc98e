"""Tests that commit, on a site whose objects stay awake from one test to the next."""

from plone.app.testing.layers import PloneTestLifecycle
from plone.testing import Layer
from plone.testing.zope import addRequestContainer
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.MappingStorage import MappingStorage
from ZODB.utils import newTid
from zope.globalrequest import setRequest

import shutil
import transaction
import Zope2

#: As many objects a connection keeps as those of a site do.
CACHE_SIZE = 30_000


class UndoneStorage(DemoStorage):
    """What is stored on top of a base, until it is undone as a whole."""

    #: The last transaction of all, whether it was undone or not.
    last = None

    def registerDB(self, db) -> None:
        """Remember whom to tell what is undone; ZODB calls this."""
        self.db = db

    def tpc_begin(self, transaction, tid=None) -> None:
        """Begin a transaction later than all: what was undone never was this one."""
        super().tpc_begin(transaction, newTid(self.last) if tid is None else tid)

    def tpc_finish(self, transaction, func=lambda tid: None):
        self.last = super().tpc_finish(transaction, func)
        return self.last

    def undo_all(self) -> None:
        """Undo what was stored: connections read it anew, and nothing else."""
        oids = {record.oid for each in self.changes.iterator() for record in each}
        if not oids:
            return
        fshelper = getattr(self.changes, "fshelper", None)
        if fshelper is not None:
            shutil.rmtree(fshelper.base_dir)
        self.changes = MappingStorage()
        self._copy_methods_from_changes(self.changes)
        self.db.invalidate(self.last, oids)


class FunctionalTesting(PloneTestLifecycle, Layer):
    """As the layer of plone.app.testing, for tests that commit.

    That one opens a database anew for each test, which reads every object anew then. Here
    one database serves all tests of the layer, and forgets what each has stored.
    """

    def setUp(self):
        self.base = self["zodbDB"].storage
        self.open_database()

    def open_database(self) -> None:
        storage = UndoneStorage(base=self.base, close_base_on_close=False)
        self["zodbDB"] = DB(storage, cache_size=CACHE_SIZE)

    def close_database(self) -> None:
        self["zodbDB"].close()
        del self["zodbDB"]

    def tearDown(self):
        self.close_database()

    def testSetUp(self):
        environ = {"SERVER_NAME": self["host"], "SERVER_PORT": str(self["port"])}
        self["app"] = addRequestContainer(Zope2.app(), environ=environ)
        self["request"] = self["app"].REQUEST
        self["request"]["PARENTS"] = [self["app"]]
        setRequest(self["request"])
        transaction.begin()
        super().testSetUp()

    def testTearDown(self):
        super().testTearDown()
        transaction.abort()
        setRequest(None)
        self["request"].close()
        self["app"]._p_jar.close()
        del self["app"], self["request"]
        if any(each["opened"] for each in self["zodbDB"].connectionDebugInfo()):
            # Somebody still sees what they saw, or may yet write.
            self.close_database()
            self.open_database()
        else:
            self["zodbDB"].storage.undo_all()
