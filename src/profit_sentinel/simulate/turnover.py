"""What comes and goes in any store: new, replaced, discontinued and cleared items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER
from .causes import Cause, Picker
from .streams import stream

if TYPE_CHECKING:
    from .setting import Setting
    from .upsets import Upsets

NEW_ITEMS, DISCONTINUED_ITEMS, CLEARANCE_ROWS = 0.03, 0.02, 0.008
"""Shares of the SKUs and rows that come, go, and are sold off, as in any year."""
CLEARED = 0.5
"""Share of the discontinued rows that are sold off."""
BY_CHOICE, DISPLAY = 0.015, 0.10
"""Rows kept at zero on purpose; share of the dear rows with pieces on display."""
DEAR = 30.0
"""Unit cost in dollars above which pieces stand on display."""


def plan(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Write down what happens to rows without anything going wrong, replacements apart."""
    _replace(setting, upsets, picker)
    _turn_over(setting, upsets, picker)
    _keep_by_choice(setting, upsets, picker)


def _replace(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Successors take over: cleanly in some stores, only on paper in others."""
    rng, rows = stream(setting.parameters.seed, "replacements"), setting.assortment
    day = setting.parameters.last_day - rng.integers(90, 320, len(setting.catalogue))
    old = np.flatnonzero(rows.successor >= 0)
    new, when = rows.successor[old], day[rows.sku[old]]
    badly = rng.random(len(old)) < setting.parameters.leaks.replaced_badly
    picker.taken[old] = picker.taken[new] = True
    upsets.uncounted[old] = upsets.uncounted[new] = True
    upsets.introduced[new] = np.where(badly, NEVER, when)
    upsets.switched[old[badly]] = when[badly]
    picker.begin(Cause.REPLACED_BADLY, old[badly], when[badly])
    clean, when = old[~badly], when[~badly]
    picker.begin(Cause.REPLACED, clean, when)
    upsets.stopped[clean] = when - 45
    upsets.discontinued[clean] = when
    upsets.ended[clean] = when + 60


def _turn_over(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """New items come, old ones are discontinued, some rows are cleared."""
    rng, sku = stream(setting.parameters.seed, "turnover"), setting.assortment.sku
    kind = rng.random(setting.parameters.skus)[sku]
    ago = rng.integers(15, 330, setting.parameters.skus)[sku]
    when = setting.parameters.last_day - ago
    new = (kind < NEW_ITEMS) & ~picker.taken
    going = (kind > 1 - DISCONTINUED_ITEMS) & ~picker.taken
    upsets.introduced[new] = when[new]
    upsets.stopped[going] = when[going]
    upsets.discontinued[going] = when[going]
    cleared = (rng.random(len(sku)) < CLEARANCE_ROWS) & ~picker.taken & ~new
    cleared |= going & (rng.random(len(sku)) < CLEARED)
    upsets.clearance[cleared] = when[cleared]
    upsets.stopped[cleared] = np.minimum(upsets.stopped[cleared], when[cleared])
    picker.taken |= new | going | cleared


def _keep_by_choice(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Some rows are ordered for customers only; some pieces stand on display."""
    rng, rows = stream(setting.parameters.seed, "choices"), len(setting)
    chosen = (rng.random(rows) < BY_CHOICE) & ~picker.taken
    upsets.by_choice |= chosen
    upsets.stopped[chosen] = -NEVER
    picker.taken |= chosen
    shown = (setting.cost > DEAR) & (rng.random(rows) < DISPLAY)
    upsets.display[shown] = rng.integers(1, 3, np.count_nonzero(shown))
