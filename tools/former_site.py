"""Make a site as this version makes it, for later versions to upgrade in their tests.

Run it with the Python of the version that is to be kept, before it is released:

    git worktree add /tmp/former COMMIT && make -C /tmp/former .venv/.test
    /tmp/former/.venv/bin/python tools/former_site.py tests/data/former/1001.tar.xz

The file has the content, packed, with its blobs, the records in SQLite, and the master keys
of this site alone. Everybody in it is fictional. `former.json` tells what was in it.
"""

from contextlib import closing
from pathlib import Path

import argparse
import io
import json
import onewindow_policy
import os
import sqlite3
import subprocess
import sys
import tarfile
import tempfile

CHECKOUT = Path(onewindow_policy.__file__).parents[2]
MOST_BYTES = 2_000_000

#: What is kept of the folder; the index of the search is made anew.
KEPT = ("filestorage/Data.fs", "blobstorage", "records.sqlite", "master-keys.json")

#: What an administrator of the former site changed.
SETTINGS = {
    "onewindow_policy.portal.hotline": "12399",
    "plone.navigation_depth": 2,
    "plone.smtp_host": "mail.example.com",
    "plone.available_languages": ["zh-cn", "en", "de"],
}
PERMISSION = "onewindow_policy: Manage Code Lists"

MESSAGES = ("窗口的椅子不够坐。", "午休时间也能办理就好了。")
COMMUNITIES = ("990102001001", "990102001001", "990102001001", "990103001001")


def fill(portal) -> dict:
    """Put into the site what the sample city has not, and return what can be read again."""
    from onewindow_policy.cases.handling import move_case
    from onewindow_policy.cases.submissions import register_case
    from onewindow_policy.feedback.answering import answer_suggestion
    from onewindow_policy.feedback.leaving import leave_suggestion
    from onewindow_policy.feedback.leaving import NewSuggestion
    from onewindow_policy.rights.requests import ask_at_window
    from onewindow_policy.testing.cases import submission
    from plone import api

    import transaction

    edit(portal)
    cases = []
    for number, community in enumerate(COMMUNITIES):
        new = submission(f"former-{number}", community_code=community)
        case = register_case(new)
        transaction.commit()
        cases.append([case.number, case.query_code, new.applicant.name])
    with api.env.adopt_user(username="window-staff"):
        staff = api.user.get_current()
        move_case(cases[1][0], "accept", staff, version=1, reason="")
        transaction.commit()
    suggestions = []
    for number, text in enumerate(MESSAGES):
        new = NewSuggestion(
            nonce=f"former-{number}", message=text, community_code=COMMUNITIES[number]
        )
        suggestions.append([leave_suggestion(new).number, text])
        transaction.commit()
    with api.env.adopt_user(username="window-staff"):
        staff = api.user.get_current()
        answer_suggestion(suggestions[0][0], "已经添置。", staff, version=1)
        transaction.commit()
    request = ask_at_window("copy", cases[0][0], "window-staff")
    transaction.commit()
    return {"cases": cases, "suggestions": suggestions, "rights": [request.number]}


def edit(portal) -> None:
    """Do what editors and administrators do."""
    from plone import api
    from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
    from plone.app.portlets.portlets import navigation
    from plone.portlets.interfaces import IPortletAssignmentMapping
    from plone.portlets.interfaces import IPortletManager
    from zope.component import getMultiAdapter
    from zope.component import getUtility

    for name, value in SETTINGS.items():
        api.portal.set_registry_record(name, value)
    portal.manage_permission(PERMISSION, ["Manager"], acquire=0)
    manager = getUtility(IPortletManager, "plone.leftcolumn")
    mapping = getMultiAdapter((portal, manager), IPortletAssignmentMapping)
    mapping["navigation"] = navigation.Assignment()
    portal.portal_actions.user.work.visible = False
    api.user.create(
        username="former-editor",
        email="former-editor@example.com",
        password="Gewahrt-2026-Stein",
        properties={"fullname": "何旧编"},
    )
    api.user.grant_roles(username="former-editor", roles=["Editor"], obj=portal.news)
    api.content.create(portal.news, "News Item", "draft", title="没有发布的公告")
    guide = portal.catalogue["sq-ll-001"].guide
    copy = ICheckinCheckoutPolicy(guide).checkout(guide.aq_parent)
    copy.title = f"{copy.title}（修订）"
    copy.reindexObject()


