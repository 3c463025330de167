"""The tables of the study."""

from embedlab.drawing.tables import display_table as table
