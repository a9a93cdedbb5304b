"""The command line. Nothing but results goes to standard output; imports wait for their command."""

from __future__ import annotations

import sys
from datetime import datetime  # noqa: TC003 - typer reads the annotations
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from profit_sentinel import __version__
from profit_sentinel.terminal import (
    WRONG_USAGE,
    ask_doubtful,
    bar,
    chosen_columns,
    fail,
    refusals,
    stages,
)

app = typer.Typer(
    name="profit-sentinel",
    help="Finds the money a store is losing, says how sure it is, and ranks what to do.",
    epilog="Start with: profit-sentinel analyze YOUR_EXPORT.csv",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How a result is printed."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class Engine(StrEnum):
    """What runs the rules."""

    POLARS = "polars"
    DUCKDB = "duckdb"


File = Annotated[
    Path,
    typer.Argument(exists=True, dir_okay=False, show_default=False,
                   help="An export of the stock: CSV, TSV, XLSX or Parquet."),
]  # fmt: skip
Files = Annotated[
    list[Path],
    typer.Argument(exists=True, dir_okay=False, show_default=False,
                   help="Exports of the stock: CSV, TSV, XLSX or Parquet. Several files are parts "
                        "of one stock list."),
]  # fmt: skip
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="CANONICAL=HEADER",
                 help="Use this header for a canonical column; may be repeated."),
]  # fmt: skip


def show_version(value: bool) -> None:  # noqa: FBT001 - the signature typer calls
    """Print the version and stop."""
    if value:
        typer.echo(f"profit-sentinel {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show version.")
    ] = False,
) -> None:
    """Options of the command as a whole."""
    del version  # its callback has answered already


@app.command()
def analyze(  # noqa: PLR0913 - one parameter per option of the command
    files: Files,
    *,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE",
                     help="Day the stock was read. Else the file tells: its name, its newest date, "
                          "its age."),
    ] = None,
    store: Annotated[str | None, typer.Option(help="The store, where no column names it.")] = None,
    column: Columns = None,
    top: Annotated[
        int | None,
        typer.Option(min=1, help="Issues shown in each section (5); with --format json the first "
                                 "so many of the ranking (all)."),
    ] = None,
    leak: Annotated[
        str | None, typer.Option(metavar="ID", help="Show one leak only; see `leaks`.")
    ] = None,
    false_alarms: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Share of false alarms the list may hold (0.10)."),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(help="Kind of store: hardware, garden, lumber or convenience (hardware)."),
    ] = None,
    settings: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, metavar="FILE.toml",
                     help="Settings that differ from the preset."),
    ] = None,
    engine: Annotated[Engine, typer.Option(help="What runs the rules.")] = Engine.POLARS,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    findings: Annotated[
        Path | None,
        typer.Option(dir_okay=False, metavar="PATH",
                     help="Also write every finding to a .csv, .parquet or .xlsx file."),
    ] = None,
) -> None:  # fmt: skip
    """Read exports of the stock and say where the money goes.

    Exit code 0: done; 2: wrong usage; 3: a file cannot be used (the message says why).
    """
    from functools import partial  # noqa: PLC0415 - imports wait for their command

    from profit_sentinel.services.analysis import analyze as run  # noqa: PLC0415
    from profit_sentinel.services.results import printed, writer  # noqa: PLC0415
    from profit_sentinel.services.settings import read_settings  # noqa: PLC0415

    with refusals():
        write = writer(findings, files) if findings else None
        chosen = chosen_columns(column or [])
        constants = read_settings(preset, settings, false_alarms=false_alarms, top=top)
    look = partial(
        run, files, as_of=as_of.date() if as_of else None, store=store, settings=constants,
        leak=leak, engine=engine.value,
    )  # fmt: skip
    with refusals(), stages() as on_stage:
        digest = look(columns=chosen, on_stage=on_stage)
    answers = ask_doubtful(digest.sources)
    if answers:
        with refusals(), stages() as on_stage:
            digest = look(columns={**answers, **chosen}, on_stage=on_stage)
    with refusals():
        if write:
            write(digest)
        typer.echo(printed(digest, form.value, top, constants), nl=False)


@app.command()
def columns(
    file: File,
    column: Columns = None,
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Show how every column of a file is understood, and how to change it."""
    from profit_sentinel.services.columns import recognised  # noqa: PLC0415 - lazy on purpose

    with refusals():
        typer.echo(recognised(file, chosen_columns(column or []), form.value), nl=False)


@app.command()
def leaks(
    leak: Annotated[
        str | None, typer.Argument(show_default=False, help="A leak to explain; without it, all.")
    ] = None,
    preset: Annotated[str | None, typer.Option(help="Kind of store.")] = None,
    settings: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, metavar="FILE.toml")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Write a page per leak, in Markdown, to this folder."),
    ] = None,
) -> None:
    """List the catalogue of leaks, or explain one."""
    from profit_sentinel.services.catalogue import explain, listing, write_pages  # noqa: PLC0415
    from profit_sentinel.services.settings import read_settings  # noqa: PLC0415

    with refusals():
        constants = read_settings(preset, settings)
        if leak and out:
            fail("leaks --out writes the page of every leak; leave the leak out", WRONG_USAGE)
        if out:
            typer.echo(f"{write_pages(out, constants)} pages in {out}", err=True)
        else:
            typer.echo(explain(leak, constants) if leak else listing(), nl=False)


@app.command("settings")
def show_settings(
    preset: Annotated[str | None, typer.Option(help="Kind of store.")] = None,
    settings: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, metavar="FILE.toml")
    ] = None,
) -> None:
    """Print every setting in force, as a file to change and give back with --settings."""
    from profit_sentinel.services.settings import read_settings, settings_text  # noqa: PLC0415

    with refusals():
        typer.echo(settings_text(read_settings(preset, settings)), nl=False)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(file_okay=False, help="Folder for the files.")] = Path(
        "demo"
    ),
) -> None:
    """Write the demo chain: three hardware stores, 36,000 rows, and the truth hidden in them."""
    from profit_sentinel.services.demo import write_demo  # noqa: PLC0415 - lazy on purpose

    with refusals(), bar("simulating 500 days") as advance:
        for path in write_demo(out, advance):
            typer.echo(str(path), err=True)


def main() -> None:
    """Entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
