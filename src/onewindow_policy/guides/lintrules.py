"""What guides must not say: sentences that say nothing, or that two fields contradict.

Each rule reads the resolved guide. A district's is told only what the city's does not have.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Callable
from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.deciding import is_notice
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.limits import exceeds
from onewindow_policy.guides.resolved import LICENCE
from onewindow_policy.guides.resolved import LICENCE_EXTENSION_DAYS
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.resolved import TimeLimit
from onewindow_policy.guides.rows import IMaterialRow
from onewindow_policy.guides.rows import IProcessStepRow
from onewindow_policy.guides.wording import OWN
from onewindow_policy.publishing.interfaces import ILintRule
from onewindow_policy.publishing.linting import excerpt
from onewindow_policy.publishing.linting import FAULT
from onewindow_policy.publishing.linting import Finding
from zope.interface import implementer

import re

ON_THE_SPOT = re.compile("当场办结|立等可取")
AT_HOME = re.compile("家|上门|住处|现场")
WINDOW = re.compile("窗口|大厅|服务中心")
#: What a phone may be given as: a number, or where to find one.
PHONE = re.compile(r"[0-9]{5}|[0-9]-[0-9]|电话|热线")

#: Type of items by which somebody is given something (行政给付, GB/T 39046-2020).
BENEFIT = "05"

Rule = Callable[[ResolvedGuide, str], Iterator[Finding]]


def finding(rule: str, field: str, suggestion, **more) -> Finding:
    """Return a finding in a field of a guide."""
    return Finding(rule, field, IGuideContent[field].title, suggestion, **more)


def find_no_way_out(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield materials of which nothing says what to do without them."""
    for number, material in enumerate(guide.materials, start=1):
        has_way = (
            material.deferrable
            or material.commitment_allowed
            or material.shared_from
            or material.blank_form
            or material.note
            or (material.source and material.source != OWN)
        )
        if material.required and not has_way:
            yield finding(
                "no_way_out",
                "materials",
                _(
                    "finding_no_way_out",
                    default=(
                        "says nothing to whoever hasn't got it. Say in the note where one"
                        " gets it, or what will do instead."
                    ),
                ),
                row=number,
                column=IMaterialRow["note"].title,
                sentence=material.name,
            )


