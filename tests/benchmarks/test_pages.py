"""The page of the benchmark of pages says what was measured."""

from pages.measure import Results, Visits
from pages.page import BASE, page

LIBRARY, PIECE = "/static/vega.min.js", "/issues/negative-1/rows.json?number=1"


def test_it_tells_medians_factors_and_the_largest_requests() -> None:
    visits = {
        (BASE, "phone"): Visits([100.0, 50.0, 60.0], [20.0, 10.0, 30.0]),
        ("digest", "phone"): Visits([120.0, 180.0, 90.0], [40.0, 50.0, 60.0]),
    }
    results = Results(3, visits, {"first rows": 1234.0}, {LIBRARY: 500_000, PIECE: 12_345})
    lines = page(results, 10_000).splitlines()
    assert "| digest | phone | 120 | 90 | 180 | 50 | 2.0 | 300 |" in lines
    assert "| first rows | 1,234 |" in lines
    assert "| `/issues/ID/rows.json?number=1` | 12,345 |" in lines
    assert "500,000 bytes" in lines[-1]
    assert not any(LIBRARY in line for line in lines)
