"""Submissions for tests, and processes that do something at the same moment."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from onewindow_policy.cases.duties import keep_duty
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import NewCase
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.duties.api import DONE
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.forked import Forked
from sqlalchemy import select

import os
import transaction

#: What nobody may find outside a sealed column: people, numbers, answers, files.
PLANTED = {
    "name": "赵计华",
    "id_number": "990102194003074219",
    "phone": "13900001234",
    "agent": "赵小计",
    "account": "6222020000001234567",
    "file_name": "计华身份证正面.png",
    "content": "照片的内容",
}

APPLICANT = Person(PLANTED["name"], PLANTED["id_number"], PLANTED["phone"])

COMMUNITY = "990102001001"
ADDRESS = "203.0.113.7"

_SUBMISSION = NewCase(
    nonce="nonce-1",
    address=ADDRESS,
    item_code="SQ-LL-001",
    item_title="高龄津贴申请",
    community_code=COMMUNITY,
    applicant=APPLICANT,
    agent=Person(PLANTED["agent"]),
    answers=(Answer("account", "银行卡号", PLANTED["account"]),),
    files=(
        NewFile(
            "SQ-LL-001-M01",
            PLANTED["file_name"],
            "image/png",
            PLANTED["content"].encode(),
        ),
    ),
    form_uid="1" * 32,
    form_version="f1",
    guide_uid="2" * 32,
    guide_version="g1",
    notice_version="1",
    consents=("personal",),
    kept_months=120,
    promised_days=7,
    promised_day_type="working",
)


def submission(nonce: str = "nonce-1", **changes) -> NewCase:
    """Return a complete submission of the form for 高龄津贴."""
    return replace(_SUBMISSION, nonce=nonce, **changes)


def closed_case(
    nonce: str = "nonce-1",
    *,
    state: str = COMPLETED_APPROVED,
    at: datetime | None = None,
    **changes,
) -> str:
    """Register a case that was closed in `state`, at a moment or now; return its number."""
    number = register_case(submission(nonce, **changes)).number
    transaction.commit()
    case = write_session().scalar(select(Case).where(Case.number == number))
    case.state = state
    case.close(at or utc_now(), is_withdrawn=state == WITHDRAWN)
    keep_duty(write_session(), case, state=DONE)
    transaction.commit()
    return number


def run_at_once(code: str, arguments: Sequence[str]) -> list[str]:
    """Run `code` in a process for each argument, all let go at once; return what they
    printed.

    `code` defines `main(argument)`. The processes use the database of the test.
    """
    settings = get_database().settings
    environment = {
        **os.environ,
        "VAR": str(settings.key_file.parent),
        "ONEWINDOW_DATABASE": settings.url.render_as_string(hide_password=False),
    }
    with ExitStack() as stack:
        processes = [
            stack.enter_context(Forked(f"{code}\n{_WHEN_TOLD}", argument, environment))
            for argument in arguments
        ]
        for process in processes:
            process.stdout.readline()
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        return [process.communicate(timeout=300).strip() for process in processes]


_WHEN_TOLD = """
import sys
from onewindow_policy.records.database import get_database
get_database().lookup_key()
print("ready", flush=True)
sys.stdin.readline()
print(main(sys.argv[1]))
"""
