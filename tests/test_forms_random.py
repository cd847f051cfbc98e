"""Any answers whatever, sent through the real form: never an error page, and what is kept
reads back the same."""

from collective.easyform.api import get_schema
from functools import partial
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from onewindow_policy.cases.masks import masked_person
from onewindow_policy.cases.models import Case
from onewindow_policy.forms.nonces import new_nonce
from onewindow_policy.forms.notices import notice_facts
from onewindow_policy.forms.shown import sealed
from onewindow_policy.forms.shown import shown_by
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import FORM
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.forms import inputs_of
from onewindow_policy.testing.residents import ANSWERS
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.documents import TITLES
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.numbers import read_bank_card
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.typed.texts import clean_text
from plone.testing.zope import Browser
from sqlalchemy import select
from urllib.parse import urlencode

import os
import re
import transaction

#: What was asked about before something is sent.
ASKED = re.compile(r'name="form\.asked"[^>]*value="(\w+)"')

#: As few as tell a fault that many inputs have; EXAMPLES asks for more.
EXAMPLES = int(os.environ.get("EXAMPLES", 25))

WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

ANYTHING = st.one_of(
    st.text(max_size=60),
    st.text("0123456789X HM+-（）·.转张三〇a\u200b　９\r\n\0", max_size=30),
    st.sampled_from(["", " ", "\ud800", "x" * 6000, "<b>&amp;", "𠀀〇\U00031350"]),
)


def around(values):
    """Draw values as people type and paste them, or anything else."""
    return st.one_of(
        values,
        values.map(lambda value: f"{value[:3]} {value[3:]}\u200b"),
        values.map("号码：{}（本人）".format),
        values.map(lambda value: value.translate(WIDE)),
        ANYTHING,
    )


ID_NUMBERS = st.integers(0, 999).map("99010219400101{:03}".format).map(id_number)
OTHER_NUMBERS = st.from_regex(r"[HMEXYZ]{0,3}[0-9]{7,12}", fullmatch=True)
PHONES = st.from_regex(
    r"1[3-9][0-9]{9}|0571-?8[0-9]{7}|010[2-8][0-9]{7}(转[0-9]{1,4})?|\+852 ?[0-9]{8}",
    fullmatch=True,
)
NAMES = st.text("张三〇王·. 欧YAN𠀀\ue000ང་ئە", min_size=1, max_size=12)

PEOPLE = st.fixed_dictionaries(
    {
        "applicant_name": around(NAMES),
        "id_kind": st.one_of(st.sampled_from([*TITLES, "x", ""]), ANYTHING),
        "id_number": around(st.one_of(ID_NUMBERS, OTHER_NUMBERS)),
        "phone": around(PHONES),
        "address": ANYTHING,
        "bank_name": around(st.just("示例银行")),
        "bank_card": around(st.from_regex(r"[0-9]{12,19}", fullmatch=True)),
        "acting": st.sampled_from(["self", "self", "agent", "x"]),
        "community": st.sampled_from(["990102001001", "990102001001", "1", ""]),
    }
)
AGENTS = st.fixed_dictionaries(
    {
        "agent_name": around(NAMES),
        "agent_id_kind": st.sampled_from([*TITLES, "x"]),
        "agent_id_number": around(st.one_of(ID_NUMBERS, OTHER_NUMBERS)),
        "agent_phone": around(PHONES),
        "agent_relation": ANYTHING,
    }
)
#: Most of it right, so that much is taken in; or anything.
ALL = st.one_of(
    st.tuples(st.lists(st.sampled_from(list(ANSWERS)), max_size=3), PEOPLE).map(
        lambda drawn: {name: drawn[1][name] for name in drawn[0] if name in drawn[1]}
    ),
    st.builds(dict.__or__, PEOPLE, AGENTS),
)


class RandomTests:
    """What must hold on both databases."""

    def setUp(self):
        super().setUp()
        self.replace(
            "onewindow_policy.intake.senders.submissions_per_hour", lambda: 10**9
        )
        self.form = self.portal.unrestrictedTraverse(FORM)
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.followRedirects = False
        # A browser that keeps no cookies would get its receipts without an address.
        self.browser.open(self.form.absolute_url())
        facts = notice_facts(self.form)
        self.shown = shown_by(self.form, get_schema(self.form), facts)
        self.kept = 0

    def test_no_answers_break_the_form_and_what_is_kept_reads_back_the_same(self):
        @settings(max_examples=EXAMPLES)
        @given(ALL)
        def send(answers):
            self.send_answers(answers)

        send()
        self.assertGreater(self.kept, EXAMPLES // 10)

    def send_answers(self, answers):
        right = ANSWERS | {"id_number": id_number("99010219400101001")}
        nonce = sealed(new_nonce(), self.shown)
        sent = inputs_of(right | answers)
        # Whoever applied before says that it is meant.
        sent |= {"form.nonce": nonce, "form.again": "1"}
        self.post(sent)
        # A file that is sent by the browser is no page.
        page = self.browser.contents
        asked = isinstance(page, str) and ASKED.search(page)
        if asked:
            # And that the card is.
            self.post(sent | {"form.asked": asked[1]})
        status = self.browser.headers["status"][:3]
        transaction.begin()
        if status == "303":
            number = self.browser.headers["Location"].rpartition("/")[2]
            self.require_kept(number, right | answers)
        else:
            self.assertEqual("200", status, answers)
            self.assertIn('class="alert alert-danger', self.browser.contents)

    def post(self, sent):
        data = urlencode(sent, errors="surrogatepass")
        self.browser.post(self.form.absolute_url(), data)

    def require_kept(self, number, answers):
        self.kept += 1
        case = read_session().scalar(select(Case).where(Case.number == number))
        kept = {each["name"]: each["value"] for each in case.answers}
        kind = case.applicant["id_kind"]
        readers = {
            "applicant_name": read_person_name,
            "id_number": partial(read_document, kind),
            "phone": read_phone,
            "bank_card": read_bank_card,
            "address": clean_text,
            "bank_name": clean_text,
        }
        for name, read in readers.items():
            self.assertEqual(kept[name], read(kept[name]), answers)
        self.assertEqual(kept["applicant_name"], case.applicant["name"])
        self.assertEqual(kept["id_number"], case.applicant["id_number"])
        self.assertEqual(kept["phone"], case.applicant["phone"])
        self.assertEqual(answers["id_kind"], kind)
        self.assertEqual(masked_person(case.applicant), case.masked)
        self.assertIsNotNone(case.person_hash)


class TestRandomOnSQLite(RandomTests, ApplyingCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestRandomOnPostgreSQL(RandomTests, ApplyingCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
