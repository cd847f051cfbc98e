"""What the search answers about forms itself."""

from onewindow_policy import _
from onewindow_policy.forms.keeping import RESUME_PAGE
from onewindow_policy.intake.api import kept_form_days
from onewindow_policy.pages.api import SiteAnswer

resuming = SiteAnswer(
    order=15,
    title=_("title_resume", default="Go on with a form that you kept"),
    text=_(
        "answer_resume",
        default="Type the number and the code that you were shown when you kept the form,"
        " and go on where you had stopped, on any phone or computer.",
    ),
    path=RESUME_PAGE,
    words=(
        "接着填",
        "继续填",
        "继续填写",
        "没填完",
        "填了一半",
        "取回码",
        "存的表",
        "存了一半",
        "resume form",
        "saved form",
    ),
    is_offered=lambda: kept_form_days() > 0,
)
