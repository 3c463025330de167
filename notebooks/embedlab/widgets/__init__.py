"""The widgets of the playground: a reader's own rows, trained at once, and the film of it.

`settings` holds what the reader chose and refuses what makes no sense. `runs` trains it. `view`
draws one step of a run, `animation` a moving picture of all. `page` and `quiz_page` are the two
pages with controls; `quiz` makes the questions of the second, from the tables of `decks`.
"""
