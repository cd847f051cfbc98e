"""Whether a process with a clock serves pages as fast as one without.

Two Zope processes stand on one ZEO, one of them with `CLOCK=off`; a guide is asked of each
in turn, in many short rounds, so that whatever else the machine does meets both. The ratio
of the medians counts, since the rates are those of the machine; it must reach 0.9, and 1 is
the exit status otherwise.
"""

from http.client import HTTPConnection
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import zeo_server
from onewindow_policy.testing.servers import ZopeServer
from pathlib import Path
from statistics import median
from time import perf_counter

import json
import sys
import tempfile

RESULTS = Path(__file__).resolve().parent / "results" / "clock.json"

#: The sample's largest guide.
GUIDE = "/onewindow/catalogue/sq-mz-001"

ROUNDS = 60
REQUESTS = 20

#: How much of the rate without a clock is left with one, at least.
LEAST_RATIO = 0.9


def rate(port: int) -> float:
    """Return how many pages a second a process serves. Raises RuntimeError for none."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    begin = perf_counter()
    for _each in range(REQUESTS):
        connection.request("GET", GUIDE)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{GUIDE} answers {answer.status}.")
    seconds = perf_counter() - begin
    connection.close()
    return REQUESTS / seconds


def main() -> int:
    """Measure, write the results, and return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        environment = environment_of(Path(folder) / "var")
        build_site(environment)
        with (
            zeo_server(environment),
            ZopeServer({**environment, "CLOCK": "on"}) as with_clock,
            ZopeServer(environment) as without,
        ):
            rates = {"with": [], "without": []}
            for server in (with_clock, without):
                server.wait()
                rate(server.port)
            for _round in range(ROUNDS):
                rates["with"].append(rate(with_clock.port))
                rates["without"].append(rate(without.port))
    medians = {name: round(median(values), 1) for name, values in rates.items()}
    ratio = round(medians["with"] / medians["without"], 2)
    found = {"pages_a_second": medians, "ratio": ratio, "least_ratio": LEAST_RATIO}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(found))
    return 0 if ratio >= LEAST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
