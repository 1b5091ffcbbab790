"""A proxy before a ComfyUI server that writes down what clients send, and lets only those in who know its header."""
import asyncio
import threading


class RecordingProxy:
    """Serves on a thread of its own: `with RecordingProxy(8188, required="Authorization: Bearer x") as proxy`."""

    def __init__(self, upstream_port, required=None):
        self.upstream_port, self.required = upstream_port, required
        self.heads, self.bodies = [], []
        self.port, self.loop, self.end = None, None, None

    def __enter__(self):
        started = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.serve(started)), daemon=True)
        self.thread.start()
        started.wait(20)
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.end.set)
        self.thread.join(20)

    async def serve(self, started):
        self.loop, self.end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self.relay, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self.end.wait()

    async def relay(self, client, answers):
        upstream = None
        try:
            server, upstream = await asyncio.open_connection("127.0.0.1", self.upstream_port)
            pump = asyncio.create_task(copy(server, answers))
            while await self.pass_request(client, upstream, answers):
                pass
            await pump
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass  # either end went away, as ends do
        finally:
            for stream in (upstream, answers):
                if stream:
                    stream.close()

    async def pass_request(self, client, upstream, answers):
        """One request; false when the rest of the connection is none of our business, or over."""
        head = await client.readuntil(b"\r\n\r\n")
        fields = head.decode().split("\r\n")
        self.heads.append(head.decode())
        if self.required and self.required not in fields:
            answers.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await answers.drain()
            raise ConnectionError
        lengths = [int(field.split(":")[1]) for field in fields if field.lower().startswith("content-length:")]
        body = await client.readexactly(lengths[0] if lengths else 0)
        self.bodies.append(body.decode(errors="replace"))
        upstream.write(head + body)
        await upstream.drain()
        if any(field.lower() == "upgrade: websocket" for field in fields):
            await copy(client, upstream)
            return False
        return True


async def copy(source, target):
    while piece := await source.read(65536):
        target.write(piece)
        await target.drain()
    target.close()
