"""The command line. Nothing but results goes to standard output; imports wait for their command."""

from __future__ import annotations

import gc
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from profit_sentinel import __version__
from profit_sentinel.access_commands import COMMANDS as ACCESS
from profit_sentinel.service_commands import COMMANDS
from profit_sentinel.terminal import (
    WRONG_USAGE,
    ask_doubtful,
    bar,
    chosen_aliases,
    chosen_columns,
    fail,
    refusals,
    stages,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

FEW_COLLECTIONS = 500_000
"""Objects made between two looks for garbage: what a command makes, it mostly keeps to its end."""
PRESETS = ("hardware", "garden", "lumber", "convenience")
FORMATS = click.Choice(["table", "json", "markdown"])
SETTINGS_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITTEN = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
SYSTEMS_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class Source(click.ParamType["Path | str"]):
    """A file or folder that exists, or an address such as `s3://bucket/key`."""

    name = "source"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - as click declares it
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path | str:
        """The path, or the address as it stands."""
        if "://" in str(value):
            return str(value)
        return Path(str(click.Path(exists=True).convert(value, param, ctx)))


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="Start with: profit-sentinel analyze YOUR_EXPORT.csv",
)
@click.version_option(__version__, prog_name="profit-sentinel", message="%(prog)s %(version)s")
def app() -> None:
    """Finds the money a store is losing, says how sure it is, and ranks what to do."""


Command = TypeVar("Command", bound="Callable[..., Any]")


def of_form(command: Command) -> Command:
    """How the result is printed."""
    option = click.option(
        "--format", "form", type=FORMATS, default="table", show_default=True, help="How to print."
    )
    return option(command)


def of_columns(command: Command) -> Command:
    """Columns a person chose."""
    option = click.option(
        "--column", "columns", multiple=True, metavar="CANONICAL=HEADER",
        help="Use this header for a canonical column; may be repeated.",
    )  # fmt: skip
    return option(command)


def of_aliases(command: Command) -> Command:
    """Names a person says mean one store or SKU."""
    option = click.option(
        "--alias", "aliases", multiple=True, metavar="KIND:OTHER=NAME",
        help="Two names of one store or SKU, such as store:01=1 or sku:123=00123, or sku=all for "
             "those that were proposed; may be repeated.",
    )  # fmt: skip
    return option(command)


def of_systems(command: Command) -> Command:
    """Point-of-sale systems a person added."""
    option = click.option(
        "--systems", "systems", multiple=True, type=SYSTEMS_FOLDER, metavar="DIR",
        help="Folder of system files of your own, see the command `systems`; may be repeated.",
    )  # fmt: skip
    return option(command)


def of_settings(command: Command) -> Command:
    """The constants in force."""
    file = click.option(
        "--settings", type=SETTINGS_FILE, metavar="FILE.toml",
        help="Settings that differ from the preset; see the command `settings`.",
    )  # fmt: skip
    preset = click.option(
        "--preset", metavar="KIND", help=f"Kind of store: {', '.join(PRESETS)} (hardware)."
    )
    return preset(file(command))


@app.command()
@click.argument("files", nargs=-1, required=True, type=Source())
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="Day the stock was read. Else the file tells: its name, its newest date, its "
                   "age.")  # fmt: skip
@click.option("--store", help="The store, where no column names it.")
@of_columns
@of_aliases
@of_systems
@click.option("--top", type=click.IntRange(min=1),
              help="Issues shown in each section (5); with --format json the first so many of the "
                   "ranking (all).")  # fmt: skip
@click.option("--leak", metavar="ID", help="Show one leak only; see the command `leaks`.")
@click.option("--false-alarms", type=click.FloatRange(0, 1),
              help="Share of false alarms the list may hold (0.10).")  # fmt: skip
@of_settings
@click.option("--engine", type=click.Choice(["polars", "duckdb", "spark"]), default="polars",
              show_default=True, help="What runs the rules; duckdb and spark are extras, and spark "
                                      "needs Java.")  # fmt: skip
@click.option("--memory", metavar="SIZE",
              help="Most memory the engine duckdb may take, such as 2GB; what does not fit goes to "
                   "a temporary folder.")  # fmt: skip
@of_form
@click.option("--findings", type=WRITTEN, metavar="PATH",
              help="Also write every finding to a .csv, .parquet or .xlsx file.")  # fmt: skip
@click.option("--count-sheet", type=WRITTEN, metavar="PATH",
              help="Also write what is worth a look at the shelf, in shelf order, to such a "
                   "file.")  # fmt: skip