def told(portal) -> dict:
    """Return what is in the site, as it is compared with what an upgrade makes of it."""
    from onewindow_policy.exchange.exporter import export_catalogue
    from onewindow_policy.records.api import read_session
    from onewindow_policy.records.schema import revisions
    from plone import api
    from plone.registry.interfaces import IRegistry
    from sqlalchemy import inspect
    from sqlalchemy import text
    from zope.component import getUtility

    session = read_session()
    tables = inspect(session.connection()).get_table_names()
    catalog = portal.portal_catalog
    return {
        "profile": ".".join(
            portal.portal_setup.getLastVersionForProfile("onewindow_policy:default")
        ),
        "revision": revisions()[-1],
        "rows": {
            name: session.scalar(text(f"SELECT COUNT(*) FROM {name}"))
            for name in sorted(tables)
        },
        "contents": {
            brain.getPath(): [
                brain.portal_type,
                str(brain.review_state or ""),
            ]
            for brain in catalog.getAllBrains()
        },
        "accounts": sorted(portal.acl_users.source_users.getUserIds()),
        "settings": {name: api.portal.get_registry_record(name) for name in SETTINGS},
        "keys": sorted(
            name
            for name in getUtility(IRegistry).records
            if name.startswith("onewindow_policy.")
        ),
        "managing_code_lists": [
            role["name"]
            for role in portal.rolesOfPermission(PERMISSION)
            if role["selected"]
        ],
        "catalogue": export_catalogue(portal),
    }


def main() -> None:
    """Make the site, pack it, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, nargs="?", help="tar.xz to write")
    parser.add_argument(
        "--tell", action="store_true", help="tell only what is in the site of VAR"
    )
    options = parser.parse_args()
    if options.tell:
        tell()
    elif options.file:
        make(options.file)
    else:
        parser.error("Which file is to be written?")


def tell() -> None:
    """Print what is in the site of the environment, and what its sealed records say."""
    from onewindow_policy.cases.api import held_case
    from onewindow_policy.commands.api import open_site
    from onewindow_policy.feedback.api import held_suggestion
    from onewindow_policy.sites.api import prepare_instance

    former = json.loads(Path(os.environ["VAR"], "former.json").read_bytes())
    with open_site(prepare_instance(), "onewindow") as (portal, _commit):
        known = told(portal)
        for name, held in (("cases", held_case), ("suggestions", held_suggestion)):
            known[name] = {
                number: held(number).copy() for number, *_rest in former[name]
            }
    json.dump(known, sys.stdout, ensure_ascii=False)


def make(file: Path) -> None:
    """Make the site, pack it, and write the file."""
    with tempfile.TemporaryDirectory(prefix="onewindow-former-") as folder:
        var = Path(folder)
        os.environ |= {
            "VAR": folder,
            "INSTANCE_HOME": str(CHECKOUT / "instance"),
            "STORAGE": "filestorage",
            "CLOCK": "off",
        }
        sites = [sys.executable, "-m", "onewindow_policy.sites"]
        subprocess.run([*sites, "start", "--sample", "--no-serve"], check=True)
        # Only now: Zope reads the environment while it is imported.
        from onewindow_policy.commands.api import open_site
        from onewindow_policy.records.database import get_database
        from onewindow_policy.sites.api import prepare_instance

        with open_site(prepare_instance(), "onewindow") as (portal, _commit):
            known = fill(portal)
            known |= told(portal)
        get_database().dispose()
        with closing(sqlite3.connect(var / "records.sqlite")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        subprocess.run([*sites, "pack"], check=True)
        write(file, var, known)
    size_bytes = file.stat().st_size
    print(f"{file}: {size_bytes} bytes")
    if size_bytes > MOST_BYTES:
        sys.exit("It is too large to be kept.")


def write(file: Path, var: Path, known: dict) -> None:
    """Write what is kept of the folder, and what is known of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = json.dumps(known, ensure_ascii=False, indent=1).encode()
    with tarfile.open(file, "w:xz", preset=9) as archive:
        for name in KEPT:
            archive.add(var / name, name)
        info = tarfile.TarInfo("former.json")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))


if __name__ == "__main__":
    main()
