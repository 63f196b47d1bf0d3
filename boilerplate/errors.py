"""Every error a user can meet, each with one clear line as its message."""

from __future__ import annotations


class BoilerplateError(Exception):
    """Base of all errors this package raises on purpose."""


class SourceError(BoilerplateError):
    """A page can't be read: missing, unreadable, or not text."""


class CorpusError(BoilerplateError):
    """A corpus can't be read, or a line of it says something impossible."""


class ModelError(BoilerplateError):
    """A model file is missing, damaged, unsafe, or of another format or schema."""


class BatchError(BoilerplateError):
    """A batch run can't begin or go on; what is done stays."""


class MissingExtraError(BoilerplateError):
    """A feature needs packages that the core installation does not bring."""
