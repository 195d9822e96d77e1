"""Writes document-lengths.bin beside it: 20,000 uint16 lengths, log-normal, mean 992, and prints what
textbook best-fit-decreasing and best-fit-crop make of them (the numbers in PackerTest). Python 3.8 or newer."""

import math
import pathlib
import statistics
import struct

state = 1234567
lengths = []
for _ in range(20000):
    state = (6364136223846793005 * state + 1442695040888963407) % 2**64
    uniform = ((state >> 11) + 0.5) / 2**53
    lengths.append(max(1, int(math.exp(6.3 + 1.1 * statistics.NormalDist().inv_cdf(uniform)))))
path = pathlib.Path(__file__).with_suffix(".bin")
path.write_bytes(struct.pack("<20000H", *lengths))


def best_fit_decreasing(capacity):
    parts = []
    for n in lengths:
        parts += [capacity] * (n // capacity) + ([n % capacity] if n % capacity else [])
    rooms = {}
    rows = 0
    for n in sorted(parts, reverse=True):
        room = min((r for r in rooms if r >= n), default=None)
        if room is None:
            rows += 1
            room = capacity
        else:
            rooms[room] -= 1
            if not rooms[room]:
                del rooms[room]
        if room > n:
            rooms[room - n] = rooms.get(room - n, 0) + 1
    return rows


def best_fit_crop(capacity):
    waiting = iter(lengths)
    buffer = [next(waiting) for _ in range(1000)]
    rows = cropped = 0
    while buffer:
        free = capacity
        rows += 1
        while free and buffer:
            fitting = [n for n in buffer if n <= free]
            n = max(fitting) if fitting else min(buffer)
            buffer.remove(n)
            buffer += [m for m in [next(waiting, None)] if m]
            cropped += max(0, n - free)
            free -= min(n, free)
    return rows, cropped


for capacity in (2048, 4096, 8192):
    cut = 0
    at = 0
    for n in lengths:
        cut += at // capacity != (at + n - 1) // capacity
        at += n
    print(capacity, best_fit_decreasing(capacity), "rows,", sum(n > capacity for n in lengths), "longer,", cut, "cut by concat")
print(best_fit_crop(2049))
