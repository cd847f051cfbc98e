"""What the search answers about the portal itself."""

from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.pages.api import hotline
from onewindow_policy.pages.api import SiteAnswer

hotline_answer = SiteAnswer(
    order=30,
    title=_("answer_hotline_title", default="Speak to a person"),
    text=_(
        "answer_hotline",
        default="Call ${phone}. Somebody answers, looks it up for you, and connects you.",
    ),
    path="",
    phone=hotline,
    words=(
        "人工",
        "客服",
        "热线",
        "电话",
        "12345",
        "人工电话",
        "人工服务",
        "人工客服",
        "转人工",
        "打电话",
        "电话号码",
        "联系电话",
        "联系方式",
        "热线电话",
        "服务热线",
        "市长热线",
        "便民热线",
        "政务热线",
        "有人接",
        "问个人",
        "找人问",
        "找个人问",
        "有人问",
        "hotline",
        "call",
        "contact",
        "speak to a person",
    ),
)

large_print = SiteAnswer(
    order=50,
    title=_("link_elder_mode", default="Large print"),
    text=_(
        "answer_large_print",
        default="Large letters, few buttons, and pages that are read aloud. “Large print”"
        " at the top of each page switches it on and off.",
    ),
    path="@@set-elder-mode?on=1",
    words=(
        "大字",
        "字小",
        "关怀版",
        "大字版",
        "老年版",
        "长辈版",
        "适老版",
        "关怀模式",
        "长辈模式",
        "老年模式",
        "老年人模式",
        "字太小",
        "字体大",
        "字体小",
        "放大字",
        "字放大",
        "看不清字",
        "听网页",
        "读网页",
        "朗读",
        "large print",
        "large text",
    ),
)

english = SiteAnswer(
    order=55,
    title=_("answer_english_title", default="English"),
    text=_(
        "answer_english",
        default="“English” at the top of each page shows the portal in English.",
    ),
    path="@@set-language?language=en",
    words=("英文", "英语", "英文版", "英语版", "外语", "english", "foreigner"),
)

no_account = SiteAnswer(
    order=65,
    title=_("answer_no_account_title", default="You need no account"),
    text=_(
        "answer_no_account",
        default="You look up, apply and check progress without registering or logging in."
        " Keep the number and the query code of your receipt instead.",
    ),
    path=CATALOGUE_PATH,
    words=(
        "登录",
        "登陆",
        "注册",
        "账号",
        "帐号",
        "密码",
        "怎么登录",
        "怎么注册",
        "注册账号",
        "忘记密码",
        "密码忘了",
        "登不上",
        "登录不了",
        "log in",
        "login",
        "register",
        "account",
        "password",
    ),
)

printing = SiteAnswer(
    order=66,
    title=_("answer_printing_title", default="Print or keep a page"),
    text=_(
        "answer_printing",
        default="Each service guide has “Print” and a short address with a code at its"
        " end. To keep a page, use your browser's bookmarks or send it to yourself.",
    ),
    path=CATALOGUE_PATH,
    words=(
        "打印",
        "收藏",
        "分享",
        "转发",
        "打印指南",
        "打印下来",
        "怎么打印",
        "怎么收藏",
        "保存网页",
        "发给别人",
        "print",
        "bookmark",
    ),
)

accessibility = SiteAnswer(
    order=52,
    title=_("title_accessibility", default="Accessibility statement"),
    text=_(
        "answer_accessibility",
        default="What the portal does so that everybody can use it, what it cannot do yet,"
        " and whom to tell. ${phone} helps by phone.",
    ),
    path="accessibility",
    phone=hotline,
    words=(
        "无障碍",
        "读屏",
        "盲文",
        "无障碍声明",
        "无障碍版",
        "无障碍浏览",
        "读屏软件",
        "盲人怎么用",
        "accessibility",
        "screen reader",
    ),
)
