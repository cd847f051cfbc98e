"""Which of the portal's parts is unwell, asked without waiting, locking or writing."""

from datetime import timedelta
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.clocks import clocks_differ_by
from onewindow_policy.records.clocks import MOST
from onewindow_policy.records.clocks import WORTH_TELLING
from onewindow_policy.records.database import get_database
from onewindow_policy.records.engines import make_probe
from onewindow_policy.records.erasing import Remains
from onewindow_policy.records.erasing import remains_of
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.interfaces import IHealthPart
from onewindow_policy.records.patience import one_span
from onewindow_policy.records.schema import CURRENT
from onewindow_policy.records.schema import state_of
from pathlib import Path
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from ZODB.POSException import POSError
from ZODB.utils import z64
from zope.component import getUtilitiesFor

import dataclasses
import shutil

OK = "ok"
FAILED = "failed"
LOW = "low"

#: Of what was erased: not overwritten yet, and for too long to be opened in a backup by a
#: master key that is still there. Neither keeps the portal from serving.
WAITING = "waiting"
DUE = "due"

#: Of clocks that differ by more than is worth telling: still without harm.
APART = "apart"

#: Parts whose state says that this process is unwell; all others are for operators.
OF_PROCESS = frozenset({"zodb", "sql", "disk", "clock"})

#: How long a master key may open what was erased under it: docs/operators.md has it
#: changed each month.
LONGEST_UNDER_A_KEY = timedelta(days=31)

#: Seconds that are waited for a server or for locks. 2 is the least that libpq takes.
WAIT_SECONDS = 2

#: Free bytes below which a disk is about to be full: some dozens of applications with
#: their files, and the time to do something about it.
LOW_DISK_BYTES = 512 * 2**20

_engines: dict[object, Engine] = {}


def check_health(jar) -> dict[str, str]:
    """Return the state of each part by its name: OK, FAILED, LOW, WAITING, DUE, APART, or
    a schema's state.

    `jar` is a connection to the ZODB.
    """
    return {
        "zodb": zodb_state(jar),
        **sql_states(),
        "disk": disk_state(),
        **_other_states(),
    }


def _other_states() -> dict[str, str]:
    """Return the states of the parts that other rooms know of."""
    states = {name: part() for name, part in getUtilitiesFor(IHealthPart)}
    return {name: state for name, state in states.items() if state is not None}


def zodb_state(jar) -> str:
    """Return whether the storage, and not only the cache, has the root object."""
    # A client of ZEO would wait for its server to come back.
    is_connected = getattr(jar.db().storage, "is_connected", None)
    if is_connected is not None and not is_connected():
        return FAILED
    try:
        root = jar.get(z64)
        root._p_activate()
        jar.oldstate(root, root._p_serial)
    except (POSError, OSError):
        return FAILED
    return OK


def sql_states() -> dict[str, str]:
    """Return whether the database answers, with the tables of this version; what is left
    of that which was erased; and whether its clock agrees with this machine's."""
    is_sqlite = get_database().settings.is_sqlite
    try:
        with one_span(), impatient_engine().connect() as connection:
            state = state_of(connection)
            if state != CURRENT:
                return {"sql": state, "erased": FAILED, "clock": OK}
            remains = remains_of(connection, is_sqlite=is_sqlite)
            difference = clocks_differ_by(connection, is_sqlite=is_sqlite)
    except (RecordsError, SQLAlchemyError):
        return {"sql": FAILED, "erased": FAILED, "clock": OK}
    return {
        "sql": OK,
        "erased": _state_of_erased(remains),
        "clock": _state_of_clock(abs(difference)),
    }


def _state_of_erased(remains: Remains) -> str:
    if remains.oldest and utc_now() - remains.oldest > LONGEST_UNDER_A_KEY:
        return DUE
    return WAITING if remains.not_overwritten else OK


def _state_of_clock(difference: timedelta) -> str:
    if difference > MOST:
        return FAILED
    return APART if difference > WORTH_TELLING else OK


def disk_state() -> str:
    """Return whether there is room where this process writes."""
    settings = get_database().settings
    folders = {settings.var}
    if settings.is_sqlite:
        folders.add(settings.sqlite_path.parent)
    return LOW if any(map(_is_nearly_full, folders)) else OK


def _is_nearly_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < LOW_DISK_BYTES
    except OSError:
        return True


def impatient_engine() -> Engine:
    """Return an engine for the same database, which gives up soon."""
    settings = dataclasses.replace(
        get_database().settings, wait_seconds=WAIT_SECONDS, connect_seconds=WAIT_SECONDS
    )
    if settings not in _engines:
        _engines.clear()
        _engines[settings] = make_probe(settings)
    return _engines[settings]
