"""Zope on a site with many items, in a process of its own: makes the site, or measures it.

`grown.py grow ITEMS` and `grown.py measure`, in the environment that
`testing.servers.environment_of` gives. Who only measures has the memory of who serves.
"""

from onewindow_policy.sites.instance import Instance
from pathlib import Path

import json
import sys

#: What is measured, each with its query. The first is the sample's largest guide.
PAGES = {
    "guide": ("/onewindow/catalogue/sq-mz-001", ""),
    "home": ("/onewindow", ""),
    "catalogue": ("/onewindow/catalogue", ""),
    "catalogue, second page": ("/onewindow/catalogue", "b_start=20"),
    "catalogue, one filter": ("/onewindow/catalogue", "category=LL"),
    "catalogue, two filters": (
        "/onewindow/catalogue",
        "district=990103&channel=online",
    ),
    # 津贴, which some titles have in them, and 申请, which most have.
    "catalogue, a word": ("/onewindow/catalogue", "q=%E6%B4%A5%E8%B4%B4"),
    "catalogue, a common word": ("/onewindow/catalogue", "q=%E7%94%B3%E8%AF%B7"),
}

#: How many times a first request after a publication is measured.
CHANGES = 3


def measure_all(portal) -> dict:
    """Return what the pages cost, and the memory of this process when it served all."""
    from harness import fetch_ok
    from harness import measure
    from harness import measure_once
    from statistics import median

    database = portal._p_jar.db()
    pages = {}
    for name, where in PAGES.items():
        fetch_ok(*where)
        after = [
            measure_once(*where, before=lambda: _change(portal))
            for _number in range(CHANGES)
        ]
        cost = measure(database, *where)
        pages[name] = {"cpu_ms": cost.cpu_ms, "after_change_ms": median(after)}
    status = Path("/proc/self/status").read_text()
    memory = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return {
        "items": len(portal.catalogue.objectIds()),
        "memory_mb": int(memory.split()[1]) // 1024,
        "pages": pages,
    }


def _change(portal) -> None:
    """Do to the catalog what a publication does."""
    from zope.component.hooks import setSite

    import transaction

    # The publisher took the site away; without it nothing is indexed, without a word.
    setSite(portal)
    transaction.begin()
    portal.catalogue["sq-ll-001"].reindexObject()
    transaction.commit()


def open_site():
    """Start Zope in this process, and return the site."""
    instance = Instance.from_environment()
    instance.prepare()

    from Testing.makerequest import makerequest
    from zope.component.hooks import setSite
    from zope.globalrequest import setRequest
    from Zope2.Startup.run import make_wsgi_app

    import Zope2

    make_wsgi_app({}, str(instance.zope_conf))
    app = makerequest(Zope2.app())
    setRequest(app.REQUEST)
    setSite(app.onewindow)
    return app.onewindow


def main(arguments: list[str]) -> int:
    """Do what the arguments say."""
    portal = open_site()
    if arguments[0] == "grow":
        from growing import grow

        grow(portal, int(arguments[1]))
    else:
        print(json.dumps(measure_all(portal)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
