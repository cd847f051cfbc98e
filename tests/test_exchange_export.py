"""Exporting a city: the file imports to the same content."""

from copy import deepcopy
from io import BytesIO
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.exchange.exporter import export_catalogue
from onewindow_policy.exchange.exporter import unexported
from onewindow_policy.exchange.halls import PERSONAL
from onewindow_policy.exchange.validation import find_problems
from onewindow_policy.guides.interfaces import row_key
from onewindow_policy.guides.overrides import Override
from onewindow_policy.sites.sample_positions import POSITIONS
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import replace_code_list
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.textfield.value import RichTextValue
from plone.namedfile.file import NamedBlobFile
from unittest import TestCase

import json


def sorted_text(catalogue):
    return json.dumps(catalogue, ensure_ascii=False, indent=1, sort_keys=True)


def public_part(catalogue):
    """Return a catalogue without what an import leaves out."""
    public = deepcopy(catalogue)
    public.pop("training", None)
    for hall in public["halls"]:
        for staff in hall["staff"]:
            for key in PERSONAL:
                staff.pop(key, None)
    return public


class ExportCase(TestCase):
    layer = SAMPLE_INTEGRATION_TESTING
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])

    def export(self):
        """Return what the site exports, as it comes back from a file."""
        catalogue = json.loads(json.dumps(export_catalogue(self.portal)))
        self.assertEqual((), find_problems(catalogue))
        return catalogue

    def row(self, catalogue, code):
        return next(item for item in catalogue["items"] if item["code"] == code)


