"""Kafka: the real client takes the settings; one batch is read and written without a broker"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.samples.check import Check, expect, python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.samples.sample import Sample

REQUIREMENTS = ("confluent-kafka>=2.12",)
HEAVY = True
DRIVER = """
Consumer({**CONSUMER, "bootstrap.servers": "127.0.0.1:1", "log_level": 0}).close()
Producer({**PRODUCER, "bootstrap.servers": "127.0.0.1:1", "log_level": 0})


class Read:
    def __init__(self, value, offset):
        self.read, self.at = value, offset
    def error(self): return None
    def value(self): return self.read
    def key(self): return b"k"
    def topic(self): return "orders"
    def partition(self): return 3
    def offset(self): return self.at


class Broker:
    def __init__(self, *values):
        self.messages, self.sent, self.commits, self.fails = [Read(v, n) for n, v in enumerate(values)], [], 0, None
    def consume(self, size, timeout): return self.messages
    def commit(self, asynchronous):
        assert asynchronous is False
        self.commits += 1
    def produce(self, topic, value, key, headers, on_delivery):
        self.sent.append((topic, value, dict(headers)["origin"]))
        on_delivery(self.fails, None)
    def flush(self, seconds): return 0


written = []
broker = Broker(b'{"order_id": 1}', b"not json", b'{"order_id": "2"}', None)
assert run_once(broker, broker, written.extend) == (1, 3)
assert written == [{"order_id": 1}] and broker.commits == 1
assert broker.sent[0] == ("orders.dlq", b"not json", b"orders/3/1")
broker = Broker(b"not json")
broker.fails = "no leader"
try:
    run_once(broker, broker, written.extend)
except RuntimeError:
    assert broker.commits == 0
else:
    raise AssertionError("committed although the dead letter was lost")
"""


def check(sample: Sample) -> Check | None:
    """Run one batch against a stand-in for the broker."""
    if "confluent_kafka" not in sample.imports():
        return None

    def run(folder: Path) -> None:
        expect(python(sample.text + DRIVER, folder, flags=("-X", "dev")) == "", "it printed something")

    return Check(
        "runs",
        "the real client takes the settings; against a stand-in for a broker, good, bad and lost messages end where they should",
        run,
    )
