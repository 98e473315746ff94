"""The ten-step job for engines in memory: hand-written, transitions, python-statemachine, burr and SpiffWorkflow."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.job import Path

STEPS: Final = (
    *("why", "where", "family", "balance", "settle", "visits", "cancel", "notes"),
    *("waiting", "request", "send", "inactivate", "ended"),
)

NEEDED: Final[dict[str, str]] = {
    "where": 'reason == "moving"',
    "settle": "owed > 0",
    "cancel": 'booked > 0 and reason != "stays"',
    "inactivate": 'reason in ("moving", "specialist")',
}
"""When a step is called for, as BPMN has it."""

RULES: Final[dict[str, Callable[[dict[str, Any]], bool]]] = {
    "where": lambda facts: facts["reason"] == "moving",
    "settle": lambda facts: facts["owed"] > 0,
    "cancel": lambda facts: facts["booked"] > 0 and facts["reason"] != "stays",
    "inactivate": lambda facts: facts["reason"] in ("moving", "specialist"),
}


def shown(step: str) -> str | None:
    """Give the step that is open, None where nothing is."""
    return None if step in ("waiting", "ended") else step


def ways(step: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Give where a step leads to: each following step, the condition it has, and those that must be false."""
    found: list[tuple[str, str | None, tuple[str, ...]]] = []
    passed: list[str] = []
    for following in STEPS[STEPS.index(step) + 1 :]:
        found.append((following, following if following in NEEDED else None, tuple(passed)))
        if following not in NEEDED:
            return found
        passed.append(following)
    return found


class ByHand:
    """The floor: an if for each condition, and nothing kept but the facts."""

    name = "hand-written if/else"

    def play(self, path: Path) -> list[str | None]:  # noqa: C901, PLR0912  # this is what a floor looks like
        """Play a path."""
        facts: dict[str, Any] = {}
        step, opens = "why", ["why"]
        for _, told in path.submissions:
            facts.update(told)
            if step == "why":
                step = "where" if facts["reason"] == "moving" else "family"
            elif step == "where":
                step = "family"
            elif step == "family":
                step = "balance"
            elif step == "balance":
                step = "settle" if facts["owed"] > 0 else "visits"
            elif step == "settle":
                step = "visits"
            elif step == "visits":
                step = "cancel" if facts["booked"] > 0 and facts["reason"] != "stays" else "notes"
            elif step == "cancel":
                step = "notes"
            elif step == "notes":
                step = "waiting"
            elif step == "waiting":
                step = "request"
            elif step == "request":
                step = "send"
            elif step == "send":
                step = "inactivate" if facts["reason"] in ("moving", "specialist") else "ended"
            else:
                step = "ended"
            opens.append(None if step in ("waiting", "ended") else step)
        return opens


class Transitions:
    """The library transitions: a state for each step, conditions on the model."""

    name = "transitions"

    def __init__(self) -> None:
        from transitions import Machine

        class Model:
            """The facts of one case, and its state."""

            state: str
            trigger: Any

            def __init__(self) -> None:
                self.facts: dict[str, Any] = {}

        for name, rule in RULES.items():
            setattr(Model, f"needs_{name}", lambda model, rule=rule: rule(model.facts))
        moves = [
            {
                "trigger": "submit",
                "source": step,
                "dest": following,
                "conditions": [f"needs_{condition}"] if condition else [],
                "unless": [f"needs_{one}" for one in passed],
            }
            for step in STEPS[:-1]
            for following, condition, passed in ways(step)
        ]
        self._machine = Machine(None, states=list(STEPS), transitions=moves, initial="why", auto_transitions=False)
        self._model = Model

    def play(self, path: Path) -> list[str | None]:
        """Play a path."""
        model = self._model()
        self._machine.add_model(model)
        opens = [shown(model.state)]
        for _, told in path.submissions:
            model.facts.update(told)
            model.submit()  # type: ignore[attr-defined]  # made by the library
            opens.append(shown(model.state))
        self._machine.remove_model(model)
        return opens


class StateMachine:
    """The library python-statemachine."""

    name = "python-statemachine"

    def __init__(self) -> None:
        import statemachine

        states = {step: statemachine.State(step, initial=step == "why", final=step == "ended") for step in STEPS}
        moves = None
        for step in STEPS[:-1]:
            for following, condition, passed in ways(step):
                one = states[step].to(
                    states[following],
                    cond=[f"needs_{condition}"] if condition else [],
                    unless=[f"needs_{name}" for name in passed],
                )
                moves = one if moves is None else moves | one
        own: dict[str, Any] = {**states, "submit": moves}
        for name, rule in RULES.items():
            own[f"needs_{name}"] = lambda machine, rule=rule: rule(machine.facts)

        def begin(machine: Any) -> None:  # noqa: ANN401  # of the class made here
            machine.facts = {}
            statemachine.StateMachine.__init__(machine)

        own["__init__"] = begin
        self._kind = type("Job", (statemachine.StateMachine,), own)

    def play(self, path: Path) -> list[str | None]:
        """Play a path."""
        machine = self._kind()
        opens = [shown(next(iter(machine.configuration)).id)]
        for _, told in path.submissions:
            machine.facts.update(told)
            machine.submit()
            opens.append(shown(next(iter(machine.configuration)).id))
        return opens


