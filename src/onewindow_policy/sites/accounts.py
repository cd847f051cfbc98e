"""Accounts to try every role with; only a site with the sample city has them."""

from AuthEncoding import AuthEncoding
from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.patches.userfolders import hashes_of
from onewindow_policy.sites.administrator import ADMINISTRATOR_ID
from plone import api
from Products.PluggableAuthService.plugins.ZODBUserManager import ZODBUserManager

#: Folders of the site that a city's editors and reviewers work in.
CITY_ROOMS = (
    *("catalogue", "samples", "journeys", "communities", "news", "forms", "screens"),
)

#: The places of a role that is held in no place.
WHOLE_SITE = ()

DISTRICT = "communities/990102"
STREET = f"{DISTRICT}/990102001"
COMMUNITY = f"{STREET}/990102001001"
GRID = f"{COMMUNITY}/990102001001001"
OTHER_COMMUNITY = f"{DISTRICT}/990102002/990102002001"

#: Units that decide here.
BUREAU = "communities/990103/u-990103-mz"
STREET_OFFICE = "communities/990103/990103001/u-990103001"


@dataclass(frozen=True)
class SampleAccount:
    """A person who does not exist, with one role in some places, or in the whole site."""

    user_id: str
    fullname: str
    role: str
    places: tuple[str, ...]
    duty: str

    @property
    def password(self) -> str:
        return sample_password(self.user_id)


def sample_password(user_id: str) -> str:
    """Return the password that `user_id` has in the sample."""
    return f"{user_id}-sample"


#: One for each role; tests have these alone.
SAMPLE_ACCOUNTS = (
    SampleAccount(
        "editor",
        "周示文",
        "Editor",
        CITY_ROOMS,
        "Editor of the city",
    ),
    SampleAccount(
        "reviewer",
        "吴示审",
        "Reviewer",
        CITY_ROOMS,
        "Reviewer of the city",
    ),
    SampleAccount(
        "district-editor",
        "郑示云",
        "Editor",
        (DISTRICT,),
        "Editor of a district",
    ),
    SampleAccount(
        "window-staff",
        "王示窗",
        "Window Staff",
        (COMMUNITY,),
        "Generalist at a community's window",
    ),
    SampleAccount(
        "grid-worker",
        "冯示格",
        "Grid Worker",
        (GRID,),
        "Grid worker of a grid",
    ),
    SampleAccount(
        "department-officer",
        "陈示民",
        "Department Officer",
        (BUREAU,),
        "Officer of a district's bureau",
    ),
    SampleAccount(
        "street-officer",
        "杨示街",
        "Department Officer",
        (STREET_OFFICE,),
        "Officer of a street's office",
    ),
    SampleAccount(
        "supervisor",
        "褚示督",
        "Supervisor",
        ("communities",),
        "Supervisor for the city",
    ),
    SampleAccount(
        "coordinator",
        "卫示道",
        "Coordinator",
        (STREET,),
        "Coordinator of a street",
    ),
    SampleAccount(
        "district-coordinator",
        "蒋示区",
        "Coordinator",
        (DISTRICT,),
        "Coordinator of a district",
    ),
    SampleAccount(
        "personnel",
        "沈示人",
        "Personnel",
        (DISTRICT,),
        "Personnel of a district",
    ),
    SampleAccount(
        "auditor",
        "韩示计",
        "Auditor",
        WHOLE_SITE,
        "Reads the audit",
    ),
    SampleAccount(
        "archivist",
        "杨示档",
        "Archivist",
        WHOLE_SITE,
        "Keeps the archive",
    ),
)

#: Those to whom others hand over: at the same window, and at that of another street.
COLLEAGUES = (
    SampleAccount(
        "window-colleague",
        "李示助",
        "Window Staff",
        (COMMUNITY,),
        "Colleague at the same window",
    ),
    SampleAccount(
        "window-elsewhere",
        "赵示泉",
        "Window Staff",
        (OTHER_COMMUNITY,),
        "Generalist at another community's window",
    ),
)

EVERY_ACCOUNT = SAMPLE_ACCOUNTS + COLLEAGUES


def create_sample_accounts(
    portal, accounts: Iterable[SampleAccount] = EVERY_ACCOUNT
) -> None:
    """Create the sample accounts in a site that holds the sample city.

    Raises KeyError when a place that an account works in does not exist.
    """
    accounts = tuple(accounts)
    for account in accounts:
        # Everybody knows these passwords, and nobody is asked to change one.
        with known_passwords():
            api.user.create(
                email=f"{account.user_id}@example.com",
                username=account.user_id,
                password=account.password,
                properties={"fullname": account.fullname},
            )
        for path in account.places:
            place = portal.unrestrictedTraverse(path)
            place.manage_addLocalRoles(account.user_id, [account.role])
        if account.places == WHOLE_SITE:
            api.user.grant_roles(username=account.user_id, roles=[account.role])
    for path in {path for account in accounts for path in account.places}:
        portal.unrestrictedTraverse(path).reindexObjectSecurity()


def open_accounts(app, portal) -> list[str]:
    """Return the ids of the sample accounts that can still log in.

    Those whose password was changed, or that were deleted, are not among them.
    """
    names = [account.user_id for account in EVERY_ACCOUNT]
    found = [name for name in names if _opens(portal.acl_users, name)]
    if any(_opens(each.acl_users, ADMINISTRATOR_ID) for each in (app, portal)):
        found.append(ADMINISTRATOR_ID)
    return found


def _opens(acl_users, user_id: str) -> bool:
    """Return whether the account has its sample password: no try that counts."""
    password = sample_password(user_id)
    for manager in acl_users.objectValues():
        is_manager = isinstance(manager, ZODBUserManager)
        reference = hashes_of(manager).get(user_id) if is_manager else None
        if reference is not None and AuthEncoding.pw_validate(reference, password):
            return True
    return False
