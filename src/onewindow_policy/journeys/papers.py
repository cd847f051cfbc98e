"""The papers of several services, each named once.

Somebody who does five things at a window is asked five times for the same identity card:
one list says what to put into the bag, and for what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.journeys.walking import SamePaper
from onewindow_policy.journeys.walking import Step

#: How people of a service are called whose papers are the reader's own.
_OWN = ("申请人", "本人")

#: The material type of forms that one fills in.
FORM = "申请表单"

#: What only who comes for somebody else brings.
_OF_AGENTS = ("授权委托书", "代办人", "帮办代办委托书")


@dataclass(frozen=True, slots=True)
class Use:
    """What a step wants of a paper: copies, and the case in which it does at all."""

    step: int
    copies: int = 0
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to take along, and the steps, by their numbers, that want it.

    `given_by` is the number of the step at which one gets it, 0 for what one has.
    """

    name: str
    uses: tuple[Use, ...]
    needs_original: bool = False
    given_by: int = 0

    @property
    def steps(self) -> tuple[int, ...]:
        """The numbers of the steps that want it."""
        return tuple(dict.fromkeys(use.step for use in self.uses))

    @property
    def copies(self) -> int:
        """How many copies to make, for all steps together."""
        return sum(use.copies for use in self.uses)

    @property
    def conditions(self) -> tuple[str, ...]:
        """In which cases it is wanted; none where some step always wants it."""
        conditions = [use.condition for use in self.uses]
        return () if "" in conditions else tuple(dict.fromkeys(conditions))


@dataclass(frozen=True, slots=True)
class Papers:
    """All papers of a journey: those to have, those that one gets on the way, the forms
    that the window has, and what only who comes for somebody else brings."""

    own: tuple[Paper, ...] = ()
    received: tuple[Paper, ...] = ()
    forms: tuple[Paper, ...] = ()
    agents: tuple[Paper, ...] = ()


def gather(
    steps: Iterable[tuple[Step, ResolvedGuide | None]], same: Iterable[SamePaper]
) -> Papers:
    """Return the papers of `steps`, each with the guide of its service, if any.

    `same` are names that mean one paper; others are the same where they are called so,
    but for saying whose they are when they are the reader's own.
    """
    names = {name: each.name for each in same for name in each.names}
    uses: dict[str, list[Use]] = {}
    originals, forms, agents = set(), set(), set()
    given_by: dict[str, int] = {}
    for number, (step, guide) in enumerate(steps, start=1):
        for name in step.gives:
            given_by.setdefault(_called(name, names), number)
        for name in step.brings:
            called = _called(name, names)
            uses.setdefault(called, []).append(Use(number))
            originals.add(called)
        for material in guide.materials if guide is not None else ():
            called = _called(material.name, names)
            uses.setdefault(called, []).append(_use(number, material))
            if material.originals:
                originals.add(called)
            if material.name.startswith(_OF_AGENTS):
                agents.add(called)
            elif material.material_type == FORM:
                forms.add(called)
    papers = {
        name: Paper(name, tuple(used), name in originals, given_by.get(name, 0))
        for name, used in uses.items()
    }
    received = tuple(each for each in papers.values() if each.given_by)
    left = [each for each in papers.values() if not each.given_by]
    return Papers(
        own=_most_wanted(each for each in left if each.name not in forms | agents),
        received=received,
        forms=tuple(each for each in left if each.name in forms),
        agents=tuple(each for each in left if each.name in agents),
    )


def _called(name: str, names: dict[str, str]) -> str:
    if name in names:
        return names[name]
    for own in _OWN:
        if name.startswith(own) and len(name) > len(own):
            plain = name.removeprefix(own)
            return names.get(plain, plain)
    return name


def _use(number: int, material: Material) -> Use:
    condition = "" if material.required else material.condition or ""
    return Use(number, material.copies, condition)


def _most_wanted(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return what more steps want first; else in the order of the steps."""
    return tuple(sorted(papers, key=lambda each: -len(each.steps)))
