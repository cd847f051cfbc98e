"""Kinds and states of requests in words."""

from onewindow_policy import _
from onewindow_policy.rights.models import ASKED
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import CORRECTION
from onewindow_policy.rights.models import DONE
from onewindow_policy.rights.models import ERASURE
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import REFUSED

KIND_WORDS = {
    COPY: _("rights_kind_copy", default="A copy of all that is kept"),
    CORRECTION: _("rights_kind_correction", default="Correct what is wrong"),
    ERASURE: _("rights_kind_erasure", default="Delete what is kept"),
}

STATE_WORDS = {
    ASKED: (_("rights_state_asked", default="Waits for a decision"), "wait"),
    GRANTED: (_("rights_state_granted", default="Granted, to be carried out"), "wait"),
    REFUSED: (_("rights_state_refused", default="Refused"), ""),
    DONE: (_("rights_state_done", default="Done"), "good"),
}
