"""``tumen demo``: the main job on a bundled newswire, with no network."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from monitor.cli.common import exit_codes, json_option, load
from monitor.core.errors import UsageError


@click.command()
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Judge the news by this configuration's topic korea-russia; by the one Tumen brings unless given.",
)
@click.option("--stay", is_flag=True, help="Keep newswire and daemon running until Ctrl-C.")
@json_option
@exit_codes
def demo(config: Path | None, stay: bool, as_json: bool) -> None:
    """Watch Tumen do everything once, on its own sample news.

    Needs no network, and ends by itself within 20 seconds.
    """
    from monitor.demo.config import TOPIC
    from monitor.demo.run import run_demo

    if config and TOPIC not in {topic.id for topic in load(config).topics}:
        raise UsageError(f"{config} has no topic {TOPIC}, by which the demo's news is judged")
    sys.exit(run_demo(stay=stay, json=as_json, out=sys.stdout, judge=config))
