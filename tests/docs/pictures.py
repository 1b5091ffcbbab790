"""Small pictures for the examples to work on."""
import struct
import zlib


def write_png(path, width, height, pixel):
    """`pixel(x, y)` is red, green, blue."""
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in pixel(x, y)) for y in range(height))

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def write_pictures(folder):
    write_png(folder / "start.png", 96, 64, lambda x, y: (2 * x, 3 * y, 128))
    write_png(folder / "mask.png", 96, 64, lambda x, y: (255 if (x - 48) ** 2 + (y - 32) ** 2 < 400 else 0,) * 3)