class RoundTripTest(ExportCase):
    def test_sample_comes_back_as_it_was_but_for_what_was_left_out(self):
        sample = read_catalogue(sample_path())
        for hall in sample["halls"]:
            # The demonstration has them beside the file.
            hall |= POSITIONS[hall["id"]]._asdict()
        self.assertEqual(
            sorted_text(public_part(sample)), sorted_text(export_catalogue(self.portal))
        )

    def test_import_of_the_export_changes_nothing(self):
        report = import_catalogue(self.portal, self.export())
        self.assertTrue(report.changed_nothing)
        self.assertEqual(({}, [], []), (report.edited, report.gone, report.left_out))

    def test_what_was_edited_on_the_site_is_in_the_export(self):
        item = self.portal.catalogue["sq-ll-001"]
        item.short_name = "津贴"
        item.guide.standard = "每月50元"
        item.guide.statutory_days = None
        item.guide.statutory_note = "以当地规定为准"
        item.guide.promised_days = 0
        for step in item.guide.process:
            step["days"] = 0
            step["day_type"] = "immediate"
        item.guide.promised_day_type = "immediate"
        row = self.row(self.export(), "SQ-LL-001")
        self.assertEqual("津贴", row["short_name"])
        self.assertEqual("每月50元", row["standard"])
        self.assertIsNone(row["time_limit"]["statutory"])
        self.assertEqual("以当地规定为准", row["time_limit"]["statutory_note"])
        self.assertEqual(
            {"days": 0, "day_type": "当场", "text": "当场办结（即办）"},
            row["time_limit"]["promised"],
        )

    def test_any_override_comes_back(self):
        item = self.portal.catalogue["sq-mz-001"]
        guide = item["guide-990103"]
        material = {**item.guide.materials[0], "code": "SQ-MZ-001-M50"}
        basis = item.guide.legal_basis[0]
        question = {"question": "新问题？", "answer": "答。"}
        rate = {**item.guide.benefit_rates[0], "key": "extra", "amount_to": "950.50"}
        overrides = [
            Override("office_hours", value="工作日 9:00-17:00"),
            Override("statutory_note", value="从其规定", illustrative=True),
            Override("conditions", value=["甲", "乙"]),
            Override("fee_charged", value=True),
            Override("standard", value=None),
            Override("materials", "SQ-MZ-001-M02", "required", False),
            Override("materials", "SQ-MZ-001-M03", value=None),
            Override("materials", "SQ-MZ-001-M50", value=material),
            Override("process", "公示", "day_type", "working"),
            Override("legal_basis", row_key("legal_basis", basis), "gist", "要点"),
            Override("faqs", "新问题？", value=question),
            Override("benefit_rates", "minimum", "amount", "900"),
            Override("benefit_rates", "minimum", "circumstances", ["care_needed"]),
            Override("benefit_rates", "extra", value=rate),
            Override("eligibility", "income", value=None),
        ]
        stored = guide.overrides + [each.as_dict() for each in overrides]
        guide.overrides = stored
        catalogue = self.export()
        item.manage_delObjects([guide.getId()])
        import_catalogue(self.portal, catalogue)
        restored = item["guide-990103"].overrides
        self.assertCountEqual(stored, restored)
        self.assertEqual(sorted_text(catalogue), sorted_text(self.export()))

    def test_rich_news_come_back(self):
        for raw in (
            '<p class="x">一</p>',
            "<p>一</p><ul><li>二</li></ul>",
            "<p>一 &amp; 二</p>",
            "<p>一<br />二</p>\n<p>三</p>",
            "",
        ):
            news = self.portal.news.n001
            news.text = RichTextValue(raw, "text/html", "text/x-html-safe")
            catalogue = self.export()
            news.text = None
            import_catalogue(self.portal, catalogue, overwrite=True)
            with self.subTest(raw=raw):
                self.assertEqual(raw, self.portal.news.n001.text.raw)

    def test_plain_news_are_exported_as_paragraphs(self):
        news = self.portal.news.n001
        news.text = RichTextValue("<p>一<br />二</p>\n<p>&lt;三&gt;</p>", "text/html")
        row = next(row for row in self.export()["news"] if row["id"] == "N001")
        self.assertEqual(["一\n二", "<三>"], row["body"])

    def test_news_written_on_the_site_have_their_address_for_an_id(self):
        api.content.create(self.portal.news, "News Item", id="my-news", title="新闻")
        rows = {row["id"]: row for row in self.export()["news"]}
        self.assertEqual("新闻", rows["my-news"]["title"])

    def test_item_without_a_guide_yet_is_exported_as_a_draft(self):
        api.content.create(
            self.portal.catalogue,
            "ServiceItem",
            id="sq-zh-009",
            title="新事项",
            code="SQ-ZH-009",
            category="ZH",
        )
        row = self.row(self.export(), "SQ-ZH-009")
        self.assertIsNone(row["time_limit"]["promised"])
        self.assertIsNone(row["access"])
        self.assertEqual([], row["guide"]["materials"])

    def test_uploaded_files_are_left_out_and_counted(self):
        item = self.portal.catalogue["sq-ll-001"]
        self.assertEqual([], list(unexported(self.portal)))
        api.content.create(
            item,
            "SampleDocument",
            id="uploaded",
            title="上传的表",
            file=NamedBlobFile(BytesIO(b"%PDF").read(), filename="表.pdf"),
        )
        documents = self.row(self.export(), "SQ-LL-001")["guide"]["sample_docs"]
        self.assertEqual(["高龄津贴申请表"], [each["title"] for each in documents])
        (line,) = unexported(self.portal)
        self.assertEqual({"count": 1}, line.mapping)

    def test_code_lists_of_the_site_are_exported(self):
        codes = (*code_list("life_events"), "搬家")
        rows = [{"code": code, "title": code} for code in codes]
        replace_code_list("life_events", rows)
        catalogue = json.loads(json.dumps(export_catalogue(self.portal)))
        self.assertEqual("搬家", catalogue["vocabularies"]["themes"][-1])


class OtherSiteTest(TestCase):
    layer = INTEGRATION_TESTING

    def test_import_into_an_empty_site_gives_the_same_export(self):
        portal = self.layer["portal"]
        setRoles(portal, TEST_USER_ID, ["Manager"])
        sample = public_part(read_catalogue(sample_path()))
        import_catalogue(portal, sample, publish=False)
        self.assertEqual(sorted_text(sample), sorted_text(export_catalogue(portal)))

    def test_export_of_an_empty_site_does_not_fail(self):
        catalogue = export_catalogue(self.layer["portal"])
        self.assertEqual(
            ([], [], []),
            (
                catalogue["items"],
                catalogue["districts"],
                catalogue["news"],
            ),
        )
