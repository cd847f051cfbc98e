"""Sealing: encryption that also proves what was sealed, where, and by which key.

Sealed bytes are: version (1 byte), suite (1), key id (16), nonce (12), ciphertext with
tag (16 more than the plain text). All before the nonce, and the context, are
authenticated: sealed bytes open only where they were meant to lie.
"""

from abc import ABC
from abc import abstractmethod
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers import modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from onewindow_policy.records.exceptions import Unreadable

import os

VERSION = 1
KEY_ID_BYTES = 16
SECRET_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = 2 + KEY_ID_BYTES


class Suite(ABC):
    """A cipher with its hash; `number` names it in sealed bytes, for good."""

    number: int
    name: str
    key_bytes: int
    hash: hashes.HashAlgorithm

    @abstractmethod
    def encrypt(self, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        """Return the ciphertext of `data` with its tag, which `bound` is part of."""

    @abstractmethod
    def decrypt(self, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        """Return the plain text; raises InvalidTag when anything is not as it was."""

    def derive(self, secret: bytes, purpose: str) -> bytes:
        """Return the key of this suite for one purpose (HKDF-Expand, RFC 5869)."""
        info = f"onewindow {purpose} {self.name}".encode()
        return HKDFExpand(self.hash, self.key_bytes, info).derive(secret)

    def mac(self, key: bytes, data: bytes) -> bytes:
        """Return the HMAC (RFC 2104) of `data`: 32 bytes."""
        hmac = HMAC(key, self.hash)
        hmac.update(data)
        return hmac.finalize()


class AesSuite(Suite):
    """AES-256-GCM (NIST SP 800-38D) with HMAC-SHA-256."""

    number = 1
    name = "aes"
    key_bytes = 32
    hash = hashes.SHA256()

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        return AESGCM(key).encrypt(nonce, data, bound)

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        return AESGCM(key).decrypt(nonce, data, bound)


class SmSuite(Suite):
    """SM4-GCM (GB/T 32907-2016, GB/T 36624-2018) with HMAC-SM3 (GB/T 32905-2016)."""

    number = 2
    name = "sm"
    key_bytes = 16
    hash = hashes.SM3()

    def encrypt(self, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(bound)
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
        mode = modes.GCM(nonce, data[-TAG_BYTES:])
        decryptor = Cipher(algorithms.SM4(key), mode).decryptor()
        decryptor.authenticate_additional_data(bound)
        return decryptor.update(data[:-TAG_BYTES]) + decryptor.finalize()


#: By the names that the setting has for them.
SUITES: dict[str, Suite] = {suite.name: suite for suite in (AesSuite(), SmSuite())}

_BY_NUMBER = {suite.number: suite for suite in SUITES.values()}


class SecretKey:
    """32 secret bytes under a public id, from which each suite derives its own key."""

    def __init__(self, key_id: bytes, secret: bytes):
        if len(key_id) != KEY_ID_BYTES or len(secret) != SECRET_BYTES:
            raise ValueError("A key has an id of 16 bytes and a secret of 32.")
        self.id = key_id
        self.secret = secret
        self._derived: dict[str, bytes] = {}

    def seal(self, plaintext: bytes, context: str, suite: str) -> bytes:
        """Return `plaintext` sealed; it can be unsealed with the same context only."""
        cipher = SUITES[suite]
        header = bytes((VERSION, cipher.number)) + self.id
        nonce = os.urandom(NONCE_BYTES)
        sealed = cipher.encrypt(
            self._key(cipher), nonce, plaintext, header + context.encode()
        )
        return header + nonce + sealed

    def unseal(self, sealed: bytes, context: str) -> bytes:
        """Return what was sealed, by whichever suite.

        Raises Unreadable when a byte has changed, the key is another, or the context.
        """
        header, rest = sealed[:HEADER_BYTES], sealed[HEADER_BYTES:]
        if len(rest) < NONCE_BYTES + TAG_BYTES or header[0] != VERSION:
            raise Unreadable("These are no sealed bytes.")
        cipher = _BY_NUMBER.get(header[1])
        if cipher is None or header[2:] != self.id:
            raise Unreadable("Another suite or key sealed this.")
        nonce, data = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
        try:
            return cipher.decrypt(
                self._key(cipher), nonce, data, header + context.encode()
            )
        except InvalidTag as error:
            raise Unreadable("This is not what was sealed for here.") from error

    def _key(self, suite: Suite) -> bytes:
        key = self._derived.get(suite.name)
        if key is None:
            key = self._derived[suite.name] = suite.derive(self.secret, "seal")
        return key


def key_id_of(sealed: bytes) -> bytes:
    """Return the id of the key that sealed this."""
    return sealed[2:HEADER_BYTES]


def derived_key(secret: bytes, purpose: str) -> SecretKey:
    """Return the key for one purpose that follows from `secret`, always the same."""

    def expand(part: str, length: int) -> bytes:
        info = f"onewindow {part} of {purpose}".encode()
        return HKDFExpand(hashes.SHA256(), length, info).derive(secret)

    return SecretKey(expand("id", KEY_ID_BYTES), expand("key", SECRET_BYTES))


def new_secret() -> bytes:
    """Return random bytes for a key."""
    return os.urandom(SECRET_BYTES)
