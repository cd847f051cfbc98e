"""Checks of news, and of the levels of satisfaction."""

from onewindow_policy import _
from onewindow_policy.exchange.checks.known import Known
from onewindow_policy.exchange.checks.references import note_contradiction
from onewindow_policy.exchange.checks.references import note_repeated
from onewindow_policy.exchange.checks.references import note_unknown
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems


def check_news(root: Place, known: Known, problems: Problems) -> None:
    """Check that news have ids of their own and are about what exists."""
    # The id becomes an address, where case does not distinguish.
    note_repeated((news["id"] for news in root["news"]), problems, fold_case=True)
    for news in root["news"]:
        for code in news["related_items"]:
            note_unknown(code, known.items, "$.items", problems)
        for code in news["related_communities"]:
            note_unknown(code, known.communities, "$.communities", problems)
        if news["body"].value and news["body_html"].value:
            problems.add(
                news["body_html"],
                _(
                    "problem_two_bodies",
                    default="Write the text in body or in body_html, not in both.",
                ),
            )


def check_satisfaction(root: Place, problems: Problems) -> None:
    """Check the stars: GB/T 39046-2020 table A.8 counts from the best, stars do not."""
    for level in root["vocabularies"]["satisfaction"]:
        code = level["code"].text
        if code in ("1", "2", "3", "4", "5"):
            note_contradiction(level["stars"], 6 - int(code), level["code"], problems)
