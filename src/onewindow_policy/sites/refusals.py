"""What waitress refuses before Zope is asked, in the words of `outside.py`.

A web server before it refuses the same earlier (`deploy/nginx.conf`); this is for whoever
comes without one.
"""

from onewindow_policy.sites.outside import Message
from onewindow_policy.sites.outside import page_for
from onewindow_policy.sites.outside import UNREADABLE
from waitress.task import ErrorTask

TOO_LARGE = Message(
    "超过256 MB，没有送到",
    "您这次发送的内容和文件一共超过了256 MB，没有送到，也没有保存。请点浏览器的“返回”，"
    "把文件换成小一些的再发送；文件小不了的，请带到社区窗口办理。",
    "More than 256 MB: what you sent has not arrived",
    "Nothing has arrived, and nothing was saved. Go back in your browser, choose smaller"
    " files, and send it again, or take the files to the window of your community.",
    link=None,
)
TOO_LONG = Message(
    "网址太长，或者浏览器里本网站的 Cookie 太多",
    "请先从首页开始找。首页也打不开时，请在浏览器的设置里清除本网站的 Cookie，或者换一个"
    "浏览器。",
    "The address, or the cookies of this site, are too long",
    "Begin at the home page. If that does not open either, delete the cookies of this site"
    " in the settings of your browser, or use another browser.",
)
FAILED = Message(
    "网站暂时打不开",
    "不是您操作有误，我们正在处理。过几分钟请按浏览器的“刷新”（电脑上是 F5 键）再试。"
    "如果您刚才提交了内容，可能没有保存，但还在这一页里：请不要返回，也不要关闭这一页。",
    "The website is not available",
    "It is not your fault. Please reload this page (F5) in a few minutes. What you sent, if"
    " you sent something, may not have been saved, but is still in this page: do not go"
    " back and do not close it.",
    link=None,
)

#: By status; whatever else could not be read.
MESSAGES = {413: TOO_LARGE, 431: TOO_LONG, 500: FAILED}


class RefusalTask(ErrorTask):
    """An answer in words to what waitress does not hand on."""

    def execute(self) -> None:
        """See `ErrorTask`."""
        error, request = self.request.error, self.request
        # Nobody can tell what was sent: the page never asks again by itself.
        message = MESSAGES.get(error.code, UNREADABLE).told_to("POST")
        status = f"{error.code} {error.reason}"
        accept = request.headers.get("ACCEPT", "")
        headers, body = page_for(message, status, accept)
        self.status = status
        self.response_headers.extend(headers)
        self.set_close_on_finish()
        self.write(b"" if getattr(request, "command", "") == "HEAD" else body)
