"""Checks of journeys."""

from onewindow_policy.exchange.checks.known import Known
from onewindow_policy.exchange.checks.references import note_repeated
from onewindow_policy.exchange.checks.references import note_unknown
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.journeys.consistency import find_faults
from types import SimpleNamespace
from zope.globalrequest import getRequest
from zope.i18n import translate


def check_journeys(root: Place, known: Known, problems: Problems) -> None:
    """Check that journeys have ids of their own, lead to services that there are, and
    that their rows fit together."""
    # The id becomes an address, where case does not distinguish.
    ids = (journey["id"] for journey in root["journeys"])
    note_repeated(ids, problems, fold_case=True)
    for journey in root["journeys"]:
        note_unknown(
            journey["life_event"],
            known.code_lists["themes"],
            "$.vocabularies.themes",
            problems,
        )
        for step in journey["steps"]:
            note_unknown(step["item_code"], known.items, "$.items", problems)
        if not problems.within(journey):
            _check_rows(journey, problems)


def _check_rows(journey: Place, problems: Problems) -> None:
    """Check what no single row can tell; the rows have all that they need."""
    for fault in find_faults(SimpleNamespace(**journey.value)):
        problems.add(journey, translate(fault, context=getRequest()))
