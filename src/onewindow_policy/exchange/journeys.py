"""Journeys, from the file and back."""

from collections.abc import Iterable
from collections.abc import Iterator
from onewindow_policy.exchange.records import Record
from onewindow_policy.journeys.api import JOURNEYS_PATH
from onewindow_policy.journeys.api import PORTAL_TYPE
from onewindow_policy.journeys.rows import IAnswerRow
from onewindow_policy.journeys.rows import IPaperRow
from onewindow_policy.journeys.rows import IQuestionRow
from onewindow_policy.journeys.rows import IStepRow
from plone.app.iterate.interfaces import IWorkingCopy
from zope.schema import getFieldNamesInOrder

#: The fields of rows, which the file calls as the site does.
ROWS = {
    "questions": IQuestionRow,
    "answers": IAnswerRow,
    "steps": IStepRow,
    "papers": IPaperRow,
}


def journey_records(catalogue: dict) -> Iterator[Record]:
    """Yield the journeys."""
    for journey in catalogue.get("journeys", ()):
        path = f"{JOURNEYS_PATH}/{journey['id'].lower()}"
        values = {
            "title": journey["title"],
            "description": journey.get("summary") or "",
            "life_event": journey["life_event"],
            "aliases": list(journey.get("aliases", ())),
            **{
                field: _stored(journey.get(field, ()), schema)
                for field, schema in ROWS.items()
            },
        }
        yield Record(path, PORTAL_TYPE, values, (path,))


def _stored(rows: Iterable[dict], schema) -> list[dict]:
    """Return rows as forms store them: with all columns."""
    columns = getFieldNamesInOrder(schema)
    return [{column: row.get(column) for column in columns} for row in rows]


def journey_rows(folder) -> list[dict]:
    """Return the journeys of the site as the file describes them."""
    return [
        _row(each)
        for _name, each in sorted(folder.objectItems())
        if each.portal_type == PORTAL_TYPE and not IWorkingCopy.providedBy(each)
    ]


def _row(journey) -> dict:
    return {
        "id": journey.getId(),
        "title": journey.title,
        "life_event": journey.life_event,
        "summary": journey.description,
        "aliases": list(journey.aliases or ()),
        **{
            field: [
                {name: value for name, value in row.items() if value is not None}
                for row in getattr(journey, field) or ()
            ]
            for field in ROWS
        },
    }
