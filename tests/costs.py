"""What each test costs, and how modules are dealt out so that processes end together.

TIMES=file in the environment of tests/run.py has it write into that file what each test
and each layer took, and name the dearest at the end. From what a whole run wrote,
`python tests/costs.py file` makes `data/costs.txt`, by which modules are dealt out.
"""

from collections import defaultdict
from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from pathlib import Path
from statistics import median
from typing import Any
from typing import NamedTuple

import os
import sys
import time

HERE = Path(__file__).resolve().parent

#: A line for each module and each layer, with the layers that it stands on.
COSTS = HERE / "data" / "costs.txt"

#: What a line is about: the tests of a module, a layer's own set-up and tear-down.
TEST, MODULE, LAYER = "test", "module", "layer"

#: Where tests are that name no layer.
NO_LAYER = "UnitTests"

#: As many of the dearest tests are named.
DEAREST = 20


class Time(NamedTuple):
    """Seconds of CPU, with what other processes took for it, and of the clock."""

    cpu: float
    wall: float

    def since(self, former: "Time") -> "Time":
        return Time(self.cpu - former.cpu, self.wall - former.wall)


def time_taken() -> Time:
    """Return what this process has taken until now, and all that it has started."""
    own = sum(os.times()[:4])
    return Time(own + sum(map(_cpu_seconds, _descendants())), time.monotonic())


def _stat(process: str) -> list[str]:
    """Return what Linux says of a process, from its state on; nothing when it ended."""
    try:
        text = Path("/proc", process, "stat").read_text("utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def _descendants() -> list[list[str]]:
    children = defaultdict(list)
    for process in filter(str.isdigit, os.listdir("/proc")):
        if stat := _stat(process):
            children[stat[1]].append((process, stat))
    found, parents = [], [str(os.getpid())]
    while parents:
        for process, stat in children[parents.pop()]:
            found.append(stat)
            parents.append(process)
    return found


def _cpu_seconds(stat: list[str]) -> float:
    """Return what a process took, and those of its children that it has waited for."""
    return sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")


class MeasuringOutput:
    """The runner's output, which also writes into a file what each test took.

    What happens before a test, since the one before it has ended, is part of its cost:
    the layers' preparations. A layer has what its own set-up and tear-down took.
    """

    def __init__(self, output, path: Path, find_layer):
        self._output = output
        self._path = path
        self._find_layer = find_layer
        self._layer = ""
        self._last = time_taken()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._output, name)

    def start_set_up(self, layer_name: str) -> None:
        self._output.start_set_up(layer_name)
        self._start_layer(layer_name)

    def stop_set_up(self, seconds: float) -> None:
        self._output.stop_set_up(seconds)
        self._write_layer()

    def start_tear_down(self, layer_name: str) -> None:
        self._output.start_tear_down(layer_name)
        self._start_layer(layer_name)

    def stop_tear_down(self, seconds: float) -> None:
        self._output.stop_tear_down(seconds)
        self._write_layer()

    def stop_test(self, test, gccount: int) -> None:
        self._output.stop_test(test, gccount)
        layer = getattr(test, "layer", None)
        name = NO_LAYER if layer is None else short_name(layer)
        self._write(TEST, test.id().removeprefix("tests."), [name])

    def _start_layer(self, layer_name: str) -> None:
        self._layer = layer_name
        # What imports and collecting garbage took in between belongs to nobody.
        self._last = time_taken()

    def _write_layer(self) -> None:
        layer = self._find_layer(self._layer)
        bases = [short_name(base) for base in layer.__bases__ if base is not object]
        self._write(LAYER, short_name(layer), bases)

    def _write(self, kind: str, name: str, layers: Iterable[str]) -> None:
        now = time_taken()
        taken = now.since(self._last)
        self._last = now
        row = kind, name, f"{taken.cpu:.2f}", f"{taken.wall:.2f}", *layers
        with self._path.open("a", encoding="utf-8") as file:
            print(*row, file=file)


