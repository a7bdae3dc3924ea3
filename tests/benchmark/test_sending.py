"""Sending, against a real server."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from benchmark.plan import NO_ANSWER, Outcome, Plan, Sent, singly
from benchmark.sending import Senders, read_answer
from benchmark.server import send

TEXTS = tuple(f"spørgsmål {number}" for number in range(60))


class Echo(BaseHTTPRequestHandler):
    """Answers with what came in; hangs up on the word "farvel", fails on "fejl"."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one piece: in two, each waits for the other's receipt

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        said = json.loads(body)
        if said["message"] == "farvel":
            self.close_connection = True
            return
        self.send_response(500 if said["message"] == "fejl" else 200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Lets a hundred senders come at once."""

    request_queue_size = 200


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = Server(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


def plan(port: int, texts: tuple[str, ...] = TEXTS, **changes: Any) -> Plan:
    fields = {"senders": 4, "seconds": 20.0, "prefix": "t", "answer_seconds": 5.0, **changes}
    return Plan(port, "/", singly(texts), **fields)


def sent_by(one: Plan) -> Outcome:
    return asyncio.run(Senders(one).run())


@pytest.mark.parametrize("senders", [1, 4, 100])
def test_every_text_is_sent_once_and_answered(port: int, senders: int) -> None:
    outcome = sent_by(plan(port, senders=senders))
    assert sorted(one.text for one in outcome.sent) == sorted(TEXTS)
    assert {one.status for one in outcome.sent} == {200}


def test_an_answer_belongs_to_its_question(port: int) -> None:
    for one in sent_by(plan(port)).sent:
        assert json.loads(one.body) == {"sender": one.conversation, "message": one.text}


def test_one_sender_keeps_the_order(port: int) -> None:
    assert tuple(one.text for one in sent_by(plan(port, senders=1)).sent) == TEXTS


def test_a_conversation_has_so_many_messages_and_belongs_to_one_sender(port: int) -> None:
    outcome = sent_by(plan(port, conversation_messages=5, senders=1))
    conversations = [one.conversation for one in outcome.sent]
    assert [conversations.count(name) for name in dict.fromkeys(conversations)] == [5] * 12


def test_named_conversations_are_interleaved_as_planned(port: int) -> None:
    strand = (("a", "1"), ("b", "2"), ("a", "3"))
    outcome = sent_by(Plan(port, "/", (strand,), 2, 20.0, "p"))
    assert [(one.conversation, one.text) for one in outcome.sent] == [("p-a", "1"), ("p-b", "2"), ("p-a", "3")]


def test_further_fields_go_along(port: int) -> None:
    outcome = sent_by(plan(port, ("hej",), more={"metadata": {}}))
    assert json.loads(outcome.sent[0].body)["metadata"] == {}


def test_an_error_is_kept_with_its_status(port: int) -> None:
    assert [one.status for one in sent_by(plan(port, ("fejl",))).sent] == [500]


def test_a_connection_that_is_lost_counts_as_no_answer_and_the_next_text_is_sent(port: int) -> None:
    outcome = sent_by(plan(port, ("hej", "farvel", "igen"), senders=1))
    assert [one.status for one in outcome.sent] == [200, NO_ANSWER, 200]


def test_nothing_is_sent_when_the_time_is_over(port: int) -> None:
    assert sent_by(plan(port, seconds=0.0)).sent == ()


def test_sending_in_a_process_of_its_own_gives_the_same(port: int) -> None:
    outcome = send(plan(port))
    assert sorted(one.text for one in outcome.sent) == sorted(TEXTS)


def test_the_rate_leaves_out_what_came_when_a_sender_had_nothing_left() -> None:
    at = (0.5, 1.0, 1.5, 2.0, 9.0)
    sent = tuple(Sent("c", "t", 200, 0.5, moment, "") for moment in at)
    assert Outcome(sent, 2.0, 0.0).per_second == 2.0


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", (200, b"[]")),
        (b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n", (404, b"")),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[", None),
        (b"HTTP/1.1 200 OK\r\nContent-Le", None),
        (b"", None),
    ],
    ids=["whole", "without a body", "half a body", "half a head", "nothing"],
)
def test_an_answer_is_read_when_it_is_whole(data: bytes, expected: tuple[int, bytes] | None) -> None:
    assert read_answer(data) == expected


def test_an_answer_without_its_length_is_an_error() -> None:
    with pytest.raises(ValueError, match="content-length"):
        read_answer(b"HTTP/1.1 200 OK\r\n\r\n")


def test_plans_and_outcomes_survive_their_files(tmp_path: Path) -> None:
    written = Plan(1, "/", ((("a", "æ"), (None, "b")),), 2, 3.0, "p", more={"x": [1]})
    written.write(tmp_path / "plan")
    assert Plan.read(tmp_path / "plan") == written
    outcome = Outcome((Sent("c", "t", 200, 0.1, 0.2, "ø"),), 0.2, 0.01)
    outcome.write(tmp_path / "outcome")
    assert Outcome.read(tmp_path / "outcome") == outcome
