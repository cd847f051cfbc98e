"""Where records are kept, and under which keys: what the environment says."""

from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.records.ciphers import SUITES
from onewindow_policy.records.exceptions import SettingsRefused
from pathlib import Path
from sqlalchemy import make_url
from sqlalchemy import URL
from sqlalchemy.exc import ArgumentError

import os

DATABASE = "ONEWINDOW_DATABASE"
SUITE = "ONEWINDOW_SUITE"
MASTER_KEY = "ONEWINDOW_MASTER_KEY"
MASTER_KEY_FILE = "ONEWINDOW_MASTER_KEY_FILE"
AUDIT_MONTHS = "ONEWINDOW_AUDIT_MONTHS"
AUDIT_HEADS = "ONEWINDOW_AUDIT_HEADS"
WAIT_SECONDS = "ONEWINDOW_WAIT_SECONDS"

#: How long an audit is kept at least, in months: what the law asks of logs of a network
#: (网络安全法 article 21 (3)).
LEAST_AUDIT_MONTHS = 6

LONGEST_WAIT_SECONDS = 600

#: The names of the files in VAR, where the settings name no others.
SQLITE_NAME = "records.sqlite"
KEY_FILE_NAME = "master-keys.json"

#: Drivers by the names that URLs give their databases. SQLAlchemy's own choice for
#: PostgreSQL is another one than the content's RelStorage can use.
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg2",
    "postgresql": "postgresql+psycopg2",
    "postgresql+psycopg2": "postgresql+psycopg2",
}


@dataclass(frozen=True)
class Settings:
    """How this process reaches its records.

    `var` is the folder of all data; `master_keys` are keys themselves, as text, and go
    before `key_file`.
    `audit_months` is how long the audit is kept, `audit_heads` the file that its heads
    are also written to.
    `wait_seconds` is how long a request waits for others, all in all, and how long each
    transaction of a command does; `connect_seconds` how long a server may take to answer:
    2 is the least for libpq.
    """

    url: URL
    var: Path
    key_file: Path
    suite: str = "aes"
    master_keys: str | None = field(default=None, repr=False)
    audit_months: int = LEAST_AUDIT_MONTHS
    audit_heads: Path | None = None
    wait_seconds: float = 30
    connect_seconds: int = 3

    @classmethod
    def from_environment(cls) -> "Settings":
        """Return what the environment says; see docs/operators.md.

        Raises SettingsRefused when a variable makes no sense, or VAR is missing.
        """
        if not os.environ.get("VAR"):
            raise SettingsRefused("VAR does not name the folder of the data.")
        var = Path(os.environ["VAR"]).resolve()
        suite = os.environ.get(SUITE) or cls.suite
        if suite not in SUITES:
            raise SettingsRefused(f"{SUITE} must be one of: {', '.join(SUITES)}.")
        heads = os.environ.get(AUDIT_HEADS)
        return cls(
            url=read_url(os.environ.get(DATABASE) or f"sqlite:///{var}/{SQLITE_NAME}"),
            var=var,
            key_file=Path(os.environ.get(MASTER_KEY_FILE) or var / KEY_FILE_NAME),
            suite=suite,
            master_keys=os.environ.get(MASTER_KEY) or None,
            audit_months=_read_audit_months(os.environ.get(AUDIT_MONTHS)),
            audit_heads=Path(heads) if heads else None,
            wait_seconds=read_seconds(os.environ.get(WAIT_SECONDS), cls.wait_seconds),
        )

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def sqlite_path(self) -> Path:
        """Return the file of an SQLite database."""
        return Path(self.url.database)


def _read_audit_months(text: str | None) -> int:
    if not text:
        return LEAST_AUDIT_MONTHS
    if not text.isascii() or not text.isdigit() or int(text) < LEAST_AUDIT_MONTHS:
        raise SettingsRefused(
            f"{AUDIT_MONTHS} must be a number of months, {LEAST_AUDIT_MONTHS} at least."
        )
    return int(text)


def read_url(text: str) -> URL:
    """Return the address of a database of a kind that we know, with our driver.

    Raises SettingsRefused for any other; its text does not quote what may hold a
    password.
    """
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise SettingsRefused(f"{DATABASE} is no URL of a database.") from None
    driver = DRIVERS.get(url.drivername)
    if driver is None:
        raise SettingsRefused(f"{DATABASE} must begin with sqlite: or postgresql:.")
    if driver.startswith("sqlite") and url.database in (None, "", ":memory:"):
        raise SettingsRefused(f"{DATABASE} must name a file: sqlite:////folder/file.")
    return url.set(drivername=driver)


def read_seconds(text: str | None, default: float) -> float:
    """Return a number of seconds above 0; raises SettingsRefused for anything else."""
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= LONGEST_WAIT_SECONDS:
        reason = f"{WAIT_SECONDS} must be a number from 0 to {LONGEST_WAIT_SECONDS}."
        raise SettingsRefused(reason)
    return seconds
