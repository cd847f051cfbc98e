"""`@@staff-accounts`: the accounts of a site, and how each stands."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.browser.privatepage import AccountPage
from onewindow_policy.accounts.directory import Account
from onewindow_policy.accounts.directory import accounts_of

TITLE = _("title_staff_accounts", default="Accounts of staff")

PAGE_SIZE = 50


class StaffAccountsPage(AccountPage):
    """Lists accounts, all or those whose id or name has what was looked for.

    What is looked for is posted: names of people stand in no address.
    """

    page_title = TITLE

    def do(self) -> None:
        return None

    @property
    def text(self) -> str:
        return self.posted("text")[:100]

    @cached_property
    def start(self) -> int:
        asked = self.posted("start")
        return int(asked) if asked.isdecimal() and len(asked) < 7 else 0

    @cached_property
    def found(self) -> tuple[list[Account], int]:
        return accounts_of(
            self.context.acl_users, self.text, start=self.start, size=PAGE_SIZE
        )

    @property
    def rows(self) -> list[Account]:
        return self.found[0]

    @property
    def total(self) -> int:
        return self.found[1]

    @property
    def previous_start(self) -> int | None:
        return max(self.start - PAGE_SIZE, 0) if self.start else None

    @property
    def next_start(self) -> int | None:
        after = self.start + PAGE_SIZE
        return after if after < self.total else None

    def url_of(self, account: Account) -> str:
        """Return the address of an account's page, which does not name it."""
        return f"{self.site_url}/@@staff-account?account={account.uid}"
