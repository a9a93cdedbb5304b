"""What the command does to a terminal, on standard error: progress, questions, refusals."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from profit_sentinel.domain.intake import ColumnUse, Source

WRONG_USAGE = 2
UNUSABLE_FILE = 3


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong and stop with an exit code."""
    click.echo(f"profit-sentinel: {message}", err=True)
    raise click.exceptions.Exit(code)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn errors a person can mend into a message and an exit code."""
    from profit_sentinel.domain.errors import RefusedError, WrongUsageError  # noqa: PLC0415 - lazy
    from profit_sentinel.domain.intake import UnusableFileError  # noqa: PLC0415

    try:
        yield
    except UnusableFileError as error:
        fail(str(error), UNUSABLE_FILE)
    except (WrongUsageError, RefusedError) as error:
        fail(str(error), WRONG_USAGE)
    except BrokenPipeError:
        raise  # the reader has seen enough; click ends quietly
    except OSError as error:
        fail(f"{error.filename or 'file'}: {error.strerror or error}", UNUSABLE_FILE)


@contextmanager
def stages() -> Iterator[Callable[[str], None]]:
    """A line that says what is being done, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only when somebody watches

    with Console(stderr=True).status("starting") as status:
        yield status.update


@contextmanager
def bar(title: str) -> Iterator[Callable[[float], None]]:
    """A progress bar for a share between 0 and 1, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only when somebody watches
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=1.0)
        yield lambda share: progress.update(task, completed=share)


def chosen_columns(options: Iterable[str]) -> dict[str, str]:
    """`canonical=Header` options as a mapping.

    Raises:
        WrongUsageError: An option without `=`.
    """
    return _pairs(options, "--column", "CANONICAL=HEADER")


def chosen_aliases(options: Iterable[str]) -> dict[str, str]:
    """`kind:other=name` options as a mapping.

    Raises:
        WrongUsageError: An option without `=`.
    """
    return _pairs(options, "--alias", "KIND:OTHER=NAME, such as store:01=1, or sku=all")


def _pairs(options: Iterable[str], flag: str, form: str) -> dict[str, str]:
    from profit_sentinel.domain.errors import WrongUsageError  # noqa: PLC0415 - lazy on purpose

    pairs = [option.partition("=") for option in options]
    for name, equals, value in pairs:
        if not (equals and name and value):
            message = f"{flag} {name}{equals}{value}: write it as {form}"
            raise WrongUsageError(message)
    return {name.strip(): value for name, _, value in pairs}


def ask_doubtful(sources: Iterable[Source]) -> Mapping[str, str]:
    """Ask on a terminal about doubtful columns that would be of use; elsewhere nothing."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return {}
    return dict(
        answer
        for source in sources
        for use in source.recognition.columns
        if use.doubtful and (answer := ask(use))
    )


def ask(use: ColumnUse) -> tuple[str, str] | None:
    """One question about one column; None when the answer changes nothing."""
    wanted = use.canonical or use.suggestion
    if wanted is None:
        return None
    seen = f'"{use.header}" ({", ".join(use.samples[:3])})'
    if use.canonical is None:
        said_yes = click.confirm(f"Is {seen} the column {wanted}? {use.reason}", err=True)
        return (wanted, use.header) if said_yes else None
    question = f"{seen} was taken for {wanted}: {use.reason}. Header to use"
    return wanted, str(click.prompt(question, default=use.header, err=True))
