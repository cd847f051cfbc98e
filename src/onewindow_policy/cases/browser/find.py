"""`@@find-cases`: a case by its number, a phone, a document or a name."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.exceptions import SearchedTooOften
from onewindow_policy.cases.exceptions import SearchUnfit
from onewindow_policy.cases.finders import DOCUMENT
from onewindow_policy.cases.finders import NAME
from onewindow_policy.cases.finders import NAME_ENDS
from onewindow_policy.cases.finders import PHONE
from onewindow_policy.cases.finders import PHONE_TAIL
from onewindow_policy.cases.finding import find_cases
from onewindow_policy.cases.finding import FoundCases
from onewindow_policy.cases.finding import LONGEST_SOUGHT
from onewindow_policy.cases.finding import MOST_FOUND
from onewindow_policy.cases.finding import NUMBER
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.desks.api import FindView
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from pathlib import Path
from plone import api
from zope.component import getMultiAdapter

TITLE = _("title_find_cases", default="Find a case")

_FORM = Fragment(Path(__file__).with_name("search.pt"))

#: What is said where nothing was found, by what was looked for.
_NONE = {
    NUMBER: _(
        "text_no_case_by_number",
        default="No case of yours has this number. Compare it with the receipt.",
    ),
    PHONE: _(
        "text_no_case_by_phone",
        default=(
            "No case of yours has this phone number. Ask for another one, or look for the"
            " name."
        ),
    ),
    PHONE_TAIL: _(
        "text_no_case_by_tail",
        default="No case of yours has a phone number that ends so.",
    ),
    DOCUMENT: _(
        "text_no_case_by_document",
        default=(
            "No case of yours has this document number. Compare it once more, or look for"
            " the name."
        ),
    ),
    NAME: _(
        "text_no_case_by_name",
        default=(
            "No case of yours has this name, or one that begins and ends so. Compare the"
            " characters with the identity card."
        ),
    ),
    NAME_ENDS: _(
        "text_no_case_by_name_ends",
        default="No case of yours has a name that begins and ends so.",
    ),
}


def search_form(
    page: Page,
    text: str = "",
    errors: tuple[str, ...] = (),
    told_by: str = "",
    *,
    is_main: bool = True,
) -> str:
    """Return the form that finds a case, as HTML, for a page of the desk; `is_main`
    where nothing else there is to be pressed first.

    `told_by` is the id of what says that nothing was found: who hears of it is at the
    field already.
    """
    token = getMultiAdapter((api.portal.get(), page.request), name="authenticator")
    described = ["text-help", *(["text-error"] if errors else []), told_by]
    return _FORM.render(
        action=f"{page.site_url}/@@find-cases",
        title=page.translate(TITLE),
        token=token.authenticator(),
        text=text,
        errors=errors,
        described=" ".join(filter(None, described)),
        focused="1" if errors or told_by else None,
        longest=LONGEST_SOUGHT,
        button_class="btn btn-primary" if is_main else "btn",
        target_language=page.translation_target,
    )


class FindCasesView(FindView):
    """Lists the cases that what was typed finds, masked, of where the user works."""

    page_title = TITLE
    refusals = (SearchUnfit, SearchedTooOften)
    list_class = CaseList
    list_path = "@@desk"
    found: FoundCases | None = None

    def find(self, text: str) -> FoundCases:
        """See `FindView`."""
        return find_cases(self.desk_list.user, text)

    @cached_property
    def words(self) -> CaseWording:
        return CaseWording(self.language)

    @property
    def title(self) -> str:
        return self.words(self.page_title)

    @property
    def form(self) -> str:
        errors = tuple(self.errors_of(SearchUnfit.field))
        return search_form(self, self.text, errors, "found" if self.is_in_vain else "")

    @property
    def other_problems(self) -> list[str]:
        """What is in the way, and not in what was typed."""
        return self.errors_of("")

    @property
    def is_away(self) -> bool:
        return self.is_out_of_order or self.is_perhaps_saved

    @property
    def is_filling(self) -> bool:
        return self.found is not None and self.found.is_filling

    @property
    def is_in_vain(self) -> bool:
        return self.found is not None and not self.found.rows

    @property
    def told(self) -> str:
        """What is said of what was found."""
        if not self.found.rows:
            return self.words(_NONE[self.found.kind])
        if self.found.has_more:
            message = _(
                "text_more_cases_found",
                default=(
                    "There are more than ${count}; these came last. Type more to find the"
                    " one you mean: the whole phone number, or the number of the document."
                ),
                mapping={"count": MOST_FOUND},
            )
        elif self.found.kind == NAME_ENDS:
            message = _(
                "text_cases_found_by_ends",
                default="Found by the first and last character of the name: ${count}",
                mapping={"count": len(self.found.rows)},
            )
        else:
            message = _(
                "text_cases_found",
                default="Found: ${count}",
                mapping={"count": len(self.found.rows)},
            )
        return self.words(message)
