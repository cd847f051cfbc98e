"""Layers where the portal runs as deployed, and what must hold whatever happens to it.

Two Zope processes on ZEO take applications in while their database stops, fills up or is
locked, or while they are killed. Then the records say who was told the truth.
"""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from itertools import count
from itertools import cycle
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.submissions import REGISTER
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.schema import import_models
from onewindow_policy.records.settings import KEY_FILE_NAME
from onewindow_policy.records.settings import read_url
from onewindow_policy.records.settings import Settings
from onewindow_policy.records.settings import SQLITE_NAME
from onewindow_policy.testing.clerks import Move
from onewindow_policy.testing.records import StoppableServer
from onewindow_policy.testing.residents import Answer
from onewindow_policy.testing.residents import filled_inputs
from onewindow_policy.testing.residents import FILLING_SECONDS
from onewindow_policy.testing.residents import PHOTO_NAMES
from onewindow_policy.testing.residents import Resident
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import SmallDisk
from onewindow_policy.testing.servers import zeo_server
from onewindow_policy.testing.servers import zope_servers
from pathlib import Path
from plone.testing import Layer
from sqlalchemy import select
from sqlalchemy import union
from sqlalchemy.orm import Session
from tempfile import TemporaryDirectory
from threading import Semaphore

import shutil
import time
import unittest

PROCESSES = 2

#: Where SQLite lies: room for all that the tests hand in, and soon filled.
DISK_MEGABYTES = 64

RESIDENTS = 24
AT_ONCE = 8

#: How many are answered before something happens to the portal.
ANSWERED_BEFORE = 5

#: How long residents go on pressing the button after it is over, on the busiest machine.
PATIENCE_SECONDS = 300

NOT_SAVED = "没有提交成功"
PERHAPS_SAVED = "保存时连接断了"
FILES_LOST = "文件需要重新选择|文件再选一次"
CHOOSE_AGAIN = "请把这些文件再选一次"
NOT_LOST = "您已经提交的内容不会丢失"

_numbers = count()


class SiteLayer(Layer):
    """The sample city in a folder of its own, `layer["var"]`, served by `layer["zeo"]`."""

    def setUp(self):
        self.running = ExitStack()
        folder = TemporaryDirectory(prefix="onewindow-portal-")
        self["var"] = Path(self.running.enter_context(folder)) / "var"
        self["environment"] = environment_of(self["var"])
        build_site(self["environment"])
        self["zeo"] = self.running.enter_context(zeo_server(self["environment"]))

    def tearDown(self):
        self.running.close()


SITE = SiteLayer(name="onewindow_policy:ServedSite")


class PortalLayer(Layer):
    """Two Zope processes, `layer["servers"]`, on a database of their own."""

    defaultBases = (SITE,)

    def serve(self, url: str, within=()) -> None:
        """Start the processes on the database at `url`."""
        environment = {**self["environment"], "ONEWINDOW_DATABASE": url}
        servers = zope_servers(environment, PROCESSES, within)
        self["servers"] = self.running.enter_context(servers)

    def settings(self, url: str) -> Settings:
        """Return how the database at `url` is read, under the keys of the site."""
        var = self["var"]
        return Settings(url=read_url(url), var=var, key_file=var / KEY_FILE_NAME)

    def setUp(self):
        self.running = ExitStack()
        try:
            self.start()
        except BaseException:
            self.running.close()
            raise

    def tearDown(self):
        self.running.close()

    def start(self) -> None:
        """Start the database and the processes."""
        raise NotImplementedError

    def copy_of_records(self):
        """Return a context of a database with what has been committed until now."""
        raise NotImplementedError


class SQLitePortal(PortalLayer):
    """On SQLite, whose file lies on a small disk, `layer["disk"]`."""

    def start(self):
        disk = SmallDisk(self["var"] / "small", DISK_MEGABYTES)
        self["disk"] = self.running.enter_context(disk)
        self["database_path"] = disk.mounted_at / SQLITE_NAME
        self.serve(f"sqlite:///{self['database_path']}", disk.namespaces)

    @contextmanager
    def copy_of_records(self):
        with TemporaryDirectory() as folder:
            for path in self["disk"].folder.glob(f"{SQLITE_NAME}*"):
                # Other processes' locks do not matter to what is copied.
                if not path.name.endswith("-shm"):
                    shutil.copy(path, folder)
            yield self.settings(f"sqlite:///{folder}/{SQLITE_NAME}")


