"""Settings from a preset, a file and the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from profit_sentinel.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from pathlib import Path


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
