"""Layers for tests: one Plone fixture, with our profile, with the sample city."""

from copy import deepcopy
from onewindow_policy.testing.functional import FunctionalTesting
from onewindow_policy.testing.kept import keep
from onewindow_policy.testing.kept import kept_folder
from onewindow_policy.testing.records import POSTGRESQL_FIXTURE
from onewindow_policy.testing.records import SQLITE_FIXTURE
from onewindow_policy.testing.searching import IndexLayer
from onewindow_policy.testing.tickets import create_manager
from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import IntegrationTesting
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import PLONE_FIXTURE
from plone.app.testing import PloneSandboxLayer
from plone.app.testing import SITE_OWNER_NAME
from plone.testing import Layer
from plone.testing import zope
from ZODB.blob import is_blob_record
from ZODB.Connection import TransactionMetaData
from ZODB.DB import DB
from ZODB.DemoStorage import DemoStorage
from ZODB.FileStorage import FileStorage
from zope.component import getGlobalSiteManager
from zope.event import notify
from zope.i18n.config import COMPILE_MO_FILES_KEY
from zope.lifecycleevent import ObjectModifiedEvent
from ZPublisher import HTTPRequest

import onewindow_policy
import os
import shutil
import transaction


class OneWindowFixture(PloneSandboxLayer):
    """Our profile on the bare Plone fixture."""

    defaultBases = (PLONE_FIXTURE,)

    def setUpZope(self, app, configurationContext):
        # Tests read the pages as people do, in Chinese: from catalogues made now.
        os.environ[COMPILE_MO_FILES_KEY] = "true"
        self.loadZCML(package=onewindow_policy)
        # As zope.conf has it: a large guide is a form of thousands of parts.
        HTTPRequest.FORM_PART_LIMIT = 10_000
        HTTPRequest.FORM_MEMORY_LIMIT = 16 * 2**20

    def setUpPloneSite(self, portal):
        portal.portal_workflow.setDefaultChain("simple_publication_workflow")
        applyProfile(portal, "onewindow_policy:default")
        create_manager(portal)


ONEWINDOW_FIXTURE = OneWindowFixture()
INTEGRATION_TESTING = IntegrationTesting(
    bases=(SQLITE_FIXTURE, ONEWINDOW_FIXTURE), name="onewindow_policy:Integration"
)
FUNCTIONAL_TESTING = FunctionalTesting(
    bases=(SQLITE_FIXTURE, ONEWINDOW_FIXTURE, zope.WSGI_SERVER_FIXTURE),
    name="onewindow_policy:Functional",
)
POSTGRESQL_FUNCTIONAL_TESTING = FunctionalTesting(
    bases=(POSTGRESQL_FIXTURE, ONEWINDOW_FIXTURE, zope.WSGI_SERVER_FIXTURE),
    name="onewindow_policy:PostgreSQLFunctional",
)


class SampleCityFixture(PloneSandboxLayer):
    """The sample city, imported and published, with its accounts for each role.

    What a former run has built of the same code is opened, and never written to.
    """

    defaultBases = (ONEWINDOW_FIXTURE,)

    #: Where the site is kept, and what it is read from; None when it was built here.
    folder = None
    kept = None

    def setUp(self):
        # The site knows by its number the registry of components that is stacked here.
        number = getGlobalSiteManager().__name__
        with kept_folder(f"sample-on-{number}") as self.folder:
            super().setUp()
            if self.folder is None:
                return
            if self.folder.exists():
                self.open_kept()
            else:
                keep(self.folder, self.write)

    def write(self, folder) -> None:
        source = self["zodbDB"].storage
        target = _file_storage(folder, create=True)
        # ZODB's own copying asks for what transactions in memory do not have.
        for each in source.iterator():
            copied = TransactionMetaData(each.user, each.description, each.extension)
            target.tpc_begin(copied, each.tid, each.status)
            for record in each:
                self._write_record(source, target, record, copied)
            target.tpc_vote(copied)
            target.tpc_finish(copied)
        target.close()

    def _write_record(self, source, target, record, transaction) -> None:
        args = record.oid, record.tid, record.data
        if not is_blob_record(record.data):
            target.restore(*args, "", None, transaction)
            return
        # The blob's file is moved to its place.
        path = f"{target.temporaryDirectory()}/{record.oid.hex()}"
        shutil.copy(source.loadBlob(record.oid, record.tid), path)
        target.restoreBlob(*args, path, None, transaction)

    def open_kept(self) -> None:
        self["zodbDB"].close()
        self.kept = _file_storage(self.folder, read_only=True)
        # Each test closes what it stacks on this.
        self["zodbDB"] = DB(DemoStorage(base=self.kept, close_base_on_close=False))

    def tearDown(self):
        super().tearDown()
        if self.kept is not None:
            self.kept.close()
            self.kept = None

    def setUpPloneSite(self, portal):
        if self.folder is not None and self.folder.exists():
            return
        from onewindow_policy.exchange.api import import_catalogue
        from onewindow_policy.exchange.api import read_catalogue
        from onewindow_policy.exchange.api import sample_path
        from onewindow_policy.sites.accounts import create_sample_accounts
        from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
        from onewindow_policy.sites.creation import SAMPLE_TITLE
        from onewindow_policy.sites.sample_positions import place_sample_halls
        from onewindow_policy.sites.sample_screens import create_sample_screens

        api.portal.set_registry_record("plone.site_title", SAMPLE_TITLE)
        login(portal.aq_parent, SITE_OWNER_NAME)
        import_catalogue(portal, read_catalogue(sample_path()))
        place_sample_halls()
        create_sample_screens(portal)
        create_sample_accounts(portal, SAMPLE_ACCOUNTS)
        logout()
        # While the site is set: the layer itself commits when it no longer is, and what
        # waits in the indexing queue would fail there without a word.
        transaction.commit()


