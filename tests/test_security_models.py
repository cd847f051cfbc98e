"""Every door to what a form is made of, as every role, on every kind of form.

Fields and actions are programs as soon as somebody gets the wrong one in, so nobody comes
near them whom docs/access-methods.md does not name. What comes in by a door is judged
besides: see `test_forms_attacks`.
"""

from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.testing.accesstables import differences
from onewindow_policy.testing.accesstables import read_table
from onewindow_policy.testing.accesstables import write_table
from onewindow_policy.testing.deciding import ACCOUNTS
from onewindow_policy.testing.kinds import KINDS
from test_security_walk import DOCUMENT
from test_security_walk import FORM
from test_security_walk import HTML
from test_security_walk import JSON
from test_security_walk import WalkCase
from zope.component import getSiteManager
from zope.interface import alsoProvides
from zope.interface import Interface
from zope.interface import providedBy

FORMS = {
    "I": "form of an item",
    "T": "template of forms",
    "O": "form of another kind",
    "D": "form in draft",
}

#: A field and an action that a form has, by its letter.
PARTS = {
    "I": ("applicant_name", "register_case"),
    "T": ("applicant_name", "register_case"),
    "O": ("comments", "mailer"),
    "D": ("comments", "mailer"),
}

#: Doors at the form itself: method, what follows its address, headers.
OF_FORM = (
    *(("GET", f"/{name}", HTML) for name in ("edit", "saveddata", "view/edit")),
    *(("GET", f"/@@{name}-easyform", HTML) for name in ("export", "import")),
    *(("GET", f"/{name}", HTML) for name in ("get_save_data_adapters", "widget")),
    *(("GET", f"/{name}", HTML) for name in ("fields_model", "actions_model")),
    *(("GET", f"/{name}", HTML) for name in ("thanksPageOverride", "headerInjection")),
    *(("POST", f"/{name}", FORM) for name in ("@@edit", "@@import-easyform")),
    *(("POST", f"/{name}", JSON) for name in ("@copy", "@move", "@tus-upload")),
    *(("POST", f"/{name}", JSON) for name in ("@workingcopy", "@workflow/publish")),
    *(("PATCH", "", JSON), ("PUT", "", JSON), ("PUT", "", HTML), ("MOVE", "", HTML)),
)


class TestModels(WalkCase):
    def doors(self):
        """Return what is asked of a form: of itself, and of all that is registered for
        its fields, its actions and for one of each."""
        request = self.layer["request"]
        alsoProvides(request, IOneWindowLayer)
        doors = list(OF_FORM)
        for kind, part in (("fields", "{field}"), ("actions", "{action}")):
            with_parts = self.portal.forms.survey.unrestrictedTraverse(kind)
            name = part.format(field=PARTS["O"][0], action=PARTS["O"][1])
            one = with_parts.publishTraverse(request, name)
            for path, context in ((f"/{kind}", with_parts), (f"/{kind}/{part}", one)):
                doors.append(("GET", path, HTML))
                doors += [
                    ("GET", f"{path}/@@{view}", HTML)
                    for view in self.views_of(context, request)
                ]
            doors.append(("POST", f"/{kind}/@@modeleditor", FORM))
        return doors

    def views_of(self, context, request):
        """Return the names of views that are registered for this, and not for all."""
        found = {
            name
            for name, _factory in getSiteManager().adapters.lookupAll(
                [providedBy(context), providedBy(request)], Interface
            )
        }
        of_anything = {
            name
            for name, _factory in getSiteManager().adapters.lookupAll(
                [providedBy(object()), providedBy(request)], Interface
            )
        }
        return sorted(found - of_anything)

    def test_models_are_reached_by_whom_the_table_says(self):
        found = {}
        for method, path, headers in self.doors():
            cells = dict.fromkeys(ACCOUNTS, "")
            for letter, kind in FORMS.items():
                field, action = PARTS[letter]
                at = KINDS[kind] + path.format(field=field, action=action)
                for accounts in self.decider.alike(KINDS[kind]):
                    decision = self.ask(method, at, accounts[0], headers)
                    if decision.reached is not None:
                        for account in accounts:
                            cells[account] += letter
            sign = "JSON " if headers is JSON else ""
            found[f"{sign}{method} …{path}"] = tuple(
                cell or "–" for cell in cells.values()
            )
        write_table(found)
        self.assertGreater(len(found), 50)
        self.assertGreater(self.decider.asked, 900)
        expected = read_table(DOCUMENT, "What forms are made of")
        self.assertEqual([], differences(expected, found))
        for cells in found.values():
            self.assertEqual("–", cells[0])
