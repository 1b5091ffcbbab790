"""`divan serve` for the tests with foreign clients."""
import contextlib
import os
import re
import subprocess
import sys


@contextlib.contextmanager
def serve(divan, folder, *options):
    """Its URL, while it serves on a free port with its data below `folder`."""
    command = [os.path.abspath(divan), "serve", "--port", "0", "--data", str(folder / "data"), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
    try:
        line = process.stdout.readline()
        found = re.search(r"listens on (http://\S+)", line)
        if not found:
            sys.exit(f"the gateway did not start: {line}")
        yield found.group(1)
    finally:
        process.terminate()
        process.wait(timeout=40)
