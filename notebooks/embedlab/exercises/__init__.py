"""Feedback on the exercises: `forms` reads answers, `guard` calls functions, `feedback` speaks.

A lesson's graders stand in `embedlab.lessons.<topic>.exercises`. They compute the truth from the
reader's data, never compare with a stored number, and never print the solution.
"""
