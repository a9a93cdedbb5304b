"""Results as a person or a program wants them: printed, or written beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.services.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import polars as pl

    from profit_sentinel.digest.digest import Digest
    from profit_sentinel.settings import Settings


def printed(digest: Digest, form: str, top: int | None, settings: Settings) -> Iterator[str]:
    """The digest as `table`, `markdown` or `json`, in pieces that follow each other.

    Args:
        digest: What to print.
        form: How.
        top: Issues asked for; without it the settings' number, in JSON all.
        settings: The constants in force.
    """
    if form == "json":
        from profit_sentinel.digest.serialise import digest_pieces  # noqa: PLC0415 - lazy on purpose

        return digest_pieces(digest, top)
    from profit_sentinel.digest.render import render  # noqa: PLC0415
    from profit_sentinel.digest.style import Markdown, Text  # noqa: PLC0415

    style = Markdown() if form == "markdown" else Text()
    return iter([render(digest, style, settings.list.top)])


def _is_read(path: Path, source: Path | str) -> bool:
    """Whether a file that exists is an input or lies in a folder that is one."""
    return not isinstance(source, str) and path.resolve().is_relative_to(source.resolve())


def _findings(digest: Digest) -> pl.DataFrame:
    return digest.findings.table


def _sheets(digest: Digest) -> pl.DataFrame:
    from profit_sentinel.digest.counts import sheet_table  # noqa: PLC0415 - lazy on purpose

    return sheet_table(digest.count_sheets)


TABLES: Mapping[str, Callable[[Digest], pl.DataFrame]] = {
    "--findings": _findings,
    "--count-sheet": _sheets,
}
"""What each option writes."""


def writers(
    outputs: Mapping[str, Path], inputs: Sequence[Path | str]
) -> list[Callable[[Digest], None]]:
    """What writes the files of options of `TABLES`, checked before anything else is done.

    Args:
        outputs: The file of each option.
        inputs: What is about to be read.

    Raises:
        WrongUsageError: An ending nobody writes, a folder that is not there, a file that is about
            to be read, or one file for two options.
    """
    taken: dict[Path, str] = {}
    for option, path in outputs.items():
        other = taken.setdefault(path.resolve(), option)
        if other != option:
            message = f"{option} {path}: {other} writes that file; name another one"
            raise WrongUsageError(message)
    return [_writer(option, path, inputs) for option, path in outputs.items()]


def _writer(option: str, path: Path, inputs: Sequence[Path | str]) -> Callable[[Digest], None]:
    if path.exists() and any(_is_read(path, read) for read in inputs):
        message = f"{option} {path}: that is the export itself; name another file"
        raise WrongUsageError(message)
    from profit_sentinel.digest.export import WRITERS  # noqa: PLC0415 - lazy on purpose

    write = WRITERS.get(path.suffix.lower())
    if write is None:
        message = f"{option} {path.name}: the ending must be one of {', '.join(WRITERS)}"
        raise WrongUsageError(message)
    if not path.parent.is_dir():
        message = f"{option} {path}: there is no folder {path.parent}"
        raise WrongUsageError(message)
    return lambda digest: write_whole(path, write(TABLES[option](digest)))
