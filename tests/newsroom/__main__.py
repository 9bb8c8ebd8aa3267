"""The newsroom by hand: `python -m tests.newsroom --day 0 --port 8080` until Ctrl-C, or for one `-- COMMAND`."""

import argparse
import os
import subprocess
import time

from tests.newsroom.server import Newsroom
from tests.newsroom.settings import environment


def main() -> int:
    """Serve a newsroom day: to one command, whose exit status is ours, or to all until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.newsroom", description=__doc__)
    parser.add_argument("--day", type=int, default=0, choices=(0, 1))
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("command", nargs="*", help="a command that is run with the newsroom as its internet")
    options = parser.parse_args()
    with Newsroom(options.day, options.port) as newsroom:
        settings = environment(newsroom)
        if options.command:
            return subprocess.run(options.command, env=os.environ | settings, check=False).returncode
        for name, value in settings.items():
            print(f"export {name}='{value}'", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    raise SystemExit(main())
