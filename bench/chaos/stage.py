"""The processes of one case: engines, a gateway, perhaps PostgreSQL. All on 127.0.0.1, all killed at the end."""
import http.client
import http.server
import json
import os
import pathlib
import signal
import socket
import subprocess
import threading
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Away(Exception):
    """No whole answer came: the gateway is dead, dying, or just starting."""


class Stage:
    ENGINES = 2

    def __init__(self, chosen, folder):
        self.divan = str(pathlib.Path(chosen.divan).resolve())  # they run in another folder
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.engine_ports = [free_port() for _ in range(self.ENGINES)]
        self.engines = [None] * self.ENGINES
        self.gateway = None
        self.database = Postgres(self.folder / "postgres") if chosen.database == "postgres" else None
        self.lock = threading.Lock()
        self.deaths = 0
        self.over = False
        self.receiver = Receiver()

    def __enter__(self):
        (self.folder / "divan.toml").write_text(
            '[webhooks]\nsecrets = { chaos = ["whsec_Y2hhb3MtY2hhb3MtY2hhb3MtY2hhb3M="] }\nprivate_addresses = true\nplain_http = true\n'
            "[limits]\nrequests_per_second = 10000\nburst = 10000\n")
        threading.Thread(target=self._watch, daemon=True).start()
        if self.database:
            self.database.start()
        for number in range(self.ENGINES):
            self._start_engine(number)
        return self

    def __exit__(self, *_):
        self.over = True
        self.receiver.stop()
        for process in [self.gateway, *self.engines]:
            if process and process.poll() is None:
                process.kill()
                process.wait()
        if self.database:
            self.database.stop()

    def _spawn(self, command, crash_at=None):
        environment = {**os.environ, "DIVAN_CRASH_AT": crash_at or ""}
        log = open(self.folder / f"{command[1]}.log", "ab")
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=self.folder)

    def _start_engine(self, number):
        self.engines[number] = self._spawn(
            [self.divan, "engine", "--port", str(self.engine_ports[number]), "--test-nodes"])

    def _watch(self):
        """What systemd does: a gateway that died is started again, without an order to die."""
        while not self.over:
            with self.lock:
                if self.gateway and self.gateway.poll() is not None and not self.over:
                    self.deaths += 1
                    self.gateway = self._spawn(self._gateway_command())
            time.sleep(0.2)

    def _gateway_command(self):
        command = [self.divan, "serve", "--port", str(self.port), "--data", str(self.folder / "data"), "-q",
                   "--config", str(self.folder / "divan.toml")]
        for port in self.engine_ports:
            command += ["--server", f"http://127.0.0.1:{port}"]
        if self.database:
            command += ["--database", self.database.url]
        return command

    def start_gateway(self, crash_at=None):
        with self.lock:
            if self.gateway and self.gateway.poll() is None:
                self.gateway.kill()
                self.gateway.wait()
            self.gateway = self._spawn(self._gateway_command(), crash_at)

    def wait_for_death(self, deaths=1, patience=10.0):
        """True when the gateway has died so often by itself."""
        end = time.monotonic() + patience
        while self.deaths < deaths and time.monotonic() < end:
            time.sleep(0.05)
        return self.deaths >= deaths

    def mortals(self):
        return ["gateway", *(f"engine {number}" for number in range(self.ENGINES)), *(["database"] if self.database else [])]

    def kill(self, who):
        """kill -9, and a new one after a moment."""
        if who == "gateway":
            with self.lock:
                self.gateway.send_signal(signal.SIGKILL)
                self.gateway.wait()
        elif who == "database":
            self.database.kill()
            self.database.start()
        else:
            number = int(who.split()[1])
            self.engines[number].kill()
            self.engines[number].wait()
            self._start_engine(number)

    def revive(self):
        """All engines live. A gateway that has not died yet stays: it may still be told to."""
        for number, engine in enumerate(self.engines):
            if engine.poll() is not None:
                self._start_engine(number)

    @staticmethod
    def sleep(seconds):
        time.sleep(seconds)

    def ask(self, method, path, body=None, headers=None, patience=10.0):
        """Status, headers and bytes. Raises Away."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            content = None if body is None else json.dumps(body)
            fields = {"Content-Type": "application/json", **(headers or {})} if content else headers or {}
            connection.request(method, path, content, fields)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Away(str(error)) from error
        finally:
            connection.close()

    def ask_until_answered(self, method, path, body=None, headers=None, patience=60.0):
        """The same until an answer comes that is no refusal for now."""
        end = time.monotonic() + patience
        while True:
            try:
                status, fields, content = self.ask(method, path, body, headers)
                if status not in (409, 429, 500, 503) or time.monotonic() > end:
                    return status, fields, content
            except Away:
                if time.monotonic() > end:
                    raise
            time.sleep(0.1)


class Receiver:
    """Takes webhooks, and keeps the ids of each job."""

    def __init__(self):
        told = self.told = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                told.setdefault(event["data"]["id"], []).append(self.headers["webhook-id"])
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/told"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Postgres:
    """A PostgreSQL of our own, in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.url = f"postgresql://divan@127.0.0.1:{self.port}/postgres"
        programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        if not programs:
            raise SystemExit("PostgreSQL is not installed: scripts/install-deps brings it")
        self.programs = programs[-1]
        self.process = None

    def _as_nobody_special(self):
        """PostgreSQL refuses to run as root."""
        return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}

    def start(self):
        rights = self._as_nobody_special()
        if not (self.folder / "data" / "PG_VERSION").exists():
            self.folder.mkdir(exist_ok=True)
            if rights:
                os.chmod(self.folder.parent, 0o755)
                subprocess.run(["chown", "postgres:postgres", str(self.folder)], check=True)
            subprocess.run([str(self.programs / "initdb"), "-D", str(self.folder / "data"), "-U", "divan", "-A", "trust"],
                           check=True, stdout=subprocess.DEVNULL, **rights)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            # One that was killed leaves children for a moment; until they are gone, a new one ends at once.
            if self.process is None or self.process.poll() is not None:
                (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
                self._spawn(rights)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-2000:]}")

    def _spawn(self, rights):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), "-h", "127.0.0.1",
                 "-k", str(self.folder)], stdout=log, stderr=log, **rights)

    def kill(self):
        # The postmaster alone: its children notice and end, as after a crash of the machine.
        self.process.kill()
        self.process.wait()
        time.sleep(0.3)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
