"""Starts the recursive-edit demo and drives it as its web page does: the same requests, the same event stream.

usage: run_recursive_edit.py DIVAN_BINARY DEMO_BINARY
"""
import contextlib
import http.client
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from pictures import write_pictures

MODELS = """vram_total_gb = 24
[checkpoints."v1-5-pruned-emaonly-fp16.safetensors"]
load_seconds = 0.1
vram_gb = 2
seconds_per_step_and_megapixel = 0.05
"""


class Demo:
    """The process, and what its event stream has told so far."""

    def __init__(self, demo, folder, servers=()):
        (folder / "models.toml").write_text(MODELS)
        command = [demo, "--port", "0", "--models", folder / "models.toml"]
        for server in servers:
            command += ["--server", server]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
        lines = (line for line in self.process.stdout if "recursive edit" in line)
        self.port = int(re.search(r"http://127\.0\.0\.1:(\d+)/", next(lines))[1])
        self.news, self.changed, self.over = [], threading.Condition(), False
        self.listener = threading.Thread(target=self.listen, daemon=True)
        self.listener.start()

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            raw = json.dumps(body) if isinstance(body, dict) else body
            connection.request(method, path, raw, headers or {})
            reply = connection.getresponse()
            content = reply.read()
            is_json = reply.getheader("Content-Type", "").startswith("application/json")
            return reply.status, json.loads(content) if is_json else content
        finally:
            connection.close()

    def listen(self):
        stream = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        stream.request("GET", "/api/events")
        reply, event = stream.getresponse(), None
        for line in (raw.decode().rstrip("\n") for raw in iter(reply.readline, b"")):
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.startswith("data: "):
                self.hear(event, json.loads(line.removeprefix("data: ")))
        with self.changed:
            self.over = True
            self.changed.notify_all()

    def hear(self, event, data):
        with self.changed:
            self.news.append((event, data))
            self.changed.notify_all()

    def wait(self, what, found):
        """The first news for which `found(event, data)` holds."""
        with self.changed:
            done = self.changed.wait_for(lambda: any(found(*news) for news in self.news), 60)
            if not done:
                raise AssertionError(f"{what} did not come within 60 s; the last news: {self.news[-5:]}")
            return next(data for event, data in self.news if found(event, data))

    def state(self, session, name):
        return self.wait(f"{session} {name}", lambda event, data: event == "session" and data["id"] == session and data["state"] == name)

    def round(self, session, number):
        found = lambda event, data: event == "round" and data["session"] == session and data["round"]["number"] == number
        return self.wait(f"round {number} of {session}", found)["round"]

    def count(self, name):
        with self.changed:
            return sum(event == name for event, _ in self.news)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()


def expect(holds, what):
    if not holds:
        raise AssertionError(what)


def pages_are_there_for_our_own_page_only(demo):
    for path, piece in {"/": b"<title>Recursive edit</title>", "/app.js": b"EventSource", "/style.css": b"{"}.items():
        status, content = demo.ask("GET", path)
        expect(status == 200 and piece in content, f"{path} answered {status}")
    expect(demo.ask("GET", "/../main.cpp")[0] == 404, "a path out of the folder was served")
    for strange in ({"Origin": "http://evil.example"}, {"Host": "evil.example"}):
        expect(demo.ask("POST", "/api/sessions", {"prompt": "x"}, strange)[0] == 403, f"{strange} was let in")
    for wrong in ({}, {"prompt": " "}, {"prompt": "x", "strength": 2}, {"prompt": "x", "rounds": -1}, {"prompt": "x", "picture": "p9"}):
        status, answer = demo.ask("POST", "/api/sessions", wrong)
        expect(status == 400 and answer["error"], f"{wrong} was answered {status}")
    expect(demo.ask("POST", "/api/sessions", "[1")[0] == 400, "a body that is no JSON was taken")
    expect(demo.ask("POST", "/api/pictures", "GIF89a and no picture")[0] == 415, "a text was taken as a picture")
    expect(demo.ask("PATCH", "/api/sessions/s99", {"paused": True})[0] == 404, "a session that is not there was found")


