"""What people are told of their case by mail and by short message, as it is shipped.

Nothing of it is personal: the number, a day, the phone for questions. What was applied for,
and a reason, which may name people, stand where number and query code open the case.
"""

from collections.abc import Mapping
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.factwords import CHOICES
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import ANNOUNCE_DELAY
from onewindow_policy.cases.states import ASK_REST
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import CAUSE
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import EXPLAIN_DELAY
from onewindow_policy.cases.states import NOT_ACCEPTED
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import RETURNED
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.messages.api import SmsTemplate
from onewindow_policy.messages.api import TextMail
from onewindow_policy.workdays.api import today
from onewindow_policy.workdays.deadlines import DueDate
from typing import Any

#: That the result can be collected.
READY = "ready"
READY_TO_COME = "ready_to_come"
COLLECT = "collect"
#: What is not true any more once the result was handed out.
ASKS_TO_COME = (READY, READY_TO_COME, COLLECT)

#: What is told, by the state that a case is in then; of the others that something happened.
_IN_STATE = {
    SUBMITTED: "received",
    RECEIVED: "received",
    AWAITING_CORRECTION: "missing",
    ACCEPTED: "accepted",
    ACCEPTED_CONDITIONALLY: "promised",
    COMPLETED_APPROVED: READY,
    COMPLETED_REFUSED: "decided",
    NOT_ACCEPTED: "ended",
    RETURNED: "ended",
    WITHDRAWN: "ended",
}
PROGRESS = "progress"
CORRECTED = "corrected"
DELAY_EXPLAINED = "delay_explained"

#: What is told of that which leaves a case in its state, or puts right what was wrong: then
#: no day is named, as it is mostly over.
OF_TRANSITIONS = {
    "extend": "extended",
    "remind_papers": "papers_due",
    ASK_REST: "papers_due",
    ANNOUNCE_DELAY: "delayed",
    EXPLAIN_DELAY: DELAY_EXPLAINED,
    "take_back_silence": CORRECTED,
    "take_back_withdrawal": CORRECTED,
    "ask_to_rectify": "rectify",
    "send": "sent",
    "come_back": "came_back",
    "remind_collection": COLLECT,
    "remind_renewal": "runs_out",
    # With the phone of the window that has it from then on.
    CHANGE_WINDOW: PROGRESS,
}

#: Of these the mail has words of its own; of all else it says state, meaning and next step.
OWN_MAILS = frozenset(OF_TRANSITIONS.values()) - {"extended", PROGRESS}

NO_DAY = _("day_told_later", default="told later")


def kind_of(state: str, transition: str | None, result_way: str | None = None) -> str:
    """Return what is told of a case in `state`, to which `transition` has led; `result_way`
    is by which way its result comes."""
    kind = OF_TRANSITIONS.get(transition) or _IN_STATE.get(state, PROGRESS)
    is_brought = result_way not in (None, HANDED_OVER)
    return READY_TO_COME if kind == READY and is_brought else kind


def words_of(values: Mapping[str, Any], language: str) -> dict[str, str]:
    """Return what the texts may say, of the values that a message keeps."""
    words, state = CaseWording(language), values["state"]
    due = None
    if values.get("due"):
        due = DueDate(date.fromisoformat(values["due"]), values["due_is_estimated"])
    pauses = words.named_durations(values.get("pauses", ()))
    transition = values.get("transition")
    return {
        "number": values["number"],
        # Of messages of before nothing else is known.
        "item": values.get("item") or "",
        "url": values["url"],
        "phone": values.get("phone") or "",
        "state": words.state(state),
        "day": words(NO_DAY) if _is_untold(due, state, transition) else words.due(due),
        "meaning": words.meaning(state, values.get("unit"), transition),
        "next": words.next_step(
            *(state, due, values.get("unit"), pauses, transition),
            values.get("handing_out"),
        ),
        **_of_delay(values, words),
    }


def _of_delay(values: Mapping[str, Any], words: CaseWording) -> dict[str, str]:
    """Return what is said of something that is late, nothing of what is not."""
    if not values.get("cause"):
        return {}
    return {
        "cause": words(CHOICES[CAUSE][values["cause"]]),
        "promised": words.day(date.fromisoformat(values["promised"])),
    }


