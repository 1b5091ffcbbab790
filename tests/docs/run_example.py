"""Runs an example program in a fresh folder against a fresh embedded engine, and looks at what it said and left.

usage: run_example.py [options] DIVAN_BINARY EXAMPLE_BINARY ARGUMENT...

Of the arguments, SERVER becomes the engine's address, and a name that ends in .json the file of that name in examples/.
start.png and mask.png lie in the folder.
"""
import argparse
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from pictures import write_pictures
from recording_proxy import RecordingProxy

EXAMPLES = pathlib.Path(__file__).parents[2] / "examples"


def read_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("divan", type=pathlib.Path)
    parser.add_argument("example", type=pathlib.Path)
    parser.add_argument("--pictures", type=int, default=1, help="pictures that it leaves in out/")
    parser.add_argument("--leaves", action="append", default=[], help="a further file that it leaves")
    parser.add_argument("--expect", action="append", default=[], help="what it prints, in any order")
    parser.add_argument("--never", action="append", default=[], help="what it must not print")
    parser.add_argument("--exit", type=int, default=0, help="its status")
    parser.add_argument("--starts", type=int, default=1, help="how often it is started")
    parser.add_argument("--env", action="append", default=[], help="NAME=VALUE")
    parser.add_argument("--behind-proxy", action="store_true", help="it talks to a proxy that writes down what it sends")
    parser.add_argument("--required", help="a header field that the proxy wants")
    parser.add_argument("--sends", action="append", default=[], help="what stands in a head or body that it sends")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser.parse_args()


def start(options, server, folder):
    places = {"SERVER": server, **{file.name: str(file) for file in EXAMPLES.glob("*.json")}}
    command = [options.example.resolve(), *(places.get(argument, argument) for argument in options.arguments)]
    environment = dict(os.environ, **dict(pair.split("=", 1) for pair in options.env))
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def check(options, runs, proxy, folder):
    text = "".join(done.stdout + done.stderr for done in runs)
    print(text)
    problems = [f"it ended {done.returncode}" for done in runs if done.returncode != options.exit]
    problems += [f"it does not say '{wanted}'" for wanted in options.expect if not re.search(wanted, text)]
    problems += [f"it says '{secret}'" for secret in options.never if secret in text]
    problems += [f"it did not leave {file}" for file in options.leaves if not (folder / file).is_file()]
    sent = "".join(proxy.heads + proxy.bodies) if proxy else ""
    problems += [f"it does not send '{wanted}'" for wanted in options.sends if wanted not in sent]
    pictures = list((folder / "out").glob("**/*.png"))
    if len(pictures) != options.pictures or any(p.read_bytes()[:4] != b"\x89PNG" for p in pictures):
        problems.append(f"it left {pictures}")
    return problems


def main():
    options = read_options()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_pictures(folder)
        engine = subprocess.Popen([options.divan.resolve(), "engine", "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=folder)
        try:
            server = re.search(r"http://\S+", engine.stdout.readline())[0]
            port = int(server.rsplit(":", 1)[1])
            with RecordingProxy(port, options.required) if options.behind_proxy else contextlib.nullcontext() as proxy:
                address = f"http://127.0.0.1:{proxy.port}" if proxy else server
                runs = [start(options, address, folder) for _ in range(options.starts)]
                problems = check(options, runs, proxy, folder)
        finally:
            engine.terminate()
            engine.wait(20)
    if problems:
        sys.exit(options.example.name + ": " + "; ".join(problems))


main()
