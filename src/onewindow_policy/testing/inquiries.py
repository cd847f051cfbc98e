"""Inquiries for tests, as staff of the sample city note them."""

from onewindow_policy.communities.scopes import EVERYWHERE
from onewindow_policy.inquiries import recording
from onewindow_policy.inquiries.models import BY_PHONE
from onewindow_policy.inquiries.recording import NewInquiry
from onewindow_policy.inquiries.recording import record_inquiry
from onewindow_policy.testing.cases import COMMUNITY
from unittest.mock import patch

#: What nobody may find outside a sealed column.
ASKER, ASKERS_PHONE = "欧阳秀英", "13812345678"


def add_inquiry(nonce: str = "nonce", **changes) -> str:
    """Note a call without a site, and return its number."""
    values = {
        "channel": BY_PHONE,
        "community_code": COMMUNITY,
        "recorded_by": "window-staff",
        "lives_in": COMMUNITY,
        "matter": "想问年审几时办。",
        "told": "每年三月。",
        "name": ASKER,
        "contact": ASKERS_PHONE,
    } | changes
    # Whose windows these are, content would say.
    with patch.object(recording, "scope_of", return_value=EVERYWHERE):
        return record_inquiry(NewInquiry(nonce, **values), None)
