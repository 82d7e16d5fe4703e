"""``tumen demo``: the main job on a bundled newswire, with no network."""

from __future__ import annotations

import sys

import click

from monitor.cli.common import exit_codes, json_option


@click.command()
@click.option("--stay", is_flag=True, help="Keep newswire and daemon running until Ctrl-C.")
@json_option
@exit_codes
def demo(stay: bool, as_json: bool) -> None:
    """Watch Tumen do everything once, on its own sample news.

    Needs no network, and ends by itself within 20 seconds.
    """
    from monitor.demo.run import run_demo

    sys.exit(run_demo(stay=stay, json=as_json, out=sys.stdout))
