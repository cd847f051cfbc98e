"""A window photographs a paper with the camera of the desk, and looks at it in the case."""

from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import BROWSER_PATIENCE
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import ticket_for
from sqlalchemy import select
from test_journeys import JourneyTestCase
from test_journeys import PHONE
from test_journeys_takein import FORM
from test_journeys_takein import ID_NUMBER
from test_journeys_takein import NAME
from test_journeys_takein import SCREEN

import re
import transaction

#: Chromium brings a camera that shows a turning disk, and somebody who allows it.
CAMERA = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
PAPER = "material_m04"


class TestCamera(JourneyTestCase):
    def open_at_desk_with_camera(self):
        """Return the form at a window whose desk has a camera."""
        options = self.layer["chromium_options"]
        chromium = self.layer["playwright"].chromium.launch(
            **{**options, "args": [*options["args"], *CAMERA]}
        )
        self.addCleanup(chromium.close)
        context = chromium.new_context(
            viewport=SCREEN, locale="zh-CN", permissions=["camera"]
        )
        context.set_default_timeout(BROWSER_PATIENCE)
        ticket = {
            "name": COOKIE,
            "value": ticket_for("window-staff"),
            "url": self.base,
        }
        context.add_cookies([ticket])
        page = context.new_page()
        page.goto(f"{self.base}/{FORM}")
        return page

    def photograph(self, page):
        """Take two pages of the paper, the second of them twice."""
        place = page.locator(f"[data-camera='form-widgets-{PAPER}']")
        place.locator("[data-camera-open]").click()
        take, keep = (place.locator(f"[data-camera-{n}]") for n in ("take", "keep"))
        take.click()
        keep.click()
        page.wait_for_function(
            "text => document.body.innerText.includes(text)", arg="现在共1个文件"
        )
        take.click()
        place.locator("[data-camera-again]").click()
        take.click()
        self.keep_picture(page, "camera")
        keep.click()
        page.wait_for_function(
            "text => document.body.innerText.includes(text)", arg="现在共2个文件"
        )
        place.locator("[data-camera-close]").click()

    def test_pages_are_photographed_kept_and_shown_beside_the_checklist(self):
        page = self.open_at_desk_with_camera()
        for name, value in (
            ("applicant_name", NAME),
            ("id_number", ID_NUMBER),
            ("phone", "13800000000"),
            ("address", "示例路1号"),
            ("bank_name", "示例银行"),
            ("bank_card", "6222020000000000000"),
        ):
            page.fill(f"[name='form.widgets.{name}']", value)
        page.check("[name='form.widgets.account_kind'][value=social_card]")
        page.check(f"[name='form.widgets.{PAPER}_how'][value=upload]")
        self.photograph(page)
        page.check("[name='form.consents.told']")
        page.click("button:has-text('收件') >> nth=-1")
        page.wait_for_url(re.compile(r"/@@taken-in/\d{15}$"))
        transaction.begin()
        files = read_session().scalars(select(CaseFile)).all()
        self.assertEqual(["image/jpeg"] * 2, [each.media_type for each in files])
        self.assertEqual(
            [f"申请人社会保障卡或本人银行卡-{each}.jpg" for each in (1, 2)],
            sorted(each.name for each in files),
        )
        self.assertTrue(all(each.content.startswith(b"\xff\xd8") for each in files))
        number = read_session().scalars(select(Case.number)).one()
        page.goto(f"{self.base}/@@desk/{number}")
        with page.expect_response(re.compile(rf"/@@desk/{number}/")) as shown:
            page.locator(".case-files a:visible", has_text="-1.jpg").first.click()
        self.assertEqual("image/jpeg", shown.value.headers["content-type"])
        self.assertEqual("file-shown", shown.value.frame.name)
        self.keep_picture(page, "case-file-beside")
        # One link with the name and one to open it alone; on a phone one of both.
        for viewport, links in ((SCREEN, 2), (PHONE, 1)):
            page.set_viewport_size(viewport)
            first = page.locator(".case-files li").first
            self.assertEqual(links, first.locator("a:visible").count())
