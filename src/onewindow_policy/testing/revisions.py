"""Rows that a database holds at each revision of its tables, for tests of migrations."""

from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.records.base import utc_now

KEY = "0" * 32

#: As text: SQLite has no type for it.
_UNDER_KEY = {"id": KEY, "data_key_id": KEY}

#: Rows that a database at each revision holds when the next one comes: one at least for
#: each table that the revision made, in an order that references allow.
SAMPLE_ROWS = {
    "0001": [
        ("master_keys", {"id": KEY, "first_used_at": utc_now()}),
        (
            "lookup_keys",
            {"id": 1, "suite": "aes", "wrapped": b"x", "master_key_id": KEY},
        ),
        (
            "data_keys",
            {
                # As text: SQLite has no type for it.
                "id": "0" * 32,
                "wrapped": b"x",
                "master_key_id": KEY,
                "created_at": utc_now(),
            },
        ),
        (
            "audit_entries",
            {
                "id": 1,
                "at": utc_now(),
                "user_id": "anonymous",
                "action": "test",
                "subject": "1",
                "detail": "",
            },
        ),
    ],
    "0002": [
        ("tries", {"id": 1, "key_hash": b"x", "at": utc_now()}),
        (
            "cases",
            {
                **_UNDER_KEY,
                "number": "260115483920775",
                "version": 2,
                "nonce_hash": b"x",
                "code_hash": b"x",
                "item_code": "SQ-LL-001",
                "item_title": "高龄津贴申请",
                "community_code": "990102001001",
                "state": "received",
                "received_at": utc_now(),
                "reckoned_from": date(2026, 1, 15),
                "suspended_days": 0,
                "due_is_estimated": False,
                **dict.fromkeys(
                    ("form_uid", "form_version", "guide_uid", "guide_version"), "1"
                ),
                "notice_version": "1",
                "consents": [],
                **dict.fromkeys(
                    ("applicant_sealed", "answers_sealed", "masked_sealed"), b"x"
                ),
            },
        ),
        (
            "case_events",
            {
                **_UNDER_KEY,
                "case_id": KEY,
                "version": 1,
                "at": utc_now(),
                "role": "Applicant",
                "transition": "register",
                "state": "received",
            },
        ),
        (
            "case_files",
            {
                **_UNDER_KEY,
                "case_id": KEY,
                "position": 0,
                "media_type": "image/png",
                "size_bytes": 1,
                "name_sealed": b"x",
                "content_sealed": b"x",
            },
        ),
        (
            "parked_uploads",
            {
                **_UNDER_KEY,
                "nonce_hash": b"x",
                "address_hash": b"x",
                "field_name": "photo",
                "media_type": "image/png",
                "size_bytes": 1,
                "expires_at": utc_now(),
                "name_sealed": b"x",
                "content_sealed": b"x",
            },
        ),
    ],
    "0003": [
        (
            "suggestions",
            {
                "id": "1" * 32,
                "data_key_id": "0" * 32,
                "number": "260115483921",
                "version": 1,
                "nonce_hash": b"x",
                "received_at": utc_now(),
                "has_contact": False,
                "state": "answered",
                "settled_at": datetime(2026, 1, 31, tzinfo=UTC),
                "excerpt_sealed": b"x",
            },
        ),
    ],
    # No table of its own: what it adds is filled in for the rows that there are.
    "0004": [],
    "0005": [
        (
            "asked_queries",
            {
                "day": date(2026, 1, 15),
                "query": "低保",
                "asked": 4,
                "found": 3,
                "opened": 2,
                "drawers": 0b111,
            },
        ),
        (
            "reformulations",
            {
                "day": date(2026, 1, 15),
                "query": "长寿钱",
                "following": "高龄津贴",
                "times": 1,
            },
        ),
    ],
    "0006": [
        (
            "audit_batches",
            {
                "number": 1,
                **dict.fromkeys(
                    ("closed_at", "first_at", "last_at", "kept_until"), utc_now()
                ),
                "entries": 1,
                **dict.fromkeys(("previous", "head"), b"x"),
            },
        ),
    ],
    "0007": [
        (
            "erased_keys",
            {"id": 1, "master_key_id": KEY, "erased_at": utc_now()},
        ),
    ],
    "0008": [
        (
            "rights_requests",
            {
                **_UNDER_KEY,
                "number": "2601151234560",
                "version": 1,
                "kind": "copy",
                "state": "asked",
                "subject_number": "260115483920775",
                "asked_at": utc_now(),
                "due_on": date(2026, 2, 5),
            },
        ),
    ],
    "0009": [
        (
            "staff_sessions",
            {
                "id_hash": b"x",
                **dict.fromkeys(("account_uid", "stamp"), "0" * 32),
                "door": "page",
                "device": "",
                **dict.fromkeys(("created_at", "seen_at"), utc_now()),
            },
        ),
    ],
    "0010": [
        (
            "second_factors",
            {
                **_UNDER_KEY,
                "user_id": "lihua",
                "since": utc_now(),
                "last_interval": 58000000,
                "wrong_count": 0,
                "secret_sealed": b"x",
            },
        ),
        ("recovery_codes", {"id": 1, "factor_id": KEY, "code_hash": b"x"}),
    ],
    "0011": [("file_scans", {"file_id": KEY, "scanned_at": utc_now()})],
    "0012": [],
    # What was sent before it is not known.
    "0013": [],
    "0014": [
        (
            "jobs",
            {"name": "cases.old", "lane": "long", "due_at": utc_now(), "failures": 0},
        )
    ],
    "0015": [("due_date_recounts", {"id": 1, "asked_at": utc_now(), "after": ""})],
    # Whose it is, of what came before, is not known.
    "0016": [],
    # Indexes.
    "0017": [],
    "0018": [
        (
            "told_days",
            {"indicator": "x", "day": date(2026, 11, 28), "told_at": utc_now()},
        ),
        (
            "figures",
            {
                "indicator": "x",
                "day": date(2026, 11, 28),
                "division": "990102001001",
                "unit": "",
                "item": "001",
                "channel": "online",
                "numerator": 1,
            },
        ),
    ],
    # Indexes.
    "0019": [],
    # What waits already is filled in.
    "0020": [],
    # Requests have another column.
    "0021": [],
    "0022": [
        (
            "messages",
            {
                **_UNDER_KEY,
                "has_own_key": False,
                "channel": "mail",
                "template": "feedback.answered",
                "language": "zh_CN",
                "subject": "suggestion 1",
                "state": "waiting",
                **dict.fromkeys(("created_at", "due_at"), utc_now()),
                **dict.fromkeys(("tries", "unclear"), 0),
                **dict.fromkeys(("recipient_sealed", "values_sealed"), b"x"),
            },
        )
    ],
    "0023": [
        ("duty_mails", {"account_uid": "0" * 32, "period": "week", "is_wanted": False}),
    ],
    "0024": [
        ("wishes", {**_UNDER_KEY, "told_at": utc_now(), "text_sealed": b"x"}),
    ],
    # Has open cases reckoned anew.
    "0025": [],
    "0026": [
        (
            "kept_forms",
            {
                **_UNDER_KEY,
                "number": "26113012345678",
                **dict.fromkeys(("code_hash", "nonce_hash"), b"x"),
                "expires_at": utc_now(),
                **dict.fromkeys(
                    ("code_sealed", "nonce_sealed", "answers_sealed", "page_sealed"),
                    b"x",
                ),
            },
        )
    ],
    # Has cases that nobody has looked at called so.
    "0027": [],
    "0028": [
        ("paper_serials", {"issuer": "990102001001", "year": 2026, "last": 1}),
        (
            "papers",
            {
                **_UNDER_KEY,
                "case_id": KEY,
                "case_version": 1,
                "kind": "receipt",
                "number": "990102001001-2026-000001",
                "issuer": "990102001001",
                "issued_at": utc_now(),
                **dict.fromkeys(
                    ("template_version", "typst_version", "fonts_version"), "1"
                ),
                "values_sealed": b"x",
            },
        ),
    ],
    "0029": [
        ("case_finders", {"kind": "name", "hash": b"x", "case_id": KEY}),
    ],
    # Says whose draft a kept form is; nobody's so far.
    "0030": [],
    # An index.
    "0031": [],
    "0032": [
        (
            "case_handovers",
            {
                "id": KEY,
                "case_id": KEY,
                "from_user": "window-staff",
                "to_user": "grid-worker",
                "asked_at": utc_now(),
                "due_on": date(2026, 12, 1),
            },
        ),
    ],
    "0033": [
        (
            "case_notes",
            {
                **_UNDER_KEY,
                "case_id": KEY,
                "at": utc_now(),
                "user_id": "window-staff",
                "text_sealed": b"x",
            },
        ),
    ],
    "0034": [
        (
            "inquiries",
            {
                **_UNDER_KEY,
                "number": "2611304839207",
                "version": 1,
                "nonce_hash": b"x",
                "received_at": utc_now(),
                "channel": "phone",
                **dict.fromkeys(("community_code", "lives_in"), "990102001001"),
                "recorded_by": "window-staff",
                "guide_version": "",
                "has_contact": True,
                "kept_months": 12,
                "contact_sealed": b"x",
            },
        ),
    ],
    "0035": [
        (
            "day_closings",
            {
                "id": KEY,
                "user_id": "window-staff",
                "community_code": "990102001001",
                "day": date(2026, 11, 30),
                "closed_at": utc_now(),
                "left_over": 0,
            },
        ),
    ],
    # What the cases that there are say of visits.
    "0036": [],
    "0037": [
        (
            "case_packages",
            {
                "id": KEY,
                "case_id": KEY,
                "made_at": utc_now(),
                "digest": b"d" * 32,
                "size_bytes": 1,
            },
        ),
    ],
    "0038": [
        (
            "case_steps",
            {
                "id": KEY,
                "case_id": KEY,
                "position": 0,
                "name": "受理",
                "unit_role": "street",
                "days": 1,
                "day_type": "working",
                "counted": True,
                "more_days": 0,
                "due_is_estimated": False,
            },
        ),
    ],
    "0039": [
        (
            "absences",
            {
                "id": 1,
                "absent": "window-staff",
                "deputy": "grid-worker",
                "named_by": "coordinator",
                "named_at": utc_now(),
                "from_on": date(2026, 12, 1),
                "until_on": date(2026, 12, 5),
            },
        ),
    ],
    "0040": [
        (
            "repeated_corrections",
            {"case_id": KEY, "version": 4, "asked_at": utc_now(), "materials": []},
        ),
        (
            "promise_bars",
            {
                **_UNDER_KEY,
                "case_id": KEY,
                "case_version": 4,
                "person_hash": b"x",
                "since": utc_now(),
            },
        ),
    ],
    "0041": [],
    "0042": [
        (
            "item_questions",
            {
                "number": "26113048390",
                "version": 1,
                "item_code": "SQ-LL-001",
                "item_title": "高龄津贴申请",
                "community_code": "990102001001",
                "unit_code": "U-990102-MZ",
                "state": "asked",
                "asked_by": "window-staff",
                **dict.fromkeys(("asked_at", "waits_since", "last_at"), utc_now()),
            },
        ),
        (
            "item_question_entries",
            {
                "id": 1,
                "number": "26113048390",
                "position": 0,
                "kind": "question",
                "at": utc_now(),
                "user_id": "window-staff",
                "text": "要带户口簿吗？",
            },
        ),
    ],
    "0043": [
        (
            "transfer_lists",
            {
                "id": 1,
                "number": "990102001001-2026-000001",
                "version": 1,
                "state": "on_way",
                "from_place": "990102001001",
                "to_place": "U-990102-MZ",
                "names": {},
                "case_count": 1,
                "sent_at": utc_now(),
                "sent_by": "window-staff",
                "due_on": date(2026, 12, 3),
                "template_version": "t" * 64,
                "typst_version": "0.13",
                "fonts_version": "f" * 64,
            },
        ),
        (
            "transfer_lines",
            {
                **_UNDER_KEY,
                "list_id": 1,
                "case_id": KEY,
                "position": 0,
                "state": "on_way",
                "says_sealed": b"s",
            },
        ),
        (
            "paper_places",
            {"case_id": KEY, "place": "U-990102-MZ", "since": utc_now()},
        ),
    ],
    "0044": [
        (
            "commitments",
            {
                "case_id": KEY,
                "version": 4,
                "materials": [],
                "words_version": "1",
                "made_at": utc_now(),
            },
        ),
    ],
    "0045": [
        (
            "hung_notices",
            {
                "case_id": KEY,
                "paper_id": KEY,
                "last_on": date(2026, 12, 5),
                "hung_at": utc_now(),
            },
        ),
    ],
    "0046": [
        (
            "archive_terms",
            {
                "id": 1,
                "kind": "item",
                "code": "SQ-LL-001",
                "is_archived": True,
                "years": 10,
                "covers_withdrawn": False,
                "approved_by": "示例市档案局",
                "approval_number": "示档〔2026〕1号",
                "approved_on": date(2026, 11, 2),
                "entered_at": utc_now(),
                "entered_by": "archivist",
            },
        ),
    ],
    "0047": [
        (
            "case_holds",
            {
                **_UNDER_KEY,
                "case_id": KEY,
                "case_number": "260115483920775",
                "kind": "order",
                "reason_sealed": b"x",
                "set_at": utc_now(),
                "set_by": "archivist",
            },
        ),
        (
            "destruction_lists",
            {
                "id": 1,
                "number": "2026-0001",
                "version": 1,
                "state": "drafted",
                "made_at": utc_now(),
                "made_by": "archivist",
            },
        ),
        (
            "destruction_lines",
            {
                **_UNDER_KEY,
                "list_id": 1,
                "position": 1,
                "case_id": KEY,
                "case_number": "260115483920775",
                "item_code": "SQ-LL-001",
                "item_title": "高龄津贴申请",
                "closed_on": date(2026, 1, 20),
                "packages": 0,
            },
        ),
        (
            "destruction_signatures",
            {"list_id": 1, "user_id": "archivist", "at": utc_now()},
        ),
    ],
    "0048": [],
    "0049": [],
    "0050": [],
    "0051": [],
    "0052": [],
    "0053": [
        (
            "destroyed_packages",
            {"line_id": KEY, "at": utc_now(), "user_id": "archivist"},
        ),
    ],
    "0054": [],
    # Figures of before are told apart by channel.
    "0055": [],
    "0056": [],
    "0057": [],
    "0058": [],
    "0059": [
        (
            "case_window_changes",
            {
                "id": KEY,
                "case_id": KEY,
                "version": 2,
                "subject": "260115483920775-2",
                "from_code": "990102001001",
                "to_code": "990102001002",
                "changed_at": utc_now(),
                "changed_by": "coordinator",
            },
        ),
    ],
    "0060": [],
    # What renews something is a link of that kind.
    "0061": [],
    # Refusals of before had no ground.
    "0062": [],
    "0063": [],
}

#: How many rows a revision makes of those that there are, by table.
MADE_ROWS = {"0020": {"duties": 1}, "0029": {"case_finder_fills": 1}}
