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
    habits = setting.parameters.range
    kind = rng.random(setting.parameters.skus)[sku]
    ago = rng.integers(15, 330, setting.parameters.skus)[sku]
    when = setting.parameters.last_day - ago
    new = (kind < habits.new_items) & ~picker.taken
    going = (kind > 1 - habits.discontinued) & ~picker.taken
    upsets.introduced[new] = when[new]
    upsets.stopped[going] = when[going]
    upsets.discontinued[going] = when[going]
    cleared = (rng.random(len(sku)) < habits.clearance) & ~picker.taken & ~new
    cleared |= going & (rng.random(len(sku)) < habits.cleared)
    upsets.clearance[cleared] = when[cleared]
    unmarked = stream(setting.parameters.seed, "unmarked").random(len(sku)) < habits.unmarked
    upsets.unmarked[cleared & unmarked] = True
    upsets.stopped[cleared] = np.minimum(upsets.stopped[cleared], when[cleared])
    picker.taken |= new | going | cleared


def _keep_by_choice(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Some rows are ordered for customers only; some pieces stand on display."""
    rng, rows = stream(setting.parameters.seed, "choices"), len(setting)
    habits = setting.parameters.range
    chosen = (rng.random(rows) < habits.by_choice) & ~picker.taken
    upsets.by_choice |= chosen
    upsets.stopped[chosen] = -NEVER
    picker.taken |= chosen
    shown = (setting.cost > habits.dear) & (rng.random(rows) < habits.display)
    upsets.display[shown] = rng.integers(1, 3, np.count_nonzero(shown))
