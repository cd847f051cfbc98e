"""What goes wrong when something is printed."""


class PrintFailed(Exception):
    """A paper could not be made. Its message names no value of the paper; `diagnosis`, what
    Typst says of the template, may quote one and belongs in no log."""

    def __init__(self, message: str, diagnosis: str = ""):
        super().__init__(message)
        self.diagnosis = diagnosis
