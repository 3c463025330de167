"""Drawings that one notebook needs once: `figures.notebook_NN` draws for notebook NN.

Every function takes the arrays or films that it draws, and returns the figure. What it draws can be
read back from the figure, so a test holds it against what title and caption speak of.
"""
