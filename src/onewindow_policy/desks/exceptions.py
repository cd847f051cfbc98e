"""What can be wrong with a sheet that staff send."""

from onewindow_policy import _


class SheetError(Exception):
    """A file is not read; `message` says why."""

    field = "sheet"


class SheetUnreadable(SheetError):
    """It is no sheet, or a damaged one."""

    message = _(
        "error_sheet_unreadable",
        default="This is no sheet that can be read. Send an Excel file (.xlsx).",
    )


class SheetTooLarge(SheetError):
    """It holds more than is read: bytes, or rows."""

    def __init__(self, most_megabytes: int, most_rows: int):
        super().__init__()
        self.message = _(
            "error_sheet_too_large",
            default=(
                "This sheet is too large: at most ${megabytes} MB and ${rows} rows are"
                " read. Divide it."
            ),
            mapping={"megabytes": most_megabytes, "rows": most_rows},
        )
