"""Finds places in a message: names, spellings without æøå, genitives, postal codes and spelling mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.interpretation import PlaceMention
from bot.understanding.known_words import OrdinaryWords
from bot.understanding.places import Places
from bot.understanding.remembering import Remembered
from bot.understanding.text import Token, fold, tokenise

PREPOSITIONS = frozenset("i fra til ved omkring naer for hos inden".split())
_MUNICIPALITY_WORDS = frozenset("kommune kommunen kommunes kommunens".split())
_NOT_A_CODE_AFTER = frozenset("§ paragraf kr kroner nr nummer + .".split())
# "en der hedder Bindslev", "familien Hirtshals", "FC Thisted": no place is meant.
_CALLED = frozenset("hedder hed kaldes fru hr herr familien laegen hb fc".split())
# Before a first name and a place's name, as in "sagsbehandler Lene Borup".
_TITLES = _CALLED | frozenset(
    "navn sagsbehandler sagsbehandleren kontaktperson kontaktpersonen raadgiver socialraadgiver laege advokat mentor"
    " paedagog leder lederen forstander forstanderen psykiater psykolog visitator".split()
)
# "min mors kommune" is not the one of Mors.
_POSSESSIVES = frozenset("min din sin hans hendes vores deres jeres".split())
_ACCOUNT_WORDS = frozenset("konto kontoen saldo saldoen loenkonto budgetkonto opsparing regning regningen".split())
_NOT_A_CODE_BEFORE = frozenset("kr kroner , . : - %".split())
_LEAST_LETTERS_FOR_TYPO = 5
_LETTERS_FOR_TWO_MISTAKES = 9
_REMEMBERED_WORDS = 10_000
# What citizens write who have no Danish keyboard: "Hjorring", "Kobenhavn", "Naestved", "Alborg".
_ONE_LETTER = str.maketrans({"æ": "a", "ø": "o", "å": "a"})


@dataclass(frozen=True)
class _Name:
    words: tuple[str, ...]
    slug: str
    needs_preposition: bool
    needs_capital: bool


class Gazetteer:
    """The names of a Places, ready for look-up. `is_ordinary` can replace the dictionaries of known words."""

    def __init__(self, places: Places, is_ordinary: Callable[[str], bool] | None = None) -> None:
        self._codes = places.postal_codes()
        self._covered = frozenset(places.covered)
        self._is_ordinary = is_ordinary or OrdinaryWords()
        self._names = _names_by_first_word(places)
        self._meant: Remembered[str, _Name | None] = Remembered(_REMEMBERED_WORDS)
        # Spelling by spelling, by the first letter, with the names that they are.
        self._mistakable: dict[str, tuple[list[str], list[_Name]]] = {}
        for spelling, name in _single(self._names.values()).items():
            if len(spelling) >= _LEAST_LETTERS_FOR_TYPO:
                spellings, names = self._mistakable.setdefault(spelling[0], ([], []))
                spellings.append(spelling)
                names.append(name)

    def find(self, text: str) -> tuple[PlaceMention, ...]:
        """Every mention of a known place in `text`, in order; negated ones too (see corrections.py)."""
        return tuple(self._mentions(text))

    def _mentions(self, text: str) -> Iterator[PlaceMention]:
        tokens = tokenise(text)
        words = [index for index, token in enumerate(tokens) if token.is_word]
        position = 0
        while position < len(words):
            slug, length = self._at(tokens, words, position)
            if slug is None:
                position += 1
                continue
            start, end = tokens[words[position]].start, tokens[words[position + length - 1]].end
            yield PlaceMention(text[start:end], start, end, slug, slug in self._covered)
            position += length

    def _at(self, tokens: Sequence[Token], words: list[int], position: int) -> tuple[str | None, int]:
        token = tokens[words[position]]
        if token.is_number:
            return self._postal_code(tokens, words[position]), 1
        for name in self._names.get(_without_genitive(token.folded), ()) + self._names.get(token.folded, ()):
            if self._fits(name, tokens, words, position):
                return name.slug, len(name.words)
        # A correction of one letter is offered only where nothing else explains the word.
        name_meant = self._meant.get(token.text, lambda: self._misspelled(token))
        if name_meant and self._allowed(name_meant, tokens, words, position, 1):
            return name_meant.slug, 1
        return None, 0

    def _postal_code(self, tokens: Sequence[Token], index: int) -> str | None:
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        ends_sentence = after is not None and after.folded in ".," and not _digit_follows(tokens, index + 1)
        if before and (before.folded in _NOT_A_CODE_AFTER - {"."} or before.is_number):
            return None
        following = [token.folded for token in tokens[index + 1 : index + 4]]
        if following[:1] in (["fra"], ["paa"]) and _ACCOUNT_WORDS & set(following):
            return None
        dash = after is not None and after.text == "-" and after.start > tokens[index].end
        if after and not ends_sentence and not dash and (after.folded in _NOT_A_CODE_BEFORE or after.is_number):
            return None
        if dash and index + 2 < len(tokens) and tokens[index + 2].is_number:
            return None
        return self._codes.get(tokens[index].text)

    def _fits(self, name: _Name, tokens: Sequence[Token], words: list[int], position: int) -> bool:
        span = words[position : position + len(name.words)]
        if len(span) < len(name.words):
            return False
        found = [tokens[index].folded for index in span]
        # Only a hyphen may stand between the words of one name.
        between = [tokens[index].text for index in range(span[0], span[-1]) if index not in span]
        if any(mark not in "-–" for mark in between):
            return False
        same = found[:-1] == list(name.words[:-1])
        last_fits = found[-1] == name.words[-1] or _without_genitive(found[-1]) == name.words[-1]
        return same and last_fits and self._allowed(name, tokens, words, position, len(span))

    def _allowed(self, name: _Name, tokens: Sequence[Token], words: list[int], position: int, length: int) -> bool:
        if self._names_a_person(tokens, words, position, length):
            return False
        if not (name.needs_preposition or name.needs_capital):
            return True
        if position and tokens[words[position - 1]].folded in _POSSESSIVES:
            return False
        following = tokens[words[position + length]].folded if position + length < len(words) else ""
        if following in _MUNICIPALITY_WORDS or len(words) == length:
            return True
        token = tokens[words[position]]
        exact = token.folded == name.words[0]
        after_preposition = position > 0 and tokens[words[position - 1]].folded in PREPOSITIONS
        capital_settles_it = token.text[:1].isupper() and position > 0
        if name.needs_capital:
            return exact and after_preposition and capital_settles_it
        return exact and (after_preposition or capital_settles_it)

    def _names_a_person(self, tokens: Sequence[Token], words: list[int], position: int, length: int) -> bool:
        """Whether what is spelled like a place is somebody's name: "hedder Lene Borup", "Mette Køge-Hansen"."""
        before = [tokens[index] for index in words[max(position - 3, 0) : position]]
        if before and before[-1].folded in _CALLED:
            return True
        # Anything else takes a first name right before it.
        if not before or not before[-1].text[:1].isupper() or before[-1].folded in PREPOSITIONS:
            return False
        joined = tokens[words[position + length - 1] + 1 :][:2]
        if len(joined) == 2 and joined[0].text == "-" and joined[1].text[:1].isupper():
            return joined[1].folded not in self._names
        # "sagsbehandler Lene Borup", "mit navn er Lene Borup".
        titles = [token.folded for token in before[:-1] if token.folded != "er"]
        return bool(titles) and titles[-1] in _TITLES and tokens[words[position]].text[:1].isupper()

    def _misspelled(self, token: Token) -> _Name | None:
        word = _without_genitive(token.folded) if len(token.folded) > _LETTERS_FOR_TWO_MISTAKES else token.folded
        if len(word) < _LEAST_LETTERS_FOR_TYPO:
            return None
        limit = 2 if len(word) >= _LETTERS_FOR_TWO_MISTAKES else 1
        spellings, names = self._mistakable.get(word[0], ((), ()))
        found = process.extract(word, spellings, scorer=OSA.distance, score_cutoff=limit, limit=None)
        near = [(distance, names[index]) for _, distance, index in found]
        best = min((distance for distance, _ in near), default=limit + 1)
        nearest = [name for distance, name in near if distance == best]
        if best > limit or len({name.slug for name in nearest}) != 1 or nearest[0].needs_capital:
            return None
        # "laese" is no misspelled Læsø.
        return None if self._is_ordinary(token.text) or self._is_ordinary(_in_danish_letters(token)) else nearest[0]


