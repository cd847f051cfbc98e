"""Papers of cases to hand on in the sample city, between places that work here."""

from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.receiving import Arrival
from onewindow_policy.cases.transferring.receiving import receive_list
from onewindow_policy.cases.transferring.sending import send_list
from onewindow_policy.cases.transferring.sending import SentCase
from onewindow_policy.cases.transferring.sending import SentPaper
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.handling import HandlingSetup
from plone import api
from sqlalchemy import select

import transaction

#: Of the sample, these two decide here; and a window whose cases they accept and decide.
BUREAU, OFFICE = "U-990103-MZ", "U-990103001"
WINDOW = "990103001001"
PLACE = "communities/990103/990103001/990103001001"

#: A window whose units do not decide here.
OTHER_WINDOW, OTHER_OFFICE = "990102001001", "U-990102001"

CARD = SentCase((SentPaper("SQ-LL-001-M01", "身份证", "original", 1),))


class TransferSetup(HandlingSetup):
    """To be mixed in; the layer is one with the sample city. `window` works at `WINDOW`,
    `street_officer` in `OFFICE`, `officer` in `BUREAU`, `staff` at `OTHER_WINDOW`."""

    def setUp(self):
        super().setUp()
        place = self.portal.unrestrictedTraverse(PLACE)
        place.manage_setLocalRoles("grid-worker", ["Window Staff"])
        place.reindexObjectSecurity()
        transaction.commit()
        self.window = api.user.get("grid-worker")
        self.street_officer = api.user.get("street-officer")

    def take_in(self, nonce="a", **changes):
        """Take a case in at the window, with the original of a paper."""
        original = Answer("m", "身份证", "已收原件", "SQ-LL-001-M01", "taken")
        wanted = {
            "community_code": WINDOW,
            "taken_in_at": WINDOW,
            "account": "grid-worker",
            "unit_code": OFFICE,
            "deciding_unit_code": BUREAU,
            "answers": (original,),
        }
        return self.register(nonce, **{**wanted, **changes})

    def send(self, *cases, user=None, way=(WINDOW, OFFICE), sent=CARD):
        chosen = {each.number: sent for each in cases}
        try:
            number = send_list(*way, chosen, user or self.window)
            transaction.commit()
        finally:
            transaction.abort()
        return number

    def receive(self, number, user=None, version=1, lines=("",), **signed):
        arrival = Arrival(dict(enumerate(lines)), **signed)
        try:
            user = user or self.street_officer
            receive_list(number, arrival, user, version=version)
            transaction.commit()
        finally:
            transaction.abort()

    def list_of(self, number, *columns):
        query = select(*(getattr(TransferList, each) for each in columns))
        with get_database().reading.connect() as connection:
            return tuple(
                connection.execute(query.where(TransferList.number == number)).one()
            )
