"""Opens the golden files of the tokenization module with other projects' readers.

Needs pyarrow, numpy and tokenizers; run from the repository's root:
    python interop/read_golden_files.py
Prints "ok" for each file or stops at the first difference.
"""

import pathlib
import struct

import numpy as np
import pyarrow as pa
import tokenizers

GOLDEN = pathlib.Path("tokenization/src/test/resources/org/gristmill/tokenization/golden")


def table(name):
    result = pa.ipc.open_file(GOLDEN / name).read_all()
    result.validate(full=True)
    return result


shard = table("shard.arrow")
assert shard.column_names == ["input_ids", "length", "segments", "stratum", "source"]
assert shard.column("input_ids").to_pylist()[2] == [20, 21, 22, 23, 24, 0, 0, 0]
assert shard.column("length").to_pylist() == [8, 8, 5]
assert shard.column("stratum").to_pylist() == [[0, 1]] * 3
assert shard.column("source").to_pylist()[0][1] == {"run": 1, "part": 0, "row": 9, "offset": 0, "epoch": 1}
assert shard.schema.metadata[b"gristmill.format_version"] == b"1"
print("ok shard.arrow")

pairs = table("preferences.arrow").to_pylist()
assert pairs[0]["chosen"] == [1, 2, 3] and pairs[0]["rejected_mask"] == [0, 1]
assert pairs[1]["chosen"] == [] and pairs[1]["source"]["row"] == 4
print("ok preferences.arrow")

index = (GOLDEN / "part.idx").read_bytes()
version, code, sequences, entries = struct.unpack("<QBQQ", index[9:34])
assert index[:9] == b"MMIDIDX\x00\x00" and (version, code, sequences, entries) == (1, 8, 4, 5)
lengths = np.frombuffer(index, np.int32, sequences, 34)
pointers = np.frombuffer(index, np.int64, sequences, 34 + 4 * sequences)
tokens = np.frombuffer((GOLDEN / "part.bin").read_bytes(), np.uint16)
assert list(pointers) == list(np.cumsum(lengths * 2) - lengths * 2) and len(tokens) == lengths.sum()
print("ok part.idx")

losses = np.frombuffer((GOLDEN / "part.loss").read_bytes(), np.float16)
assert np.isnan(losses[0]) and np.isinf(losses[6]) and losses[3] == 0.5
print("ok part.loss")

tokenizer = tokenizers.Tokenizer.from_file(str(GOLDEN / "tokenizer.json"))
assert tokenizer.encode("水磨 mill<|endoftext|>").ids == [261, 221, 77, 73, 76, 76, 0]
print("ok tokenizer.json")
