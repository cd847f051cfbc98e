"""The master keys: they wrap all other keys, and lie outside the database."""

from base64 import b64decode
from base64 import b64encode
from binascii import Error as BadBase64
from collections.abc import Iterable
from hashlib import sha256
from onewindow_policy.records.ciphers import KEY_ID_BYTES
from onewindow_policy.records.ciphers import new_secret
from onewindow_policy.records.ciphers import SECRET_BYTES
from onewindow_policy.records.ciphers import SecretKey
from onewindow_policy.records.exceptions import KeysMissing
from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.records.rights import require_private
from onewindow_policy.records.settings import MASTER_KEY
from pathlib import Path

import contextlib
import json
import logging
import os
import secrets

logger = logging.getLogger(__name__)

NOT_A_KEY_FILE = "{path} is no file of master keys. Bring it back from the backup."

KEYS_WERE_OPEN = """\
%s could be read by others on this machine; it is closed now. If anybody else can log in
here, give the database another master key: onewindow keys rotate."""

NOT_A_KEY = f"{MASTER_KEY} must be 32 bytes in base64; several are divided by commas."

NOT_FROM_A_FILE = f"""\
The master keys come from {MASTER_KEY}: change it there. docs/operators.md tells how."""


def master_key(secret: bytes) -> SecretKey:
    """Return a master key; its id follows from it, so that neither can be mistaken."""
    digest = sha256(b"onewindow master key " + secret).digest()
    return SecretKey(digest[:KEY_ID_BYTES], secret)


class MasterKeys:
    """The keys there are, and which of them wraps what is new."""

    def __init__(self, keys: Iterable[SecretKey], current: SecretKey):
        self.by_id = {key.id.hex(): key for key in keys}
        self.current = current

    def get(self, key_id: str) -> SecretKey:
        """Return the key with this id; raises KeysMissing when it is not there."""
        key = self.by_id.get(key_id)
        if key is None:
            raise KeysMissing(f"The master key {key_id} is not there.")
        return key


class EnvironmentKeys:
    """Master keys given as text, the current one first."""

    def __init__(self, text: str):
        keys = [master_key(_read_secret(part)) for part in text.split(",")]
        self.keys = MasterKeys(keys, keys[0])

    def exists(self) -> bool:
        return True

    def read(self) -> MasterKeys:
        return self.keys

    def create(self) -> None:
        """Nothing is to be created."""

    def add(self) -> str:
        raise SettingsRefused(NOT_FROM_A_FILE)

    def make_current(self, key_id: str) -> None:
        raise SettingsRefused(NOT_FROM_A_FILE)

    def drop(self, key_ids: Iterable[str]) -> None:
        """Nothing of the environment is ours to drop."""


class KeyFile:
    """Master keys in a file of JSON that only its owner may read.

    Each write puts a complete file in the place of the former, so that other processes
    can read at any time; `read` notices what they wrote.
    """

    def __init__(self, path: Path):
        self.path = path
        self._stamp: tuple | None = None
        self._keys: MasterKeys | None = None

    def exists(self) -> bool:
        return self.path.exists()

    def read(self) -> MasterKeys:
        """Return the keys as the file has them now.

        Raises KeysMissing when it is gone or damaged, and SettingsRefused when others
        on this machine may read it and that cannot be changed.
        """
        try:
            if require_private(self.path):
                logger.warning(KEYS_WERE_OPEN, self.path)
            status = self.path.stat()
            stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
            if self._keys is None or stamp != self._stamp:
                self._keys = self._parse()
                self._stamp = stamp
        except OSError as error:
            reason = f"{self.path} cannot be read: {error.strerror}."
            raise KeysMissing(reason) from error
        return self._keys

    def create(self) -> None:
        """Make the file with a new key; one that another process just made stays."""
        key = master_key(new_secret())
        with contextlib.suppress(FileExistsError):
            self._write([key], key.id.hex(), is_new=True)

    def add(self) -> str:
        """Add a new key, which is not yet the current one; return its id."""
        keys = self.read()
        added = master_key(new_secret())
        self._write([*keys.by_id.values(), added], keys.current.id.hex())
        return added.id.hex()

    def make_current(self, key_id: str) -> None:
        """Let the key with this id wrap what is new from now on."""
        self._write(self.read().by_id.values(), key_id)

    def drop(self, key_ids: Iterable[str]) -> None:
        """Drop the keys with these ids for good."""
        keys = self.read()
        gone = set(key_ids)
        kept = [key for key_id, key in keys.by_id.items() if key_id not in gone]
        self._write(kept, keys.current.id.hex())

    def _parse(self) -> MasterKeys:
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
            keys = {
                entry["id"]: master_key(_read_secret(entry["key"]))
                for entry in data["keys"]
            }
            is_sound = all(key.id.hex() == name for name, key in keys.items())
            if not is_sound or data["current"] not in keys:
                raise ValueError(self.path)
        except (KeyError, TypeError, ValueError, SettingsRefused):
            # The cause quotes the file, which is secret.
            raise KeysMissing(NOT_A_KEY_FILE.format(path=self.path)) from None
        return MasterKeys(keys.values(), keys[data["current"]])

    def _write(
        self, keys: Iterable[SecretKey], current: str, *, is_new: bool = False
    ) -> None:
        """Write a complete file; with `is_new` raises FileExistsError for another's."""
        data = {
            "current": current,
            "keys": [
                {"id": key.id.hex(), "key": b64encode(key.secret).decode()}
                for key in keys
            ],
        }
        written = self.path.with_name(f".{self.path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "w", encoding="utf-8") as file:
                json.dump(data, file, indent=1)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                # Unlike renaming, this fails when the name is taken.
                os.link(written, self.path)
            else:
                os.replace(written, self.path)
        finally:
            written.unlink(missing_ok=True)
        _sync_folder(self.path.parent)


def _read_secret(text: str) -> bytes:
    try:
        secret = b64decode(text.strip(), validate=True)
    except (BadBase64, ValueError):
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise SettingsRefused(NOT_A_KEY)
    return secret


def _sync_folder(folder: Path) -> None:
    """See to it that the name of a new file survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
