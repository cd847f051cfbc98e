"""What several commands are told in the same words. It imports nothing of Zope."""

import argparse


def add_site(parser: argparse.ArgumentParser) -> None:
    """Let the command be told which site it is about."""
    parser.add_argument(
        "--site", default="onewindow", help="id of the site (default: onewindow)"
    )