def _is_untold(due: DueDate | None, state: str, transition: str | None) -> bool:
    """Return whether no day is named: there is none, or the one by which the office is to
    do something is over, and that is not what is told."""
    if due is None:
        return True
    is_ours = state != ACCEPTED_CONDITIONALLY and transition not in (
        ANNOUNCE_DELAY,
        "remind_renewal",
    )
    return is_ours and due.date < today()


#: The variables of these texts, with what they may say: no others are there.
SMS_SAMPLES = {
    "number": "202611061234567",
    "item": "高龄津贴申请",
    "state": "已受理",
    "day": "2026年11月6日",
    "phone": "0571-88881234",
}
SAMPLES = {
    **SMS_SAMPLES,
    "meaning": "您的申请符合受理条件。",
    "next": "窗口正在办理，最晚在2026年11月6日办完。",
    "url": "https://fuwu.example.cn/@@track",
}


#: What the texts about a delay may say besides.
DELAY_SAMPLES = {"cause": "核对材料要多花些时间", "promised": "2026年11月2日"}


class CaseMail(TextMail):
    """A mail about a case."""

    def content(self, values: Mapping[str, Any], language: str):
        """See `ITemplate`."""
        return super().content(words_of(values, language), language)


class CaseSms(SmsTemplate):
    """A short message about a case."""

    def content(self, values: Mapping[str, Any], language: str):
        """See `ITemplate`."""
        return super().content(words_of(values, language), language)


moved_mail = CaseMail(
    "cases.moved",
    SAMPLES,
    _("mail_case_moved", default="Progress of a case"),
    _("mail_case_moved_subject", default="Your application ${number}: ${state}"),
    _(
        "mail_case_moved_text",
        default="There is news about your application ${number}: ${state}. ${meaning} "
        "${next}\n\nWith the number and the query code of your receipt you see the "
        "details, and what you may have to do, at\n${url}",
    ),
)

TITLES = {
    "received": _("told_received", default="Application received"),
    "missing": _("told_missing", default="Papers are missing"),
    "accepted": _("told_accepted", default="Application accepted"),
    "promised": _("told_promised", default="Accepted, papers follow"),
    READY: _("told_ready", default="Done, to be collected"),
    READY_TO_COME: _("told_ready_to_come", default="Done, to be sent or brought"),
    "sent": _("told_sent", default="The result was sent"),
    "came_back": _("told_came_back", default="The result came back"),
    COLLECT: _("told_collect", default="The result waits to be collected"),
    "decided": _("told_decided", default="Decided, not approved"),
    "ended": _("told_ended", default="Ended without a decision"),
    "progress": _("told_progress", default="Something happened"),
    "extended": _("told_extended", default="More time is needed"),
    "papers_due": _("told_papers_due", default="Promised papers are due soon"),
    "delayed": _("told_delayed", default="Our promise has passed"),
    DELAY_EXPLAINED: _(
        "told_delay_explained", default="Why it is late, and until when"
    ),
    CORRECTED: _("told_corrected", default="An automatic step was put right"),
    "runs_out": _("told_runs_out", default="A result runs out soon"),
    "rectify": _("told_rectify", default="A commitment is to be put right"),
}

