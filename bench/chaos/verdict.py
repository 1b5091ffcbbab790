"""What became of the jobs of a case, and the table."""
import dataclasses
import json
import struct
import time
import zlib

ENDS = ("succeeded", "failed", "canceled")


@dataclasses.dataclass
class Verdict:
    cases: int = 0
    kills: int = 0
    jobs: int = 0
    succeeded: int = 0
    failed: int = 0
    canceled: int = 0
    lost: int = 0         # acknowledged, and not there
    twice: int = 0        # one key, two jobs; or more jobs in the store than keys; or two ends
    incomplete: int = 0   # a file that is not whole, or not this job's
    open: int = 0         # not ended in time
    refused: int = 0      # a good job was never taken
    untold: int = 0       # a webhook never came, or under two ids

    def add(self, other):
        for field in dataclasses.fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))

    def broken(self):
        return self.lost + self.twice + self.incomplete + self.open + self.refused + self.untold > 0


def first_pixel(png):
    """The colour of a whole PNG of one colour; None when it is not whole."""
    if not png.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    at, data, ended = 8, b"", False
    while at + 12 <= len(png):
        size, kind = struct.unpack(">I4s", png[at:at + 8])
        chunk = png[at + 4:at + 8 + size]
        if len(png) < at + 12 + size or zlib.crc32(chunk) != struct.unpack(">I", png[at + 8 + size:at + 12 + size])[0]:
            return None
        if kind == b"IDAT":
            data += chunk[4:]
        ended = kind == b"IEND"
        at += 12 + size
    if not ended or at != len(png):
        return None
    row = zlib.decompress(data)
    return (row[1] << 16) | (row[2] << 8) | row[3]


def wait_for_end(stage, job, patience):
    end = time.monotonic() + patience
    while True:
        status, _, content = stage.ask_until_answered("GET", f"/api/v2/jobs/{job}")
        if status == 404:
            return None
        view = json.loads(content)
        if view["status"] in ENDS or time.monotonic() > end:
            return view
        time.sleep(0.2)


def ends_told(stage, job):
    _, _, content = stage.ask_until_answered("GET", f"/api/v2/divan/jobs/{job}/events?after=0")
    kinds = [event["kind"] for event in json.loads(content)["events"]]
    return sum(kind in ("succeeded", "failed", "cancelled") for kind in kinds)


def was_told(stage, order):
    """The webhook came, as often as it may, under one id."""
    if not order.receiver:
        return True
    end = time.monotonic() + 180  # a try of a gateway that died is made again after its lease of two minutes
    while order.answers[0] not in stage.receiver.told and time.monotonic() < end:
        time.sleep(0.2)
    ids = set(stage.receiver.told.get(order.answers[0], []))
    if len(ids) != 1:
        _, _, deliveries = stage.ask_until_answered("GET", f"/api/v2/divan/jobs/{order.answers[0]}/deliveries")
        print(f"untold: ids {ids}, deliveries {deliveries.decode()}", flush=True)
    return len(ids) == 1


def files_are_whole(stage, order, view):
    pictures = [output for output in view["outputs"] if output["node_id"] == "9"]
    if len(pictures) != 1:
        return False
    for output in view["outputs"]:
        path = output["url"].split("/", 3)[3]
        status, _, content = stage.ask_until_answered("GET", "/" + path)
        if status != 200 or len(content) != output["size_bytes"]:
            return False
        color = first_pixel(content)
        if color is None or (output["node_id"] == "9" and color != order.color):
            return False
    return True


def judge(stage, load, kills):
    load.wait()
    for error in load.errors:
        print(f"refused: {error}", flush=True)
    verdict = judge_orders(stage, load.orders)
    verdict.kills, verdict.refused = kills, len(load.errors)
    verdict.twice += jobs_in_store(stage) != len(load.orders) - len(load.errors)
    return verdict


def judge_orders(stage, orders):
    verdict = Verdict(cases=1, jobs=len(orders))
    for order in orders:
        if not order.answers:
            continue
        order.hand_in(stage)  # once more under the same key: the same job
        verdict.twice += len(set(order.answers)) > 1
        view = wait_for_end(stage, order.answers[0], patience=120)
        if view is None:
            verdict.lost += 1
        elif view["status"] not in ENDS:
            verdict.open += 1
        else:
            judge_end(stage, order, view, verdict)
    return verdict


def judge_end(stage, order, view, verdict):
    setattr(verdict, view["status"], getattr(verdict, view["status"]) + 1)
    verdict.twice += ends_told(stage, order.answers[0]) != 1
    verdict.untold += not was_told(stage, order)
    if view["status"] == "succeeded":
        verdict.incomplete += not files_are_whole(stage, order, view)
    elif view["outputs"]:
        verdict.incomplete += 1


def jobs_in_store(stage):
    _, _, content = stage.ask_until_answered("GET", "/metrics")
    lines = [line for line in content.decode().splitlines() if line.startswith("divan_jobs{")]
    return int(sum(float(line.split()[-1]) for line in lines))


def print_table(heading, rows):
    titles = [field.name for field in dataclasses.fields(Verdict)]
    print(heading)
    print(f"{'killed at':<10}" + "".join(f"{title:>11}" for title in titles))
    total = Verdict()
    for name in sorted(rows, key=lambda text: (not text.startswith("CP"), len(text), text)):
        print(f"{name:<10}" + "".join(f"{getattr(rows[name], title):>11}" for title in titles))
        total.add(rows[name])
    print(f"{'all':<10}" + "".join(f"{getattr(total, title):>11}" for title in titles))
