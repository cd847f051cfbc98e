"""Pictures that would fill the memory or the time of whoever opens them, at every door
that takes pictures: none is decoded, none is read for long, and each is refused in words.
"""

from base64 import b64encode
from http.client import HTTPConnection
from io import BytesIO
from json import dumps
from json import loads
from lxml import html
from onewindow_policy.pictures import doors
from onewindow_policy.pictures.headers import BoundedReader
from onewindow_policy.pictures.headers import FORMATS
from onewindow_policy.pictures.headers import MAX_HEADER_READINGS
from onewindow_policy.pictures.headers import MAX_PIXELS
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.pictures import endless_jpegs
from onewindow_policy.testing.pictures import hostile_pictures
from onewindow_policy.testing.pictures import jpeg_bomb
from onewindow_policy.testing.pictures import picture
from onewindow_policy.testing.pictures import png_bomb
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import log_in
from PIL import Image
from PIL import ImageFile
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.namedfile.file import NamedBlobImage
from plone.testing.zope import Browser
from unittest import mock
from webtest.forms import Upload

import transaction
import unittest

#: What a header may take, several times over: a form reads it more than once.
MOST_READINGS = 10 * MAX_HEADER_READINGS


class PicturesCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.readings = 0
        self.decoded = []
        read, load = BoundedReader.read, ImageFile.ImageFile.load

        def counted(reader, *args):
            self.readings += 1
            return read(reader, *args)

        def noted(image):
            self.decoded.append(image.size)
            return load(image)

        self.enterContext(mock.patch.object(BoundedReader, "read", counted))
        self.enterContext(mock.patch.object(ImageFile.ImageFile, "load", noted))

    def browser(self, accept="text/html"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", accept)
        log_in(browser)
        return browser

    def status(self, browser):
        return int(browser.headers["status"].split()[0])

    def require_untouched(self):
        """Fail when anything large was decoded, or a header was read for long."""
        for width, height in self.decoded:
            self.assertLessEqual(width * height, MAX_PIXELS)
        self.assertLess(self.readings, MOST_READINGS + 2 * 200_000)
        self.readings = 0

    def judge(self, send, but=()):
        """Have `send(name, data)` send each picture; it fails when one is taken."""
        for kind, (name, data) in hostile_pictures().items():
            if kind not in but:
                with self.subTest(kind=kind):
                    send(name, data)
                    self.require_untouched()


class TestProgrammes(PicturesCase):
    """The doors of the API."""

    def post(self, path, body, method="POST"):
        browser = self.browser("application/json")
        browser.addHeader("Content-Type", "application/json")
        if method == "POST":
            browser.post(f"{self.url}{path}", dumps(body))
        else:
            browser._processRequest(
                f"{self.url}{path}",
                lambda args: browser.testapp._gen_request(
                    method, f"{self.url}{path}", params=dumps(body).encode(), **args
                ),
            )
        return browser

    def field(self, name, data):
        return {
            "data": b64encode(data).decode(),
            "encoding": "base64",
            "filename": name,
            "content-type": "image/png",
        }

    def test_pictures_that_are_what_they_say_are_taken(self):
        for kind in ("PNG", "JPEG", "GIF", "WEBP"):
            field = self.field(f"a.{kind.lower()}", picture(kind))
            answer = self.post("", {"@type": "Image", "title": kind, "image": field})
            with self.subTest(kind=kind):
                self.assertEqual(201, self.status(answer))
                self.assertEqual(
                    (40, 30),
                    (
                        loads(answer.contents)["image"]["width"],
                        loads(answer.contents)["image"]["height"],
                    ),
                )

    def test_api_refuses_them_in_words_for_each_type(self):
        for portal_type, path in (("Image", ""), ("News Item", "/news")):

            def send(name, data, portal_type=portal_type, path=path):
                body = {"@type": portal_type, "title": "a"}
                body["image"] = self.field(name, data)
                answer = self.post(path, body)
                self.assertEqual(400, self.status(answer), answer.contents[:300])

            self.judge(send)

    def test_api_refuses_portraits(self):
        # Of those that move, the API stores what it was sent: nobody decodes it.
        for scale, but in ((True, ()), (False, ("moving",))):

            def send(name, data, scale=scale):
                portrait = {**self.field(name, data), "scale": scale}
                answer = self.post(
                    "/@users/editor", {"portrait": portrait}, method="PATCH"
                )
                self.assertEqual(400, self.status(answer), answer.contents[:300])

            self.judge(send, but)

    def test_uploads_in_parts_are_refused_when_they_are_whole(self):
        def send(name, data):
            start = self.tus("POST", "/news/@tus-upload", b"", self.told(name, data))
            self.assertEqual(201, start.status)
            path = start.headers["Location"].removeprefix(self.url)
            end = self.tus("PATCH", path, data, {"Upload-Offset": "0"})
            self.assertEqual(400, end.status, end.text[:300])

        self.judge(send)

    def told(self, name, data):
        metadata = {"filename": name, "content-type": "image/png", "@type": "Image"}
        return {
            "Upload-Length": str(len(data)),
            "Upload-Metadata": ",".join(
                f"{key} {b64encode(value.encode()).decode()}"
                for key, value in metadata.items()
            ),
        }

    def tus(self, method, path, body, headers):
        peer = HTTPConnection(self.layer["host"], self.layer["port"], timeout=60)
        self.addCleanup(peer.close)
        peer.request(
            method,
            f"/plone{path}",
            body,
            {
                "Accept": "application/json",
                "Cookie": cookie_for(),
                "Content-Type": "application/offset+octet-stream",
                "Tus-Resumable": "1.0.0",
                **headers,
            },
        )
        answer = peer.getresponse()
        answer.text = answer.read().decode()
        return answer


class TestForms(PicturesCase):
    """The doors of the editing interface."""

    def test_form_refuses_them_in_words(self):
        for path, name in (
            ("/++add++Image", "form.widgets.image"),
            ("/news/++add++News Item", "form.widgets.ILeadImageBehavior.image"),
        ):

            def send(filename, data, path=path, name=name):
                browser = self.browser()
                browser.open(self.url + path)
                form = browser.getForm(id="form")
                form.getControl(name=name)._control.force_value(Upload(filename, data))
                for title in ("form.widgets.title", "form.widgets.IDublinCore.title"):
                    if f'name="{title}"' in browser.contents:
                        form.getControl(name=title).value = "a"
                form.getControl(name="form.buttons.save").click()
                self.assertRefused(browser, "百万像素|图片已损坏|动图太长")

            self.judge(send)
        self.assertNotIn("a", self.portal.objectIds())

    def assertRefused(self, browser, words):
        self.assertEqual(200, self.status(browser), browser.url)
        said = html.fromstring(browser.contents).text_content()
        self.assertRegex(said, words)

    def test_uploads_of_the_editor_are_refused(self):
        def send(filename, data):
            page = self.browser()
            page.open(f"{self.url}/news/folder_contents")
            token = html.fromstring(page.contents).xpath(
                "//input[@name='_authenticator']/@value"
            )
            body, boundary = self.multipart(filename, data, token[:1])
            browser = self.browser("application/json")
            browser.addHeader(
                "Content-Type", f"multipart/form-data; boundary={boundary}"
            )
            browser.post(f"{self.url}/news/@@fileUpload", body)
            self.assertEqual(400, self.status(browser), browser.contents[:300])

        # One that moves is stored, and never decoded.
        self.judge(send, but=["moving"])
        taken = [each for each in self.portal.news.objectIds() if "." in each]
        self.assertEqual([], taken)

    def multipart(self, filename, data, token):
        boundary = "b0undary"
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="_authenticator"'
            f"\r\n\r\n{value}\r\n".encode()
            for value in token
        ]
        parts.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="file";'
            f' filename="{filename}"\r\nContent-Type: image/png\r\n\r\n'.encode()
            + data
            + f"\r\n--{boundary}--\r\n".encode()
        )
        return b"".join(parts), boundary

    def test_portrait_is_refused_in_words(self):
        def send(filename, data):
            browser = self.browser()
            browser.open(f"{self.url}/@@user-information?userid=editor")
            control = browser.getControl(name="form.widgets.portrait")
            control._control.force_value(Upload(filename, data))
            browser.getControl(name="form.buttons.save").click()
            self.assertRefused(browser, "百万像素|图片已损坏|动图太长")

        self.judge(send)

    def test_logo_is_refused_in_words(self):
        def send(filename, data):
            browser = self.browser()
            browser.open(f"{self.url}/@@onewindow-portal")
            self.assertEqual(200, self.status(browser), browser.contents)
            control = browser.getControl(name="form.widgets.site_logo")
            control._control.force_value(Upload(filename, data))
            browser.getControl(name="form.buttons.save").click()
            self.assertRefused(browser, "文件有|SVG 或 PNG|像素|图片已损坏")

        self.judge(send)


