"""What the search answers about forms to download."""

from onewindow_policy import _
from onewindow_policy.pages.api import SiteAnswer
from onewindow_policy.samples.api import COMMON_PATH

forms = SiteAnswer(
    order=60,
    title=_("task_samples", default="Forms to download"),
    text=_(
        "answer_samples",
        default="Blank forms and filled examples, to print at home. The window has them on"
        " paper, too.",
    ),
    path=COMMON_PATH,
    words=(
        "表格",
        "样表",
        "下载",
        "表格下载",
        "下载表格",
        "空白表格",
        "空表",
        "填表样例",
        "示范文本",
        "怎么填表",
        "forms",
        "download",
    ),
)
