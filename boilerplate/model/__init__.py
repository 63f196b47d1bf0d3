"""From features to probabilities, from probabilities to labels; models on disk."""
