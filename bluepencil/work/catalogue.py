"""The catalogue: every kind of work, found by walking `bluepencil/kinds/`."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, get_type_hints

from pydantic import BaseModel, ValidationError

from bluepencil.errors import Invalid
from bluepencil.store.sessions import SessionStore
from bluepencil.work.context import Context

Admit = Callable[[Any, SessionStore, str], None]
Aliases = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Kind:
    """A sort of work: its name (the file's), its models, and the function that does it.

    `timeout` is in seconds. `admit(input, sessions, owner)` may refuse an input before a task is
    made of it. `flat` kinds have their result's fields beside `success` on the wire, the others
    under `result`. `aliases` are the names under which other programs know its Celery task, each
    with its arguments in their order, `producer_queues` the queues on which they put it.
    """

    name: str
    description: str
    queue: str
    timeout: float
    input: type[BaseModel]
    output: type[BaseModel]
    run: Callable[[Any, Context], BaseModel]
    flat: bool = False
    admit: Admit | None = None
    aliases: Aliases = field(default_factory=dict)
    producer_queues: tuple[str, ...] = ()

    @property
    def fields(self) -> list[str]:
        """The names of its input's fields on the wire, in order."""
        return [field.alias or name for name, field in self.input.model_fields.items()]

    def validated(self, input: Mapping[str, Any]) -> BaseModel:
        """The input as the kind's model. Raises Invalid that names each field."""
        try:
            return self.input.model_validate(input)
        except ValidationError as error:
            found = problems(error)
            wrong = "; ".join(f"{one['field']}: {one['message']}" for one in found)
            raise Invalid(f"{self.name} cannot take this input ({wrong}).", errors=found) from error

    def bare(self, result: Mapping[str, Any]) -> dict[str, Any]:
        """What `run` returned, without what every task's result says beside it."""
        inner: Mapping[str, Any] = result if self.flat else result.get("result", {})
        return {name: inner[name] for name in self.output.model_fields if name in inner}

    def __call__(self, input: BaseModel, ctx: Context) -> BaseModel:
        """Do the work; a kind is called like the function it was made from."""
        return self.run(input, ctx)


def kind(
    *,
    queue: str,
    timeout: float,
    flat: bool = False,
    admit: Admit | None = None,
    aliases: Aliases | None = None,
    producer_queues: tuple[str, ...] = (),
) -> Callable[[Callable[[Any, Context], BaseModel]], Kind]:
    """Make a kind of `run(input, ctx)`; its models are read from the annotations.

    Its input takes no fields but those it names.

    Raises TypeError where the declaration cannot work, saying what to mend.
    """

    def declare(run: Callable[[Any, Context], BaseModel]) -> Kind:
        where = f"{run.__module__}.{run.__name__}"
        hints = get_type_hints(run)
        parameters = list(inspect.signature(run).parameters)
        if len(parameters) != 2:
            raise TypeError(f"{where} takes {parameters}; a kind takes (input, ctx)")
        models = hints.get(parameters[0]), hints.get("return")
        for model in models:
            if not (isinstance(model, type) and issubclass(model, BaseModel)):
                raise TypeError(f"{where}: annotate input and result with pydantic models")
        if not queue.isidentifier() or timeout <= 0:
            raise TypeError(f"{where}: queue {queue!r} or timeout {timeout!r} cannot be used")
        module = inspect.getmodule(run)
        description = (inspect.getdoc(module) or "").strip()
        if not description:
            raise TypeError(f"{where}: the module's docstring says what the kind does; write one")
        name = run.__module__.rpartition(".")[2]
        models[0].model_config.setdefault("extra", "forbid")  # type: ignore[union-attr]
        for model, role in zip(models, ("Input", "Output"), strict=True):
            _title(model, name.title().replace("_", "") + role)  # type: ignore[arg-type]
        about = (run, flat, admit, aliases or {}, producer_queues)
        return Kind(name, description, queue, timeout, *models, *about)  # type: ignore[arg-type]

    return declare


def _title(model: type[BaseModel], title: str) -> None:
    """Name the model's schema by its kind: in one API document, not all can be called `Input`."""
    model.model_config["title"] = title
    model.model_rebuild(force=True)


def load(package: str = "bluepencil.kinds") -> Mapping[str, Kind]:
    """All kinds by name. Raises TypeError for a file that declares none."""
    found = {}
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        run = getattr(importlib.import_module(f"{package}.{module.name}"), "run", None)
        if not isinstance(run, Kind):
            raise TypeError(f"{package}.{module.name} has no `@kind(...) def run(input, ctx)`")
        found[run.name] = run
    return MappingProxyType(found)


def problems(error: ValidationError) -> list[dict[str, str]]:
    """What is wrong with which field, without repeating the value."""
    return [
        {"field": ".".join(str(part) for part in problem["loc"]), "message": problem["msg"]}
        for problem in error.errors(include_url=False, include_input=False)
    ]
