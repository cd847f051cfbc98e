"""Who may read what must not be read by others: the folder of the data, and keys."""

from onewindow_policy.records.exceptions import SettingsRefused
from pathlib import Path

import os
import stat

#: Rights of the group and of all others.
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

OPEN_TO_OTHERS = """\
{path} can be read by others on this machine ({mode}), and its rights cannot be changed:
{reason}. Give it to the user who runs the portal, and take the others' rights away:
chown, then chmod {wanted}."""

SHARED_FOLDER = "it is a folder that everybody shares"


def require_private(path: Path) -> bool:
    """Take the rights of others away from a file or folder; return whether it had any.

    Raises SettingsRefused when that cannot be done: what lies there stays open to others.
    OSError is raised when there is nothing at `path`.
    """
    status = path.stat()
    mode = stat.S_IMODE(status.st_mode)
    if not mode & _OTHERS:
        return False
    wanted = "700" if stat.S_ISDIR(status.st_mode) else "600"

    def refuse(reason: str) -> SettingsRefused:
        return SettingsRefused(
            OPEN_TO_OTHERS.format(
                path=path, mode=f"{mode:o}", reason=reason, wanted=wanted
            )
        )

    if mode & stat.S_ISVTX:
        raise refuse(SHARED_FOLDER)
    try:
        os.chmod(path, mode & ~_OTHERS)
    except OSError as error:
        raise refuse(error.strerror) from error
    return True
