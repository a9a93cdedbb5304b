"""Settings from a preset, a file and the command line."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from profit_sentinel.settings import Section, Settings, SettingsError, load

if TYPE_CHECKING:
    from pathlib import Path


def settings_text(settings: Settings) -> str:
    """Every setting in force with its meaning, as a TOML file to change and give back."""
    lines = [f'preset = "{settings.preset}"']
    for section in fields(settings):
        values = getattr(settings, section.name)
        if isinstance(values, Section):
            lines += section_lines(section.name, values)
    for name, limits in settings.departments.items():
        lines += section_lines(f"departments.{toml(name)}", limits)
    return "\n".join(lines) + "\n"


def section_lines(name: str, values: Section) -> list[str]:
    """A section of a settings file; what is not set is left out."""
    held = {field.name: getattr(values, field.name) for field in fields(values)}
    said = [
        f"{key} = {toml(value)}{note(values, key)}"
        for key, value in held.items()
        if value is not None
    ]
    return ["", f"[{name}]", *said]


def own(settings: Settings) -> dict[str, Any]:
    """What is set otherwise than the preset has it, by section, and limits by department."""
    usual = load(settings.preset)
    found: dict[str, Any] = {}
    for section in fields(settings):
        here, there = getattr(settings, section.name), getattr(usual, section.name)
        if isinstance(here, Section) and here != there:
            found[section.name] = {
                field.name: getattr(here, field.name)
                for field in fields(here)
                if getattr(here, field.name) != getattr(there, field.name)
            }
    if settings.departments:
        found["departments"] = dict(settings.departments)
    return found


def short_text(settings: Settings) -> str:
    """The preset and what is set otherwise, so that another preset can take its place."""
    lines = [f"preset = {toml(settings.preset)}"]
    for name, values in own(settings).items():
        if name != "departments":
            lines += ["", f"[{name}]", *(f"{key} = {toml(each)}" for key, each in values.items())]
    for name, limits in settings.departments.items():
        lines += section_lines(f"departments.{toml(name)}", limits)
    return "\n".join(lines) + "\n"


def note(section: Section, name: str) -> str:
    """What a setting does, as a comment."""
    meaning = section.meaning(name)
    return f"  # {meaning}" if meaning else ""


def toml(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, tuple):
        return f"[{', '.join(toml(item) for item in value)}]"
    if is_dataclass(value):
        pairs = (f"{field.name} = {toml(getattr(value, field.name))}" for field in fields(value))
        return f"{{ {', '.join(pairs)} }}"
    return json.dumps(value)


def read_settings(preset: str | None, file: Path | None, **of_list: Any) -> Settings:  # noqa: ANN401
    """Settings from a preset, a TOML file over it, and options of the list over both.

    Args:
        preset: Name of a store type.
        file: A settings file.
        of_list: Values of the `list` section; None leaves one as it is.

    Raises:
        SettingsError: Something in them cannot be used.
    """
    given = {name: value for name, value in of_list.items() if value is not None}
    try:
        text = file.read_text(encoding="utf-8-sig") if file else ""
    except UnicodeDecodeError as error:
        message = f"{file}: not UTF-8 text, so not a settings file"
        raise SettingsError(message) from error
    return load(preset, text, **({"list": given} if given else {}))
