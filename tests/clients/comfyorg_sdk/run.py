#!/usr/bin/env python3
"""run.py <divan>: the official client of Comfy API v2 (npm, pinned in package.json) against `divan serve`.

Ends with 77 (skipped) where npm is not there, or its registry cannot be reached. The client wants Node 22, which comes
from npm too (`node-linux-*`, the one that fits the machine), since Debian 12 has 18.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from gateway_process import serve  # noqa: E402

SKIPPED = 77
HERE = pathlib.Path(__file__).resolve().parent
FILES = ["package.json", "package-lock.json", "test.mjs"]


def install(folder):
    for name in FILES:
        shutil.copy(HERE / name, folder)
    command = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240)
    if done.returncode != 0:
        print("npm could not install the client:", done.stderr, sep="\n")
        away = re.search(r"E(NOTFOUND|AI_AGAIN|CONNREFUSED|TIMEDOUT|CONNRESET)", done.stderr)
        sys.exit(SKIPPED if away else 1)


def main():
    if not shutil.which("npm"):
        print("npm is not installed")
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory(prefix="divan-comfyorg-sdk-") as name:
        folder = pathlib.Path(name)
        install(folder)
        with serve(sys.argv[1], folder, "--engines", "3", "--test-nodes") as url:
            node = next(folder.glob("node_modules/node-linux-*/bin/node"), None)
            if node is None:
                print("npm has no Node 22 for this machine")
                sys.exit(SKIPPED)
            environment = dict(os.environ, COMFY_BASE_URL=url)
            test = subprocess.run([node, "--test", "test.mjs"], cwd=folder, env=environment, timeout=240)
        sys.exit(test.returncode)


if __name__ == "__main__":
    main()
