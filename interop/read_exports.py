"""Opens the golden files of 'export' with other projects' own readers.

Needs datasets and numpy; mosaicml-streaming's and datatrove's readers are used where they are
installed together with what they need (torch), else the same bytes are read by hand. Run from the
repository's root:
    python interop/read_exports.py
Prints "ok" for each set or stops at the first difference.
"""

import json
import pathlib
import struct
import tempfile

import datasets
import numpy as np

GOLDEN = pathlib.Path("tokenization/src/test/resources/org/gristmill/tokenization/export/golden")
DOCUMENTS = [[1, 2, 3, 0], [65498, 0], [7], [9, 9, 9, 9, 0]]
FLAT = sum(DOCUMENTS, [])


def megatron(folder):
    """Megatron's memory-mapped reader in few words: header, lengths, pointers, document starts."""
    kinds = {1: np.uint8, 2: np.int8, 3: np.int16, 4: np.int32, 5: np.int64, 8: np.uint16}
    index = (folder / "tokens_document.idx").read_bytes()
    assert index[:9] == b"MMIDIDX\x00\x00"
    version, code, sequences, entries = struct.unpack("<QBQQ", index[9:34])
    assert version == 1
    lengths = np.frombuffer(index, np.int32, sequences, 34)
    pointers = np.frombuffer(index, np.int64, sequences, 34 + lengths.nbytes)
    starts = np.frombuffer(index, np.int64, entries, 34 + lengths.nbytes + pointers.nbytes)
    assert starts[-1] == sequences and len(index) == 34 + 12 * sequences + 8 * entries
    data = (folder / "tokens_document.bin").read_bytes()
    return [np.frombuffer(data, kinds[code], n, p).tolist() for n, p in zip(lengths, pointers)]


def datatrove(folder, kind):
    try:
        from datatrove.utils.dataset import DatatroveFileDataset

        rows = DatatroveFileDataset(str(folder / "00000_tokens.ds"), 1, np.dtype(kind).itemsize)
        assert sum((row["input_ids"].tolist() for row in rows), []) == FLAT
        print("   with datatrove")
    except ImportError:
        pass
    ends = np.fromfile(folder / "00000_tokens.ds.index", np.uint64).astype(int)
    tokens = np.fromfile(folder / "00000_tokens.ds", kind)
    return [part.tolist() for part in np.split(tokens, ends[:-1])]


def mds(folder, kind):
    try:
        from streaming.base.format.mds.reader import MDSReader

        shard = json.loads((folder / "index.json").read_text())["shards"][0]
        reader = MDSReader.from_json(str(folder), "", shard)
        print("   with mosaicml-streaming")
        return [reader[i]["tokens"].tolist() for i in range(shard["samples"])]
    except ImportError:
        data = (folder / "shard.00000.mds").read_bytes()
        count = np.frombuffer(data, np.uint32, 1)[0]
        offsets = np.frombuffer(data, np.uint32, count + 1, 4)
        return [np.frombuffer(data[a + 6 : b], kind).tolist() for a, b in zip(offsets, offsets[1:])]


def llm(folder):
    path = folder / "tokens_000000.bin"
    header = np.fromfile(path, np.int32, 256)
    kind = {(20240520, 1): np.uint16, (20240801, 7): np.uint32}[tuple(header[:2].tolist())]
    tokens = np.fromfile(path, kind, offset=1024)
    assert len(tokens) == header[2]
    return tokens.tolist()


for kind, unsigned in (("uint16", np.uint16), ("int32", np.uint32)):
    assert megatron(GOLDEN / f"megatron-{kind}") == DOCUMENTS
    print("ok megatron", kind)
    assert datatrove(GOLDEN / f"datatrove-{kind}", unsigned) == DOCUMENTS
    print("ok datatrove", kind)
    assert mds(GOLDEN / f"mds-{kind}", np.dtype(kind)) == DOCUMENTS
    print("ok mds", kind)
    assert llm(GOLDEN / f"nanochat-{kind}") == FLAT
    print("ok nanochat", kind)
    folder = GOLDEN / f"datasets-{kind}"
    saved = datasets.load_from_disk(str(folder))
    assert saved["input_ids"][:] == DOCUMENTS
    with tempfile.TemporaryDirectory() as cache:
        files = str(folder / "*.arrow")
        loaded = datasets.load_dataset("arrow", data_files=files, split="train", cache_dir=cache)
        assert loaded["input_ids"][:] == DOCUMENTS and loaded.features == saved.features
    print("ok datasets", kind)
