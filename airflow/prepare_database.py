"""Brings Airflow's database up to date, and the first user's password to what .env says.

By Airflow's own commands, in one process: to load Airflow for each of them would take longer than they do.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys

from airflow.cli import cli_parser

WELL_KNOWN = "airflow"
NAME = ["--firstname", "Tributary", "--lastname", "Admin"]


def airflow(*command: str) -> None:
    """Runs one command of Airflow's; raises what it raises, SystemExit too."""
    arguments = cli_parser.get_parser().parse_args(command)
    arguments.func(arguments)


def main() -> None:
    user, password = os.environ["AIRFLOW_ADMIN_USER"], os.environ["AIRFLOW_ADMIN_PASSWORD"]
    account = ("--username", user, "--password", password)
    airflow("db", "migrate")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        # of two users with one address Airflow refuses the second, as after a change of AIRFLOW_USER
        address = f"{user.replace('@', '.at.')}@tributary.invalid"
        airflow("users", "create", "--role", "Admin", *account, *NAME, "--email", address)
    print(said.getvalue(), end="")
    if "already exist" in said.getvalue():
        airflow("users", "reset-password", *account)
    if password == WELL_KNOWN:
        print(
            f"WARNING: the password of Airflow's user '{user}' is the well-known one; that is for this machine only. "
            "Set AIRFLOW_PASSWORD in .env before anybody else can reach Airflow.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
