"""A provider in a process of its own that answers each order with one photograph-like JPEG after a delay.

Run as `python -m tests.support.picture_provider SECONDS`; it prints its port. It makes its answer once and looks at no
more of a request than where it ends, so that it has time for everybody.
"""

from __future__ import annotations

import asyncio
import base64
import io
import json
import subprocess
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE_BYTES = 125_000
_SIZE = (1024, 768)
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"


@contextmanager
def picture_provider(delay_s: float) -> Iterator[str]:
    """Start it, yield its base URL, and end it with the context."""
    command = [sys.executable, "-m", "tests.support.picture_provider", str(delay_s)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


def _picture() -> bytes:
    """Return a JPEG of nearly `PICTURE_BYTES`: soft shapes under grain."""
    from PIL import Image

    grain = Image.effect_noise(_SIZE, 24)
    shapes = [Image.radial_gradient("L").resize(_SIZE), Image.linear_gradient("L").resize(_SIZE)]
    channels = [Image.blend(shape, grain, 0.3) for shape in [*shapes, shapes[0].transpose(Image.Transpose.ROTATE_180)]]
    image = Image.merge("RGB", channels)
    made = []
    for quality in range(20, 96, 5):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        made.append(file.getvalue())
    return min(made, key=lambda data: abs(len(data) - PICTURE_BYTES))


def _answer(picture: bytes) -> bytes:
    item = {"index": 0, "b64_json": base64.b64encode(picture).decode(), "type": None}
    body = json.dumps({"id": "oLoad", "model": "", "object": "list", "data": [item]}).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


async def _serve(delay_s: float) -> None:
    answer = _answer(_picture())

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                _, has_body, rest = head.partition(b"content-length:")
                if has_body:
                    await reader.readexactly(int(rest.split(b"\r\n", 1)[0]))
                if head.startswith(b"post"):
                    await asyncio.sleep(delay_s)
                    writer.write(answer)
                else:
                    writer.write(_NOT_FOUND[: -2 if head.startswith(b"head") else None])
                await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
