"""Records for other rooms: all they may import of this one."""

from onewindow_policy.records.addresses import network_of
from onewindow_policy.records.auditapart import audit_apart
from onewindow_policy.records.auditapart import audit_look
from onewindow_policy.records.auditapart import take_in_audit
from onewindow_policy.records.auditchanges import audit_change
from onewindow_policy.records.auditing import address_of
from onewindow_policy.records.auditing import audit
from onewindow_policy.records.auditing import note_session
from onewindow_policy.records.base import Base
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.contents import content_hash_of
from onewindow_policy.records.contents import require_same
from onewindow_policy.records.contents import SentOtherwise
from onewindow_policy.records.counting import count_up_to_most
from onewindow_policy.records.counting import MOST_COUNTED
from onewindow_policy.records.database import derived_database
from onewindow_policy.records.database import require_database
from onewindow_policy.records.derived import DerivedDatabase
from onewindow_policy.records.erasing import drop_keys
from onewindow_policy.records.exceptions import DatabaseBusy
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.records.exceptions import OutcomeUnknown
from onewindow_policy.records.exceptions import RecordsError
from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.records.exceptions import Unreadable
from onewindow_policy.records.giving import GIVEN_LABELS
from onewindow_policy.records.giving import STAFF
from onewindow_policy.records.giving import uses_noted
from onewindow_policy.records.health import impatient_engine
from onewindow_policy.records.held import HeldField
from onewindow_policy.records.held import HeldRecord
from onewindow_policy.records.held import HeldWords
from onewindow_policy.records.held import OnlyStored
from onewindow_policy.records.inserts import insert_into
from onewindow_policy.records.keys import DataKey
from onewindow_policy.records.keys import keyed_hash
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.records.operators import operating
from onewindow_policy.records.paging import KeyedPage
from onewindow_policy.records.paging import KeyOrder
from onewindow_policy.records.paging import read_page
from onewindow_policy.records.retention import end_of_term
from onewindow_policy.records.retention import months_after
from onewindow_policy.records.sealed import SealedBytes
from onewindow_policy.records.sealed import SealedJson
from onewindow_policy.records.sealed import SealedRow
from onewindow_policy.records.sealed import SealedText
from onewindow_policy.records.sessions import brief_session
from onewindow_policy.records.sessions import is_writing
from onewindow_policy.records.sessions import joined_or_own_transaction
from onewindow_policy.records.sessions import own_transaction
from onewindow_policy.records.sessions import read_session
from onewindow_policy.records.sessions import write_session
from onewindow_policy.records.tokens import check_write
from onewindow_policy.records.upgrading import leave_tables
from onewindow_policy.records.upgrading import tables_version
from onewindow_policy.records.upgrading import upgrade_tables
from onewindow_policy.records.values import values_in

__all__ = [
    "AuditEntry",
    "GIVEN_LABELS",
    "STAFF",
    "uses_noted",
    "Base",
    "DataKey",
    "DatabaseBusy",
    "DatabaseUnavailable",
    "DerivedDatabase",
    "HeldField",
    "HeldRecord",
    "HeldWords",
    "KeyOrder",
    "KeyedPage",
    "MOST_COUNTED",
    "OnlyStored",
    "OutcomeUnknown",
    "RecordsError",
    "SealedBytes",
    "SealedJson",
    "SealedRow",
    "SealedText",
    "SentOtherwise",
    "SettingsRefused",
    "Unreadable",
    "address_of",
    "audit",
    "audit_apart",
    "brief_session",
    "audit_change",
    "audit_look",
    "check_write",
    "content_hash_of",
    "count_up_to_most",
    "derived_database",
    "drop_keys",
    "end_of_term",
    "impatient_engine",
    "insert_into",
    "is_writing",
    "joined_or_own_transaction",
    "keyed_hash",
    "leave_tables",
    "months_after",
    "network_of",
    "note_session",
    "operating",
    "own_transaction",
    "read_page",
    "read_session",
    "require_database",
    "require_same",
    "tables_version",
    "upgrade_tables",
    "take_in_audit",
    "utc_now",
    "values_in",
    "write_session",
]
