"""Commands that work on kept state, from `serve` to `migrate`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from profit_sentinel.terminal import UNUSABLE_FILE, refusals, stages

if TYPE_CHECKING:
    from datetime import datetime

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home

STATUSES = click.Choice(["open", "in_progress", "completed", "escalated", "dismissed"])
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
ORG = click.option(
    "--org",
    default="local",
    show_default=True,
    help="Organisation, where several share a database.",
)
STORE = click.option("--store", help="One store only.")


def at_home(org: str) -> tuple[Home, Person]:
    """The home of this account, and its owner."""
    from profit_sentinel.app import open_home  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.config import Config  # noqa: PLC0415
    from profit_sentinel.domain.errors import WrongUsageError  # noqa: PLC0415
    from profit_sentinel.domain.person import ORGANISATION, Person, Role  # noqa: PLC0415
    from profit_sentinel.logs import set_up  # noqa: PLC0415

    if ORGANISATION.fullmatch(org) is None:
        message = f"--org {org!r}: no organisation can be called so"
        raise WrongUsageError(message)
    set_up(Config().log_format)
    return open_home(), Person("command line", org, Role.OWNER)


def at_home_today(org: str) -> tuple[Home, Person]:
    """The same, with all that stores show judged by the rules of this program."""
    from profit_sentinel.services.showing import refresh_all  # noqa: PLC0415 - lazy on purpose

    home, who = at_home(org)
    refresh_all(home)
    return home, who


def show(what: Any) -> None:  # noqa: ANN401 - any JSON
    """Print as JSON."""
    click.echo(json.dumps(what, indent=2, ensure_ascii=False, default=str))


@click.command()
@click.option("--host", help="Address to listen on (127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (8001).")
@click.option("--settings", "only_settings", is_flag=True, help="Print every setting and end.")
def serve(host: str | None, port: int | None, *, only_settings: bool) -> None:
    """Serve the web page and the HTTP interface, with a process beside it that reads uploads.

    State is kept in one folder, PROFIT_SENTINEL_HOME or the data folder of the account; with
    DATABASE_URL in PostgreSQL, with BUCKET_URL the files in a bucket. On a loopback address
    without PROFIT_SENTINEL_JWKS there is no sign-in. Every setting: docs/operating.md.
    """
    import uvicorn  # noqa: PLC0415 - lazy on purpose

    from profit_sentinel.app import service, settle  # noqa: PLC0415
    from profit_sentinel.config import Config, table  # noqa: PLC0415
    from profit_sentinel.logs import set_up  # noqa: PLC0415
    from profit_sentinel.services.reader_process import ReaderProcess  # noqa: PLC0415

    if only_settings:
        click.echo(table(), nl=False)
        return
    with refusals():
        said = {"host": host, "port": port}
        config = Config(**{name: value for name, value in said.items() if value is not None})
        set_up(config.log_format)
        app = service(config, ReaderProcess() if config.readers else None)
        settle()
    click.echo(f"Profit Sentinel on {config.host}, port {config.port}; /docs explains it", err=True)
    uvicorn.run(app, host=config.host, port=config.port, access_log=False, log_level="warning",
                server_header=False, timeout_graceful_shutdown=10)  # fmt: skip


@click.command()
@click.option("--attached", is_flag=True, hidden=True, help="End with the service that began it.")
def readers(*, attached: bool) -> None:
    """Read what is uploaded, without serving anything, until told to end.

    `serve` starts this beside itself. On a machine of its own, with the same DATABASE_URL and
    BUCKET_URL, it takes the reading off those that serve with PROFIT_SENTINEL_READERS=0. Ctrl-C or
    SIGTERM ends it once what is in hand has been read.
    """
    from profit_sentinel.domain.errors import WrongUsageError  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.services.reader_process import stay  # noqa: PLC0415
    from profit_sentinel.services.readers import ReaderThreads  # noqa: PLC0415

    with refusals():
        home, _ = at_home("local")
        if home.config.readers == 0:
            message = "PROFIT_SENTINEL_READERS is 0: there is nothing to read with"
            raise WrongUsageError(message)
        stay(ReaderThreads(home), attached=attached)


@click.command()
@click.argument("files", nargs=-1, required=True,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="Day the stock was read, where the file does not say.")  # fmt: skip
@click.option("--store", default="", help="The store, where no column names it.")
@ORG
def upload(files: tuple[Path, ...], as_of: datetime | None, store: str, org: str) -> None:
    """Keep exports and analyse them; the same bytes again are not read twice.

    Exit code 0: all were read; 2: wrong usage; 3: a file cannot be used (its bytes are kept).
    """
    from profit_sentinel.services import reading, uploads  # noqa: PLC0415 - lazy on purpose

    day, unusable = as_of.date() if as_of else None, False
    with refusals(), stages() as on_stage:
        home, who = at_home(org)
        for path in files:
            on_stage(f"keeping {path.name}")
            with path.open("rb") as data:
                got = uploads.receive(home, who, path.name, data, store=store, as_of=day)
            on_stage(f"reading {path.name}")
            done = reading.read_until_done(home, who, got.upload.id)
            click.echo(f"{path.name}: {told(done)}", err=True)
            unusable |= done.error is not None
    if unusable:
        raise click.exceptions.Exit(UNUSABLE_FILE)


def told(upload: Any) -> str:  # noqa: ANN401 - a row
    """What became of an upload."""
    if upload.error is None:
        notes = [f"\n  store {each['store_id']}: {each['note']}" for each in upload.notes]
        return f"ready ({upload.id}){''.join(notes)}"
    error = upload.error
    return f"cannot be used: {error['found']}\n  needed: {error['needed']}\n  try: {error['try']}"


@click.command()
@STORE
@click.option(
    "--top",
    type=click.IntRange(1, 20),
    default=5,
    show_default=True,
    help="Issues, and count sheets, shown.",
)
@AS_JSON
@ORG
def digest(store: str | None, top: int, *, as_json: bool, org: str) -> None:
    """Print the morning digest of what was uploaded."""
    from profit_sentinel.services import digests  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, who = at_home_today(org)
        found = digests.digest(home, who, [store] if store else [], top).plain
    if as_json:
        show(found)
    else:
        click.echo(found["rendered_text"], nl=False)


@click.command()
@click.argument("issue", required=False)
@STORE
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="Issues.")
@AS_JSON
@ORG
def issues(issue: str | None, store: str | None, limit: int, *, as_json: bool, org: str) -> None:
    """List the issues of today, or show one ISSUE."""
    from profit_sentinel.services import issues as service  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, who = at_home_today(org)
        if issue:
            found = [service.get(home, who, issue)]
        else:
            found, _ = service.listed(home, who, store, None, None, 0, limit)
    if as_json:
        show(found[0] if issue else found)
        return
    for each in found:
        click.echo(f"{each['id']}  {each['title']}: {each['dollar_impact']:,.2f} {each['money']}")
        for sku in each["skus"] if issue else ():
            click.echo(f"  {sku['sku']}  {sku['description'] or ''}: {sku['reason']}")


@click.command()
@click.argument("task", required=False)
@click.option("--status", type=STATUSES, help="Only those in this state.")
@click.option("--set", "to", type=STATUSES, help="Put TASK into this state.")
@click.option("--note", default="", help="Why, or what was found.")
@STORE
@ORG
def tasks(  # noqa: PLR0913, PLR0917 - one parameter per option of the command
    task: str | None, status: str | None, to: str | None, note: str, store: str | None, org: str
) -> None:
    """List tasks, show one TASK, or put it into another state."""
    from profit_sentinel.act.tasks import task_text  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.act.verified import verified_text  # noqa: PLC0415
    from profit_sentinel.domain.task import Status  # noqa: PLC0415
    from profit_sentinel.services import tasks as service  # noqa: PLC0415

    with refusals():
        if to and not task:
            message = "--set needs the TASK that is meant"
            raise click.UsageError(message)
        home, who = at_home_today(org)
        if task and to:
            service.move(home, who, task, Status(to), note)
        if task:
            found = [service.get(home, who, task).task]
        else:
            found, _ = service.listed(home, who, store, None, status, 0, 500)
    for each in found:
        if task:
            click.echo(task_text(service.plain(each)), nl=False)
            if each.verification:
                click.echo("\n" + verified_text(each.verification), nl=False)
        else:
            click.echo(
                f"{each.id}  {each.deadline}  {each.priority}  {each.status}  {each.assignee}  "
                f"{each.title}"
            )


@click.command()
@click.argument("issue")
@click.option("--to", "assignee", required=True, help="Who is to act.")
@click.option("--deadline", type=click.DateTime(["%Y-%m-%d"]), help="Until when; else by priority.")
@click.option("--note", default="", help="What to say with it.")
@ORG
def delegate(issue: str, assignee: str, deadline: datetime | None, note: str, org: str) -> None:
    """Hand an ISSUE to somebody as a task."""
    from profit_sentinel.act.tasks import task_text  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.services import tasks as service  # noqa: PLC0415

    with refusals():
        home, who = at_home_today(org)
        until = deadline.date() if deadline else None
        made = service.delegate(home, who, service.Order(issue, assignee, until, note))
    click.echo(f"{'new' if made.new else 'already delegated'}: {made.task.id}", err=True)
    click.echo(task_text(service.plain(made.task)), nl=False)


@click.command()
@click.option("--to", help="Step to go to; 'base' takes all tables away. The newest by default.")
@click.option("--show", "only_show", is_flag=True, help="Only say where the database stands.")
def migrate(to: str | None, *, only_show: bool) -> None:
    """Bring the tables to the shape this version needs, or to another."""
    from profit_sentinel.app import open_database  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.store import migrate as steps  # noqa: PLC0415

    with refusals():
        database = open_database()
        before = steps.present(database)
        if not only_show:
            steps.go(database, to or "head")
        click.echo(f"{before or 'empty'} -> {steps.present(database) or 'empty'}"
                   f" (newest: {steps.newest()})")  # fmt: skip


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def backup(path: Path) -> None:
    """Write database and files to the zip PATH, while the service runs."""
    from profit_sentinel.services.keeping import back_up  # noqa: PLC0415 - lazy on purpose

    with refusals(), stages() as on_stage:
        home, _ = at_home("local")
        on_stage(f"writing {path.name}")
        back_up(home, path)
    click.echo(f"{path}: {path.stat().st_size:,} bytes", err=True)


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(path: Path) -> None:
    """Make the data folder from the backup PATH; PROFIT_SENTINEL_HOME must hold no state."""
    from profit_sentinel.app import data_home  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.services.keeping import restore as run  # noqa: PLC0415

    with refusals():
        folder = data_home()
        run(path, folder)
    click.echo(f"restored to {folder}", err=True)


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@ORG
def export(path: Path, org: str) -> None:
    """Write everything of an organisation to the zip PATH.

    Rows come as JSON lines, a file a table; uploads and snapshots as they are kept.
    """
    from profit_sentinel.services.keeping import hand_out  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, _ = at_home(org)
        click.echo(f"{hand_out(home, org, path):,} rows in {path}", err=True)


@click.command()
def sweep() -> None:
    """Throw away files that no row names and what killed programs left, older than a day.

    The service does the same once a day.
    """
    from profit_sentinel.services import sweeping  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, _ = at_home("local")
        freed = sweeping.sweep(home)
    click.echo(f"{freed.files:,} files, {freed.size:,} bytes freed", err=True)


@click.command()
@ORG
@click.confirmation_option(prompt="Forget everything of this organisation, for good?")
def forget(org: str) -> None:
    """Forget everything of an organisation: uploads, snapshots, issues, tasks, keys."""
    from profit_sentinel.services import keeping  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, _ = at_home(org)
        click.echo(f"forgotten, with {keeping.forget(home, org):,} files", err=True)


COMMANDS = (
    serve,
    readers,
    upload,
    digest,
    issues,
    tasks,
    delegate,
    migrate,
    backup,
    restore,
    export,
    forget,
    sweep,
)
