"""What happens when a process starts."""

from onewindow_policy.scanning.settings import clamd_address


def require_setting(_event) -> None:
    """Let no process start with a setting that makes no sense. Raises SettingsRefused."""
    clamd_address()
