"""Measurements of speed and of accuracy beside other packages; see README.md."""
