import pytest

from profit_sentinel.domain.errors import ConflictError
from profit_sentinel.domain.task import Status, check_move

MAY = {
    ("open", "in_progress"), ("open", "completed"), ("open", "escalated"), ("open", "dismissed"),
    ("in_progress", "completed"), ("in_progress", "escalated"), ("in_progress", "dismissed"),
    ("escalated", "in_progress"), ("escalated", "completed"), ("escalated", "dismissed"),
    ("completed", "open"), ("dismissed", "open"),
}  # fmt: skip
"""Every step a task can take."""


@pytest.mark.parametrize("then", Status)
@pytest.mark.parametrize("now", Status)
def test_a_task_takes_the_steps_it_may_and_no_others(now: Status, then: Status) -> None:
    if now == then or (now, then) in MAY:
        check_move(now, then)
    else:
        with pytest.raises(ConflictError, match=f"{now} cannot become {then}; it can become"):
            check_move(now, then)
