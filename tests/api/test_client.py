"""The client against a real server: orders, faults on the way, cancelling, the key."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.api.client import TogetherClient
from desktop_app.api.http import USER_AGENT
from desktop_app.api.wire import parse_answer
from desktop_app.core.errors import (
    AnswerTimedOut,
    AnswerUnreadable,
    Billed,
    ConnectionBroken,
    ConnectionNotMade,
    DiskFull,
    KeyRejected,
    ServerFailed,
    is_safe_to_resend,
)
from desktop_app.core.image_format import ImageFormat, sniff
from tests.support.answers import KeptAnswer, order
from tests.support.clients import KEY, SHORT, closed_port, generate, run, shown
from tests.support.model_lists import RECORDED_MODELS
from tests.support.server import DEFAULT_MODELS, MODELS, LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_order_brings_its_picture(server: LoopbackServer) -> None:
    sink = generate(server.url)
    answer = parse_answer(sink.body)
    assert sink.request_ids == ["req-from-header"]
    assert [sniff(item.data or b"") for item in answer.items] == [ImageFormat.JPEG]
    received = server.requests[0]
    assert (received.method, received.path) == ("POST", "/v1/images/generations")
    assert received.json == order()
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.headers["content-type"] == "application/json"
    assert received.headers["user-agent"] == USER_AGENT


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/"])
def test_the_base_url_is_taken_with_and_without_v1(server: LoopbackServer, ending: str) -> None:
    generate(server.url + ending)
    assert server.requests[0].path == "/v1/images/generations"


def test_a_prompt_of_every_script_arrives_as_it_is(server: LoopbackServer) -> None:
    generate(server.url, order(prompt="日本の狐 – déjà vu 🦊"))
    assert server.requests[0].json["prompt"] == "日本の狐 – déjà vu 🦊"


def test_half_a_character_in_a_prompt_becomes_a_question_mark(server: LoopbackServer) -> None:
    generate(server.url, order(prompt="a fox \udcff"))
    assert server.requests[0].json["prompt"] == "a fox ?"


def test_a_chunked_answer_is_read(server: LoopbackServer) -> None:
    server.answer(chunked=True)
    assert parse_answer(generate(server.url).body).items


def test_the_answer_streams_to_the_sink_before_it_is_whole(server: LoopbackServer) -> None:
    release = threading.Event()
    server.stall(release, after_bytes=200)

    async def use(client: TogetherClient) -> int:
        sink = KeptAnswer()
        task = asyncio.create_task(client.generate(order(), sink))
        await asyncio.wait_for(sink.arrived.wait(), 10)
        early = len(sink.body)
        release.set()
        await task
        assert len(sink.body) > early
        return early

    assert run(server.url, use) == 200


def test_nothing_listens(server: LoopbackServer) -> None:
    with pytest.raises(ConnectionNotMade) as caught:
        generate(f"http://127.0.0.1:{closed_port()}")
    assert caught.value.billed is Billed.NO
    assert is_safe_to_resend(caught.value)


def test_an_unknown_host() -> None:
    with pytest.raises(ConnectionNotMade):
        generate("https://provider.invalid")


def test_no_tls_where_tls_was_asked_for(server: LoopbackServer) -> None:
    with pytest.raises(ConnectionNotMade) as caught:
        generate(f"https://127.0.0.1:{server.port}")
    assert caught.value.billed is Billed.NO
    assert server.requests == []


def test_connecting_takes_too_long() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        try:
            for each in waiting:
                each.setblocking(False)
                each.connect_ex(full.getsockname())
            with pytest.raises(ConnectionNotMade, match="ConnectTimeout"):
                generate(f"http://127.0.0.1:{full.getsockname()[1]}", timeouts=SHORT)
        finally:
            for each in waiting:
                each.close()


def test_no_answer_within_the_limit(server: LoopbackServer) -> None:
    server.stall(threading.Event())
    with pytest.raises(AnswerTimedOut) as caught:
        generate(server.url, timeouts=SHORT)
    assert caught.value.billed is Billed.UNKNOWN
    assert not is_safe_to_resend(caught.value)


def test_the_answer_stalls_in_the_middle(server: LoopbackServer) -> None:
    server.stall(threading.Event(), after_bytes=100)
    with pytest.raises(AnswerTimedOut):
        generate(server.url, timeouts=SHORT)


def cut(server: LoopbackServer) -> None:
    server.cut(after_bytes=100)


def cut_in_a_chunk(server: LoopbackServer) -> None:
    server.cut(after_bytes=100, chunked=True)


def lie(server: LoopbackServer) -> None:
    server.lie()


def reset(server: LoopbackServer) -> None:
    server.reset()


@pytest.mark.parametrize("fault", [cut, cut_in_a_chunk, lie, reset])
def test_the_answer_does_not_come_whole(server: LoopbackServer, fault: Callable[[LoopbackServer], None]) -> None:
    fault(server)
    with pytest.raises(ConnectionBroken) as caught:
        generate(server.url)
    assert caught.value.billed is Billed.UNKNOWN
    assert not is_safe_to_resend(caught.value)
    assert len(server.requests) == 1


def test_a_broken_encoding_is_unreadable(server: LoopbackServer) -> None:
    server.answer(b"this is not gzip at all", headers={"content-encoding": "gzip"})
    with pytest.raises(AnswerUnreadable):
        generate(server.url)


def test_an_endless_answer_is_ended(server: LoopbackServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_app.api.client.LARGEST_ANSWER_BYTES", 1_000_000)
    server.answer(b" " * 3_000_000)
    with pytest.raises(AnswerUnreadable, match="longer"):
        generate(server.url)


def test_a_failing_sink_is_heard_as_it_is(server: LoopbackServer) -> None:
    class FullDisk(KeptAnswer):
        async def write(self, chunk: bytes) -> None:
            raise DiskFull(f"no space for {len(chunk)} bytes", path="/spool")

    async def use(client: TogetherClient) -> None:
        await client.generate(order(), FullDisk())

    with pytest.raises(DiskFull):
        run(server.url, use)


@pytest.mark.parametrize("after_bytes", [None, 100], ids=["before the headers", "in the body"])
def test_cancelling_hangs_up(server: LoopbackServer, after_bytes: int | None) -> None:
    server.stall(threading.Event(), after_bytes=after_bytes)

    async def use(client: TogetherClient) -> None:
        task = asyncio.create_task(client.generate(order(), KeptAnswer()))
        received = (await asyncio.to_thread(server.wait_for_requests))[0]
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(received.closed.wait, 10)

    run(server.url, use)


def test_a_cancelled_order_leaves_the_client_usable(server: LoopbackServer) -> None:
    server.stall(threading.Event())

    async def use(client: TogetherClient) -> bytes:
        task = asyncio.create_task(client.generate(order(), KeptAnswer()))
        await asyncio.to_thread(server.wait_for_requests)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        sink = KeptAnswer()
        await client.generate(order(), sink)
        return sink.body

    assert parse_answer(run(server.url, use)).items


def test_a_warm_connection_is_used_by_the_next_order(server: LoopbackServer) -> None:
    async def use(client: TogetherClient) -> None:
        await client.warm_up()
        await client.generate(order(), KeptAnswer())

    run(server.url, use)
    assert server.connections == 1
    assert "authorization" not in server.requests[0].headers


def test_warming_up_without_a_network_says_nothing() -> None:
    async def use(client: TogetherClient) -> None:
        await client.warm_up()

    run(f"http://127.0.0.1:{closed_port()}", use)


# The key


def check(server: LoopbackServer, **options: Any) -> tuple[str, ...]:
    async def use(client: TogetherClient) -> tuple[str, ...]:
        return await client.check_key()

    result = run(server.url, use, **options)
    assert isinstance(result, tuple)
    return result


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_good_key_lists_the_image_models(server: LoopbackServer, *, wrapped: bool) -> None:
    server.accepted_key = KEY
    if wrapped:
        server.answer(data={"object": "list", "data": list(DEFAULT_MODELS)}, path=MODELS)
    assert check(server) == tuple(model["id"] for model in RECORDED_MODELS)
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_wrong_key(server: LoopbackServer) -> None:
    server.accepted_key = "another"
    with pytest.raises(KeyRejected, match="the provider answered 401") as caught:
        check(server)
    assert "Invalid API key" in caught.value.provider_text


def test_trouble_of_the_server_while_checking_costs_nothing(server: LoopbackServer) -> None:
    server.refuse(500, path=MODELS)
    with pytest.raises(ServerFailed) as caught:
        check(server)
    assert caught.value.billed is Billed.NO


def test_a_stalled_check_costs_nothing(server: LoopbackServer) -> None:
    server.stall(threading.Event(), path=MODELS)
    with pytest.raises(AnswerTimedOut) as caught:
        check(server, timeouts=SHORT)
    assert caught.value.billed is Billed.NO


@pytest.mark.parametrize("body", [b"<html>hello</html>", b'{"data": 5}', b'"text"', b"[" * 100_000])
def test_a_list_that_is_none(server: LoopbackServer, body: bytes) -> None:
    server.answer(body, path=MODELS)
    with pytest.raises(AnswerUnreadable):
        check(server)


def test_odd_entries_in_the_list_are_passed_over(server: LoopbackServer) -> None:
    server.answer(
        data=[None, 3, {"type": "image"}, {"id": 4, "type": "image"}, {"id": "x/y", "type": "image"}], path=MODELS
    )
    assert check(server) == ("x/y",)


def test_without_a_key_none_is_sent(server: LoopbackServer) -> None:
    generate(server.url, key="")
    assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize("key", ["clé-secrète", "two words", "line\nbreak", "nul\x00"])
def test_a_key_that_cannot_be_one_is_never_sent(server: LoopbackServer, key: str) -> None:
    with pytest.raises(KeyRejected) as caught:
        generate(server.url, key=key)
    assert server.requests == []
    assert key not in shown(caught.value)
