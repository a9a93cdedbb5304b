"""How the parts of a digest are set: plain text for a terminal, or Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 96


class Style(Protocol):
    """How the parts of a digest are set."""

    def heading(self, text: str) -> list[str]:
        """A section begins."""

    def line(self, text: str) -> list[str]:
        """A sentence that stands alone."""

    def item(self, number: int, title: str, details: Sequence[str]) -> list[str]:
        """One numbered entry with its details."""

    def bullet(self, text: str) -> list[str]:
        """One entry of a list."""


@dataclass(frozen=True)
class Text:
    """Plain text, wrapped for a terminal."""

    width: int = WIDTH

    def heading(self, text: str) -> list[str]:
        """Capitals after a blank line."""
        return ["", text.upper()]

    def line(self, text: str) -> list[str]:
        """Wrapped text."""
        return wrap(text, self.width) or [""]

    def item(self, number: int, title: str, details: Sequence[str]) -> list[str]:
        """A number, the title, and indented details."""
        indent = " " * 5
        return [
            f"{number:>3}. {title}",
            *(part for text in details for part in wrap(
                text, self.width, initial_indent=indent, subsequent_indent=indent)),
        ]  # fmt: skip

    def bullet(self, text: str) -> list[str]:
        """A dash and hanging lines."""
        return wrap(text, self.width, initial_indent="  - ", subsequent_indent="    ")


@dataclass(frozen=True)
class Markdown:
    """Markdown for mail, chat and wikis."""

    def heading(self, text: str) -> list[str]:
        """A second-level heading."""
        return ["", f"## {text}", ""]

    def line(self, text: str) -> list[str]:
        """A paragraph."""
        return [escape(text), ""]

    def item(self, number: int, title: str, details: Sequence[str]) -> list[str]:
        """A numbered item with its details below."""
        return [f"{number}. **{escape(title)}**", *(f"   {escape(text)}  " for text in details)]

    def bullet(self, text: str) -> list[str]:
        """A list item."""
        return [f"- {escape(text)}"]


def escape(text: str) -> str:
    """Text of a file set so that Markdown does not read it as markup."""
    text = " ".join(text.split())
    for mark in ("\\", "`", "*", "_", "[", "]", "<", ">", "|"):
        text = text.replace(mark, "\\" + mark)
    return text
