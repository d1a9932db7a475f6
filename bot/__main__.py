"""`python -m bot` is the `klantritme` command."""

from bot.cli import main

main()
