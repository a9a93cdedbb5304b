"""`python -m profit_sentinel` is the installed command."""

from profit_sentinel.cli import main

main()
