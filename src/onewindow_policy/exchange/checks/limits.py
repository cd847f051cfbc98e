"""Days: whether the steps add up to the promise, and the promise is within the law.

Limits in different kinds of days are compared as the publication of a guide compares
them: see `guides.limits`.
"""

from onewindow_policy import _
from onewindow_policy.exchange.checks.references import note_contradiction
from onewindow_policy.exchange.fields import DAY_TYPES
from onewindow_policy.exchange.fields import promise_text
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.guides.limits import exceeds
from onewindow_policy.guides.resolved import TimeLimit


def check_time_limit(time_limit: Place, process: Place, problems: Problems) -> None:
    """Check a service's steps against its promise, and that against the law."""
    _check_end(process, problems)
    promised, statutory = time_limit["promised"], time_limit["statutory"]
    if statutory.value is not None and time_limit["statutory_note"].value is not None:
        problems.add(
            time_limit["statutory_note"],
            _(
                "problem_two_statutory_notes",
                default=(
                    "Is for services without a statutory limit; with one, write it in"
                    " ${place}."
                ),
                mapping={"place": str(statutory["note"])},
            ),
        )
    days, day_type = promised["days"].number, promised["day_type"].text
    if days is None or day_type not in DAY_TYPES:
        return
    note_contradiction(
        promised["text"], promise_text(days, day_type), promised["days"], problems
    )
    _check_sum(process, promised, problems)
    limit, limit_type = statutory["days"].number, statutory["day_type"].text
    if limit is None or limit_type not in DAY_TYPES:
        return
    promise = TimeLimit(days, DAY_TYPES[day_type])
    if exceeds(promise, TimeLimit(limit, DAY_TYPES[limit_type])):
        problems.add(
            promised["days"],
            _(
                "problem_exceeds_statutory_limit",
                default=(
                    "Promises ${promised} (${promised_type}), but the law allows at"
                    " most ${statutory} (${statutory_type})."
                ),
                mapping={
                    "promised": days,
                    "promised_type": day_type,
                    "statutory": limit,
                    "statutory_type": limit_type,
                },
            ),
        )


def _check_end(process: Place, problems: Problems) -> None:
    """Check that the last step counts: an application is decided in one that does."""
    for step in list(process)[-1:]:
        if step["counted"].value is False:
            problems.add(
                step["counted"],
                _(
                    "problem_last_step_not_counted",
                    default=(
                        "Is the last step. Behind it, put the step in which it is decided"
                        " or handed out."
                    ),
                ),
            )


def _check_sum(process: Place, promised: Place, problems: Problems) -> None:
    """Check that the counted steps take the days promised, in days of one type."""
    total = 0
    day_type = promised["day_type"].text
    for step in process:
        if step["counted"].value is False:
            continue
        days, step_type = step["days"].number, step["day_type"].text
        if days is None or step_type not in DAY_TYPES:
            return
        if days and step_type != day_type:
            problems.add(
                step["day_type"],
                _(
                    "problem_other_day_type",
                    default=(
                        "Counts ${found}, but the promise is in ${wanted}. Use the"
                        " same, or set counted to false."
                    ),
                    mapping={"found": step_type, "wanted": day_type},
                ),
            )
            return
        total += days
    promised_days = promised["days"].number
    if total != promised_days:
        problems.add(
            promised["days"],
            _(
                "problem_days_do_not_add_up",
                default=(
                    "Promises ${promised} days, but the steps that count take ${total}."
                ),
                mapping={"promised": promised_days, "total": total},
            ),
        )
