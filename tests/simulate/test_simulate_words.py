from profit_sentinel.simulate.words import departments, vendors


def test_every_department_buys_from_known_vendors() -> None:
    known = {vendor.name for vendor in vendors()}
    assert all(set(hall.vendors) <= known for hall in departments())


def test_seasons_average_one() -> None:
    assert all(abs(sum(hall.season) - 12) < 1e-9 for hall in departments())


def test_finelines_have_names_and_descriptions_of_their_own() -> None:
    lines = [line for hall in departments() for line in hall.finelines]
    assert len({line.name for line in lines}) == len(lines)
    for line in lines:
        texts = [text for text, _ in line.descriptions()]
        assert len(set(texts)) == len(texts)


def test_descriptions_run_from_cheap_to_dear() -> None:
    bolts = next(
        line for hall in departments() for line in hall.finelines if line.name == "HEX BOLTS"
    )
    places = dict(bolts.descriptions())
    assert places["HEX BOLT 1/4X1 ZN GR2"] == 0
    assert places["HEX BOLT 3/4X6 SS GR8"] == 1
