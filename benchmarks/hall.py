"""Ten things that people come for, done by a script that reads like a person.

It stands on the home page with a phone and an errand. It reads from the top, and presses
what most says what it looks for; where nothing does, it asks the search in its own words.
It is done when it has read, or has come to, what it came for. What counts is what it
pressed, and the seconds that an old neighbour would have needed, as a keystroke-level model
reckons them (Card, Moran, Newell: The keystroke-level model, CACM 23, 1980): reading,
pressing, scrolling, typing. Pages are taken to come in a second: what they take is measured
elsewhere.

Results are in `results/hall.json`. The exit status is 1 when an errand failed, or took more
than its limit.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.papers import photograph
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import SampleServer
from pathlib import Path
from playwright.sync_api import Page
from playwright.sync_api import sync_playwright

import json
import re
import sys
import tempfile

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "hall.json"
READ = (HERE / "reader.js").read_text(encoding="utf-8")

PHONE = {"width": 390, "height": 844}

#: Characters a second. Adults read 255 Chinese characters a minute aloud (IReST:
#: Trauzettel-Klosinski, Dietz, IOVS 53, 2012); old ones a quarter fewer.
READING = 3.2

#: Seconds for a finger to find and press something, to move on by a screen, to write a
#: character with a phone's keyboard, to take a photograph, and for a page to come.
PRESS = 1.5
SCROLL = 1.0
WRITE = 1.5
PHOTOGRAPH = 20.0
LOAD = 1.0

#: How much of a screen one moves on by.
SCREEN = 0.8

#: Nobody who has no form to fill in opens one to learn something.
PAPERS = re.compile("空白|填好的样子|DOCX|打印|下载")

#: Residents' forms take nothing from who filled them in faster than any hand.
FASTEST = 3.2

#: A form has as many steps, at most, each with the same button.
MOST_STEPS = 7

#: Somebody who pressed so often asks the neighbour.
MOST_PRESSES = 14


@dataclass(frozen=True)
class Errand:
    """What somebody comes for.

    Args:
        title: in the words of the one who has it.
        looks_for: what is worth pressing, as regular expressions, the likeliest first.
        asks: what is typed where nothing on the page looks like it.
        goal: what must have been read, as a regular expression.
        types: what is filled in where a form asks, by the name of the input.
        limit: seconds that it may take, at most.
    """

    title: str
    looks_for: tuple[str, ...]
    asks: str
    goal: str
    limit: int
    types: Mapping[str, str] = field(default_factory=dict)


APPLICATION = {
    "applicant_name": "样本老人",
    "id_number": ID_NUMBER,
    "phone": "13800000000",
    "address": "示例路1号",
    "bank_name": "示例银行",
    "bank_card": "6222020000000000000",
    "community": "990102001001",
    "account_kind": "social_card",
    "material_m04_how": "window",
}

#: Who comes second: nobody has two applications for the same.
NEIGHBOUR = {"id_number": id_number("99010219400102001"), "phone": "13900000000"}

ERRANDS = (
    Errand(
        "八十岁的高龄津贴一个月多少钱",
        ("高龄津贴", "高龄", "津贴", "老人|养老"),
        "高龄津贴多少钱",
        r"(每月|元/月|一个月)\D{0,6}\d+|\d+\s*元",
        120,
    ),
    Errand(
        "给刚出生的孩子上医保，要带什么",
        (
            "新生儿.*参保|居民.*参保|参保登记",
            "要带什么|带什么",
            "生育|出生|孩子",
            "医保",
        ),
        "新生儿上医保带什么",
        r"户口簿",
        660,
    ),
    Errand(
        "社区窗口今天几点关门",
        (
            "几点|窗口时间|开放时间|现在开|今天",
            "晨光社区",
            "望云街道",
            "云河区",
            "窗口",
        ),
        "窗口几点关门",
        r"(现在|今天).{0,14}(开|关|休|\d)|周一至周五",
        400,
    ),
    Errand(
        "上个月的申请办到哪一步了",
        ("查进度|办理进度|进度查询|进度",),
        "我的申请办到哪了",
        r"^查询码",
        60,
    ),
    Errand(
        "孩子出生，先办什么、后办什么",
        ("孩子出生|出生|生孩子|生育",),
        "孩子出生要办什么",
        r"生育登记.*|出生医学证明",
        420,
    ),
    Errand(
        "老伴去世了，有哪些手续",
        ("身后|去世|后事|殡葬|死亡", "丧葬"),
        "老伴去世了",
        r"死亡证明|丧葬|注销",
        420,
    ),
    Errand(
        "窗口态度不好，要投诉",
        ("投诉", "意见箱|提意见|意见"),
        "投诉",
        r"^\[.*\]$",
        420,
    ),
    Errand(
        "家里困难，能领什么钱",
        ("能领|可以领", "补贴|津贴|救助|困难"),
        "困难补助",
        r"能领(?!.*[?？]$).*元|每(月|年).{0,8}元|\d+\s*元/",
        150,
    ),
    Errand(
        "楼道里有煤气味，打什么电话",
        ("煤气|燃气|紧急|急救|报警",),
        "煤气味",
        r"(?<!\d)(119|110)(?!\d)",
        330,
    ),
    Errand(
        "申请高龄津贴，拿到编号",
        (
            "提交|确认发送|发送",
            "核对|下一步|继续",
            "我要申请|网上申请|开始填|在线申请",
            "高龄津贴",
            "高龄|津贴",
        ),
        "高龄津贴",
        r"^\d{6}-\d{4}-\d{5}$",
        1250,
        APPLICATION,
    ),
)


class NotFound(Exception):
    """Somebody gave up."""


class Neighbour:
    """Somebody with a phone. `seconds` and `presses` are what the errand took so far."""

    def __init__(self, page: Page, errand: Errand):
        self.page = page
        self.errand = errand
        self.seconds = 0.0
        self.presses = 0
        self.way: list[str] = []
        self.seen: set[str] = set()
        self.pressed: Counter[str] = Counter()
        self.asked = False
        self.screens = 0

    def go(self) -> None:
        """Do the errand. Raises NotFound."""
        self.seconds += LOAD
        while self.presses < MOST_PRESSES:
            if self.look():
                return
        raise NotFound(f"after {self.presses} presses, at {self.page.url}")

    def look(self) -> bool:
        """Read the page, and say whether that was all; press something otherwise."""
        self.fill()
        blocks = self.page.evaluate(READ)
        goal = re.compile(self.errand.goal)
        for number, block in enumerate(blocks):
            if goal.search(block["text"]) and not block["pressed"]:
                self.read(blocks[: number + 1])
                return True
        chosen = self.choice(blocks)
        if chosen is None:
            self.read(blocks)
            self.ask()
        else:
            self.read(blocks[: blocks.index(chosen) + 1])
            self.press(chosen)
        return False

    def choice(self, blocks: list[dict]) -> dict | None:
        """Return what is pressed: who is asked something answers, with what stands first;
        else of the likeliest the first that was not pressed yet."""
        for block in blocks:
            if block["answers"]:
                return block
        for words in self.errand.looks_for:
            for block in blocks:
                text = block["text"]
                if (
                    block["pressed"]
                    and self.pressed[text] < (MOST_STEPS if block["sends"] else 1)
                    and re.search(words, text)
                    and not PAPERS.search(text)
                ):
                    return block
        return None

    def read(self, blocks: list[dict]) -> None:
        """Read, from the top; what was read on an earlier page is known at a glance."""
        for block in blocks:
            if block["text"] not in self.seen:
                self.seen.add(block["text"])
                self.seconds += len(block["text"]) / READING
        if blocks:
            screens = int(max(0, blocks[-1]["top"]) / (PHONE["height"] * SCREEN))
            self.screens += screens
            self.seconds += screens * SCROLL

    def press(self, block: dict) -> None:
        """Press something, and wait for what comes of it."""
        if block["sends"]:
            self.page.wait_for_timeout(FASTEST * 1000)
        self.pressed[block["text"]] += 1
        self.way.append(block["text"][:20])
        self.presses += 1
        self.seconds += PRESS + LOAD
        self.page.click(f"[data-reader='{block['number']}']")
        # Whether a press leads elsewhere is seen a moment later.
        self.page.wait_for_timeout(400)
        self.page.wait_for_load_state()

    def ask(self) -> None:
        """Ask the search, once. Raises NotFound the second time."""
        if self.asked:
            raise NotFound(f"nothing at {self.page.url} looks like it")
        self.asked = True
        box = self.page.locator("input[type=search]:visible").first
        box.fill(self.errand.asks)
        box.press("Enter")
        self.page.wait_for_load_state()
        self.way.append(f"“{self.errand.asks}”")
        self.presses += 2
        self.seconds += 2 * PRESS + len(self.errand.asks) * WRITE + LOAD

    def fill(self) -> None:
        """Fill in what a form asks and shows."""
        for name, value in self.errand.types.items():
            inputs = self.page.locator(f"[name='form.widgets.{name}']:visible")
            if not inputs.count():
                continue
            first = inputs.first
            kind = first.evaluate("element => element.type")
            if kind == "radio":
                wanted = self.page.locator(
                    f"[name='form.widgets.{name}'][value='{value}']"
                )
                if not wanted.is_checked():
                    wanted.check()
                    self.seconds += PRESS
            elif kind.startswith("select"):
                if first.input_value() != value:
                    first.select_option(value)
                    self.seconds += 2 * PRESS
            elif not first.input_value():
                first.fill(value)
                self.seconds += PRESS + len(value) * WRITE
        for each in self.page.locator("input[type=file]:visible").all():
            if each.evaluate("element => element.required && !element.files.length"):
                each.set_input_files(
                    {
                        "name": "photo.jpg",
                        "mimeType": "image/jpeg",
                        "buffer": photograph(),
                    }
                )
                self.seconds += PHOTOGRAPH
        for each in self.page.locator("input[type=checkbox][required]:visible").all():
            if not each.is_checked():
                each.check()
                self.seconds += PRESS


def do(browser, base: str, errand: Errand, elder: bool) -> dict:
    """Return what an errand took: its way, presses, screens moved on, seconds."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto(base + ("?care=1" if elder else ""))
    if elder and errand.types:
        errand = replace(errand, types={**errand.types, **NEIGHBOUR})
    neighbour = Neighbour(page, errand)
    try:
        neighbour.go()
        failed = None
    except NotFound as error:
        failed = str(error).replace(base, "")
    finally:
        context.close()
    return {
        "errand": errand.title,
        "presses": neighbour.presses,
        "screens": neighbour.screens,
        "seconds": round(neighbour.seconds),
        "limit": errand.limit,
        "way": neighbour.way,
        "failed": failed,
    }


def main() -> int:
    """Do all errands, in standard and in large print; return the exit status."""
    found = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        environment = environment_of(Path(folder) / "var")
        build_site(environment)
        with SampleServer(environment) as server:
            server.wait()
            base = f"http://127.0.0.1:{server.port}/onewindow"
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium-headless-shell",
                args=["--no-sandbox"],
            )
            for kind in ("standard", "elder"):
                found[kind] = [
                    do(browser, base, errand, kind == "elder") for errand in ERRANDS
                ]
            browser.close()
    RESULTS.write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    late = 0
    for kind, rows in found.items():
        for row in rows:
            slow = row["failed"] or row["seconds"] > row["limit"]
            late += bool(slow)
            print(
                f"{kind:9}{row['presses']:3} presses {row['screens']:3} screens"
                f" {row['seconds']:4} s of {row['limit']}: {row['errand']}"
                f" · {' → '.join(row['way'])}" + (f" · {row['failed']}" if slow else "")
            )
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
