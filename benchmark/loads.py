"""The messages that are sent: questions nobody has asked this process before, and questions that many people ask.

"Unseen" are the held-out questions of evaluation/sets, each at most once in the life of a process. Mistyping them to
have more would not do: what a program has understood once, mistyped or not, costs less the second time. So a load is
as long as there are questions, and repetitions begin with a fresh process.

"Zipf" draws from a pool of other questions: the second half as often as the first, the third a third as often, and so
on.
"""

from __future__ import annotations

import itertools
import random

from bot.settings import ROOT
from bot.standards.model import Content
from bot.understanding.examples import read_examples
from bot.understanding.interpretation import topic_of
from evaluation import cases
from evaluation.asking import given_municipality

POOL = 300
# As many messages at each end of a long conversation as are compared.
_ENDS = 10
_SEED = 20261123
# How citizens name the municipality, where their question does not.
_WORDINGS = ("{text} Det gælder {name} Kommune.", "Jeg bor i {name}. {text}", "{text} Jeg bor i {name} Kommune.")


class Loads:
    """All texts, in orders that depend on nothing but a seed."""

    def __init__(self, content: Content) -> None:
        """Read the evaluation sets and the training data."""
        self._content = content
        known = [_with_municipality(content, one) for one in cases.questions(held_out=False)]
        held_out = [_with_municipality(content, one) for one in cases.questions()]
        random.Random(_SEED).shuffle(held_out)
        missing = max(0, POOL - len(known))
        self.pool = tuple([*known, *held_out[:missing]][:POOL])
        self.held_out = tuple(dict.fromkeys(text for text in held_out[missing:] if text not in set(self.pool)))

    def unseen(self, repetition: int, part: int, parts: int) -> tuple[str, ...]:
        """Return one of several equal parts of the held-out questions that are not in the pool.

        Parts of one repetition have no text in common. From one repetition to the next the parts change places, so
        that after as many repetitions as parts each place has had every text.
        """
        return self.held_out[(part + repetition) % parts :: parts]

    def long_conversations(self, number: int, messages: int) -> tuple[str, ...]:
        """Return the messages of some conversations, one after the other: questions of the pool.

        Each conversation ends with the questions that the next one begins with, in reverse, and the last one with those
        of the first: over all of them, message 1 and the last one are the same questions, and so on for ten. Otherwise
        no question is asked twice in one conversation. Raises ValueError where that cannot be: for one conversation
        alone, and for more messages than there are questions.
        """
        if number < 2:
            raise ValueError("one conversation cannot end with the questions of another one")
        chance = random.Random(_SEED)
        size = min(_ENDS, messages // 2)
        drawn = chance.sample(self.pool, number * size)
        begins = [drawn[start : start + size] for start in range(0, len(drawn), size)]
        found: list[str] = []
        for begin, end in zip(begins, [*begins[1:], begins[0]], strict=True):
            others = [text for text in self.pool if text not in {*begin, *end}]
            found += [*begin, *chance.sample(others, messages - 2 * size), *reversed(end)]
        return tuple(found)

    def zipf(self, repetition: int, part: int, length: int) -> tuple[str, ...]:
        """Return questions of the pool, drawn by Zipf's law with exponent 1."""
        weights = list(itertools.accumulate(1 / rank for rank in range(1, len(self.pool) + 1)))
        chance = random.Random(f"{_SEED} {repetition} {part}")
        return tuple(chance.choices(self.pool, cum_weights=weights, k=length))

    def warm_up(self, length: int) -> tuple[str, ...]:
        """Return training examples: nothing of what is measured, and known to every assistant that learnt them."""
        texts = [f"{text} {self._names()[index % 5]}" for index, (text, _) in enumerate(self._asked())]
        return tuple(random.Random(_SEED).sample(texts, length))

    def first_questions(self) -> list[tuple[str, str]]:
        """Return some questions with their topics that an assistant must know: the topics' own examples."""
        name = self._names()[0]
        return [(f"{entry.example} {name}", key) for key, entry in self._content.topics.items()]

    def _names(self) -> list[str]:
        return [one.name for one in self._content.municipalities.values()]

    def _asked(self) -> list[tuple[str, str]]:
        found = [(text, topic_of(label)) for text, label in read_examples(ROOT / "data" / "nlu")]
        return [(text, topic) for text, topic in found if topic is not None]


def _with_municipality(content: Content, question: cases.Question) -> str:
    """Return a question's text, with a municipality if it names none: else it would only be asked for."""
    if question.municipality is not None:
        return question.text
    slug = given_municipality(content, question.text)
    wording = random.Random(question.text).choice(_WORDINGS)
    return wording.format(text=question.text, name=content.municipalities[slug].name)
