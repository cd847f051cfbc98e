"""Whether the rows of a journey fit together, told in words.

It needs nothing but the rows: forms, programs and files are judged alike.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.journeys.conditions import KEY
from onewindow_policy.journeys.conditions import read_condition
from onewindow_policy.journeys.conditions import UnreadableCondition
from onewindow_policy.journeys.walking import keys_in
from zope.i18nmessageid import Message

#: What means something else in an address of the portal.
RESERVED = frozenset(
    {"ajax_load", "came_from", "community", "district", "elder", "language", "list"}
)


def find_faults(journey) -> Iterator[Message]:
    """Yield what is wrong with the rows of `journey`, that of the first row first.

    `journey` has `questions`, `answers` and `steps` as attributes: content, or the data
    of a form.
    """
    questions = list(getattr(journey, "questions", None) or ())
    answers = list(getattr(journey, "answers", None) or ())
    steps = list(getattr(journey, "steps", None) or ())
    yield from _faulty_keys(questions, _in_question)
    yield from _faulty_keys(steps, _in_step)
    known: dict[str, set[str]] = {row["key"]: set() for row in questions}
    yield from _faulty_answers(answers, known)
    earlier: dict[str, set[str]] = {}
    for row in questions:
        if len(known[row["key"]]) < 2:
            yield _(
                "error_journey_answers",
                default="Question “${key}” needs two answers at least.",
                mapping={"key": row["key"]},
            )
        yield from _faulty_condition(
            row.get("asked_if"), earlier, known, _in_question(row)
        )
        earlier[row["key"]] = known[row["key"]]
    yield from _faulty_steps(steps, known)
    yield from _unused_questions(questions, steps)


def _in_question(row: Mapping) -> Message:
    return _(
        "where_journey_question",
        default="question “${key}”",
        mapping={"key": row["key"]},
    )


def _in_step(row: Mapping) -> Message:
    return _("where_journey_step", default="step “${key}”", mapping={"key": row["key"]})


def _faulty_keys(rows: Iterable[Mapping], where) -> Iterator[Message]:
    seen = set()
    for row in rows:
        key = row["key"] or ""
        if not KEY.fullmatch(key) or key in RESERVED:
            yield _(
                "error_journey_key",
                default=(
                    "“${key}” cannot be a key: small letters, digits and underscores,"
                    " beginning with a letter, and no word that the portal's addresses"
                    " need."
                ),
                mapping={"key": key},
            )
        elif key in seen:
            yield _(
                "error_journey_key_twice",
                default="There is more than one ${where}: give each a key of its own.",
                mapping={"where": where(row)},
            )
        seen.add(key)


def _faulty_answers(
    answers: Iterable[Mapping], known: dict[str, set[str]]
) -> Iterator[Message]:
    """Yield what is wrong with answers, and note in `known` which there are."""
    for row in answers:
        question, key = row["question"], row["key"] or ""
        if question not in known:
            yield _(
                "error_journey_answer_to_none",
                default="The answer “${text}” is to “${key}”, which is no question.",
                mapping={"text": row["text"], "key": question},
            )
        elif not KEY.fullmatch(key):
            yield _(
                "error_journey_answer_key",
                default=(
                    "“${key}” cannot be the key of an answer: small letters, digits and"
                    " underscores, beginning with a letter."
                ),
                mapping={"key": key},
            )
        elif key in known[question]:
            yield _(
                "error_journey_answer_twice",
                default="Question “${question}” has the answer “${key}” twice.",
                mapping={"question": question, "key": key},
            )
        else:
            known[question].add(key)


def _faulty_condition(
    text: str | None,
    askable: Mapping[str, set[str]],
    known: Mapping[str, set[str]],
    where: Message,
) -> Iterator[Message]:
    """Yield what is wrong with a condition; `askable` are the questions that were asked
    by then, with their answers, and `known` all of them."""
    try:
        condition = read_condition(text)
    except UnreadableCondition as error:
        yield _(
            "error_journey_condition",
            default=(
                "The condition “${text}” of ${where} cannot be read: write"
                " question=answer by their keys, such as place=home."
            ),
            mapping={"text": str(error), "where": where},
        )
        return
    for question, answers in condition.parts:
        if question not in known:
            yield _(
                "error_journey_condition_question",
                default="The condition of ${where} is about “${key}”: no question.",
                mapping={"where": where, "key": question},
            )
        elif question not in askable:
            yield _(
                "error_journey_condition_later",
                default=(
                    "The condition of ${where} is about “${key}”, which is not asked"
                    " before it: move that question up."
                ),
                mapping={"where": where, "key": question},
            )
        elif missing := sorted(answers - known[question]):
            yield _(
                "error_journey_condition_answer",
                default=(
                    "The condition of ${where} wants “${answer}” for “${key}”, which is"
                    " none of its answers."
                ),
                mapping={"where": where, "answer": missing[0], "key": question},
            )


def _faulty_steps(
    steps: list[Mapping], known: Mapping[str, set[str]]
) -> Iterator[Message]:
    earlier = set()
    for row in steps:
        where = _in_step(row)
        if not row.get("item_code") and not (row.get("title") and row.get("office")):
            yield _(
                "error_journey_step_empty",
                default=(
                    "In ${where}, enter the code of a service, or what is done and at"
                    " which other office."
                ),
                mapping={"where": where},
            )
        yield from _faulty_condition(row.get("shown_if"), known, known, where)
        for key in keys_in(row.get("after")):
            if key not in earlier:
                yield _(
                    "error_journey_after",
                    default=(
                        "${where} comes after “${key}”, which is no step above it: move"
                        " it, or mend the key."
                    ),
                    mapping={"where": where, "key": key},
                )
        earlier.add(row["key"])


def _unused_questions(
    questions: Iterable[Mapping], steps: Iterable[Mapping]
) -> Iterator[Message]:
    used = set()
    for text in (
        *(row.get("asked_if") for row in questions),
        *(row.get("shown_if") for row in steps),
    ):
        try:
            used.update(read_condition(text).questions)
        except UnreadableCondition:
            # That was told already.
            return
    for row in questions:
        if row["key"] not in used:
            yield _(
                "error_journey_question_unused",
                default=(
                    "Nothing depends on ${where}: leave it out, or say at a step or"
                    " another question when it counts."
                ),
                mapping={"where": _in_question(row)},
            )
