"""The second page of the playground: guess what the table thinks, by clicks, with a score."""

from embedlab.widgets.page import FALLBACK, framed, show_widget
from embedlab.widgets.quiz import make_items
from embedlab.widgets.view import html_table

from html import escape

import ipywidgets as widgets
import numpy as np


class Guess:
    """Ten questions, one after the other. `answer`, `go_on` and `restart` are what buttons do."""

    def __init__(self, decks, seed):
        self.decks, self.rng = decks, np.random.default_rng(seed)
        self.question, self.feedback = widgets.HTML(), widgets.HTML()
        self.choices = [
            widgets.Button(layout={"width": "auto", "min_width": "160px"}) for _ in range(2)
        ]
        for number, button in enumerate(self.choices):
            button.on_click(lambda _, number=number: self.answer(number))
        self.next = widgets.Button(description="next question", button_style="primary")
        self.next.on_click(lambda _: self.go_on())
        self.new = widgets.Button(description="ten new questions")
        self.new.on_click(lambda _: self.restart())
        self.restart()
        buttons = widgets.HBox(self.choices, layout={"flex_flow": "row wrap"})
        end = widgets.HBox([self.next, self.new])
        self.widget = framed([self.question, buttons, self.feedback, end])
        self.widget.add_class("playground-guess")

    def show(self):
        """Display the page; a stored notebook, without its kernel, shows a line of text."""
        show_widget(self.widget, FALLBACK.format("guess"))

    def restart(self):
        """Make ten new questions and ask the first."""
        self.items, self.answers = make_items(self.decks, self.rng), []
        self._ask()

    @property
    def score(self):
        """How many answers were right."""
        return sum(
            item.answer == given for item, given in zip(self.items, self.answers, strict=False)
        )

    def answer(self, choice):
        """Take an answer, 0 or 1, say whether it is right and why; a second one counts nothing."""
        if self.next.disabled is False or len(self.answers) == len(self.items):
            return
        item = self.items[len(self.answers)]
        self.answers.append(choice)
        right = choice == item.answer
        word = "✓ Right" if right else "✗ Not so"
        last = len(self.answers) == len(self.items)
        self.feedback.value = (
            f'<div role="status" data-right="{str(right).lower()}"><b>{word}</b>: '
            f"{escape(item.explanation)}<br>{self._told(last)}</div>"
        )
        for button in self.choices:
            button.disabled = True
        self.next.disabled = last
        (self.new if last else self.next).focus()

    def go_on(self):
        """Ask the next question."""
        if len(self.answers) < len(self.items):
            self._ask()
            self.choices[0].focus()

    def _ask(self):
        item, number = self.items[len(self.answers)], len(self.answers) + 1
        self.feedback.value = ""  # before the question: no answer stands under another one
        self.question.value = (
            f'<div data-item="{number}"><p>Question {number} of {len(self.items)}. '
            f"{escape(item.deck.what)}</p>{_facts(item)}"
            f"<p><b>{escape(item.question)}</b></p></div>"
        )
        for button, text in zip(self.choices, item.choices, strict=True):
            button.description, button.disabled = text, False
        self.next.disabled = True

    def _told(self, last):
        asked = len(self.answers)
        told = f"Score: {self.score} of {asked}."
        chance = f" A coin would have {asked / 2:g} of {asked}."
        return told + (chance if last else "")


def _facts(item):
    """What there is to know of an item's tokens, as a table; nothing if their names say it all."""
    if not item.deck.facts:
        return ""
    deck = item.deck
    lines = [
        (deck.names[token], *(each[token] for each in deck.facts.values())) for token in item.tokens
    ]
    return html_table("What is known", ["token", *deck.facts], lines)