def _single(names: Iterable[tuple[_Name, ...]]) -> dict[str, _Name]:
    return {name.words[0]: name for several in names for name in several if len(name.words) == 1}


def _names_by_first_word(places: Places) -> dict[str, tuple[_Name, ...]]:
    preposition = {fold(name) for name in places.needs_preposition}
    capital = {fold(name) for name in places.needs_capital}
    found: dict[str, dict[tuple[str, ...], _Name]] = {}
    for written, slug in places.names():
        for spelling in dict.fromkeys((fold(written), fold(written.lower().translate(_ONE_LETTER)))):
            words = tuple(token.folded for token in tokenise(spelling) if token.is_word)
            name = _Name(words, slug, spelling in preposition, spelling in capital)
            found.setdefault(words[0], {}).setdefault(words, name)
    # The longest name first: "Hurup Thy" before "Hurup".
    return {first: tuple(sorted(names.values(), key=lambda name: -len(name.words))) for first, names in found.items()}


def _in_danish_letters(token: Token) -> str:
    return token.text.lower().replace("ae", "æ").replace("oe", "ø").replace("aa", "å")


def _without_genitive(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _digit_follows(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number stands right behind the mark at `index`, as in 4.600."""
    return index + 1 < len(tokens) and tokens[index + 1].is_number and tokens[index + 1].start == tokens[index].end
