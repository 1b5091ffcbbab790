"""What the clients of a case do: they hand in jobs, each under its own key, and repeat what was not answered."""
import json
import threading
import time
import uuid

from stage import Away


def picture(color, seconds):
    """A picture of one colour, which takes a while."""
    return {
        "1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": color}},
        "2": {"class_type": "TrapSleep", "inputs": {"seconds": seconds, "steps": 2, "preview": False, "seed": color}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "chaos"}},
        "8": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}},
    }


class Order:
    """One job that a client wants: its key, its colour, and what the gateway said of it."""

    def __init__(self, color, seconds, cancel, receiver):
        self.key = str(uuid.uuid4())
        self.color = color
        self.receiver = receiver  # a URL that wants to hear of the end, or None
        self.path = "/api/v2/divan/jobs" if receiver else "/api/v2/jobs"
        self.body = {"workflow": picture(color, seconds)}
        if receiver:
            self.body["webhooks"] = [{"url": receiver, "secret": "chaos"}]
        self.cancel = cancel
        self.answers = []  # ids, one for each 2xx

    def hand_in(self, stage):
        """Until a 2xx came."""
        status, _, content = stage.ask_until_answered(
            "POST", self.path, self.body, {"Idempotency-Key": self.key, "Idempotency-Replay": "allow"})
        if status not in (200, 201, 202):
            raise AssertionError(f"a good job was refused with {status}: {content[:300]!r}")
        self.answers.append(json.loads(content)["id"])

    def call_off(self, stage):
        try:
            stage.ask("POST", f"/api/v2/jobs/{self.answers[-1]}/cancel", {})
        except Away:
            pass  # whether it was cancelled or not: it must have ended once


class Load:
    def __init__(self, stage, dice, jobs, cancels=0.15):
        self.stage = stage
        self.pauses = [dice.uniform(0.5, 1.5) for _ in range(jobs)]
        self.orders = [Order(dice.randrange(1 << 24), dice.choice([0.0, 0.0, 0.2, 0.6]), dice.random() < cancels,
                             stage.receiver.url if dice.random() < 0.4 else None) for _ in range(jobs)]
        self.errors = []
        self.threads = []

    def hand_in(self, over_seconds, wait=True):
        begin, sum_of_pauses, at = time.monotonic(), sum(self.pauses), 0.0
        for order, pause in zip(self.orders, self.pauses):
            at += pause / sum_of_pauses * over_seconds
            thread = threading.Thread(target=self._one, args=(order, begin + at))
            thread.start()
            self.threads.append(thread)
        if wait:
            time.sleep(over_seconds)

    def _one(self, order, moment):
        time.sleep(max(0.0, moment - time.monotonic()))
        try:
            order.hand_in(self.stage)
            if order.cancel:
                order.call_off(self.stage)
        except (AssertionError, Away) as error:
            self.errors.append(str(error))

    def wait(self):
        for thread in self.threads:
            thread.join()