def find_agent_papers(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield that one may send somebody, without what they bring."""
    if guide.channel_agent and guide.materials and not guide.has_agents_materials:
        yield finding(
            "agent_papers",
            "materials",
            _(
                "finding_agent_papers",
                default=(
                    "an agent may come, and no material says what they bring. Add it, with"
                    " the condition 委托他人代办时提供; or untick “By an agent”."
                ),
            ),
            severity=FAULT,
        )


def find_clock_without_days(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield when a clock starts that counts nothing."""
    if guide.is_instant and guide.start_rule:
        yield finding(
            "clock_without_days",
            "start_rule",
            _(
                "finding_clock_without_days",
                default=(
                    "it is decided on the spot: there is nothing to count. Leave this"
                    " empty."
                ),
            ),
            sentence=excerpt(guide.start_rule),
            severity=FAULT,
        )


def find_on_the_spot(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield steps that say that all is decided, on the first of many days."""
    if guide.is_instant or guide.promised_days is None:
        return
    for number, step in enumerate(guide.process, start=1):
        for name in ("name", "description"):
            text = getattr(step, name) or ""
            if ON_THE_SPOT.search(text):
                yield finding(
                    "on_the_spot",
                    "process",
                    _(
                        "finding_on_the_spot",
                        default=(
                            "says that it is decided on the spot; the promise is ${days}"
                            " days."
                        ),
                        mapping={"days": guide.promised_days},
                    ),
                    row=number,
                    column=IProcessStepRow[name].title,
                    sentence=excerpt(text),
                    severity=FAULT,
                )


def find_names_in_full(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield steps that would show the whole name and are no public notice."""
    for number, step in enumerate(guide.process, start=1):
        if step.name_in_full and not is_notice(step):
            yield finding(
                "name_in_full",
                "process",
                _(
                    "finding_name_in_full",
                    default=(
                        "is no public notice that does not count, so no name is shown."
                        " Untick that it shows the whole name."
                    ),
                ),
                row=number,
                column=IProcessStepRow["name_in_full"].title,
                sentence=step.name,
                severity=FAULT,
            )


def find_late_deferrals(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield materials that may follow later than the decision is promised: by the rules of
    容缺受理 they come within the item's own promise, so never where that is on the spot.
    """
    if guide.promised_days is None and not guide.is_instant:
        return
    most = 0 if guide.is_instant else guide.promised_days
    for number, material in enumerate(guide.materials, start=1):
        is_late = guide.is_instant or (material.deferrable_days or 0) > most
        if material.deferrable and is_late:
            yield finding(
                "late_deferrals",
                "materials",
                _(
                    "finding_deferral_on_the_spot",
                    default=(
                        "may follow later, though it is decided on the spot. Untick that"
                        " it may."
                    ),
                )
                if guide.is_instant
                else _(
                    "finding_late_deferral",
                    default=(
                        "may follow within ${days} days, and the promise is ${promise}."
                        " Give no more days than that."
                    ),
                    mapping={"days": material.deferrable_days, "promise": most},
                ),
                row=number,
                column=IMaterialRow["deferrable_days"].title,
                sentence=material.name,
                severity=FAULT,
            )


def find_long_extension(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield an extension of what is decided on the spot, and one that leads over the limit
    by law, where both are told in days of one type."""
    days, statutory = guide.extension_days, guide.statutory_limit
    if not days:
        return
    if guide.is_instant:
        yield finding(
            "long_extension",
            "extension_days",
            _(
                "finding_extension_on_the_spot",
                default="it is decided on the spot: there is nothing to extend. Give 0.",
            ),
            severity=FAULT,
        )
        return
    promise = guide.promised_limit
    if promise is None or statutory is None:
        return
    longest = TimeLimit(promise.days + days, promise.day_type)
    if exceeds(longest, statutory):
        yield finding(
            "long_extension",
            "extension_days",
            _(
                "finding_extension_over_statutory",
                default=(
                    "with the promise of ${promise} days it is longer than the limit by"
                    " law of ${statutory} days."
                ),
                mapping={"promise": promise.days, "statutory": statutory.days},
            ),
            severity=FAULT,
        )


def find_licence_extension(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield that a licence may be extended by more than the law allows."""
    if (guide.extension_days or 0) > LICENCE_EXTENSION_DAYS:
        yield finding(
            "licence_extension",
            "extension_days",
            _(
                "finding_licence_extension",
                default=(
                    "this is a licence: at most ${most} working days (Administrative"
                    " Licensing Law, article 42)."
                ),
                mapping={"most": LICENCE_EXTENSION_DAYS},
            ),
            severity=FAULT,
        )


def find_place_of_visits(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield a service at home whose place is the window."""
    is_visit = bool(re.search("敲门|上门", title))
    place = guide.location or ""
    if is_visit and WINDOW.search(place) and not AT_HOME.search(place):
        yield finding(
            "place_of_visits",
            "location",
            _(
                "finding_place_of_visits",
                default=(
                    "we come to people's homes for it: say that, and where to ask for the"
                    " visit."
                ),
            ),
            sentence=excerpt(place),
            severity=FAULT,
        )


def find_ways_without_phone(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield bookings and visits that one cannot ask for, for want of a number."""
    if not (guide.channel_reservation or guide.channel_home_visit):
        return
    if not PHONE.search(guide.consult_phone or ""):
        yield finding(
            "ways_without_phone",
            "consult_phone",
            _(
                "finding_ways_without_phone",
                default=(
                    "it can be booked, or done at home, by calling the window: give its"
                    " number, or say where it stands."
                ),
            ),
            sentence=guide.consult_phone or "",
            severity=FAULT,
        )


def find_no_sum(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield that a benefit does not say how much it is, which is asked first."""
    if not guide.benefit_rates:
        yield finding(
            "no_sum",
            "benefit_rates",
            _(
                "finding_no_sum",
                default=(
                    "this is a benefit: say who gets how much. Where it is no money, say"
                    " what people get."
                ),
            ),
            severity=FAULT,
        )


@implementer(ILintRule)
class GuideRule:
    """Asks a rule about the guide that residents would read."""

    def __init__(self, rule: Rule):
        self.rule = rule

    def __call__(self, content) -> Iterator[Finding]:
        if not IServiceGuide.providedBy(content):
            return
        guide = aq_inner(content)
        item = aq_parent(guide)
        if guide.district is None:
            yield from self._found(guide, None, item)
            return
        master = item.get(MASTER_ID)
        known = set(self._found(master, None, item)) if master is not None else set()
        for found in self._found(master, guide, item):
            if found not in known:
                yield found

    def _found(self, master, own, item) -> Iterator[Finding]:
        guide = resolve_guide(master, own, own.district if own is not None else None)
        if guide is not None:
            yield from self.rule(guide, item.title or "")


class BenefitRule(GuideRule):
    """Asks a rule about guides to what somebody is given."""

    def _found(self, master, own, item) -> Iterator[Finding]:
        if item.item_type == BENEFIT:
            yield from super()._found(master, own, item)


class LicenceRule(GuideRule):
    """Asks a rule about guides to licences."""

    def _found(self, master, own, item) -> Iterator[Finding]:
        if item.item_type == LICENCE:
            yield from super()._found(master, own, item)


names_in_full = GuideRule(find_names_in_full)
no_sum = BenefitRule(find_no_sum)
no_way_out = GuideRule(find_no_way_out)
agent_papers = GuideRule(find_agent_papers)
clock_without_days = GuideRule(find_clock_without_days)
on_the_spot = GuideRule(find_on_the_spot)
late_deferrals = GuideRule(find_late_deferrals)
long_extension = GuideRule(find_long_extension)
licence_extension = LicenceRule(find_licence_extension)
place_of_visits = GuideRule(find_place_of_visits)
ways_without_phone = GuideRule(find_ways_without_phone)
