"""What is sealed opens where it was sealed, unchanged, and nowhere else."""

from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import SealedBytes
from onewindow_policy.records.api import SealedJson
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from onewindow_policy.records.api import Unreadable
from onewindow_policy.records.api import write_session
from onewindow_policy.records.ciphers import HEADER_BYTES
from onewindow_policy.records.ciphers import NONCE_BYTES
from onewindow_policy.records.ciphers import SecretKey
from onewindow_policy.records.ciphers import SUITES
from onewindow_policy.records.ciphers import TAG_BYTES
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import get_database
from onewindow_policy.records.database import replace_database
from onewindow_policy.records.exceptions import DataErased
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import event
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.orm import configure_mappers
from sqlalchemy.orm import Mapped

import dataclasses
import transaction
import unittest

KEY = SecretKey(b"k" * 16, b"s" * 32)
OTHER_SECRET = SecretKey(b"k" * 16, b"t" * 32)
OTHER_ID = SecretKey(b"l" * 16, b"s" * 32)

#: The published example of SM4-GCM (RFC 8998, appendix A.1).
RFC_8998 = {
    "key": "0123456789abcdeffedcba9876543210",
    "nonce": "00001234567800000000abcd",
    "bound": "feedfacedeadbeeffeedfacedeadbeefabaddad2",
    "plain": "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
    "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
    "sealed": "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
    "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    "83de3541e4c2b58177e065a9bf7b62ec",
}


class Note(SealedRow, Base):
    """A row with every kind of sealed column."""

    __tablename__ = "test_notes"

    subject: Mapped[str]
    words = SealedText()
    answers = SealedJson(nullable=True)
    file = SealedBytes(nullable=True)


# No migration knows it: it must not count as a table of the product's.
configure_mappers()
Base.metadata.remove(Note.__table__)

suites = st.sampled_from(sorted(SUITES))