def short_name(layer) -> str:
    """Return the name of a layer without the package that it is of."""
    return layer.__name__.rpartition(":")[2]


@dataclass
class Cost:
    """Seconds of a module or layer, and the layers that it stands on."""

    seconds: float = 0
    layers: set[str] = field(default_factory=set)


def read_costs(path: Path) -> dict[str, dict[str, Cost]]:
    """Return the costs of modules and of layers, by their names."""
    found: dict[str, dict[str, Cost]] = {MODULE: {}, LAYER: {}}
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            kind, name, seconds, *layers = line.split()
            found[kind][name] = Cost(float(seconds), set(layers))
    return found


def write_costs(path: Path, times: Path) -> None:
    """Take over what a run measured; what it did not run stays as it was."""
    measured: dict[str, dict[str, Cost]] = {MODULE: {}, LAYER: {}}
    for line in times.read_text("utf-8").splitlines():
        kind, name, _cpu, wall, *layers = line.split()
        if kind == TEST:
            kind, name = MODULE, name.partition(".")[0]
        cost = measured[kind].setdefault(name, Cost())
        cost.seconds += float(wall)
        cost.layers.update(layers)
    costs = read_costs(path)
    lines = [
        " ".join([kind, name, str(round(cost.seconds)), *sorted(cost.layers)])
        for kind in (LAYER, MODULE)
        for name, cost in sorted({**costs[kind], **measured[kind]}.items())
        if kind == LAYER or (HERE / f"{name}.py").exists()
    ]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def shares(names: Collection[str], count: int, path: Path = COSTS) -> list[list[str]]:
    """Return the names of modules, dealt out to `count` processes.

    They end together, as far as costs are known, and a layer is set up by as few of them
    as that allows: the dearest come first, each to where the least has to be set up for
    it while there is room. A module that is not known yet costs what most do.
    """
    costs = read_costs(path)
    known, layers = costs[MODULE], costs[LAYER]
    usual = Cost(median([cost.seconds for cost in known.values()] or [1]))
    modules = {name: known.get(name, usual) for name in names}

    def set_up(needed: set[str]) -> float:
        return sum(layers[name].seconds for name in needed if name in layers)

    needs = {name: _with_bases(cost.layers, layers) for name, cost in modules.items()}
    everything = sum(cost.seconds for cost in modules.values())
    room = (everything + set_up(set().union(*needs.values()))) / count
    dealt: list[list[str]] = [[] for _each in range(count)]
    stands = [set[str]() for _each in range(count)]
    loads = [0.0] * count
    for name in sorted(modules, key=lambda name: (-modules[name].seconds, name)):
        more = [set_up(needs[name] - each) for each in stands]
        ends = [
            load + extra + modules[name].seconds
            for load, extra in zip(loads, more, strict=True)
        ]
        fitting = [number for number in range(count) if ends[number] <= room]
        if fitting:
            number = min(fitting, key=lambda number: (more[number], ends[number]))
        else:
            number = ends.index(min(ends))
        dealt[number].append(name)
        stands[number] |= needs[name]
        loads[number] = ends[number]
    return [sorted(each) for each in dealt]


def _with_bases(names: Iterable[str], layers: dict[str, Cost]) -> set[str]:
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(layers[name].layers if name in layers else ())
    return found


def dearest(times: Path) -> list[str]:
    """Return a line for each of the tests and layers that took most, the dearest first."""
    rows = [line.split() for line in times.read_text("utf-8").splitlines()]
    rows.sort(key=lambda row: -float(row[2]))
    return [
        f"{cpu:>8} s of CPU {wall:>8} s  {name} ({' '.join(layers)})"
        for _kind, name, cpu, wall, *layers in rows[:DEAREST]
    ]


if __name__ == "__main__":
    write_costs(COSTS, Path(sys.argv[1]))
