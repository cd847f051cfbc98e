"""What is missing in a case and until when, at the top of its page."""

from onewindow_policy import _
from onewindow_policy.cases.lacking import ANSWER
from onewindow_policy.cases.lacking import ASKED
from onewindow_policy.cases.lacking import HANGING
from onewindow_policy.cases.lacking import INFECTED_FILE
from onewindow_policy.cases.lacking import Lacking
from onewindow_policy.cases.lacking import lacking_in
from onewindow_policy.cases.lacking import ON_WAY
from onewindow_policy.cases.lacking import PROMISED
from onewindow_policy.cases.lacking import TAKING_DOWN
from onewindow_policy.cases.lacking import TO_COME
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.process.lights import GREEN
from onewindow_policy.cases.process.lights import light_of
from onewindow_policy.cases.process.lights import LIGHTS
from onewindow_policy.cases.process.lights import soon_until
from onewindow_policy.desks.api import Tag
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from zope.i18nmessageid import Message

#: What each is called, where it is not a material that has a name.
_NAMES = {
    INFECTED_FILE: _(
        "lacking_infected_file",
        default="The paper instead of ${name}, in which a virus was found",
    ),
    ON_WAY: _("lacking_on_way", default="List ${number}: ${words}"),
    HANGING: _("lacking_hanging", default="A photograph that the notice hangs"),
    TAKING_DOWN: _(
        "lacking_taking_down", default="A photograph that the notice is taken down"
    ),
    ANSWER: _("lacking_answer", default="An answer to the objection: ${words}"),
}
#: How it came to be missing.
_WHY = {
    ASKED: _("lacking_asked", default="asked for on ${day}"),
    PROMISED: _("lacking_promised", default="promised on ${day}"),
    TO_COME: _("lacking_to_come", default="not here yet"),
    ON_WAY: _("lacking_not_arrived", default="did not arrive on ${day}"),
}
#: A paper that need not be asked for, if the window finds what it proves.
_LOOK_FIRST = _(
    "lacking_look_first", default="please look in ${source} first; ask for it otherwise"
)
_UNTIL = _("lacking_until", default="by ${day}")
_NO_DAY = _("lacking_no_day", default="no day was set")
_CAME = _(
    "lacking_came",
    default="Something came online on ${day}: please look whether it is this.",
)
#: Steps whose forms are the place to go, where the page has them.
_STEP_OF = {
    HANGING: "hang_notice",
    TAKING_DOWN: "take_down_notice",
    ANSWER: "answer_objection",
}
#: In words alone there is no more to read than this much of them at the top.
_SHOWN = 80


class LackingAtDesk:
    """The part of a case at the desk that is about it; see `CaseView`."""

    @property
    def lacking(self) -> list[dict]:
        """What is missing, each with where on the page it stands, how it came to be, and
        whether it is in time."""
        if self.is_sealed or self.case is None:
            return []
        today = local_date(utc_now())
        soon = soon_until(today)
        return [
            {
                "name": self._lacking_name(each),
                "url": f"#{self._place_of(each)}",
                "when": self._lacking_when(each),
                "note": self._came(each),
                "light": self._lacking_light(each, today, soon),
            }
            for each in lacking_in(self.case, self.case_materials)
        ]

    def _lacking_name(self, each: Lacking) -> str:
        words = self.as_shown(each.words)
        if len(words) > _SHOWN:
            words = f"{words[:_SHOWN]}…"
        if each.kind not in _NAMES:
            return self.paper_names.get(each.key, each.key) or words
        files = {file.id: self.as_shown(file.name) for file in self.case.files}
        mapping = {
            "name": files.get(each.key, ""),
            "number": paper_number_text(each.key) if each.kind == ON_WAY else "",
            "words": words,
        }
        return self.words(Message(_NAMES[each.kind], mapping=mapping))

    def _lacking_when(self, each: Lacking) -> str:
        """Return since when it is missing and by when it has to be here."""
        say = self.words
        parts = []
        if each.kind == TO_COME and each.words:
            parts.append(say(Message(_LOOK_FIRST, mapping={"source": each.words})))
        elif each.kind in _WHY:
            day = say.day(each.since) if each.since is not None else ""
            parts.append(say(Message(_WHY[each.kind], mapping={"day": day})))
        if each.until is not None:
            until = {"day": say.day(each.until)}
            parts.append(say(Message(_UNTIL, mapping=until)))
        elif each.kind == ASKED:
            parts.append(say(_NO_DAY))
        return say(_("note_comma", default=", ")).join(parts)

    def _came(self, each: Lacking) -> str:
        if each.came_on is None:
            return ""
        day = {"day": self.words.day(each.came_on)}
        return self.words(Message(_CAME, mapping=day))

    def _lacking_light(self, each: Lacking, today, soon) -> Tag | None:
        """Return the light of what is soon due or late, None for all else."""
        if each.until is None:
            return None
        light = light_of(each.until, today, soon)
        if light == GREEN:
            return None
        text, tone = LIGHTS[light]
        return Tag(self.words(text), tone)

    def _place_of(self, each: Lacking) -> str:
        """Return the id of the row that a missing thing has on the page."""
        if each.kind == INFECTED_FILE:
            return f"file-{each.key}"
        if each.kind == ON_WAY:
            return f"transfer-{each.key}"
        if each.kind in _STEP_OF:
            step = _STEP_OF[each.kind]
            offered = {transition.name for transition in self.case.transitions}
            return f"step-{step}" if step in offered else "process"
        rows = {row["code"] for row in self.materials}
        return f"material-{each.key}" if each.key in rows else "history"
