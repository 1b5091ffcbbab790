#!/usr/bin/env python3
"""run.py <divan> [--schema FILE] [--seconds N]: schemathesis (PyPI, pinned) against `divan serve`.

Requests are made from what GET /openapi.json says, or from another description of the same paths (--schema), e.g. the
contract of Comfy API v2; every answer must be one that it describes. Ends with 77 (skipped) where PyPI cannot be reached.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from gateway_process import serve  # noqa: E402

SKIPPED = 77
HERE = pathlib.Path(__file__).resolve().parent
CHECKS = ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
          "response_schema_conformance", "negative_data_rejection", "unsupported_method"]
# 503 is an answer that the description names: a server is away, or the service ends.
TESTER_CONFIG = "[checks.not_a_server_error]\nexpected-statuses = [\"2xx\", \"3xx\", \"4xx\", 503]\n"
# Requests must not be held back by the limits for callers, which are tested elsewhere.
CONFIG = "[limits]\nrequests_per_second = 100000\nburst = 100000\n"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("divan")
    parser.add_argument("--schema", help="instead of the gateway's own")
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--examples", type=int, default=20, help="of each operation and phase")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def install(folder):
    venv.create(folder / "venv", with_pip=True)
    command = [folder / "venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    if done.returncode != 0:
        print("pip could not install the tester:", done.stderr, sep="\n")
        sys.exit(SKIPPED if re.search(r"No matching distribution|Connection|resolve|timed out", done.stderr) else 1)
    return folder / "venv/bin/schemathesis"


def wait_for_engine(url):
    """Until then jobs that leave the checkpoint open are answered 503."""
    for _ in range(300):
        with urllib.request.urlopen(url + "/api/v2/divan/fleet") as answer:
            if all(server["node_classes"] for server in json.load(answer)["servers"]):
                return
        time.sleep(0.1)
    sys.exit("the engine did not tell its nodes")


def command(chosen, tester, url):
    where = [os.path.abspath(chosen.schema), "--url", url] if chosen.schema else [url + "/openapi.json"]
    return [tester, "run", *where, "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing",
            "--max-examples", str(chosen.examples), "--seed", str(chosen.seed), "--max-time", str(chosen.seconds),
            "--request-timeout", "20", "--suppress-health-check", "all", "--warnings", "off", "--no-color"]


def main():
    chosen = arguments()
    with tempfile.TemporaryDirectory(prefix="divan-schemathesis-") as name:
        folder = pathlib.Path(name)
        tester = os.environ.get("DIVAN_SCHEMATHESIS") or install(folder)
        (folder / "divan.toml").write_text(CONFIG)
        (folder / "schemathesis.toml").write_text(TESTER_CONFIG)
        with serve(chosen.divan, folder, "--engines", "1", "--config", "divan.toml") as url:
            wait_for_engine(url)
            test = subprocess.run(command(chosen, tester, url), cwd=folder, timeout=chosen.seconds + 240)
        sys.exit(test.returncode)


if __name__ == "__main__":
    main()
