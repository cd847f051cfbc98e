"""Importing a city."""

from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.testing import INTEGRATION_TESTING
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from unittest import TestCase


class ImportTest(TestCase):
    layer = INTEGRATION_TESTING

    def test_it(self):
        portal = self.layer["portal"]
        setRoles(portal, TEST_USER_ID, ["Manager"])
        import cProfile
        import pstats

        p = cProfile.Profile()
        cat = read_catalogue(sample_path())
        import time

        t = time.process_time()
        import os

        if os.environ.get("PROF"):
            p.enable()
        import gc; gc.disable(); r = import_catalogue(portal, cat)
        p.disable()
        if os.environ.get("PROF"):
            (
                pstats.Stats(p).sort_stats("cumtime").print_callees("adapter.py:911"),
                pstats.Stats(p).sort_stats("cumtime").print_stats(110),
            )
        print("CPU", time.process_time() - t)
        for line in r.summary():
            print(line, line.mapping)
        print(len(r.created) / r.seconds)
        print(r.updated, r.edited, list(r.refused.items())[:5], len(r.refused), r.gone)
        from onewindow_policy.exchange.exporter import export_catalogue

        t = time.process_time()
        out = export_catalogue(portal)
        print("export", time.time() - t)
        import copy
        import json

        want = copy.deepcopy(cat)
        del want["training"]
        from onewindow_policy.exchange.halls import PERSONAL

        for h in want["halls"]:
            for s in h["staff"]:
                for k in PERSONAL:
                    s.pop(k, None)
        a = json.dumps(want, sort_keys=True, ensure_ascii=False, indent=1).splitlines()
        b = json.dumps(out, sort_keys=True, ensure_ascii=False, indent=1).splitlines()
        import difflib

        print("\n".join(list(difflib.unified_diff(a, b, lineterm="", n=1))[:60]))
        import transaction

        transaction.savepoint()
        print(portal._p_jar._registered_objects)
        import gc; gc.disable(); r = import_catalogue(portal, cat)
        for line in r.summary():
            print(line, line.mapping)
        print(r.edited)
        print(portal._p_jar._registered_objects)
