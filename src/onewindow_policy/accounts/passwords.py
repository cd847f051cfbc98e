"""Passwords as they are kept: argon2id, its one cost, and hashes that are out of date."""

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error
from argon2.exceptions import InvalidHashError
from AuthEncoding import AuthEncoding
from onewindow_policy.records.api import SettingsRefused
from unicodedata import normalize

import os

#: What a password may have at most (NIST SP 800-63B asks for at least 64 to be possible).
#: Whatever is longer is refused before it is hashed, as long as it may be.
MAX_CHARS = 200

#: The setting for the cost: MiB of memory that a hash takes.
COST = "ONEWINDOW_PASSWORD_COST"

#: OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
LEAST_MEMORY_MIB = 19
PASSES = 2
LANES = 1

#: More than this for each log-in would be a door for whoever wants to stop the portal.
MOST_MEMORY_MIB = 1024

#: For tests only: the least that the algorithm can do.
LOWEST = "lowest"

#: The name under which hashes stand in the database; see AuthEncoding.
SCHEME = "ARGON2"


def read_hasher(value: str | None) -> PasswordHasher:
    """Return what hashes at the cost that the setting names.

    Raises SettingsRefused for what is neither a number of MiB in range nor `lowest`.
    """
    if value == LOWEST:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=LANES)
    memory = value or str(LEAST_MEMORY_MIB)
    if not (
        memory.isascii()
        and memory.isdigit()
        and LEAST_MEMORY_MIB <= int(memory) <= MOST_MEMORY_MIB
    ):
        raise SettingsRefused(
            f"{COST} must be a number of MiB from {LEAST_MEMORY_MIB} to"
            f" {MOST_MEMORY_MIB}."
        )
    return PasswordHasher(
        time_cost=PASSES, memory_cost=int(memory) * 1024, parallelism=LANES
    )


#: Read once, when the process starts.
_hasher = read_hasher(os.environ.get(COST))


class Argon2Scheme:
    """See `AuthEncoding.PasswordEncryptionScheme`."""

    def encrypt(self, password) -> bytes:
        """Return the hash. Raises ValueError when the password is too long."""
        text = _text_of(password)
        if text is None:
            raise ValueError(f"A password has at most {MAX_CHARS} characters.")
        return _hasher.hash(text).encode("ascii")

    def validate(self, reference, attempt) -> bool:
        """Return whether the attempt is the password of this hash."""
        text = _text_of(attempt)
        if text is None:
            return False
        try:
            return _hasher.verify(reference.decode("ascii"), text)
        except (Argon2Error, InvalidHashError, UnicodeDecodeError):
            return False


def _text_of(password) -> bytes | None:
    """Return what is hashed, or None for what can be nobody's password.

    One password typed on two keyboards is one (NFKC, as NIST SP 800-63B has it).
    """
    if isinstance(password, bytes):
        # Four bytes a character at most: more cannot be short enough.
        if len(password) > 4 * MAX_CHARS:
            return None
        password = password.decode("utf-8", "replace")
    if len(password) > MAX_CHARS:
        return None
    return normalize("NFKC", password).encode("utf-8", "replace")


if SCHEME not in AuthEncoding.listSchemes():
    AuthEncoding.registerScheme(SCHEME, Argon2Scheme())


def pw_encrypt(original, pw, encoding: str = SCHEME) -> bytes:
    """Stand in for `AuthEncoding.pw_encrypt`, whose default is one round of SHA-1.

    Whatever hashes a password without saying how – both kinds of user managers, of the
    site and of the root, their pages in the ZMI, imports – does it by argon2id.
    """
    return original(pw, encoding)


def is_outdated(reference) -> bool:
    """Return whether a stored hash is of another kind, or cheaper, than new ones."""
    if isinstance(reference, str):
        reference = reference.encode("utf-8")
    prefix = f"{{{SCHEME}}}".encode()
    if not reference.startswith(prefix):
        return True
    try:
        return _hasher.check_needs_rehash(reference[len(prefix) :].decode("ascii"))
    except (InvalidHashError, UnicodeDecodeError):
        return True
