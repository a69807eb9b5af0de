"""Correct pairs, what may go wrong with a translation of them, and how much of it the guard catches."""