def each_round_feeds_the_last_picture_back(demo):
    status, answer = demo.ask("POST", "/api/sessions", {"prompt": "a lighthouse", "rounds": 2})
    expect(status == 201, f"a session was answered {status}")
    session = answer["id"]
    rounds = [demo.round(session, number) for number in range(3)]
    demo.state(session, "complete")
    pictures = [demo.ask("GET", f"/api/sessions/{session}/rounds/{number}")[1] for number in range(3)]
    expect(all(picture.startswith(b"\x89PNG") for picture in pictures), "a round is no PNG file")
    expect(len(set(pictures)) == 3, "the rounds show the same picture")
    expect(len({one["seed"] for one in rounds}) == 3, "the rounds have the same seed")
    expect(demo.count("preview") > 0 and demo.count("progress") > 0, "neither previews nor progress came")
    expect(demo.ask("GET", f"/api/sessions/{session}/rounds/3")[0] == 404, "a round that is not there was served")
    return session


def a_session_is_steered(demo, folder):
    status, answer = demo.ask("POST", "/api/pictures", (folder / "start.png").read_bytes(), {"Content-Type": "image/png"})
    expect((status, answer["width"], answer["height"]) == (201, 96, 64), f"the upload was answered {status} {answer}")
    order = {"prompt": "a pond", "strength": 0.4, "rounds": 40, "picture": answer["picture"], "paused": True}
    session = demo.ask("POST", "/api/sessions", order)[1]["id"]
    expect(demo.ask("GET", f"/api/sessions/{session}/rounds/0")[1] == (folder / "start.png").read_bytes(), "round 0 is another picture")
    expect(demo.ask("PATCH", f"/api/sessions/{session}", {"strength": "much"})[0] == 400, "a text was taken as strength")
    demo.ask("PATCH", f"/api/sessions/{session}", {"prompt": "a pond at night", "strength": 0.6, "paused": False})
    expect(demo.round(session, 1)["prompt"] == "a pond at night", "the new prompt was not used")
    expect(demo.ask("PATCH", f"/api/sessions/{session}", {"paused": True})[1]["state"] in ("pausing", "paused"), "it was not paused")
    now = next(one for one in demo.ask("GET", "/api/state")[1]["sessions"] if one["id"] == session)
    settled = now["pictures"] + (1 if now["state"] == "pausing" else 0)
    time.sleep(2)
    expect(len(next(one for one in demo.ask("GET", "/api/state")[1]["sessions"] if one["id"] == session)["rounds"]) <= settled,
           "a paused session went on")
    expect(demo.ask("DELETE", f"/api/sessions/{session}")[0] == 204, "it was not ended")
    demo.wait("the end", lambda event, data: event == "ended" and data["session"] == session)
    expect(demo.ask("GET", f"/api/sessions/{session}/rounds/0")[0] == 404, "an ended session is still there")


def every_server_gets_work(demo, servers):
    for number in range(2):
        demo.ask("POST", "/api/sessions", {"prompt": f"tree {number}", "rounds": 3})
    for number in (1, 2):
        demo.state(f"s{number}", "complete")
    stats = demo.ask("GET", "/api/state")[1]["stats"]
    expect(len(stats["servers"]) == servers and all(one["done"] > 0 for one in stats["servers"]), f"a server had no work: {stats}")
    expect(stats["done"] == 8 and stats["failed"] == 0 and stats["jobs_per_minute"] == 8, f"the figures are wrong: {stats}")
    demo.wait("the figures of each second", lambda event, data: event == "stats" and data["done"] == 8)


@contextlib.contextmanager
def running(demo):
    try:
        yield demo
    finally:
        status = demo.stop()
    expect(status == 0, f"it ended {status} when it was told to")
    demo.listener.join(20)
    expect(demo.over, "its event stream did not end")


@contextlib.contextmanager
def engine(divan, folder):
    process = subprocess.Popen([divan, "engine", "--port", "0"], stdout=subprocess.PIPE, text=True, cwd=folder)
    try:
        yield re.search(r"http://\S+", process.stdout.readline())[0]
    finally:
        process.terminate()
        process.wait(20)


def main():
    divan, binary = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_pictures(folder)
        with running(Demo(binary, folder)) as demo:
            pages_are_there_for_our_own_page_only(demo)
            each_round_feeds_the_last_picture_back(demo)
            a_session_is_steered(demo, folder)
            demo.ask("POST", "/api/sessions", {"prompt": "still being drawn when the demo is stopped", "rounds": 40})
        with engine(divan, folder) as first, engine(divan, folder) as second:
            with running(Demo(binary, folder, [first, second])) as demo:
                every_server_gets_work(demo, 2)


main()
