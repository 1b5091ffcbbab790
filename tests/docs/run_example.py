"""Runs an example program against a fresh embedded engine.

usage: run_example.py DIVAN_BINARY EXAMPLE_BINARY WORKFLOW [TEXT]
It must end well and leave one picture, or, with TEXT, print that.
"""
import pathlib
import re
import subprocess
import sys
import tempfile


def main():
    divan, example, workflow = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    wanted = sys.argv[4] if len(sys.argv) > 4 else None
    with tempfile.TemporaryDirectory() as folder:
        engine = subprocess.Popen([divan, "engine", "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=folder)
        try:
            url = re.search(r"http://\S+", engine.stdout.readline())[0]
            # The example sends the workflow as it is, so its seed of -1 is made a real one here.
            fixed = pathlib.Path(folder) / "workflow.json"
            fixed.write_text(workflow.read_text().replace('"seed": -1', '"seed": 7'))
            done = subprocess.run([example, url, fixed], cwd=folder, capture_output=True, text=True, timeout=120)
            print(done.stdout, done.stderr)
            if wanted is not None:
                if done.returncode != 0 or wanted not in done.stdout:
                    sys.exit(f"the example ended {done.returncode} and did not print '{wanted}'")
                return
            pictures = list(pathlib.Path(folder, "out").glob("*.png"))
            if done.returncode != 0 or len(pictures) != 1 or pictures[0].read_bytes()[:4] != b"\x89PNG":
                sys.exit(f"the example ended {done.returncode} and left {pictures}")
        finally:
            engine.terminate()
            engine.wait(20)


main()