class PostgreSQLPortal(PortalLayer):
    """On a PostgreSQL that can be stopped, `layer["postgresql"]`."""

    def start(self):
        self["postgresql"] = self.running.enter_context(StoppableServer())
        url = self["postgresql"].settings.url.render_as_string(hide_password=False)
        database = Database(self.settings(url))
        database.upgrade()
        database.dispose()
        self["url"] = url
        self.serve(url)

    @contextmanager
    def copy_of_records(self):
        yield self.settings(self["url"])


SQLITE_PORTAL = SQLitePortal(name="onewindow_policy:SQLitePortal")
POSTGRESQL_PORTAL = PostgreSQLPortal(name="onewindow_policy:PostgreSQLPortal")


class FaultCase(unittest.TestCase):
    """Residents who apply through both processes, and what is asked of the outcome."""

    @property
    def servers(self):
        return self.layer["servers"]

    def residents(self, number: int = RESIDENTS) -> list[Resident]:
        """Return residents who have had the form open long enough."""
        ports = cycle(server.port for server in self.servers)
        found = [Resident(next(_numbers), next(ports)) for _each in range(number)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(Resident.open_form, found))
        time.sleep(FILLING_SECONDS)
        return found

    @contextmanager
    def submitting(
        self, residents: list[Resident], at_once: int = AT_ONCE
    ) -> Iterator[None]:
        """Let residents send, so many at a time; the block runs when some were answered,
        others wait."""
        answered = Semaphore(0)

        def submit(resident):
            resident.submit()
            answered.release()

        with ThreadPoolExecutor(at_once) as pool:
            sent = [pool.submit(submit, resident) for resident in residents]
            for _each in range(ANSWERED_BEFORE):
                answered.acquire()
            yield
        for each in sent:
            each.result()

    def go_on_until_all_are_done(self, residents: list[Resident]) -> None:
        """Let those without a receipt send again what their page shows."""
        end = time.monotonic() + PATIENCE_SECONDS
        while waiting := [each for each in residents if not each.receipt]:
            self.assertLess(time.monotonic(), end, waiting[0].answers[-1].text)
            with ThreadPoolExecutor(AT_ONCE) as pool:
                list(pool.map(Resident.submit, waiting))

    # -- what residents were told

    def first_answers(self, residents: list[Resident]) -> tuple[list, list]:
        """Return who got a receipt at once, and who was told otherwise."""
        told = [each for each in residents if not each.answers[0].receipt]
        return [each for each in residents if each not in told], told

    def assert_honest(self, resident: Resident, *, may_be_cut_off=False) -> None:
        """Each answer is a receipt, or says plainly that it is none."""
        for answer in resident.answers:
            if answer.receipt or (may_be_cut_off and answer.status == 0):
                continue
            self.assertEqual(503, answer.status, answer.text)
            self.assertEqual("60", answer.headers["Retry-After"])
            self.assertNotIn("Traceback", answer.text)
            self.assertNotIn("sqlalchemy", answer.text)
            if 'id="held"' in answer.text:
                self.assert_form_kept(resident, answer)
            else:
                # The receipt itself, whose case is kept.
                self.assertIsNotNone(resident.redirect, answer.text)
                self.assertIn(NOT_LOST, answer.text)

    def assert_form_kept(self, resident: Resident, answer: Answer) -> None:
        """The page is the form, as it was filled in, and speaks of the files."""
        said = answer.text.partition('id="held"')[2].partition("</div>")[0]
        self.assertRegex(said, f"{NOT_SAVED}|{PERHAPS_SAVED}")
        shown = filled_inputs(answer.text)
        for name, typed in resident.typed.items():
            self.assertEqual(typed, shown.get(f"form.widgets.{name}"), name)
        if CHOOSE_AGAIN not in answer.text:
            self.assertNotRegex(said, FILES_LOST)
            for number, _name in enumerate(PHOTO_NAMES, 1):
                self.assertIn(f"-{number}.jpg</span>", answer.text)
        else:
            self.assertIn(f"{CHOOSE_AGAIN}：{'、'.join(PHOTO_NAMES)}<", answer.text)
            self.assertRegex(said, FILES_LOST)

    # -- what the records say

    def assert_each_has_one_case(self, residents: list[Resident]) -> None:
        """Who has a receipt has that case, whole; and nothing else was kept of anybody."""
        with self.layer.copy_of_records() as settings:
            database = Database(replace(settings))
            former = replace_database(database)
            try:
                with Session(database.reading) as session:
                    self._compare(session, residents)
            finally:
                replace_database(former)
                database.dispose()

    def _compare(self, session: Session, residents: list[Resident]) -> None:
        events, files = defaultdict(list), defaultdict(list)
        for event in session.scalars(select(CaseEvent).order_by(CaseEvent.version)):
            events[event.case_id].append(event.transition)
        for file in session.scalars(select(CaseFile).order_by(CaseFile.position)):
            files[file.case_id].append(sha256(file.content).digest())
        cases = defaultdict(list)
        for case in session.scalars(select(Case)):
            cases[case.applicant["id_number"]].append(case)
            # No step is missing, none was gone twice.
            steps = events[case.id]
            self.assertEqual(case.version, len(steps))
            self.assertEqual([REGISTER, *dict.fromkeys(steps[1:])], steps)
            self.assertEqual(2, len(files[case.id]))
        for resident in residents:
            (case,) = cases[resident.typed["id_number"]]
            self.assertEqual(resident.receipt, case.number)
            self.assertEqual(resident.typed["applicant_name"], case.applicant["name"])
            handed_in = [sha256(each).digest() for each in resident.photographs]
            self.assertEqual(handed_in, files[case.id])
            answers = {each["name"]: each["value"] for each in case.answers}
            self.assertEqual(resident.typed["bank_card"], answers["bank_card"])
        self.assertEqual([], session.scalars(select(ParkedUpload)).all())
        self.assertEqual(
            set(), set(session.scalars(select(DataKey.id))) - _used(session)
        )

    def assert_moves_are_kept(self, moves: list[Move]) -> None:
        """What a clerk was shown as done is in the history, with its papers; of the numbers
        of papers none is missing, and none is there twice."""
        with self.layer.copy_of_records() as settings:
            database = Database(replace(settings))
            former = replace_database(database)
            try:
                with Session(database.reading) as session:
                    kept = _moves_in(session)
                    numbers = session.scalars(select(Paper.number)).all()
            finally:
                replace_database(former)
                database.dispose()
        for move in moves:
            self.assertLessEqual(set(move.papers), kept[move.case, move.transition])
        serials = defaultdict(list)
        for number in numbers:
            issuer, _dash, serial = number.rpartition("-")
            serials[issuer].append(int(serial))
        for issuer, found in serials.items():
            self.assertEqual(list(range(1, len(found) + 1)), sorted(found), issuer)

    def assert_logs_tell_nothing(self, residents: list[Resident]) -> None:
        """Whatever went wrong, no log says who applied."""
        logs = "\n".join(
            path.read_text("utf-8") for path in (self.layer["var"] / "log").iterdir()
        )
        for resident in residents:
            for name in ("applicant_name", "id_number", "bank_card", "address"):
                self.assertNotIn(resident.typed[name], logs, name)


def _moves_in(session: Session) -> dict[tuple[str, str], set[str]]:
    """Return the numbers of the papers by the case and the step that made them; no numbers
    where it makes none."""
    query = (
        select(Case.number, CaseEvent.transition, Paper.number)
        .join(CaseEvent, CaseEvent.case_id == Case.id)
        .outerjoin(
            Paper,
            (Paper.case_id == Case.id) & (Paper.case_version == CaseEvent.version),
        )
    )
    found = defaultdict(set)
    for case, transition, paper in session.execute(query):
        found[case, transition] |= {paper} - {None}
    return dict(found)


def _used(session: Session) -> set:
    """Return the ids of the data keys that any row lies under."""
    import_models()
    columns = [
        select(table.c.data_key_id)
        for table in Base.metadata.tables.values()
        if "data_key_id" in table.c
    ]
    return set(session.scalars(union(*columns)))
