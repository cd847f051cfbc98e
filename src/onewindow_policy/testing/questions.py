"""Questions to departments for tests, as staff of the sample city ask them."""

from onewindow_policy.questions.answering import answer
from onewindow_policy.questions.asking import ask
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from plone import api

#: A window whose bureau does not work in the system, and one whose bureau does, with that.
BY_PHONE, ONLINE = "990102001001", "990103001001"
BUREAU = "U-990103-MZ"

ITEM = "SQ-LL-001"

ASKED, TOLD = "户口在外省的老人能办吗？", "能办，带居住证即可。"


def person(user_id: str):
    """Return an account as views know it."""
    return api.user.get(user_id).getUser()


def work_at_both_windows() -> None:
    """Have the window staff of the sample work at the other window, too."""
    place = api.portal.get().unrestrictedTraverse(
        "communities/990103/990103001/990103001001"
    )
    place.manage_addLocalRoles("window-staff", ["Window Staff"])
    place.reindexObjectSecurity()


def add_question(text: str = ASKED, community_code: str = BY_PHONE) -> str:
    """Ask as the window staff of the sample, and return the number."""
    return ask(person("window-staff"), ITEM, community_code, text)


def add_answer(number: str, text: str = TOLD, *, version: int = 1) -> None:
    """Enter what the bureau said by phone, as the window staff of the sample."""
    answer(
        person("window-staff"),
        number,
        text,
        version=version,
        told_by="陈科长",
        told_on=local_date(utc_now()),
    )
