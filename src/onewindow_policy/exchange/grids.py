"""Grids, from the file and back."""

from onewindow_policy.exchange.records import Record

WORKER_COLUMNS = ("name", "phone")


def grid_record(grid: dict, community_path: str) -> Record:
    """Return a grid of the file as the site holds it, in its community."""
    return Record(
        f"{community_path}/{grid['code']}",
        "Grid",
        {
            "title": grid["name"],
            "code": grid["code"],
            "area": list(grid.get("area", ())),
            "workers": [
                {column: worker.get(column) for column in WORKER_COLUMNS}
                for worker in grid.get("workers", ())
            ],
            "supervise_phone": grid.get("supervise_phone"),
        },
    )


def grid_row(grid, community_code: str) -> dict:
    """Return a grid of the site as the file describes it."""
    return {
        "code": grid.code,
        "name": grid.title,
        "community": community_code,
        "area": list(grid.area or ()),
        "workers": [
            {column: row.get(column) for column in WORKER_COLUMNS}
            for row in grid.workers or ()
        ],
        "supervise_phone": grid.supervise_phone,
    }
