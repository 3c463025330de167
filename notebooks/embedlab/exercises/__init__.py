"""Instant feedback on the exercises: what all graders share.

The graders of a lesson stand in `embedlab.lessons.<topic>.exercises`, whose `check("3.2", answer)`
the reader calls. A grader computes the truth from the same data that the reader has; it never
compares with a stored number and never prints the solution. `forms` reads answers, `guard` calls
a reader's functions, `feedback` speaks.
"""
