"""Where the papers of a case are, on its page."""

from onewindow_policy import _
from onewindow_policy.cases.browser.transfers import STATES
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.transferring.whereabouts import name_of


class WhereaboutsAtDesk:
    """The part of a case at the desk that is about them; see `CaseView`."""

    @property
    def whereabouts(self) -> dict | None:
        """Where they are, since when, and with which list they go; None where there are
        none yet."""
        found = self.case.whereabouts if self.case is not None else None
        if found is None:
            return None
        if found.list_number is None:
            since = self.words.moment(found.since) if found.since else ""
            return {"text": name_of(found.place), "since": since, "url": None}
        told = _(
            "text_papers_on_way",
            default="On the way from ${from} to ${to}",
            mapping={"from": name_of(found.place), "to": name_of(found.to_place)},
        )
        return {
            "text": self.words(told),
            "since": self.words.moment(found.since),
            "url": f"{self.site_url}/@@transfer?number={found.list_number}",
        }

    @property
    def transfers(self) -> list[dict]:
        """Where they went so far, the latest first."""
        if self.is_sealed or self.case is None:
            return []
        return [
            {
                "url": f"{self.site_url}/@@transfer?number={each.number}",
                "id": each.number,
                "number": paper_number_text(each.number),
                "way": f"{name_of(each.from_place)} → {name_of(each.to_place)}",
                "state": self.words(STATES[each.state]),
                "at": self.words.moment(each.received_at or each.sent_at),
            }
            for each in reversed(self.case.transfers)
        ]

    @property
    def hand_on_url(self) -> str:
        """Where its papers are handed on, "" for who hands none on from where they are."""
        if self.is_sealed or self.case is None or not self.case.may_hand_on:
            return ""
        return f"{self.site_url}/@@hand-papers?case={self.number}"
