"""Blocks: how long the event loop, which answers everybody, is held up by what people ask for."""

from __future__ import annotations

import json
from collections import defaultdict
from time import monotonic, sleep
from typing import TYPE_CHECKING

from load.service import API

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from load.service import Service

TIMES = 5
"""How often issues are dismissed and brought back, and the rules changed."""
_NOTED = 0.05
"""Seconds within which a block is noted once it has ended."""
_JSON = "application/json"


def block(service: Service, work: Callable[[], object]) -> float:
    """The longest block while something is done, in milliseconds; 0 for none worth noting."""
    since = monotonic()
    work()
    sleep(_NOTED)
    return service.longest_block(since)


def blocks(service: Service) -> Mapping[str, Sequence[float]]:
    """The longest block each time something is changed that has stores show other issues."""
    found = defaultdict(list)
    for name, method, path, said in _changes(service):
        found[name].append(block(service, lambda: service.ask(method, path, said, _JSON)))  # noqa: B023 - done at once
    return found


def _changes(service: Service) -> Iterator[tuple[str, str, str, bytes]]:
    dismissed = json.dumps({"state": "dismissed", "reason": "normal here"}).encode()
    for issue in service.ask("GET", f"{API}/issues?limit={TIMES}")["issues"]:
        path = f"{API}/issues/{issue['id']}/decision"
        yield "an issue dismissed", "POST", path, dismissed
        yield "an issue brought back", "DELETE", path, b""
    for days in (*range(200, 200 + TIMES - 1), None):
        rules = {"toml": f"[dead_stock]\nlimit_days = {days}\n" if days else ""}
        yield "other rules", "PUT", f"{API}/settings", json.dumps(rules).encode()
