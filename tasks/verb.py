"""The Prefect task that every verb is."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from prefect import Task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import opaque

P = ParamSpec("P")
R = TypeVar("R")


class Verb(Task[..., Any]):
    """A task whose arguments Prefect takes as they are. It would walk twice through every list and dataclass, down to
    each header of each response, in search of futures, which we have none of."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return super().__call__(*map(opaque, args), **{name: opaque(value) for name, value in kwargs.items()})


def verb(task_run_name: str, name: str | None = None) -> Callable[[Callable[P, R]], Task[P, R]]:
    """Make a Verb of a function; `{argument}` in the name of its runs is what it is called with."""

    def made(function: Callable[P, R]) -> Task[P, R]:
        return cast("Task[P, R]", Verb(function, name=name, task_run_name=task_run_name, cache_policy=NO_CACHE))

    return made