_SMS = {
    "received": _(
        "sms_case_received",
        default=(
            "Your application ${number} has come in. You are answered by ${day}. Keep the"
            " receipt: its query code shows you the progress. Questions: ${phone}."
        ),
    ),
    "missing": _(
        "sms_case_missing",
        default=(
            "Papers are missing for your application ${number}. See under My application"
            " which ones, or phone ${phone} before you come."
        ),
    ),
    "accepted": _(
        "sms_case_accepted",
        default=(
            "Your application ${number} is accepted. Done by: ${day}. Questions: ${phone}."
        ),
    ),
    "promised": _(
        "sms_case_promised",
        default=(
            "Your application ${number} is accepted. Bring the papers that you promised by"
            " ${day}. Questions: ${phone}."
        ),
    ),
    READY: _(
        "sms_case_ready",
        default=(
            "Your application ${number} is done. Bring your receipt and your identity"
            " document to collect the result. Questions: ${phone}."
        ),
    ),
    READY_TO_COME: _(
        "sms_case_ready_to_come",
        default=(
            "Your application ${number} is done. The result is sent or brought to you; see"
            " under My application how far it is. Questions: ${phone}."
        ),
    ),
    "sent": _(
        "sms_case_sent",
        default=(
            "The result of your application ${number} was sent by post. The number of the"
            " parcel stands under My application. Questions: ${phone}."
        ),
    ),
    "came_back": _(
        "sms_case_came_back",
        default=(
            "The result of your application ${number} could not be delivered and is at the"
            " window. Bring your receipt and your identity document. Questions: ${phone}."
        ),
    ),
    COLLECT: _(
        "sms_case_collect",
        default=(
            "The result of your application ${number} waits for you at the window. Bring"
            " your receipt and your identity document. You cannot come? Phone ${phone}."
        ),
    ),
    "decided": _(
        "sms_case_decided",
        default=(
            "Your application ${number} is decided. Read the decision under My application"
            " or collect it at the window. Questions: ${phone}."
        ),
    ),
    "ended": _(
        "sms_case_ended",
        default=(
            "Your application ${number}: ${state}. Read under My application why, and what"
            " you can do. Questions: ${phone}."
        ),
    ),
    "progress": _(
        "sms_case_progress",
        default="Your application ${number}: ${state}. Questions: ${phone}.",
    ),
    "extended": _(
        "sms_case_extended",
        default=(
            "Your application ${number} takes longer. Done by: ${day}. Read under My"
            " application why. Questions: ${phone}."
        ),
    ),
    "papers_due": _(
        "sms_case_papers_due",
        default=(
            "Please bring the papers that you promised for your application ${number} by"
            " ${day}. Questions: ${phone}."
        ),
    ),
    "delayed": _(
        "sms_case_delayed",
        default=(
            "We are sorry: your application ${number} was to be done by ${day} and is not."
            " We tell you the new day as soon as it is settled. Questions: ${phone}."
        ),
    ),
    DELAY_EXPLAINED: _(
        "sms_case_delay_explained",
        default=(
            "We are sorry: your application ${number} was to be done by ${promised}."
            " ${cause}. We expect it by ${day}. Questions: ${phone}."
        ),
    ),
    CORRECTED: _(
        "sms_case_corrected",
        default=(
            "What our system did by itself about your application ${number} was wrong and"
            " has been put right. It goes on: ${state}. What you had handed in stays valid."
            " Questions: ${phone}."
        ),
    ),
    "runs_out": _(
        "sms_case_runs_out",
        default=(
            "The result of your application ${number} runs out, or is checked again, on"
            " ${day}. Please renew it before, online or at any window. Questions: ${phone}."
        ),
    ),
    "rectify": _(
        "sms_case_rectify",
        default=(
            "What you committed yourself to for your application ${number} has to be put"
            " right by ${day}. Read under My application what. Questions: ${phone}."
        ),
    ),
}