def analyze(  # noqa: PLR0913 - one parameter per option of the command
    *,
    files: tuple[Path | str, ...],
    as_of: datetime | None,
    store: str | None,
    columns: tuple[str, ...],
    aliases: tuple[str, ...],
    systems: tuple[Path, ...],
    top: int | None,
    leak: str | None,
    false_alarms: float | None,
    preset: str | None,
    settings: Path | None,
    engine: str,
    memory: str | None,
    form: str,
    findings: Path | None,
    count_sheet: Path | None,
) -> None:
    """Read exports of the stock and say where the money goes.

    FILES are CSV, TSV, XLSX or Parquet exports of any point-of-sale system, zips and folders of
    them, or addresses such as s3://bucket/key (also gs://, az://, file://). Several are parts of
    one stock list. Files of other kinds that come with it are read beside it: a price or cost
    list fills costs, prices and vendors that are missing; purchase orders, sales, counts and
    invoices are checked and reported.

    Exit code 0: done; 2: wrong usage; 3: a file cannot be used (the message says why).
    """
    from profit_sentinel.services.analysis import analyze as run  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.services.results import printed, writers  # noqa: PLC0415
    from profit_sentinel.services.settings import read_settings  # noqa: PLC0415

    with refusals():
        beside = {"--findings": findings, "--count-sheet": count_sheet}
        outputs = {option: path for option, path in beside.items() if path}
        written = writers(outputs, files)
        chosen = chosen_columns(columns)
        same = chosen_aliases(aliases)
        constants = read_settings(preset, settings, false_alarms=false_alarms, top=top)
    look = partial(
        run,
        files,
        as_of=as_of.date() if as_of else None,
        store=store,
        systems=systems,
        aliases=same,
        settings=constants,
        leak=leak,
        engine=engine,
        memory=memory,
    )
    with refusals(), stages() as on_stage:
        digest = look(columns=chosen, on_stage=on_stage)
    answers = ask_doubtful(digest.sources)
    if answers:
        with refusals(), stages() as on_stage:
            digest = look(columns={**answers, **chosen}, on_stage=on_stage)
    with refusals():
        for write in written:
            write(digest)
        for piece in printed(digest, form, top, constants):
            click.echo(piece, nl=False)


@app.command()
@click.argument("file", type=Source())
@of_columns
@of_systems
@click.option("--as-system", metavar="NAME",
              help="Print a system file instead, by which such exports are known from then "
                   "on.")  # fmt: skip
@of_form
def columns(
    file: Path | str,
    columns: tuple[str, ...],
    systems: tuple[Path, ...],
    as_system: str | None,
    form: str,
) -> None:
    """Show how every column of FILE is understood, and how to change it.

    FILE may be a zip, a workbook, a folder or an address too; then every file in it is shown.
    """
    from profit_sentinel.services.columns import recognised  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.services.systems import written_as  # noqa: PLC0415

    with refusals():
        chosen = chosen_columns(columns)
        if as_system is None:
            click.echo(recognised(file, chosen, form, systems), nl=False)
        else:
            click.echo(written_as(as_system, file, chosen, systems), nl=False)


@app.command("systems")
@click.argument("system", required=False)
@of_systems
@of_form
def show_systems(system: str | None, systems: tuple[Path, ...], form: str) -> None:
    """List the point-of-sale systems whose exports are known, or explain one SYSTEM.

    Your own are system files in the folder `systems` of PROFIT_SENTINEL_HOME (else of the data
    folder of your account), or in any folder given with --systems. They go before the built-in
    ones. To begin one: profit-sentinel columns EXPORT --as-system NAME
    """
    from profit_sentinel.services.systems import shown  # noqa: PLC0415 - lazy on purpose

    with refusals():
        click.echo(shown(system, systems, form), nl=False)


@app.command()
@click.argument("leak", required=False)
@of_settings
@click.option("--out", type=FOLDER, help="Write a page per leak, in Markdown, to this folder.")
def leaks(leak: str | None, preset: str | None, settings: Path | None, out: Path | None) -> None:
    """List the catalogue of leaks, or explain one LEAK."""
    from profit_sentinel.services.catalogue import explain, listing, write_pages  # noqa: PLC0415
    from profit_sentinel.services.settings import read_settings  # noqa: PLC0415

    if leak and out:
        fail("leaks --out writes the page of every leak; leave the leak out", WRONG_USAGE)
    with refusals():
        constants = read_settings(preset, settings)
        if out:
            click.echo(f"{write_pages(out, constants)} pages in {out}", err=True)
        else:
            click.echo(explain(leak, constants) if leak else listing(), nl=False)


@app.command("settings")
@of_settings
def show_settings(preset: str | None, settings: Path | None) -> None:
    """Print every setting in force, as a file to change and give back with --settings."""
    from profit_sentinel.services.settings import read_settings, settings_text  # noqa: PLC0415

    with refusals():
        click.echo(settings_text(read_settings(preset, settings)), nl=False)


@app.command()
@click.option("--out", type=FOLDER, default=Path("demo"), show_default=True,
              help="Folder for the files.")  # fmt: skip
@click.option("--system", default="epicor_eagle", show_default=True,
              help="Point-of-sale system that writes the stock: paladin_report, do_it_best, "
              "lightspeed_r, counterpoint, shopify_products, shopify_inventory.")  # fmt: skip
@click.option("--companions", is_flag=True,
              help="Also purchase orders, sales, counts and the vendors' prices.")  # fmt: skip
@click.option("--history", is_flag=True,
              help="Also the reports of 30 and 90 days before.")  # fmt: skip
def demo(out: Path, *, system: str, companions: bool, history: bool) -> None:
    """Write the demo chain: three hardware stores, 36,000 rows, and the truth hidden in them."""
    from profit_sentinel.services.demo import write_demo  # noqa: PLC0415 - lazy on purpose

    with refusals(), bar("simulating 500 days") as advance:
        options = {"companions": companions, "history": history}
        for path in write_demo(out, advance, system=system, **options):
            click.echo(str(path), err=True)


for _command in (*COMMANDS, *ACCESS):
    app.add_command(_command)


def main() -> None:
    """Entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    gc.set_threshold(FEW_COLLECTIONS)
    try:
        app(prog_name="profit-sentinel")
    finally:
        if "duckdb" not in sys.modules:  # it tells on what is not collected when a process ends
            gc.freeze()  # nothing needs to be looked through again
