"""Checks of a guide's sums and of its typed conditions."""

from onewindow_policy.exchange.checks.known import Known
from onewindow_policy.exchange.checks.references import note_repeated
from onewindow_policy.exchange.checks.references import note_unknown
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.guides.entitlements import fault_of_condition
from onewindow_policy.guides.entitlements import fault_of_rate

#: Key of a guide, what judges a row of it, and its columns with the code lists of them.
ENTITLEMENTS = {
    "benefit_rates": (
        fault_of_rate,
        {"circumstances": "circumstances", "period": "benefit_periods"},
    ),
    "eligibility": (fault_of_condition, {"codes": "circumstances"}),
}


def check_entitlements(
    field: str, rows: Place, known: Known, problems: Problems
) -> None:
    """Check that each row of `field` can be reckoned with, and which codes it names."""
    fault_of, columns = ENTITLEMENTS[field]
    note_repeated((row["key"] for row in rows), problems)
    for row in rows:
        if not isinstance(row.value, dict) or problems.within(row):
            continue
        message = fault_of(row.value)
        if message is not None:
            problems.add(row, message)
        for column, name in columns.items():
            _check_codes(row[column], name, known, problems)


def _check_codes(cell: Place, name: str, known: Known, problems: Problems) -> None:
    # A file of before lacks the list, and cannot name what is on it.
    codes = known.code_lists[name] or ()
    for place in cell if isinstance(cell.value, list) else [cell]:
        note_unknown(place, codes, f"$.vocabularies.{name}", problems)