class TestSealing(unittest.TestCase):
    @given(st.binary(max_size=200), st.text(max_size=30), suites)
    def test_what_was_sealed_is_unsealed(self, plain, context, suite):
        sealed = KEY.seal(plain, context, suite)
        self.assertEqual(plain, KEY.unseal(sealed, context))
        self.assertEqual(
            HEADER_BYTES + NONCE_BYTES + len(plain) + TAG_BYTES, len(sealed)
        )

    @given(st.binary(max_size=50), suites, st.data())
    def test_a_changed_bit_is_noticed(self, plain, suite, data):
        sealed = bytearray(KEY.seal(plain, "here", suite))
        position = data.draw(st.integers(0, len(sealed) * 8 - 1))
        sealed[position // 8] ^= 1 << position % 8
        with self.assertRaises(Unreadable):
            KEY.unseal(bytes(sealed), "here")

    @given(st.binary(max_size=50), suites, st.data())
    def test_a_missing_end_is_noticed(self, plain, suite, data):
        sealed = KEY.seal(plain, "here", suite)
        length = data.draw(st.integers(0, len(sealed) - 1))
        with self.assertRaises(Unreadable):
            KEY.unseal(sealed[:length], "here")

    @given(st.binary(max_size=50), st.text(), st.text(), suites)
    def test_another_place_is_noticed(self, plain, here, there, suite):
        if here == there:
            there += "!"
        with self.assertRaises(Unreadable):
            KEY.unseal(KEY.seal(plain, here, suite), there)

    @given(st.binary(max_size=50), suites)
    def test_another_key_is_noticed(self, plain, suite):
        sealed = KEY.seal(plain, "here", suite)
        for other in (OTHER_SECRET, OTHER_ID):
            with self.assertRaises(Unreadable):
                other.unseal(sealed, "here")

    @given(suites)
    def test_the_same_is_never_sealed_alike(self, suite):
        self.assertNotEqual(
            KEY.seal(b"x", "here", suite), KEY.seal(b"x", "here", suite)
        )

    def test_published_example_of_sm4_gcm(self):
        example = {name: bytes.fromhex(value) for name, value in RFC_8998.items()}
        suite = SUITES["sm"]
        known = (example["key"], example["nonce"])
        self.assertEqual(
            example["sealed"],
            suite.encrypt(*known, example["plain"], example["bound"]),
        )
        self.assertEqual(
            example["plain"],
            suite.decrypt(*known, example["sealed"], example["bound"]),
        )

    def test_published_example_of_hmac_sm3(self):
        # GM/T 0042-2015, appendix D.3.
        key = bytes(range(1, 33))
        data = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq" * 2
        self.assertEqual(
            "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a",
            SUITES["sm"].mac(key, data).hex(),
        )

    def test_suites_never_share_a_key(self):
        keys = {suite.derive(KEY.secret, "seal")[:16] for suite in SUITES.values()}
        self.assertEqual(len(SUITES), len(keys))


class SealedRowTests:
    def setUp(self):
        with get_database().writing.begin() as connection:
            Note.__table__.create(connection)

    def tearDown(self):
        transaction.abort()
        with get_database().writing.begin() as connection:
            Note.__table__.drop(connection)

    def stored(self, words="赵女士", **values):
        """Return a note that another transaction has stored."""
        note = Note(DataKey.create(), subject="1", words=words, **values)
        write_session().add(note)
        transaction.commit()
        return write_session().get(Note, note.id)

    def use(self, **changes):
        settings = dataclasses.replace(get_database().settings, **changes)
        database = Database(settings)
        self.addCleanup(database.dispose)
        replace_database(database)

    def test_every_kind_of_value_comes_back(self):
        note = self.stored(answers={"姓名": ["赵"], "年龄": 80}, file=b"\x00\xff")
        self.assertEqual("赵女士", note.words)
        self.assertEqual({"姓名": ["赵"], "年龄": 80}, note.answers)
        self.assertEqual(b"\x00\xff", note.file)

    def test_nothing_is_stored_for_none(self):
        note = self.stored()
        self.assertIsNone(note.answers)
        self.assertIsNone(note.file_sealed)

    def test_the_database_holds_no_plain_text(self):
        self.stored()
        rows = write_session().execute(text("SELECT * FROM test_notes")).all()
        values = [bytes(v) if isinstance(v, memoryview) else v for v in rows[0]]
        self.assertTrue(any(isinstance(value, bytes) for value in values))
        for value in values:
            data = value if isinstance(value, bytes) else str(value).encode()
            self.assertNotIn("赵女士".encode(), data)

    def test_value_moved_to_another_row_is_unreadable(self):
        first, second = self.stored("一"), self.stored("二")
        second.data_key = first.data_key
        second.words_sealed = first.words_sealed
        with self.assertRaises(Unreadable):
            _ = second.words

    def test_value_moved_to_another_column_is_unreadable(self):
        note = self.stored(file=b"x")
        note.words_sealed = note.file_sealed
        with self.assertRaises(Unreadable):
            _ = note.words

    def test_wrapped_key_moved_to_another_row_is_unreadable(self):
        first, second = self.stored("一"), self.stored("二")
        session = write_session()
        session.execute(
            text("UPDATE data_keys SET wrapped = :wrapped"),
            {"wrapped": first.data_key.wrapped},
        )
        transaction.commit()
        key = write_session().get(DataKey, second.data_key_id)
        with self.assertRaises(Unreadable):
            key.seal(b"x", "here")

    def test_erased_key_erases_what_it_sealed(self):
        note = self.stored()
        note.data_key.erase()
        transaction.commit()
        note = write_session().get(Note, note.id)
        self.assertTrue(note.data_key.is_erased)
        self.assertIsNone(note.data_key.wrapped)
        self.assertLessEqual(note.data_key.created_at, note.data_key.erased_at)
        with self.assertRaises(DataErased):
            _ = note.words
        with self.assertRaises(DataErased):
            note.words = "again"

    def test_both_suites_are_read_whatever_the_setting_says(self):
        for first, second in (("aes", "sm"), ("sm", "aes")):
            self.use(suite=first)
            note_id = self.stored().id
            transaction.abort()
            self.use(suite=second)
            note = write_session().get(Note, note_id)
            self.assertEqual("赵女士", note.words)
            self.assertEqual(SUITES[first].number, note.words_sealed[1])
            note.words = "钱先生"
            self.assertEqual(SUITES[second].number, note.words_sealed[1])
            self.assertEqual("钱先生", note.words)
            transaction.abort()

    def test_hash_finds_the_same_value_whatever_the_setting_says(self):
        before = keyed_hash("110101199001011234", "id-number")
        self.use(suite="sm")
        self.assertEqual(before, keyed_hash("110101199001011234", "id-number"))
        self.assertEqual(32, len(before))

    def test_hash_of_another_value_or_purpose_is_another(self):
        hashes = {
            keyed_hash(value, purpose) for value in ("1", "2") for purpose in ("a", "b")
        }
        self.assertEqual(4, len(hashes))

    def test_list_of_rows_fetches_its_keys_at_once(self):
        self.use()
        for _number in range(3):
            self.stored()
        transaction.abort()
        statements = []

        def note_statement(_connection, _cursor, statement, *_rest):
            statements.append(statement)

        event.listen(get_database().engine, "before_cursor_execute", note_statement)
        notes = write_session().scalars(select(Note)).all()
        self.assertEqual(["赵女士"] * 3, [note.words for note in notes])
        selects = [each for each in statements if each.startswith("SELECT")]
        self.assertEqual(2, len(selects), selects)


class TestSealedRowsOnSQLite(SealedRowTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestSealedRowsOnPostgreSQL(SealedRowTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
