"""A catalogue file is imported as a whole or not at all."""

from collections.abc import Callable
from onewindow_policy.exchange.checks.districts import check_district_catalogues
from onewindow_policy.exchange.checks.divisions import check_divisions
from onewindow_policy.exchange.checks.divisions import check_grids
from onewindow_policy.exchange.checks.divisions import check_halls
from onewindow_policy.exchange.checks.divisions import check_units
from onewindow_policy.exchange.checks.items import check_items
from onewindow_policy.exchange.checks.journeys import check_journeys
from onewindow_policy.exchange.checks.known import find_known
from onewindow_policy.exchange.checks.news import check_news
from onewindow_policy.exchange.checks.news import check_satisfaction
from onewindow_policy.exchange.exceptions import CatalogueRefused
from onewindow_policy.exchange.exceptions import Problem
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.exchange.places import TooManyProblems
from onewindow_policy.exchange.punctuation import set_punctuation
from onewindow_policy.exchange.reading import check_json
from onewindow_policy.exchange.reading import MAX_BYTES
from onewindow_policy.exchange.reading import read_json
from onewindow_policy.exchange.shapes import check_shape
from typing import Any

import os


def read_catalogue(
    path: str | os.PathLike,
    max_bytes: int = MAX_BYTES,
    *,
    tell_punctuated: Callable[[int], None] = lambda count: None,
) -> dict:
    """Return the catalogue in the file at `path`, its texts punctuated as they are printed.

    `tell_punctuated` is told in how many of them that changed something. Raises
    `CatalogueRefused` with every problem of the file, by JSON path. A file of more than
    `max_bytes` is refused without reading it.
    """
    catalogue = read_json(path, max_bytes)
    tell_punctuated(set_punctuation(catalogue))
    problems = find_problems(catalogue)
    if problems:
        raise CatalogueRefused(problems)
    return catalogue


def find_problems(catalogue: Any) -> tuple[Problem, ...]:
    """Return all that is wrong with a catalogue as JSON gives it, by path."""
    return collect_problems(catalogue).in_order()


def collect_problems(catalogue: Any) -> Problems:
    """Return the same with paths as keys and positions."""
    root, problems = Place(catalogue), Problems()
    try:
        check_json(catalogue, problems)
        check_shape(root, problems)
        known = find_known(root, problems)
        check_divisions(root, known, problems)
        check_units(root, known, problems)
        check_halls(root, known, problems)
        check_grids(root, known, problems)
        check_items(root, known, problems)
        check_district_catalogues(root, known, problems)
        check_journeys(root, known, problems)
        check_news(root, known, problems)
        check_satisfaction(root, problems)
    except TooManyProblems:
        # More are of no use to anybody; the list says that it ends early.
        pass
    return problems
