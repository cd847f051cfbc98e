"""Terms of the archive that nobody has entered, or nobody has approved."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.cases.archive.models import OF_ALL
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.records.api import read_session
from onewindow_policy.vocabularies.api import code_list


def unsettled_terms(site_url: str) -> Iterator[Finding]:
    """Yield what the archive has to say of applications before a city begins: for how long
    they are kept, and who approved that.

    Source: Regulation on implementing the Archives Law (档案法实施条例, 2024) art. 19.
    """
    url = f"{site_url}/@@archive-terms"
    types, terms = code_list("item_types"), list(terms_in_force(read_session()))
    for term in terms:
        if term.kind == OF_ALL and len(terms) > 1:
            # What is entered for some holds for these.
            title = _("terms_of_others", default="All other services")
        elif term.kind == OF_ALL:
            title = _("terms_of_all", default="All services")
        else:
            title = types[term.code].title if term.code in types else term.code
        if term.id is None:
            fault = _(
                "fault_terms_missing",
                default=(
                    "Nobody has entered for how long applications are kept: those that were"
                    " decided are kept without end. An archivist enters that, with the"
                    " approval of the archive authority, or that no duty runs."
                ),
            )
            yield Finding(title, url, (fault,))
        elif term.is_archived and not term.approval_number:
            fault = _(
                "fault_terms_unapproved",
                default=(
                    "They are archived without a term: the archive authority has approved"
                    " none, so they are kept without end."
                ),
            )
            yield Finding(title, url, (fault,))
