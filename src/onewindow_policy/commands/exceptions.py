"""What commands stop with."""


class CommandRefused(Exception):
    """A command cannot be carried out; its text says why."""

    def __init__(self, reason: str, exit_status: int):
        super().__init__(reason)
        self.exit_status = exit_status
