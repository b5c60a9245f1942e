"""The GeM Cell of Uttar Pradesh at work: see docs/architecture.md. Imports nothing."""

__version__ = "0.2.0"
