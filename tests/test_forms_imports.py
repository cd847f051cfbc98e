"""A form that is read from a file or an archive, or checked in, brings no program along."""

from io import BytesIO
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.forms.accepting import ACCEPTED
from onewindow_policy.forms.archives import MOST_BYTES
from onewindow_policy.forms.archives import MOST_FILES
from onewindow_policy.forms.exceptions import FormRefused
from onewindow_policy.testing.applying import remove_form
from onewindow_policy.testing.attacking import ACCOUNTS
from onewindow_policy.testing.attacking import ACTIONS
from onewindow_policy.testing.attacking import AttackCase
from onewindow_policy.testing.attacking import ATTACKS
from onewindow_policy.testing.attacking import EXPRESSIONS
from onewindow_policy.testing.attacking import FIELDS
from onewindow_policy.testing.attacking import RUN
from onewindow_policy.testing.forked import ONEWINDOW
from onewindow_policy.testing.forked import run_forked
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.tickets import cookie_for
from pathlib import Path
from plone import api
from plone.exportimport.importers.content import ContentImporter
from plone.uuid.interfaces import IUUID
from tempfile import TemporaryDirectory
from urllib.parse import urlencode
from webtest.forms import Upload

import json
import re
import tarfile
import transaction

#: What the command answers to a file that it does not take.
REFUSED = 1

PERSONS = ("editor", "reviewer", "administrator")


def archive_of(members):
    """Return a tar archive with these texts, by their names."""
    written = BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz") as archive:
        for name, text in members.items():
            content = text if isinstance(text, bytes) else text.encode()
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
    return written.getvalue()


def sparse_archive():
    """Return an archive with a file that claims to have a gigabyte (GNU tar, 1.0)."""
    written = BytesIO()
    with tarfile.open(fileobj=written, mode="w:gz", format=tarfile.PAX_FORMAT) as out:
        info = tarfile.TarInfo("structure/GNUSparseFile.0/.data")
        information = {
            "GNU.sparse.major": "1",
            "GNU.sparse.minor": "0",
            "GNU.sparse.name": "structure/.data",
            "GNU.sparse.realsize": str(1 << 30),
        }
        info.pax_headers = information
        content = b"0\n".ljust(512, b"\0")
        info.size = len(content)
        out.addfile(info, BytesIO(content))
    return written.getvalue()


def headers(name, text):
    """Return what an exported form is written as, with one attribute only."""
    lines = text.split("\n")
    return f"{name}: " + "\r\n\t".join(lines) + "\r\n\r\n"


class TestCityFile(AttackCase):
    """The command `onewindow import`."""

    def run_command(self, catalogue):
        with TemporaryDirectory() as folder:
            file = Path(folder) / "city.json"
            file.write_text(json.dumps(catalogue), encoding="utf-8")
            environment = environment_of(Path(folder, "var"))
            done = run_forked(ONEWINDOW, "import", str(file), environment=environment)
            # It was refused before a database was opened, let alone made.
            self.assertFalse(list(Path(folder).rglob("Data.fs")))
        return done

    def test_each_program_in_a_city_file_is_refused_by_its_place(self):
        catalogue = json.loads(sample_path().read_bytes())
        attacks = [each for each in ATTACKS if each[0] not in EXPRESSIONS]
        self.assertLess(len(attacks), len(catalogue["items"]))
        for item, (name, _what, text) in zip(catalogue["items"], attacks, strict=False):
            item["form"] = {**(item.get("form") or {}), name: text}
        done = self.run_command(catalogue)
        self.assertEqual(REFUSED, done.returncode, done.stderr)
        for number, (name, what, _text) in enumerate(attacks):
            with self.subTest(what=what):
                self.assertIn(f"$.items[{number}].form.{name}", done.stderr)
        self.assertNotIn("Traceback", done.stderr)

    def test_expressions_have_no_place_in_a_city_file(self):
        catalogue = json.loads(sample_path().read_bytes())
        for item, name in zip(catalogue["items"], EXPRESSIONS, strict=False):
            item["form"] = {name: RUN}
        done = self.run_command(catalogue)
        self.assertEqual(REFUSED, done.returncode, done.stderr)
        for number, name in enumerate(EXPRESSIONS):
            self.assertRegex(done.stderr, rf"\$\.items\[{number}\]\.form.*{name}")

    def test_form_refuses_what_the_check_of_the_file_would_let_through(self):
        """As whoever administers, and as the system's own user, as whom it runs."""
        catalogue = read_catalogue(sample_path())
        item = next(each for each in catalogue["items"] if each["code"] == "SQ-LL-001")
        for name, what, text in (
            ("fields_model", "default", FIELDS["default"]),
            ("fields_model", "base", FIELDS["base"]),
            ("actions_model", "script", ACTIONS["script"]),
            ("actions_model", "mail", ACTIONS["mail"]),
        ):
            before = getattr(self.apply, name)
            item["form"] = {name: text}
            with self.subTest(what=what), api.env.adopt_roles(["Manager"]):
                report = import_catalogue(self.portal, catalogue, overwrite=True)
                self.assertIn("catalogue/sq-ll-001/apply", report.refused)
                self.assertEqual(before, getattr(self.apply, name))
                transaction.abort()
        with api.env.adopt_roles(["Manager"]), self.assertRaises(FormRefused):
            remove_form(self.portal.catalogue["sq-ll-001"])
            import_catalogue(self.portal, catalogue)
        transaction.abort()
        self.assertDidNotRun()