class Burr:
    """The library burr: an action for each step, a condition on the state for each way."""

    name = "burr"

    def __init__(self) -> None:
        from burr.core import ApplicationBuilder, Condition, State, action
        from burr.core.action import default

        def made(step: str) -> Any:  # noqa: ANN401  # an action of the library
            @action(reads=[], writes=["step"])
            def take(state: Any, told: dict[str, Any]) -> Any:  # noqa: ANN401  # the library's state
                return state.update(step=step, **told)

            return take

        actions = {step: made(step) for step in STEPS}
        ended = [
            (step, following, Condition([], _burr_rule(condition, passed), name=f"{step}-{following}"))
            if condition or passed
            else (step, following, default)
            for step in STEPS[:-1]
            for following, condition, passed in ways(step)
        ]
        self._build = lambda: (
            ApplicationBuilder()
            .with_actions(**actions)
            .with_transitions(*ended)
            .with_state(State({}))
            .with_entrypoint("why")
            .build()
        )

    def play(self, path: Path) -> list[str | None]:
        """Play a path."""
        app = self._build()
        opens = [shown("why")]
        for _, told in path.submissions:
            app.step(inputs={"told": told})
            following = app.get_next_action()
            opens.append(shown(following.name) if following else None)
        return opens


def _burr_rule(condition: str | None, passed: tuple[str, ...]) -> Any:  # noqa: ANN401  # what the library takes
    def resolve(state: Any) -> bool:  # noqa: ANN401  # the library's state
        facts = state.get_all()
        return (condition is None or RULES[condition](facts)) and not any(RULES[one](facts) for one in passed)

    return resolve


class Spiff:
    """SpiffWorkflow: the job as BPMN, with a user task for each step and a gateway for each condition."""

    name = "SpiffWorkflow"

    def __init__(self, steps: Sequence[str] = STEPS[:-1]) -> None:
        from SpiffWorkflow.bpmn.parser import BpmnParser

        parser = BpmnParser()
        parser.add_bpmn_io(io.BytesIO(_bpmn(steps).encode()))
        self._spec = parser.get_spec("job")

    def begin(self) -> Any:  # noqa: ANN401  # a workflow of the library
        """Begin a case."""
        from SpiffWorkflow.bpmn import BpmnWorkflow

        workflow = BpmnWorkflow(self._spec)
        workflow.do_engine_steps()
        return workflow

    def submit(self, workflow: Any, told: dict[str, Any]) -> None:  # noqa: ANN401  # as above
        """Submit the answers of the step that is open."""
        from SpiffWorkflow.util.task import TaskState

        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data.update(told)
        task.run()
        workflow.do_engine_steps()

    def opens(self, workflow: Any) -> str | None:  # noqa: ANN401  # as above
        """Give the step that is open."""
        from SpiffWorkflow.util.task import TaskState

        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        return shown(task.task_spec.bpmn_id) if task else None

    def play(self, path: Path) -> list[str | None]:
        """Play a path."""
        workflow = self.begin()
        found = [self.opens(workflow)]
        for _, told in path.submissions:
            self.submit(workflow, told)
            found.append(self.opens(workflow))
        return found


def _bpmn(steps: Sequence[str]) -> str:
    """Write steps as BPMN: one after the other, with a gateway before those that are not always needed."""
    nodes, flows = ['<bpmn:startEvent id="start"/>'], []

    def flow(source: str, target: str, condition: str | None = None) -> str:
        name = f"{source}_to_{target}"
        told = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
        ends = f'sourceRef="{source}" targetRef="{target}"'
        flows.append(f'<bpmn:sequenceFlow id="{name}" {ends}>{told}</bpmn:sequenceFlow>')
        return name

    def entry(step: str) -> str:
        return f"asks_{step}" if step in NEEDED else step

    flow("start", entry(steps[0]))
    for step, following in pairwise((*steps, "ended")):
        if step in NEEDED:
            plain = NEEDED[step].replace(">", "&gt;")
            flow(f"asks_{step}", step, plain)
            other = flow(f"asks_{step}", entry(following))
            nodes.append(f'<bpmn:exclusiveGateway id="asks_{step}" default="{other}"/>')
        nodes.append(f'<bpmn:userTask id="{step}" name="{step}"/>')
        flow(step, entry(following))
    nodes.append('<bpmn:endEvent id="ended"/>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions '
        'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="all" targetNamespace="http://bpmn.io/schema/bpmn">'
        f'<bpmn:process id="job" isExecutable="true">{"".join(nodes)}{"".join(flows)}</bpmn:process></bpmn:definitions>'
    )


ENGINES: Final = (ByHand, Transitions, StateMachine, Burr, Spiff)
