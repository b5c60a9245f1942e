"""What a wrong command line is told, in the language of now: typer words its own errors in English only.

The kinds of errors are told apart by name, because typer keeps the classes to itself.
"""

from __future__ import annotations

from typing import Any

from onboarding.i18n import tr


def is_usage_error(error: BaseException) -> bool:
    """Whether typer raised this for a wrong command line."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code") and getattr(error, "exit_code", 0) == 2


def usage_text(error: Any) -> str:  # noqa: ANN401 - typer's private classes
    """The error as a sentence, and where help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "onboarding"
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(error.format_message())
    return f"{_sentence(error)}\n{tr('usage.help', command=path)}"


def _sentence(error: Any) -> str:  # noqa: ANN401
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return tr("usage.no_such_option", option=error.option_name)
    if kind == "MissingParameter":
        return tr("usage.missing", name=_hint(error))
    if kind == "BadParameter":
        if error.param is None:
            return str(error.message)  # our own sentence
        return tr("usage.bad_value", name=_hint(error), text=error.message)
    return tr("usage.wrong", text=error.format_message())


def _hint(error: Any) -> str:  # noqa: ANN401
    if error.param is None:
        return str(error.param_hint or "")
    return str(error.param.metavar or error.param.get_error_hint(error.ctx)).strip("'")
