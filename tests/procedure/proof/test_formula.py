"""The search for a model."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.procedure.proof.formula import FALSE, TRUE, Budget, Model, Theory, Verdict

ATOMS = 6
STATEMENTS = st.integers(1, ATOMS).flatmap(lambda atom: st.sampled_from([atom, -atom]))
CLAUSES = st.lists(st.lists(STATEMENTS, min_size=1, max_size=4), max_size=30)
LIKELY = st.lists(st.booleans(), min_size=ATOMS, max_size=ATOMS)


def theory_of(clauses: list[list[int]], likely: list[bool]) -> tuple[Theory, list[int]]:
    """Make a theory of clauses over numbered atoms, and give the atoms."""
    theory = Theory()
    atoms = [TRUE, *(theory.atom((number,), likely=one) for number, one in enumerate(likely))]
    for clause in clauses:
        theory.claim(*(atoms[one] if one > 0 else -atoms[-one] for one in clause))
    return theory, atoms


def is_so(statement: int, values: tuple[bool, ...]) -> bool:
    """Read a statement over numbered atoms in a row of a truth table."""
    return values[abs(statement) - 1] == (statement > 0)


def pigeons(theory: Theory, holes: int) -> None:
    """Claim that there is a hole of its own for one pigeon more than there are holes."""
    sits = {place: theory.atom(place) for place in product(range(holes + 1), range(holes))}
    for pigeon in range(holes + 1):
        theory.claim(*(sits[pigeon, hole] for hole in range(holes)))
    for hole in range(holes):
        theory.exclude([sits[pigeon, hole] for pigeon in range(holes + 1)])


@given(CLAUSES, LIKELY)
def test_finds_a_model_where_a_truth_table_has_one(clauses: list[list[int]], likely: list[bool]) -> None:
    """A search finds a model exactly where there is one."""
    theory, _ = theory_of(clauses, likely)
    rows = product((False, True), repeat=ATOMS)
    has_one = any(all(any(is_so(one, row) for one in clause) for clause in clauses) for row in rows)
    assert has_one == isinstance(theory.search((), Budget(10_000)), Model)


@given(CLAUSES, LIKELY, st.lists(STATEMENTS, max_size=3))
def test_every_model_is_one(clauses: list[list[int]], likely: list[bool], goals: list[int]) -> None:
    """In what is found all claims and all goals are true."""
    theory, atoms = theory_of(clauses, likely)
    wanted = [atoms[one] if one > 0 else -atoms[-one] for one in goals]
    found = theory.search(wanted, Budget(10_000))
    if isinstance(found, Model):
        assert all(any(map(found.holds, clause)) for clause in theory.clauses)
        assert all(map(found.holds, wanted))


def test_proves_what_takes_learning() -> None:
    """Six pigeons do not fit into five holes."""
    theory = Theory()
    pigeons(theory, 5)
    assert theory.search((), Budget(100_000)) is Verdict.IMPOSSIBLE


def test_gives_up_at_the_end_of_its_budget() -> None:
    """A search that takes too long says so, and others have nothing left to spend."""
    theory, budget = Theory(), Budget(5_000)
    pigeons(theory, 8)
    assert theory.search((), budget) is Verdict.UNDECIDED
    assert theory.search((), budget) is Verdict.UNDECIDED


def test_prefers_what_is_likely() -> None:
    """Where nothing decides, an atom stands as it usually does."""
    theory = Theory()
    usual, odd = theory.atom(("usual",), likely=True), theory.atom(("odd",))
    found = theory.search((), Budget(100))
    assert isinstance(found, Model)
    assert (True, False) == (found.holds(usual), found.holds(odd))


def test_goals_that_contradict() -> None:
    """Nothing is true together with its denial, and nothing false is ever so."""
    theory = Theory()
    atom = theory.atom(("atom",))
    assert theory.search((atom, -atom), Budget(100)) is Verdict.IMPOSSIBLE
    assert theory.search((FALSE,), Budget(100)) is Verdict.IMPOSSIBLE


def test_a_claim_of_nothing() -> None:
    """A claim of which no part can be true leaves no model."""
    theory = Theory()
    theory.claim(FALSE)
    assert theory.search((), Budget(100)) is Verdict.IMPOSSIBLE


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_every_and_some(number: int) -> None:
    """`every` is true where all parts are, `some` where one is, of any number of parts."""
    for values in product((True, False), repeat=number):
        theory = Theory()
        parts = [theory.atom((at,)) for at in range(number)]
        every, some = theory.every(parts), theory.some(parts)
        so = [part if value else -part for part, value in zip(parts, values, strict=True)]
        found = theory.search(so, Budget(1_000))
        assert isinstance(found, Model)
        assert (all(values), any(values)) == (found.holds(every), found.holds(some))


def test_every_is_made_once() -> None:
    """The same parts make the same statement; always and never need none."""
    theory = Theory()
    one, other = theory.atom(("one",)), theory.atom(("other",))
    assert theory.every((one, other)) == theory.every((one, TRUE, other, one))
    assert [FALSE, FALSE, one] == [theory.every(parts) for parts in ((one, -one), (one, FALSE), (one, TRUE))]


def test_exclude() -> None:
    """At most one of several holds."""
    theory = Theory()
    atoms = [theory.atom((number,)) for number in range(4)]
    theory.exclude(atoms)
    together = [theory.search(pair, Budget(1_000)) for pair in combinations(atoms, 2)]
    assert {Verdict.IMPOSSIBLE} == set(together)


def test_reasons() -> None:
    """Of a statement the atoms are told that make it so: of `every` all, of `some` one."""
    theory = Theory()
    one, two, three = (theory.atom((name,)) for name in ("one", "two", "three"))
    every, some = theory.every((one, two)), theory.some((theory.every((one, three)), three))
    found = theory.search((every, -some, TRUE), Budget(1_000))
    assert isinstance(found, Model)
    assert [one, two] == found.reasons(every)
    assert [-three] == found.reasons(some)
    assert [] == found.reasons(TRUE)
