"""Commands for other rooms."""

from onewindow_policy.commands.opening import commit
from onewindow_policy.commands.opening import entered_site
from onewindow_policy.commands.opening import open_root
from onewindow_policy.commands.opening import open_site
from onewindow_policy.commands.opening import started_zope
from onewindow_policy.commands.progress import progress_bar

__all__ = [
    "commit",
    "entered_site",
    "open_root",
    "open_site",
    "progress_bar",
    "started_zope",
]
