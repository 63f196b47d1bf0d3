"""Labelled pages in: readers, alignment onto blocks, rendering as text, splits by site."""
