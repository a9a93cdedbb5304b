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
        if not isinstance(values, Section):
            continue
        lines += ["", f"[{section.name}]"]
        for field in fields(values):
            value = getattr(values, field.name)
            lines.append(f"{field.name} = {toml(value)}{note(values, field.name)}")
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
