"""Commands that say who is let in: keys for programs, people for browsers."""

from __future__ import annotations

import click

from profit_sentinel.service_commands import ORG, at_home
from profit_sentinel.terminal import refusals

ROLES = click.Choice(["owner", "executive", "manager", "viewer"])


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


@keys.command("make")
@click.argument("name")
@click.option("--role", type=ROLES, default="viewer", show_default=True, help="What it may do.")
@click.option("--store", "stores", multiple=True, help="A store it sees; may be repeated.")
@ORG
def make_key(name: str, role: str, stores: tuple[str, ...], org: str) -> None:
    """Make a key called NAME and print its secret, this once."""
    from profit_sentinel.domain.person import Role  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.services import keys as service  # noqa: PLC0415

    with refusals():
        home, who = at_home(org)
        made = service.make(home, who, name, Role(role), stores)
    click.echo(f"key {made.key.id}; keep the secret, it is not shown again", err=True)
    click.echo(made.secret)


@keys.command("list")
@ORG
def list_keys(org: str) -> None:
    """List the keys, without their secrets."""
    from profit_sentinel.services import keys as service  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, who = at_home(org)
        found = service.listed(home, who)
    for key in found:
        state = f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else "in use"
        click.echo(f"{key.id}  {key.name}  {key.role}  {', '.join(key.stores) or 'all'}  {state}")


@keys.command("revoke")
@click.argument("key")
@ORG
def revoke_key(key: str, org: str) -> None:
    """Take a KEY out of use."""
    from profit_sentinel.services import keys as service  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, who = at_home(org)
        service.revoke(home, who, key)
    click.echo(f"{key} revoked", err=True)


@click.group()
def people() -> None:
    """Invite, list and remove people who sign in by mail."""


@people.command("invite")
@click.argument("name")
@click.option("--mail", required=True, help="Address the links to sign in are sent to.")
@click.option("--role", type=ROLES, default="viewer", show_default=True, help="What they may do.")
@click.option("--store", "stores", multiple=True, help="A store they see; may be repeated.")
@ORG
def invite(name: str, mail: str, role: str, stores: tuple[str, ...], org: str) -> None:
    """Let NAME in by mail; once more changes name, role and stores."""
    from profit_sentinel.domain.person import Role  # noqa: PLC0415 - lazy on purpose
    from profit_sentinel.services import members  # noqa: PLC0415

    with refusals():
        home, who = at_home(org)
        member = members.invite(home, who, name, mail, Role(role), stores)
    told = f"sign in at {home.config.public}/sign-in"
    how = told if home.config.by_mail else "mail is not configured, so nobody signs in by it yet"
    click.echo(f"{member.id}  {member.name}: {how}", err=True)


@people.command("list")
@ORG
def list_people(org: str) -> None:
    """List who was invited."""
    from profit_sentinel.services import members  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, who = at_home(org)
        found = members.listed(home, who)
    for each in found:
        reach = ", ".join(each.stores) or "all"
        click.echo(f"{each.id}  {each.name}  {each.mail}  {each.role}  {reach}")


@people.command("remove")
@click.argument("member")
@ORG
def remove_person(member: str, org: str) -> None:
    """Let a MEMBER in no more, and sign them out everywhere."""
    from profit_sentinel.services import members  # noqa: PLC0415 - lazy on purpose

    with refusals():
        home, who = at_home(org)
        members.remove(home, who, member)
    click.echo(f"{member} removed", err=True)


COMMANDS = (keys, people)