class TestResidents(PicturesCase, ApplyingCase):
    """The door that is open to everybody: photographs with an application."""

    def test_photographs_without_an_end_cost_few_steps(self):
        for data in endless_jpegs(10 * 2**20 - 8):
            self.readings = 0
            browser = self.open_form()
            self.fill(browser)
            self.upload(browser, content=data)
            self.send(browser)
            self.assertHeld(browser, "这张照片")
            self.assertRegex(browser.contents, "这张照片(不完整|已损坏)")
            self.assertLess(self.readings, MOST_READINGS)
        self.assertEqual([], self.decoded)

    def test_bombs_are_refused_and_never_decoded(self):
        for data in (png_bomb(), jpeg_bomb()):
            browser = self.open_form()
            self.fill(browser)
            self.upload(browser, content=data)
            self.send(browser)
            self.assertHeld(browser, "像素")
        self.assertEqual([], self.decoded)


class TestStored(PicturesCase):
    """What was stored before there were limits, and who looks at it."""

    def store(self, data):
        login(self.layer["app"], SITE_OWNER_NAME)
        image = api.content.create(self.portal.news, "Image", "old", safe_id=True)
        with mock.patch.object(doors, "_header_of", lambda data: None):
            image.image = NamedBlobImage(data, filename="old.png")
        image.image._width = image.image._height = 400
        transaction.commit()
        return image

    def test_smaller_copies_of_old_bombs_are_not_made(self):
        def look(_name, data):
            image = self.store(data)
            browser = self.browser()
            browser.open(f"{image.absolute_url()}/@@images/image/preview")
            self.assertIn(self.status(browser), (200, 404))
            api.content.delete(image)
            transaction.commit()

        self.judge(look)

    def test_nobody_asks_for_copies_of_any_size(self):
        image = self.store(picture("PNG", (400, 300)))
        for query in ("scale?fieldname=image&width=60000&height=60000&direction=up",):
            browser = self.browser()
            browser.open(f"{image.absolute_url()}/@@images/{query}")
            self.assertEqual(404, self.status(browser))
        self.assertEqual([], self.decoded)


class TestPillow(unittest.TestCase):
    """What holds in the process, for those who open pictures by no door of ours."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_nothing_large_and_no_other_format_is_opened(self):
        self.assertEqual(set(), set(Image.ID) - set(FORMATS))
        self.assertIn("PNG", Image.ID)

        with self.assertRaises(Image.DecompressionBombError):
            Image.open(BytesIO(png_bomb()))
