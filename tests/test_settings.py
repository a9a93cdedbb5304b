from pathlib import Path

import pytest

from profit_sentinel import cli
from profit_sentinel.services.settings import read_settings
from profit_sentinel.settings import Section, SettingsError, load, merge, presets

PRESETS = ("hardware", "garden", "lumber", "convenience")


def file(folder: Path, text: str | bytes) -> Path:
    path = folder / "settings.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_valid(name: str) -> None:
    assert load(name).preset == name


def test_the_presets_are_those_of_the_command() -> None:
    assert tuple(presets()) == PRESETS


def test_without_a_word_a_store_sells_hardware() -> None:
    assert load() == load("hardware")


def test_store_types_keep_stock_for_different_times() -> None:
    covers = {name: load(name).cover.cover_days for name in PRESETS}
    assert covers["hardware"] == 180
    assert covers["garden"] == 90
    assert covers["convenience"] == 30


def test_a_file_names_its_preset() -> None:
    assert load(toml='preset = "garden"') == load("garden")


def test_the_preset_asked_for_goes_before_that_of_the_file() -> None:
    assert load("lumber", 'preset = "garden"').preset == "lumber"


def test_a_file_goes_before_the_preset() -> None:
    assert load("garden", "[cover]\ncover_days = 45").cover.cover_days == 45


def test_a_file_leaves_the_rest_of_a_section_alone() -> None:
    changed = load("garden", "[cover]\ncover_days = 45").cover
    assert changed.lead_days == load("garden").cover.lead_days


def test_an_option_goes_before_the_file(tmp_path: Path) -> None:
    settings = read_settings(None, file(tmp_path, "[list]\ntop = 3\nfalse_alarms = 0.3"), top=7)
    assert settings.list.top == 7
    assert settings.list.false_alarms == 0.3


def test_an_option_not_given_changes_nothing() -> None:
    assert read_settings(None, None, top=None, false_alarms=None) == load()


def test_a_department_has_limits_of_its_own() -> None:
    settings = load(toml='[departments."LAWN & GARDEN"]\ndead_stock_days = 400')
    assert settings.departments["LAWN & GARDEN"].dead_stock_days == 400
    assert settings.departments["LAWN & GARDEN"].salvage is None


def test_a_byte_order_mark_is_no_setting(tmp_path: Path) -> None:
    path = file(tmp_path, b"\xef\xbb\xbf[list]\ntop = 3")
    assert read_settings(None, path).list.top == 3


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert read_settings(None, file(tmp_path, "")) == load()


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("[list]\ntopp = 3", "list.topp"),
        ("colour = 1", "colour"),
        ("[list]\nfalse_alarms = 1.5", "list.false_alarms"),
        ("[list]\ntop = 0", "list.top"),
        ("[list]\ntop = 'many'", "list.top"),
        ("[dead_stock]\nsalvage = -0.1", "dead_stock.salvage"),
        ("[cover]\nlead_days = 0", "cover.lead_days"),
        ("[peers]\nstores = 2", "peers.stores"),
        ("[departments.PAINT]\nsalvage = 2", "departments.PAINT.salvage"),
        ("[departments.PAINT]\ncolour = 2", "departments.PAINT.colour"),
        ("list = 3", "list"),
        ("[[seasons.goods]]\nwords = ['x']\nfirst_month = 13\nlast_month = 1", "first_month"),
    ],
)
def test_a_wrong_setting_is_named(toml: str, named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        load(toml=toml)


def test_every_wrong_setting_is_named() -> None:
    with pytest.raises(SettingsError, match=r"(?s)list\.top.*cover\.lead_days"):
        load(toml="[list]\ntop = 0\n[cover]\nlead_days = 0")


def test_a_wrong_value_is_quoted() -> None:
    with pytest.raises(SettingsError, match=r"got 1\.5"):
        load(toml="[list]\nfalse_alarms = 1.5")


@pytest.mark.parametrize("value", ["nan", "inf", "-inf"])
def test_what_is_no_number_is_no_share(value: str) -> None:
    with pytest.raises(SettingsError, match="false_alarms"):
        load(toml=f"[list]\nfalse_alarms = {value}")


@pytest.mark.parametrize("text", ["[list", "top == 3", "= 3"])
def test_text_that_is_not_toml_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="not valid TOML"):
        load(toml=text)


def test_bytes_that_are_not_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="UTF-8"):
        read_settings(None, file(tmp_path, b"\xff\xfe\x00[list]"))


def test_an_unknown_preset_hears_which_there_are() -> None:
    with pytest.raises(SettingsError, match=r"bakery.*hardware, garden, lumber, convenience"):
        load("bakery")


def test_settings_cannot_be_changed_by_accident() -> None:
    with pytest.raises(AttributeError, match="cannot assign"):
        setattr(load(), "preset", "garden")  # noqa: B010 - plain assignment does not type-check


def test_merging_lays_sections_over_each_other() -> None:
    assert merge({"a": {"x": 1, "y": 2}, "b": 3}, {"a": {"y": 4}, "c": 5}) == {
        "a": {"x": 1, "y": 4},
        "b": 3,
        "c": 5,
    }


NUMBERS = [
    (section, name)
    for section in vars(load()).values()
    if isinstance(section, Section)
    for name, value in vars(section).items()
    if isinstance(value, int | float)
]


@pytest.mark.parametrize(
    ("section", "name"),
    NUMBERS,
    ids=lambda part: type(part).__name__ if isinstance(part, Section) else part,
)
def test_every_number_says_what_it_is(section: Section, name: str) -> None:
    assert section.meaning(name)


def test_the_help_names_every_preset() -> None:
    assert set(cli.PRESETS) == set(presets())