def _file_storage(folder, **options) -> FileStorage:
    return FileStorage(
        str(folder / "Data.fs"), blob_dir=str(folder / "blobs"), **options
    )


SAMPLE_FIXTURE = SampleCityFixture()
SAMPLE_INTEGRATION_TESTING = IntegrationTesting(
    bases=(SQLITE_FIXTURE, SAMPLE_FIXTURE), name="onewindow_policy:SampleIntegration"
)
SAMPLE_INDEX = IndexLayer(
    bases=(SQLITE_FIXTURE, SAMPLE_FIXTURE), name="onewindow_policy:SampleIndex"
)
SAMPLE_POSTGRESQL_INDEX = IndexLayer(
    bases=(POSTGRESQL_FIXTURE, SAMPLE_FIXTURE),
    name="onewindow_policy:SamplePostgreSQLIndex",
)
SAMPLE_FUNCTIONAL_TESTING = FunctionalTesting(
    bases=(SAMPLE_INDEX, zope.WSGI_SERVER_FIXTURE),
    name="onewindow_policy:SampleFunctional",
)
SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING = FunctionalTesting(
    bases=(SAMPLE_POSTGRESQL_INDEX, zope.WSGI_SERVER_FIXTURE),
    name="onewindow_policy:SamplePostgreSQLFunctional",
)


#: How long a browser waits for anything, in milliseconds: as the busiest machine needs.
BROWSER_PATIENCE = 120_000


def executable(package: str) -> str:
    """Return the path of the program that is called like its Debian `package`."""
    path = shutil.which(package)
    if path is None:
        raise RuntimeError(f"{package} is missing: install the Debian package")
    return path


class ChromiumLayer(Layer):
    """Debian's Chromium, driven by Playwright, as `layer["chromium"]`.

    It is the shell of it that has no window: the same engine, which opens a context in a
    fifth of the time. Chromium's own traffic is switched off: a test sees the portal's
    requests only.
    """

    def setUp(self):
        # The package also works where Playwright, a tool of tests, is not installed.
        from playwright.sync_api import sync_playwright

        self["playwright"] = sync_playwright().start()
        #: How to start another one.
        self["chromium_options"] = {
            "executable_path": executable("chromium-headless-shell"),
            "timeout": BROWSER_PATIENCE,
            "args": [
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
            ],
        }
        self["chromium"] = self["playwright"].chromium.launch(
            **self["chromium_options"]
        )

    def tearDown(self):
        self["chromium"].close()
        self["playwright"].stop()


CHROMIUM = ChromiumLayer(name="onewindow_policy:Chromium")
BROWSER_TESTING = FunctionalTesting(
    bases=(SAMPLE_INDEX, zope.WSGI_SERVER_FIXTURE, CHROMIUM),
    name="onewindow_policy:Browser",
)


def build_item(portal, code: str = "SQ-LL-001"):
    """Create a complete item in draft, with its guide and a blank form, and return it."""
    item = api.content.create(
        container=portal.catalogue,
        type="ServiceItem",
        id=code.lower(),
        title="高龄津贴申请",
        short_name="高龄津贴",
        code=code,
        category="LL",
        life_events=["养老"],
        access_list_name=portal.catalogue.access_list_name,
        access_list_no=1,
    )
    api.content.create(
        container=item,
        type="SampleDocument",
        id="blank-1",
        title="高龄津贴申请表",
        generated=True,
        fields=[{"label": "申请人姓名", "sample_value": None}],
    )
    guide = api.content.create(container=item, type="ServiceGuide", id="guide")
    for name, value in GUIDE_VALUES.items():
        setattr(guide, name, deepcopy(value))
    notify(ObjectModifiedEvent(guide))
    return item


def _step(name, unit_role, days, **more):
    return {
        "name": name,
        "unit_role": unit_role,
        "actor": None,
        "days": days,
        "day_type": "working",
        "counted": True,
        "description": None,
        **more,
    }


#: A guide that lacks nothing: seven working days in four steps, one that does not count.
GUIDE_VALUES = {
    "legal_basis": [
        {
            "law_type": "法律",
            "name": "中华人民共和国老年人权益保障法",
            "doc_no": "2018年修正",
            "article": "第三十三条",
            "gist": "国家鼓励地方建立八十周岁以上低收入老年人高龄津贴制度。",
            "confidence": "high",
        }
    ],
    "conditions": ["年满80周岁"],
    "accepting_unit_name": "社区党群服务中心综合服务窗口",
    "accepting_unit_role": "community",
    "decision_role": "county:MZ",
    "location": "居民所在社区党群服务中心综合服务窗口",
    "office_hours": "工作日 上午8:30-12:00，下午13:30-17:30",
    "consult_phone": "见所选社区窗口电话",
    "process": [
        _step("收件", "community", 0),
        _step("受理", "street", 1),
        _step("公示", "community", 5, day_type="natural", counted=False),
        _step("审批", "county:MZ", 6),
    ],
    "promised_days": 7,
    "promised_day_type": "working",
    "statutory_days": 30,
    "statutory_day_type": "working",
    "materials": [
        {
            "code": "SQ-LL-001-M01",
            "name": "高龄津贴申请表",
            "material_type": "申请表单",
            "form": "原件",
            "originals": 1,
            "copies": 0,
            "source": "窗口领取或网上下载填写",
            "required": True,
            "condition": None,
            "deferrable": False,
            "deferrable_days": None,
            "commitment_allowed": False,
            "shared_from": None,
            "note": None,
            "blank_form": "高龄津贴申请表",
        }
    ],
    "channel_window": True,
    # Without the form by which one would apply.
    "channel_online": False,
    "channel_home_visit": True,
    "max_visits": 1,
}
