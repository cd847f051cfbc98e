"""Origins for other rooms."""

from onewindow_policy.origins.addresses import are_at_one_place
from onewindow_policy.origins.sending import is_foreign

__all__ = ["are_at_one_place", "is_foreign"]
