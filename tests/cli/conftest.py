"""The command as a person calls it, and a small stock list to call it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from profit_sentinel.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

STOCK = """\
Store,SKU,Desc,Dept,Vendor,Qty On Hand,Unit Cost,Retail Price,Sold 12 Months,Last Sale,Last Receipt
1,00101,HAMMER 16OZ,TOOLS,ACME,-4,10.00,20.00,40,2024-03-01,2024-01-15
1,00102,CAFÉ TABLE,TOOLS,ACME,-2,12.50,25.00,30,2024-03-01,2024-01-15
1,00103,OLD LAMP,LIGHT,BRITE,7,9.00,18.00,0,2021-05-05,2021-01-15
1,00104,BULB 60W,LIGHT,BRITE,5,1.00,2.00,60,2024-03-01,2024-01-15
2,00101,HAMMER 16OZ,TOOLS,ACME,4,10.00,20.00,40,2024-03-01,2024-01-15
2,00105,=LADDER 8FT,TOOLS,ACME,-1,60.00,120.00,9,2024-03-01,2024-01-15
"""


@pytest.fixture(scope="session")
def stock() -> str:
    """A stock list as text: $65 and $60 wrong on the books, $63 dead, half of it to be had."""
    return STOCK


@pytest.fixture
def export(tmp_path: Path, stock: str) -> Path:
    """The stock list on disk."""
    path = tmp_path / "export.csv"
    path.write_text(stock, encoding="utf-8")
    return path


@pytest.fixture
def call() -> Callable[..., Result]:
    """Call the command; a traceback fails the test."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
