"""Ways to label many chunks at once: each takes jobs, and yields labelled chunks in order."""
