"""Generates procedures as an author would write them: YAML text in block style, with every construct in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.case.known import Author, Told
from tests.case.yaml_text import to_yaml

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

    from tests.case.known import Choose

ROLES = {"front": "Front desk", "boss": "Office manager"}

DOING = ("say", "do", "ask", "print", "open_case", "sign")

Home = tuple[str, ...]
Keys = dict[str, Any]


@st.composite
def texts(draw: DrawFn, without: frozenset[str] = frozenset()) -> str:
    """Write a procedure.

    Args:
        draw: Hypothesis draws with it.
        without: Constructs to leave out, by their key in the file: `repeat`, `sign`, `pause` ...
    """
    return to_yaml(Writer(lambda least, most: draw(st.integers(least, most)), without).procedure())


class Writer(Author):
    """Writes one procedure from top to bottom."""

    def __init__(self, choose: Choose, without: frozenset[str] = frozenset()) -> None:
        super().__init__(choose, without)
        self.left = 14
        self.arrivals: dict[str, Keys] = {}
        self.opens_with: list[str] = []

    def procedure(self) -> Keys:
        """Write the whole document."""
        self._open()
        self.known.later = [self._later() for _ in range(self.upto(2))] if "later" not in self.without else []
        for _ in range(self.upto(3)):
            self._arrival()
        order = self._order()
        steps = self._steps((), self.upto(5, 2))
        steps.append(self._last(order))
        any_time = [self._any_time() for _ in range(self.upto(2))] if "any_time" not in self.without else []
        document: Keys = {
            "procedure": "generated",
            "version": 1,
            "title": "Generated",
            "owner": "boss",
            "review_by": "2027-06-30",
            "opens_with": self.opens_with,
            "roles": ROLES,
            "settings": {"limit": 3},
            "arrivals": self.arrivals,
            "outcomes": self._outcomes(),
            "promises": self._promises(),
            "order": order,
            "steps": steps,
            "any_time": any_time,
            "facts": self.declared,
        }
        return {key: value for key, value in document.items() if value not in ([], {})}

    def _open(self) -> None:
        fact = self.tell(kind="text")
        self.declared[fact.name] = {"type": "text", "private": True}
        self.opens_with.append(fact.name)
        if self.chance(30):
            self.opens_with.append(self.tell(kind=self.pick(("yes_no", "choice"))).name)

    def _later(self) -> Told:
        fact = self.tell(kind=self.pick(("yes_no", "choice", "number")))
        self.declared[fact.name].pop("when", None)
        self.known.facts.remove(fact)
        return fact

    def _arrival(self) -> None:
        name = self.name("a")
        keys: Keys = {"title": f"Letter {name}"}
        self.arrivals[name] = keys
        told = [fact.name for fact in self.known.facts if fact.name not in self.opens_with]
        if self.chance(30):
            keys["brings"] = [self.tell().name]
        elif told and self.chance(30):
            keys["brings"] = self.some(told, 2)
        if self.may("many", 25):
            keys["many"] = True
        self.known.arrivals.append(name)

    def _order(self) -> str:
        return self.pick(
            ("sequence", "sequence", "any", *(["one at a time"] if "one at a time" not in self.without else []))
        )

    def _last(self, order: str) -> Keys:
        """The last step asks what others referred to beforehand, and nothing keeps it from being reached."""
        name = self.name("s")
        keys: Keys = {"id": name, "title": f"Step {name}", "do": "Look back"}
        if self.known.later:
            keys["ask"] = [fact.name for fact in self.known.later]
        if order == "sequence":
            self.known.facts += self.known.later
            self.known.later = []
        self.known.steps.append(name)
        return keys

    # -- steps -----------------------------------------------------------------------------------------------

    def _steps(self, home: Home, number: int, depth: int = 0) -> list[Keys]:
        return [self._step(home, depth) for _ in range(number)]

    def _step(self, home: Home, depth: int) -> Keys:
        self.left -= 1
        name = self.name("s")
        keys: Keys = {"id": name, "title": self._words(f"Step {name}", home)}
        self._conditions(keys, home)
        inside = self._inside(keys, name, home)
        is_group = depth < 2 and self.left > 2 and self.chance(30)
        if is_group:
            keys["order"] = self._order()
            keys["steps"] = self._steps(inside, self.upto(3, 1), depth + 1)
        else:
            self._contents(keys, name, inside)
        self._until_of_attempt(keys, inside)
        self._around(keys, name, home, is_group=is_group)
        self.known.steps.append(name)
        if "give_up" in keys:
            self.known.waiting.append(name)
        return keys

    def _conditions(self, keys: Keys, home: Home) -> None:
        if self.chance(30) and (when := self.condition(home)):
            keys["when"] = when
        if self.chance(25) and (waits := self._waits(home)):
            keys["wait_for"] = waits
        if self.may("until", 8) and (until := self.condition(home)):
            keys["until"] = until
        if "wait_for" in keys and self.chance(40) and (moment := self.moment(home)):
            keys["give_up"] = moment

    def _waits(self, home: Home) -> Any:  # noqa: ANN401  # what YAML can hold
        waits = [wait for _ in range(self.upto(2, 1)) if (wait := self._wait(home))]
        if len(waits) > 1 and self.may("any_of", 50):
            return {"any_of": waits}
        return waits

    def _wait(self, home: Home) -> str | None:
        match self.pick(("step", "arrival", "arrival", "condition", "moment")):
            case "step" if self.known.steps:
                return self.pick(self.known.steps)
            case "condition":
                return self.condition(home)
            case "moment":
                return self.moment(home)
            case _:
                return self.pick(self.known.arrivals) if self.known.arrivals else None

    def _inside(self, keys: Keys, name: str, home: Home) -> Home:
        lists = [fact for fact in self.known.facts if fact.kind == "list" and fact.home == home]
        if lists and self.may("for_each", 45):
            fact = self.pick(lists)
            home = (*home, fact.name)
            where = self.condition(home, 1, among=self.known.inner[fact.name]) if self.chance(25) else None
            keys["for_each"] = f"{fact.name} where {where}" if where else fact.name
        if self.may("repeat", 12):
            keys["repeat"] = {}
            home = (*home, f"{name}#")
        return home

    def _until_of_attempt(self, keys: Keys, inside: Home) -> None:
        if "repeat" not in keys:
            return
        asked = [fact for fact in self.known.facts if fact.home == inside]
        until = self.condition(inside, 1, among=asked) if asked else None
        if not until:
            del keys["repeat"]
            return
        keys["repeat"] = {"until": until}
        if self.chance(50):
            keys["repeat"]["at_most"] = self.upto(3, 1)
        if self.chance(30):
            keys["repeat"]["every"] = f"{self.upto(3, 1)} days"

    def _contents(self, keys: Keys, name: str, home: Home) -> None:
        if "repeat" in keys:
            keys["ask"] = [self.tell(home, "yes_no").name]
            return
        match self.pick(("do", "ask", "ask", "ask", "say", "silent", "print", "list", "list", "sign", "open_case")):
            case "ask":
                keys["ask"] = self._asks(home)
            case "say":
                keys["say"] = self._words("Good day", home)
            case "print":
                keys["print"] = ["chart_notes"]
            case "list" if not home or self.chance(20):
                keys["ask"] = [self.tell_list(home).name]
            case "sign" if "sign" not in self.without:
                keys["sign"] = self._sign(home)
                if self.chance(30):
                    keys["ask"] = self._asks(home)
            case "open_case" if "open_case" not in self.without:
                keys["open_case"] = self._subcase()
            case "silent" if "when" in keys or "wait_for" in keys:
                pass
            case _:
                keys["do"] = [self._words(f"Do {name}", home)]

    def _asks(self, home: Home) -> list[str]:
        asks = [self.tell(home).name for _ in range(self.upto(3, 1))]
        again = [fact.name for fact in self.known.facts if fact.home == home and not fact.is_worked_out]
        every = [one.name for name in home for one in self.known.inner.get(name, ()) if one.home == home]
        inner = [name for name in every if name not in self.known.read]
        if self.chance(30):
            asks.append(self.pick(again))
        if inner and self.chance(70):
            asks.append(self.pick(inner))
        if self.chance(25) and not any(part.endswith("#") for part in home):
            self.work_out()  # in an attempt it could not be known: it reads of the one that decides
        return list(dict.fromkeys(asks))

    def _sign(self, home: Home) -> Keys:
        people = [fact.name for fact in self.readable(home) if fact.kind == "person" and not fact.home]
        inner = self.known.inner
        people += [name for name, facts in inner.items() if {"person"} & {fact.kind for fact in facts}]
        by = self.some((*ROLES, *people), 2)
        keys: Keys = {"by": by, "at_least": self.upto(2, 1) if "boss" in by or "front" in by else 1}
        if self.known.steps and self.chance(15):
            keys["not_by"] = [self.pick(self.known.steps)]
        return keys

    def _subcase(self) -> Keys:
        told = {self.opens_with[0]: self.opens_with[0]}
        return {"procedure": "generated", "with": told, "wait": self.chance(50)}

    def _words(self, words: str, home: Home) -> str:
        facts = [fact for fact in self.readable(home) if fact.home == home[: len(fact.home)] and fact.kind != "list"]
        return f"{words} {{{self.pick(facts).name}}}" if facts and self.chance(25) else words

    def _around(self, keys: Keys, name: str, home: Home, *, is_group: bool) -> None:  # noqa: C901  # one line a key
        if not is_group and not any(key in keys for key in DOING):
            return
        for key, percent in (("optional", 8), ("once", 8)):
            if self.may(key, percent) and not (is_group and key == "once"):
                keys[key] = True
        if self.may("skippable", 10):
            keys["skippable"] = False
        if self.chance(10) and not is_group:
            keys["undo"] = f"Take back {name}"
        people = [
            fact.name for fact in self.readable(home) if fact.kind == "person" and fact.home == home[: len(fact.home)]
        ]
        if self.chance(15):
            keys["who"] = self.pick(people) if people and self.chance(30) else self.some(tuple(ROLES), 2)
        if self.chance(15):
            keys["may_hand_to"] = [self.pick(tuple(ROLES))]
        if self.known.steps and self.may("not_by", 6):
            keys["not_by"] = [self.pick(self.known.steps)]
        if self.chance(15) and (due := self.moment(home)):
            keys["due"] = due
        if self.chance(10) and (moment := self.moment(home)):
            keys["remind"] = [self._reminder(moment)]

    def _reminder(self, moment: str) -> Keys:
        return self.pick((
            {"who": "front", "every": moment},
            {"who": "boss", "at": moment},
            {"hand_to": "boss", "at": moment},
        ))  # fmt: skip

    # -- around the steps ------------------------------------------------------------------------------------

    def _any_time(self) -> Keys:
        name = self.name("s")
        keys: Keys = {"id": name, "title": f"At any time {name}"}
        many = [arrival for arrival, one in self.arrivals.items() if one.get("many")]
        if many and self.chance(60):
            keys["wait_for"] = [self.pick(many)]
        elif self.known.arrivals and self.chance(60):
            keys["wait_for"] = [self.pick(self.known.arrivals)]
        elif when := self.condition(()):
            keys["when"] = when
        if self.may("pause", 30):
            keys["pause"] = True
        inside = (f"{name}#",) if set(keys.get("wait_for", ())) & set(many) else ()
        if self.chance(20):
            inner = [self.name("s"), self.name("s")]
            keys["order"] = self._order()
            keys["steps"] = [{"id": one, "do": [f"Do {one}"]} for one in inner]
            self.known.steps += inner
        elif self.chance(40):
            keys["ask"] = [self.tell(inside, "yes_no").name]
        else:
            keys["do"] = [f"Do {name}"]
        self.known.steps.append(name)
        return keys

    def _promises(self) -> list[Keys]:
        """Nobody checks them here: what is read has only to name what there is."""
        steps, condition = self.known.steps, self.condition(())
        made: list[Keys] = [{"step": steps[0], "always": True}, {"step": steps[0], "never_waits_for": steps[1:2]}]
        if condition:
            made.append({"step": steps[-1], "only_after": condition})
        return [self.pick([one for one in made if [] not in one.values()])] if self.chance(20) else []

    def _outcomes(self) -> dict[str, Keys]:
        outcomes: dict[str, Keys] = {}
        for _ in range(self.upto(2)):
            condition = self.condition(())
            name = self.name("o")
            keys: Keys = {"title": f"Outcome {name}"}
            outcomes[name] = keys
            if condition and self.may("as_soon_as", 40):
                keys["as_soon_as"] = condition
                if self.chance(60):
                    keys["still_do"] = self.some(self.known.steps, 2)
            elif condition:
                keys["when"] = condition
        outcomes[self.name("o")] = {"title": "All else"}
        return outcomes