class TestArchive(AttackCase):
    """EasyForm's own archives, and those of Plone and GenericSetup."""

    def send_archive(self, person, form, archive):
        browser = self.browser_of(person)
        browser.open(f"{form.absolute_url()}/@@import-easyform")
        token = re.search(r'name="_authenticator"[^>]*value="(\w+)"', browser.contents)
        answer = browser.testapp.post(
            f"{form.absolute_url()}/@@import-easyform",
            {
                "form.widgets.upload": Upload(
                    "form.tar.gz", archive, "application/x-gzip"
                ),
                "form.buttons.import": "import",
                "_authenticator": token[1] if token else "",
            },
            headers={"Cookie": cookie_for(ACCOUNTS[person])},
            expect_errors=True,
        )
        transaction.begin()
        self.assertNotIn("X-Ran", answer.headers)
        return answer

    def test_archive_of_a_form_is_taken_from_administrators_only(self):
        for person in ("editor", "reviewer"):
            for form in self.forms_of(person):
                for name, what, text in ATTACKS:
                    before = getattr(form, name)
                    archive = archive_of({"structure/.data": headers(name, text)})
                    with self.subTest(person=person, form=form.getId(), what=what):
                        answer = self.send_archive(person, form, archive)
                        self.assertIn(answer.status_int, (302, 401, 403))
                        self.assertUnchanged(form, name, before)
        self.assertDidNotRun(self.use(self.plain))

    def test_archive_brings_no_program_where_residents_apply(self):
        for name, what, text in ATTACKS:
            before = getattr(self.apply, name)
            archive = archive_of({"structure/.data": headers(name, text)})
            with self.subTest(what=what):
                answer = self.send_archive("administrator", self.apply, archive)
                self.assertEqual(400, answer.status_int)
                self.assertUnchanged(self.apply, name, before)
        self.assertDidNotRun(self.use(self.apply))

    def test_archive_of_an_administrator_is_read_elsewhere(self):
        """That the attacks above would be read as well."""
        archive = archive_of(
            {"structure/.data": headers("fields_model", FIELDS["default"])}
        )
        answer = self.send_archive("administrator", self.plain, archive)
        self.assertEqual(302, answer.status_int)
        self.assertIn("TDefault", self.plain.fields_model)

    def test_archive_puts_nothing_into_a_form(self):
        held = {
            "structure/.data": "title: x\r\n\r\n",
            "structure/.objects": "inner,EasyForm\r\n",
            "structure/inner/.data": headers("actions_model", ACTIONS["script"]),
        }
        before = len(self.portal.portal_catalog(portal_type="EasyForm"))
        self.send_archive("administrator", self.apply, archive_of(held))
        self.assertEqual(
            before, len(self.portal.portal_catalog(portal_type="EasyForm"))
        )
        self.assertDidNotRun(self.use(self.apply))

    def test_archive_that_unpacks_to_too_much_is_not_read(self):
        before = self.plain.fields_model
        title = "structure/.data", "title: x\r\n\r\n"
        fit = archive_of(dict([title]))
        large = {"structure/x": b"\0" * (MOST_BYTES + 1)}
        many = {f"structure/{number}": "" for number in range(MOST_FILES + 1)}
        for what, archive in {
            "one file that is mostly nothing": archive_of({**dict([title]), **large}),
            "many files": archive_of({**dict([title]), **many}),
            "a second archive behind the first": fit + archive_of(large),
            "a file with a hole": sparse_archive(),
            "no archive": b"PK" + b"\0" * 1000,
            "half an archive": fit[: len(fit) // 2],
        }.items():
            with self.subTest(what=what):
                self.assertLess(len(archive), 20_000)
                answer = self.send_archive("administrator", self.plain, archive)
                self.assertEqual(200, answer.status_int)
                self.assertIn("form.widgets.upload", answer.text)
                self.assertRegex(answer.text, "这个压缩包里的内容|这不是导出")
                self.assertNotEqual("x", self.plain.title)
                self.assertEqual(before, self.plain.fields_model)
        answer = self.send_archive("administrator", self.plain, fit)
        self.assertEqual(302, answer.status_int)
        self.assertEqual("x", self.plain.title)

    def test_exporting_a_form_runs_nothing_of_it(self):
        for form in (self.plain, self.apply):
            for name, what, text in ATTACKS:
                before = getattr(form, name)
                self.plant(form, name, text)
                for person in PERSONS:
                    with self.subTest(form=form.getId(), what=what, person=person):
                        browser = self.browser_of(person)
                        browser.open(f"{form.absolute_url()}/@@export-easyform")
                        self.assertNotIn("X-Ran", browser.headers)
                self.plant(form, name, before)
        self.assertDidNotRun()

    def test_service_that_imports_a_site_takes_no_archive(self):
        url = f"{self.portal.absolute_url()}/@import"
        for person in PERSONS:
            for content_type, body in (
                ("application/json", b"{}"),
                ("application/zip", b"PK"),
                ("multipart/form-data; boundary=x", b"--x--\r\n"),
            ):
                with self.subTest(person=person, type=content_type):
                    answer = self.browser_of(person).testapp.post(
                        url,
                        body,
                        headers={
                            "Cookie": cookie_for(ACCOUNTS[person]),
                            "Accept": "application/json",
                            "Content-Type": content_type,
                        },
                        expect_errors=True,
                    )
                    self.assertIn(answer.status_int, (302, 400, 401, 403, 404, 415))
                    # Who is sent elsewhere is told that they may not.
                    self.assertIn(
                        "require_login", answer.headers.get("Location", "require_login")
                    )
                    self.assertNotIn("success", answer.text)

    def test_archive_of_a_site_brings_no_program_where_residents_apply(self):
        """What the command of Plone for archives of sites does with content, as Manager."""
        with TemporaryDirectory() as folder, api.env.adopt_roles(["Manager"]):
            content = Path(folder) / "content"
            content.mkdir()
            metadata = {"__version__": "1.0.0", "_data_files_": ["apply/data.json"]}
            (content / "__metadata__.json").write_text(json.dumps(metadata))
            file = content / "apply" / "data.json"
            file.parent.mkdir()
            written = {
                "@id": "/catalogue/sq-ll-001/apply",
                "@type": "EasyForm",
                "UID": IUUID(self.apply),
                "id": "apply",
                "title": "申请",
            }
            for name, what, text in ATTACKS:
                before = getattr(self.apply, name)
                file.write_text(json.dumps({**written, name: text}))
                with self.subTest(what=what):
                    ContentImporter(self.portal).import_data(Path(folder))
                    self.assertEqual(before, getattr(self.apply, name))
                    self.assertFalse(getattr(self.apply, ACCEPTED, None))
                transaction.abort()
            # Else it is read.
            file.write_text(json.dumps(written))
            ContentImporter(self.portal).import_data(Path(folder))
            self.assertEqual("申请", self.apply.title)
        self.assertDidNotRun()

    def test_profile_brings_no_program_where_residents_apply(self):
        """An archive of GenericSetup, which Zope's own pages would take."""
        tool = self.portal.portal_setup
        for person in PERSONS:
            browser = self.browser_of(person)
            browser.open(f"{tool.absolute_url()}/manage_importTarball")
            self.assertNotEqual(200, self.status(browser))
        names = ("catalogue", "sq-ll-001", "apply")
        types = ("ServiceCatalogue", "ServiceItem", "EasyForm")
        members = {}
        place = "structure"
        for name, portal_type in zip(names, types, strict=True):
            members[f"{place}/.objects"] = f"{name},{portal_type}\r\n"
            members[f"{place}/.preserve"] = "*\n"
            place = f"{place}/{name}"
        for name, what, text in ATTACKS:
            before = getattr(self.apply, name)
            members[f"{place}/.data"] = headers(name, text)
            with self.subTest(what=what), api.env.adopt_roles(["Manager"]):
                with self.assertRaises(FormRefused):
                    tool.runAllImportStepsFromProfile(
                        None, purge_old=False, archive=archive_of(members)
                    )
                transaction.abort()
                self.assertUnchanged(self.apply, name, before)
        self.assertDidNotRun()


class TestWorkingCopy(AttackCase):
    """Forms are revised in their place: no working copy brings anything in."""

    def test_form_is_not_checked_out_at_any_door(self):
        for form in (self.plain, self.draft, self.apply):
            url = form.absolute_url()
            before = set(form.__parent__.objectIds())
            for person in PERSONS:
                with self.subTest(form=form.getId(), person=person):
                    browser = self.browser_of(person)
                    browser.open(f"{url}/@@content-checkout")
                    token = re.search(
                        r'name="_authenticator"[^>]*value="(\w+)"', browser.contents
                    )
                    sent = {
                        "form.button.Checkout": "1",
                        "checkout_location": "parent",
                        "_authenticator": token[1] if token else "",
                    }
                    browser.post(f"{url}/@@content-checkout", urlencode(sent))
                    self.assertLess(self.status(browser), 500)
                    for method in ("POST", "PATCH"):
                        status, said = self.call(
                            person, f"{url}/@workingcopy", {}, method
                        )
                        self.assertIn(status, (302, *range(400, 500)), said[:500])
                    transaction.begin()
                    self.assertEqual(before, set(form.__parent__.objectIds()))
