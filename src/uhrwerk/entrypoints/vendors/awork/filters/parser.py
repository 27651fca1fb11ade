"""The grammar of `filterby` and `orderby`.

filter     = both *("or" both)          both = one *("and" one)
one        = "not" one | test [("eq" | "ne") ("true" | "false")]
test       = "(" filter ")" | function | elements | operand sign operand | operand "in" "(" literals ")" | flag
function   = ("startswith" | "endswith") "(" operand "," text ")" | "substringof" "(" text "," operand ")"
elements   = path "/any(" [variable ":" filter] ")" | path "/all(" variable ":" filter ")"
operand    = path | literal | ("tolower" | "toupper") "(" operand ")" | path "/count()"
order      = path ["asc" | "desc"] *("," path ["asc" | "desc"])
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from uhrwerk.entrypoints.vendors.awork.filters.comparing import OPERATORS
from uhrwerk.entrypoints.vendors.awork.filters.literals import WORDS, Asker, literal_of
from uhrwerk.entrypoints.vendors.awork.filters.operands import Counted, Given, Named, Operand, among, compared
from uhrwerk.entrypoints.vendors.awork.filters.properties import MODELS, Many, Member, Model, Nested, Property, Type
from uhrwerk.entrypoints.vendors.awork.filters.tokens import Fault, Token, tokens_of
from uhrwerk.storage.search.tree import ALWAYS, And, Condition, Exists, Field, Form, Matches, Not, Or, Order, Where

T = TypeVar("T")

LONGEST: Final = 20_000
"""Characters of an expression; a few hundred ids have room."""

DEEPEST: Final = 20
"""Parentheses, negations and elements within one another."""

MOST_CONDITIONS: Final = 200
MOST_ORDERS: Final = 20
MOST_WITHIN: Final = 3
"""Elements of elements of elements: each multiplies what the database has to look at."""

_MATCHES: Final[dict[str, Where]] = {
    "startswith": "start",
    "endswith": "end",
    "substringof": "anywhere",
}
_AFTER_FLAG: Final = (")", "and", "or")
_FORMS: Final = {"tolower": Form.LOWER, "toupper": Form.UPPER}


def parse_filter(text: str, model: str, asker: Asker, models: Mapping[str, Model] = MODELS) -> Condition:
    """The condition that the expression puts to records of the model. Raises Fault."""
    parser = _Parser(_tokens(text), model, asker, models)
    return parser.whole(parser.filter)


def parse_order(text: str, model: str, asker: Asker, models: Mapping[str, Model] = MODELS) -> list[Order]:
    """The order that the expression asks for. Raises Fault."""
    parser = _Parser(_tokens(text), model, asker, models)
    return parser.whole(parser.orders)


def _tokens(text: str) -> list[Token]:
    if len(text) > LONGEST:
        raise Fault(f"the expression is longer than {LONGEST} characters", LONGEST)
    if "\0" in text:
        raise Fault("a text has no null characters", text.index("\0") + 1)
    return list(tokens_of(text))


class _Parser:
    """Reads tokens from left to right, a method a rule of the grammar."""

    def __init__(self, tokens: list[Token], model: str, asker: Asker, models: Mapping[str, Model]) -> None:
        self._tokens = tokens
        self._place = 0
        self._asker = asker
        self._depth = 0
        self._conditions = 0
        self._model = model
        self._models = models
        self._variables: dict[str, tuple[str, str]] = {}

    def whole(self, rule: Callable[[], T]) -> T:
        found = rule()
        if self._next.kind != "end":
            raise self._unexpected()
        return found

    def filter(self) -> Condition:
        return self._joined("or", Or, lambda: self._joined("and", And, self._one))

    def orders(self) -> list[Order]:
        found = [self._order()]
        while self._take(","):
            found.append(self._order())
            if len(found) > MOST_ORDERS:
                raise Fault(f"an order has no more than {MOST_ORDERS} properties", self._next.position)
        return found

    def _order(self) -> Order:
        field = self._path().field
        descending = self._take("desc")
        if not descending:
            self._take("asc")
        return Order(field, descending)

    def _joined(self, word: str, join: type[And] | type[Or], rule: Callable[[], Condition]) -> Condition:
        parts = [rule()]
        while self._take(word):
            parts.append(rule())
        return parts[0] if len(parts) == 1 else join(tuple(parts))

    def _one(self) -> Condition:
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            raise Fault(f"there are more than {MOST_CONDITIONS} conditions", self._next.position)
        if self._take("not"):
            return Not(self._deeper(self._one))
        found = self._test()
        for sign in ("eq", "ne"):
            if self._take(sign):
                token = self._next
                value = literal_of(self._pop(), self._asker)
                if not isinstance(value, bool):
                    raise Fault("a condition is compared with true or false", token.position)
                return found if value is (sign == "eq") else Not(found)
        return found

    def _test(self) -> Condition:
        if self._take("("):
            found = self._deeper(self.filter)
            self._expect(")")
            return found
        if self._next.text.lower() in _MATCHES and self._after.text == "(":
            return self._matches()
        left = self._operand()
        if isinstance(left, Named) and isinstance(left.definition, Many):
            return self._elements(left)
        token = self._next
        if self._take("in"):
            return among(left, self._literals(), token)
        if token.kind == "name" and token.text.lower() in OPERATORS:
            self._pop()
            return compared(left, OPERATORS[token.text.lower()], self._operand(), token)
        if isinstance(left, Named) and (token.kind == "end" or token.text.lower() in _AFTER_FLAG):
            return compared(left, "=", Given(True, token), token)
        raise self._unexpected()

    def _literals(self) -> list[Given]:
        self._expect("(")
        found = [self._literal()]
        while self._take(","):
            found.append(self._literal())
        self._expect(")")
        return found

    def _matches(self) -> Condition:
        word = self._pop()
        self._expect("(")
        first = self._operand()
        self._expect(",")
        second = self._operand()
        self._expect(")")
        text, named = (first, second) if word.text.lower() == "substringof" else (second, first)
        if not isinstance(named, Named) or not isinstance(text, Given) or not isinstance(text.value, str):
            raise Fault(f"{word.shown} takes a property and a text, in its own order", word.position)
        if named.member.type is not Type.TEXT:
            raise Fault(f"{named.token.shown} is {named.member.type.value}", named.token.position)
        return Matches(named.at(named.member.path), _MATCHES[word.text.lower()], text.value)

    def _operand(self) -> Operand:
        token = self._next
        word = token.text.lower()
        if token.kind != "name" or word in WORDS:
            return self._literal()
        if word in _FORMS and self._after.text == "(":
            return self._deeper(self._in_letters)
        named = self._path()
        if isinstance(named.definition, Many) and self._after.text.lower() in ("count", "$count"):
            self._expect("/")
            if self._pop().text.lower() == "count":
                self._expect("(")
                self._expect(")")
            return Counted(named.at(named.definition.path))
        return named

    def _in_letters(self) -> Operand:
        word = self._pop()
        self._expect("(")
        inner = self._operand()
        self._expect(")")
        form = _FORMS[word.text.lower()]
        match inner:
            case Given(str(text), token):
                return Given(text.lower() if form is Form.LOWER else text.upper(), token)
            case Named(Member(_, Type.TEXT)):
                return replace(inner, form=form)
            case _:
                raise Fault(f"{word.shown} takes a text", word.position)

    def _literal(self) -> Given:
        token = self._next
        if token.kind in ("mark", "end") or (token.kind == "name" and token.text.lower() not in WORDS):
            raise self._unexpected()
        return Given(literal_of(self._pop(), self._asker), token)

    def _path(self) -> Named:
        """A property, by names with `/` between them; of a collection, without what is asked of it."""
        token = self._next
        model, variable = self._variables.get(token.text.lower(), (self._model, None))
        if variable is not None:
            self._pop()
            if not self._take("/"):
                return Named(self._property(model, "", token), "", variable, token)
        prefix = ""
        while True:
            token = self._next
            if token.kind != "name":
                raise self._unexpected()
            found = self._property(model, token.text.lower(), token)
            self._pop()
            if not isinstance(found, Nested) or not self._take("/"):
                return Named(found, prefix, variable, token)
            model, prefix = found.model, f"{prefix}{found.path}." if found.path else prefix

    def _property(self, model: str, name: str, token: Token) -> Property:
        found = self._models[model].get(name)
        if found is None:
            raise Fault(f"{token.shown} is no property of: {model}", token.position)
        return found

    def _elements(self, named: Named) -> Condition:
        """`any` and `all`."""
        many = named.definition
        assert isinstance(many, Many)
        collection = named.at(many.path)
        self._expect("/")
        word = self._pop()
        if word.text.lower() not in ("any", "all"):
            raise Fault("any, all or count is expected", word.position)
        self._expect("(")
        is_all = word.text.lower() == "all"
        if not is_all and self._take(")"):
            return Exists(collection, self._variable(), ALWAYS)
        found = self._deeper(lambda: self._of_elements(collection, many.model, negated=is_all))
        return Not(found) if is_all else found

    def _of_elements(self, collection: Field, model: str, *, negated: bool) -> Condition:
        """`x: filter)`"""
        name = self._pop()
        if name.kind != "name" or len(self._variables) == MOST_WITHIN:
            raise Fault("a name for the element is expected, at most three within one another", name.position)
        self._expect(":")
        outer, variable = self._variables, self._variable()
        self._variables = outer | {name.text.lower(): (model, variable)}
        condition = self.filter()
        self._variables = outer
        self._expect(")")
        return Exists(collection, variable, Not(condition) if negated else condition)

    def _variable(self) -> str:
        """Named by depth: what clients call it makes no new shape of a question."""
        return f"element_{len(self._variables)}"

    def _deeper(self, rule: Callable[[], T]) -> T:
        if self._depth == DEEPEST:
            raise Fault(f"the expression is nested more than {DEEPEST} deep", self._next.position)
        self._depth += 1
        found = rule()
        self._depth -= 1
        return found

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    @property
    def _after(self) -> Token:
        return self._tokens[min(self._place + 1, len(self._tokens) - 1)]

    def _pop(self) -> Token:
        token = self._next
        self._place = min(self._place + 1, len(self._tokens) - 1)
        return token

    def _take(self, word: str) -> bool:
        """Step over the word or the mark, if it is next."""
        taken = self._next.kind in ("name", "mark") and self._next.text.lower() == word
        if taken:
            self._pop()
        return taken

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            raise Fault(f'"{mark}" is expected instead of {self._next.shown}', self._next.position)

    def _unexpected(self) -> Fault:
        return Fault(f"{self._next.shown} is not expected", self._next.position)
