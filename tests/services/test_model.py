"""The services do what a plain model written from the rules says, in any order of commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.reliability import machine
from tests.reliability.machine import Services
from tests.reliability.model import Answer, Model, Part


@pytest.fixture(params=["file", "memory"])
def services(request: pytest.FixtureRequest, empty_database: Path) -> type[Services]:
    """The state machine on either kind of database."""
    in_memory = request.param == "memory"
    return type("Machine", (Services,), {"template": empty_database, "in_memory": in_memory})


def test_the_services_do_what_the_model_says(services: type[Services]) -> None:
    # In a file, where they take twice as long, sequences are the same.
    sequences = 12 if services.in_memory else 4
    run_state_machine_as_test(
        services, settings=settings(max_examples=sequences, stateful_step_count=30, deadline=None)
    )


def test_the_machine_finds_what_the_services_forget(
    services: type[Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgets(self: Model, offer: str) -> Answer:
        part = self.parts[offer]
        assert part.audience is not None
        self.parts[offer] = Part(part.audience.published(), part.requests)
        return Answer.NOTHING

    # Every sequence publishes, so the first one finds it.
    monkeypatch.setattr(Model, "publish", forgets)
    once = settings(max_examples=5, database=None, phases=[Phase.generate])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(services, settings=once)


def test_a_run_of_many_sequences_counts_its_commands(
    empty_database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_BATCH", 2)
    before = Services.commands.total()
    machine.run(3, 1, empty_database)
    assert Services.commands.total() > before
