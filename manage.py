#!/usr/bin/env python3
"""Every command starts here, on any Python 3: the first run makes .venv and carries on inside it."""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):
        wrong = (
            "Tribemeet needs Python 3.11 or newer, this is %d.%d: start it as python3.11 manage.py or newer."
        )
        sys.exit(wrong % sys.version_info[:2])
    if os.name != "posix":
        sys.exit("Tribemeet runs on Linux and macOS: on Windows start it inside WSL.")
    # Not at the top: this needs a newer Python than the lines before, and Django is there after `enter`.
    from tribemeet.embedded import prelude

    prelude.enter(sys.argv)
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tribemeet.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
