"""Writes hash-vectors.csv: reference hashes of python-xxhash 3.x (pip install xxhash).

Input of length n: the first n bytes of x' = x * 6364136223846793005 + 1442695040888963407 (mod 2^64),
starting at x = 1, taking the top byte after each step.
Columns: length, XXH64 seed 0, XXH64 seed 42, XXH3-128 seed 0.
"""

import pathlib
import xxhash

LENGTHS = [*range(1025), 1087, 1088, 1089, 2047, 2048, 2049, 4096, 65535, 65536, 65537, 66560, 131072, 131073, 196609, 1000003]


def main():
    x, data = 1, bytearray()
    for _ in range(max(LENGTHS)):
        x = (x * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        data.append(x >> 56)
    rows = []
    for n in LENGTHS:
        piece = bytes(data[:n])
        rows.append(
            f"{n},{xxhash.xxh64(piece, 0).hexdigest()},{xxhash.xxh64(piece, 42).hexdigest()},{xxhash.xxh3_128(piece).hexdigest()}"
        )
    pathlib.Path(__file__).with_name("hash-vectors.csv").write_text("\n".join(rows) + "\n")


main()
