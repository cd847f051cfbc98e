"""Comparing time limits that count different days."""

from onewindow_policy.guides.resolved import TimeLimit

WORKING_DAYS_A_WEEK = 5


def shortest_natural_days(limit: TimeLimit) -> int:
    """Return the fewest calendar days that `limit` can take.

    Working days are taken to be Monday to Friday without a holiday: the calendar can
    only make them take longer.
    """
    if limit.day_type != "working" or limit.days <= 0:
        return limit.days
    weekends = (limit.days - 1) // WORKING_DAYS_A_WEEK
    return limit.days + 2 * weekends


def exceeds(promise: TimeLimit, statutory: TimeLimit) -> bool:
    """Return whether keeping `promise` could already break the `statutory` limit.

    Limits of one day type compare by their days. A promise in natural days against a
    limit in working days is over it only when its days are more; a promise in working
    days against natural ones when even the shortest calendar makes it longer.
    """
    if promise.day_type == statutory.day_type:
        return promise.days > statutory.days
    if statutory.day_type == "natural":
        return shortest_natural_days(promise) > statutory.days
    return promise.days > shortest_natural_days(statutory)
