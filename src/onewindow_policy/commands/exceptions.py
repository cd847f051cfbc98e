"""What commands stop with."""


class CommandRefused(Exception):
    """A command cannot be carried out; its text says why, `status` is the exit's."""

    def __init__(self, reason: str, status: int):
        super().__init__(reason)
        self.status = status
