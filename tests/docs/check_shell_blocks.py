"""Runs the ```sh blocks of the given documents, each document in a fresh folder that holds a copy of examples/.

usage: check_shell_blocks.py DIVAN_BINARY SOURCE_DIR DOCUMENT...

A block that is not meant to be run is marked ```console. A line of a block that ends in `# exit N` must end with that
status; every other line must end 0.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile


def shell_blocks(text):
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(block):
    """One command a line; a backslash at the end joins lines."""
    return [line for line in block.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]


def run(document, binary, source):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(source / "examples", pathlib.Path(folder) / "examples")
        environment = dict(os.environ, PATH=f"{binary.parent}:{os.environ['PATH']}", HOME=folder)
        for command in (c for block in shell_blocks(document.read_text()) for c in commands(block)):
            wanted = re.search(r"# exit (\d+)$", command)
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
            if done.returncode != (int(wanted[1]) if wanted else 0):
                failures += 1
                print(f"{document.name}: `{command}` ended {done.returncode}\n{done.stdout}{done.stderr}")
            else:
                print(f"{document.name}: ok: {command}")
    return failures


def main():
    binary, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    failures = sum(run(source / name, binary, source) for name in sys.argv[3:])
    sys.exit(1 if failures else 0)


main()