_MAILS = {
    "sent": (
        _(
            "mail_case_sent_subject",
            default="Your application ${number}: the result is on its way",
        ),
        _(
            "mail_case_sent_text",
            default=(
                "The result of your application ${number} was sent by post. With the number"
                " and the query code of your receipt you see the carrier and the number of"
                " the parcel at\n${url}"
            ),
        ),
    ),
    "came_back": (
        _(
            "mail_case_came_back_subject",
            default="Your application ${number}: the result came back",
        ),
        _(
            "mail_case_came_back_text",
            default=(
                "The parcel with the result of your application ${number} could not be"
                " delivered. The result is at the window now: please collect it with your"
                " receipt and your identity document, or choose another way at\n${url}\n\n"
                "Questions: ${phone}."
            ),
        ),
    ),
    COLLECT: (
        _(
            "mail_case_collect_subject",
            default="Your application ${number}: the result waits for you",
        ),
        _(
            "mail_case_collect_text",
            default=(
                "The result of your application ${number} is at the window. Please collect"
                " it with your receipt and your identity document. If you cannot come,"
                " phone ${phone}, or see at\n${url}\nwhether it can be sent or brought."
            ),
        ),
    ),
    "papers_due": (
        _(
            "mail_case_papers_due_subject",
            default="Your application ${number}: papers until ${day}",
        ),
        _(
            "mail_case_papers_due_text",
            default=(
                "You promised papers for your application ${number}. Please bring them or"
                " hand them in online by ${day}; what does not come by then goes as you"
                " promised. If you cannot, phone ${phone} before that day.\n\nWith the"
                " number and the query code of your receipt you see which papers at\n"
                "${url}"
            ),
        ),
    ),
    "delayed": (
        _(
            "mail_case_delayed_subject",
            default="Your application ${number} is not done yet",
        ),
        _(
            "mail_case_delayed_text",
            default=(
                "We are sorry: your application ${number} was to be done by ${day}, and it"
                " is not. We write to you why, and until when, as soon as that is settled;"
                " you need not apply again. Questions: ${phone}.\n\n${url}"
            ),
        ),
    ),
    DELAY_EXPLAINED: (
        _(
            "mail_case_delay_explained_subject",
            default="Your application ${number}: expected by ${day}",
        ),
        _(
            "mail_case_delay_explained_text",
            default=(
                "We are sorry: your application ${number} was to be done by ${promised},"
                " and it is not. ${cause}. We expect it to be done by ${day}; you need not"
                " apply again. Questions: ${phone}.\n\nWith the number and the query code"
                " of your receipt you read more at\n${url}"
            ),
        ),
    ),
    CORRECTED: (
        _(
            "mail_case_corrected_subject",
            default="Your application ${number}: a mistake of ours is put right",
        ),
        _(
            "mail_case_corrected_text",
            default=(
                "What our system did by itself about your application ${number} was wrong."
                " We are sorry, and have put it right. It goes on: ${state}. ${next}\n\n"
                "With the number and the query code of your receipt you read why at\n"
                "${url}"
            ),
        ),
    ),
    "runs_out": (
        _(
            "mail_case_runs_out_subject",
            default="Your application ${number}: to be renewed by ${day}",
        ),
        _(
            "mail_case_runs_out_text",
            default=(
                "The result of your application ${number} runs out, or is checked again, on"
                " ${day}. Please renew it before, online or at any window with your"
                " identity document. With the number and the query code of your receipt you"
                " see how it stands at\n${url}\n\nQuestions: ${phone}."
            ),
        ),
    ),
    "rectify": (
        _(
            "mail_case_rectify_subject",
            default="Your application ${number}: to be put right by ${day}",
        ),
        _(
            "mail_case_rectify_text",
            default=(
                "Your application ${number} was approved on your commitment. A check found"
                " that what you committed yourself to is not so. Please put it right by"
                " ${day}; otherwise the approval is revoked. If you see it differently,"
                " phone ${phone} before that day.\n\nWith the number and the query code of"
                " your receipt you read what was found at\n${url}"
            ),
        ),
    ),
}


def samples_of(kind: str, samples: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a text of a kind may have, with what they may say."""
    return {**samples, **(DELAY_SAMPLES if kind == DELAY_EXPLAINED else {})}


def sms_name(kind: str) -> str:
    """Return the name under which the short message of a kind is registered."""
    return f"cases.sms.{kind}"


def mail_name(kind: str) -> str:
    """Return the name under which the mail of a kind is registered."""
    return f"cases.mail.{kind}" if kind in OWN_MAILS else "cases.moved"


(
    received_sms,
    missing_sms,
    accepted_sms,
    promised_sms,
    ready_sms,
    ready_to_come_sms,
    sent_sms,
    came_back_sms,
    collect_sms,
    decided_sms,
    ended_sms,
    progress_sms,
    extended_sms,
    papers_due_sms,
    delayed_sms,
    delay_explained_sms,
    corrected_sms,
    runs_out_sms,
    rectify_sms,
) = (
    CaseSms(sms_name(kind), samples_of(kind, SMS_SAMPLES), title, _SMS[kind])
    for kind, title in TITLES.items()
)

(
    sent_mail,
    came_back_mail,
    collect_mail,
    papers_due_mail,
    delayed_mail,
    delay_explained_mail,
    corrected_mail,
    runs_out_mail,
    rectify_mail,
) = (
    CaseMail(mail_name(kind), samples_of(kind, SAMPLES), TITLES[kind], *texts)
    for kind, texts in _MAILS.items()
)
