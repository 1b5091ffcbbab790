"""`divan serve` for the tests with foreign clients."""
import os
import re
import subprocess
import sys


def serve(divan, folder, *options):
    """Starts it on a free port with its data below `folder`; gives the process and its URL."""
    command = [os.path.abspath(divan), "serve", "--port", "0", "--data", str(folder / "data"), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
    line = process.stdout.readline()
    found = re.search(r"listens on (http://\S+)", line)
    if not found:
        process.kill()
        sys.exit(f"the gateway did not start: {line}")
    return process, found.group(1)
