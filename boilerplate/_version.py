"""The version of the code; models have versions of their own."""

__version__ = "0.4.0"
