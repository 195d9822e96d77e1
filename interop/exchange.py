"""Exchanges sets of tokens with other projects' own readers and writers.

    python exchange.py read SETS        opens SETS/<format>-<type> and compares
    python exchange.py write SETS OUT   writes the documents into OUT/<format>-<variant>
    python exchange.py encode TOKENIZER TEXTS IDS
                                        compares ids with Hugging Face's tokenizers

SETS/documents.json holds the documents: {"uint16": [[…], …], "int32": [[…], …]}. Prints a line
beginning with "ok" for each set, a line beginning with "skipped" for what was not tried and why,
and stops at the first difference.
"""

import json
import pathlib
import sys
import tempfile
import types

import datasets
import numpy as np
import tokenizers

import standins

UNSIGNED = {"uint16": np.uint16, "int32": np.uint32}


def mask_of(tokens):
    """What the sets called masked learn: odd tokens."""
    return (np.asarray(tokens, np.int64) % 2).astype(np.uint8)


def say(what, documents, library):
    print(f"ok {what}: {len(documents)} documents, {sum(map(len, documents))} tokens, {library}")


def same(what, found, expected):
    found = [list(map(int, document)) for document in found]
    if found != expected:
        place = next((i for i, (a, b) in enumerate(zip(found, expected)) if a != b), -1)
        sys.exit(
            f"different {what}: {len(found)} documents for {len(expected)}, the first other one is"
            f" {place}"
        )


def megatron():
    """Megatron's indexed_dataset without the rest of Megatron, which asks for GPU libraries."""
    for package in ("megatron", "megatron.core", "megatron.core.datasets"):
        standins.bare_package(package)
    utils = types.ModuleType("megatron.core.utils")
    utils.log_single_rank = lambda *args, **named: None
    sys.modules.setdefault("megatron.core.utils", utils)
    import megatron.core.datasets.indexed_dataset as module

    return module


def read_megatron(folder, kind, documents):
    prefix = str(folder / "tokens_document")
    for mmap in (True, False):
        data = megatron().IndexedDataset(prefix, mmap=mmap)
        same(folder.name, [data[i] for i in range(len(data))], documents)
        assert data.index.dtype == np.dtype(kind), data.index.dtype
        assert data.document_indices.tolist() == list(range(len(documents) + 1))
        if documents[0]:
            assert data.get(0, offset=len(documents[0]) - 1).tolist() == documents[0][-1:]


def write_megatron(out, documents):
    module = megatron()
    largest = max(max(document, default=0) for document in documents)
    for kind in (np.uint8, np.int8, np.uint16, np.int16, np.int32, np.int64):
        if largest > np.iinfo(kind).max:
            continue
        folder = out / f"megatron-{np.dtype(kind).name}"
        folder.mkdir(parents=True)
        prefix = str(folder / "their_text_document")
        builder = module.IndexedDatasetBuilder(prefix + ".bin", dtype=kind)
        for i, document in enumerate(documents):
            if i % 3 == 0:
                builder.add_document(np.asarray(document), [len(document)] if document else [])
            else:  # a document of two sequences
                half = len(document) // 2
                builder.add_document(np.asarray(document), [half, len(document) - half])
        builder.finalize(prefix + ".idx")


def read_datatrove(folder, kind, documents):
    from datatrove.utils.dataset import DatatroveFileDataset

    path = str(folder / "00000_tokens.ds")
    width = np.dtype(kind).itemsize
    flat = sum(documents, [])
    # It gives windows; windows of one token (sequence length 0) are all tokens.
    rows = DatatroveFileDataset(path, 0, width)
    same(folder.name, [sum((list(rows[i]["input_ids"]) for i in range(len(rows))), [])], [flat])
    ends = np.fromfile(path + ".index", np.uint64).tolist()
    assert ends == np.cumsum([len(d) for d in documents]).tolist()
    name, tokens = (folder / "00000_tokens.ds.metadata").read_text().split("\n")[:2]
    assert name.split("|")[1] == str(width) and int(tokens) == len(flat)
    masked = folder.with_name(folder.name + "-masked") / "00000_tokens.ds.loss"
    assert masked.read_bytes() == mask_of(flat).tobytes()


def write_datatrove(out, documents):
    from datatrove.pipeline.tokens.tokenizer import TokenizedFile

    for width, limit in ((2, 1 << 16), (4, 1 << 31)):
        if max(max(document, default=0) for document in documents) >= limit:
            continue
        folder = out / f"datatrove-{width}"
        file = TokenizedFile(
            str(folder), "00007_their.ds", token_size=width, save_final_metadata=True
        )
        for document in documents:
            file.write(document, None)
        file.close()
        file.write_final_metadata()
    masked = TokenizedFile(
        str(out / "datatrove-masked"), "a.ds", token_size=4, save_loss_metadata=True
    )
    for document in documents:
        masked.write(document, mask_of(document))
    masked.close()


def read_mds(folder, kind, documents):
    from streaming import LocalDataset

    data = LocalDataset(str(folder))
    for shard in data.shards:
        shard.validate(True)
    found = [data[i]["tokens"] for i in range(len(data))]
    assert all(sample.dtype == np.dtype(kind) for sample in found)
    expected = [document for document in documents if document]
    same(folder.name, found, expected)
    masked = LocalDataset(str(folder) + "-masked")
    same(folder.name, [masked[i]["tokens"] for i in range(len(masked))], expected)
    assert all(np.array_equal(masked[i]["loss_mask"], mask_of(d)) for i, d in enumerate(expected))


def write_mds(out, documents):
    from streaming import MDSWriter

    largest = max(max(document, default=0) for document in documents)
    for kind in (np.uint16, np.int32, np.uint32, np.int64):
        if largest > np.iinfo(kind).max:
            continue
        name = np.dtype(kind).name
        folder = out / f"mds-{name}"
        columns = {"tokens": f"ndarray:{name}"}
        limits = {"size_limit": 1 << 14, "hashes": ["sha1", "xxh64"]}
        with MDSWriter(columns=columns, out=str(folder), **limits) as writer:
            for document in documents:
                if document:
                    writer.write({"tokens": np.asarray(document, kind)})
        if kind == np.int32:
            columns = {"tokens": "ndarray:int32", "loss_mask": "ndarray:uint8"}
            with MDSWriter(columns=columns, out=str(out / "mds-masked")) as writer:
                for document in filter(None, documents):
                    tokens = np.asarray(document, kind)
                    writer.write({"tokens": tokens, "loss_mask": mask_of(document)})
        length = 8  # rows of one length, as made for pretraining
        with MDSWriter(columns={"tokens": f"ndarray:{name}:{length}"}, out=f"{folder}-rows") as w:
            for document in documents:
                if len(document) >= length:
                    w.write({"tokens": np.asarray(document[:length], kind)})


def read_llm(folder, kind, documents):
    """By hand, after llm.c's description of its header: 256 int32, three of them used."""
    flat = []
    for path in sorted(folder.glob("*.bin")):
        header = np.fromfile(path, np.int32, 256)
        expected = (20240520, 1) if kind == "uint16" else (20240801, 7)
        assert tuple(header[:2]) == expected and not header[3:].any()
        tokens = np.fromfile(path, UNSIGNED[kind], offset=1024)
        assert len(tokens) == header[2]
        flat += tokens.tolist()
    same(folder.name, [flat], [sum(documents, [])])


def write_llm(out, documents):
    for kind, magic, version in ((np.uint16, 20240520, 1), (np.uint32, 20240801, 7)):
        flat = np.asarray(sum(documents, []))
        if flat.max() > np.iinfo(kind).max:
            continue
        folder = out / f"nanochat-{np.dtype(kind).name}"
        folder.mkdir(parents=True)
        header = np.zeros(256, np.int32)
        header[:3] = magic, version, len(flat)
        with open(folder / "their_train_000000.bin", "wb") as file:
            file.write(header.tobytes() + flat.astype(kind).tobytes())


def read_datasets(folder, kind, documents):
    saved = datasets.load_from_disk(str(folder))
    same(folder.name, saved["input_ids"][:], documents)
    with tempfile.TemporaryDirectory() as cache:
        files = str(folder / "*.arrow")
        loaded = datasets.load_dataset("arrow", data_files=files, split="train", cache_dir=cache)
        same(folder.name, loaded["input_ids"][:], documents)
        assert loaded.features == saved.features
    masked = datasets.load_from_disk(str(folder) + "-masked")
    same(folder.name, masked["input_ids"][:], documents)
    same(folder.name, masked["loss_mask"][:], [mask_of(d).tolist() for d in documents])


def write_datasets(out, documents):
    lists = datasets.List if hasattr(datasets, "List") else datasets.Sequence
    features = datasets.Features({"input_ids": lists(datasets.Value("int32"))})
    data = datasets.Dataset.from_dict({"input_ids": documents}, features=features)
    data.save_to_disk(str(out / "datasets-int32"), num_shards=3)
    features["loss_mask"] = lists(datasets.Value("uint8"))
    masks = [mask_of(document).tolist() for document in documents]
    masked = datasets.Dataset.from_dict({"input_ids": documents, "loss_mask": masks}, features)
    masked.save_to_disk(str(out / "datasets-masked"))


FORMATS = {  # datasets first: it looks for torch and would take the stand-in for the real one
    "datasets": (read_datasets, write_datasets, "datasets"),
    "megatron": (read_megatron, write_megatron, "megatron-core"),
    "datatrove": (read_datatrove, write_datatrove, "datatrove"),
    "mds": (read_mds, write_mds, "mosaicml-streaming"),
    "nanochat": (read_llm, write_llm, "by hand"),
}
UNUSED = "torch torchvision transformers boto3 botocore PIL brotli snappy zstd".split()


def exchange(sets, work):
    documents = json.loads((sets / "documents.json").read_text())
    for name, functions in FORMATS.items():
        if name == "megatron":
            absent = standins.stand_in(*UNUSED)
            print("skipped the real", ", ".join(absent) + ": not installed, nor needed for reading")
        if name == "nanochat":
            print("skipped nanochat's and llm.c's own readers: neither is a package; by hand")
        for kind, of_kind in documents.items():
            work(name, kind, of_kind, *functions)


def read(sets):
    def work(name, kind, documents, reader, _, library):
        reader(sets / f"{name}-{kind}", kind, documents)
        say(f"reads {name}-{kind}", documents, library)

    exchange(sets, work)


def write(sets, out):
    def work(name, kind, documents, _, writer, library):
        writer(out / kind, documents)
        say(f"writes {name} of {kind} documents", documents, library)

    exchange(sets, work)


def encode(tokenizer, texts, ids):
    theirs = tokenizers.Tokenizer.from_file(str(tokenizer))
    with open(texts, encoding="utf-8") as of_texts, open(ids, encoding="utf-8") as of_ids:
        count = tokens = 0
        for text, ours in zip(of_texts, of_ids, strict=True):
            text, ours = json.loads(text)["text"], json.loads(ours)["ids"]
            found = theirs.encode(text, add_special_tokens=False).ids
            if found != ours:
                sys.exit(f"different ids: text {count} {text!r}: {ours} for {found}")
            count, tokens = count + 1, tokens + len(ours)
    print(f"ok encodes {tokenizer.name}: {count} texts, {tokens} tokens, tokenizers")


if __name__ == "__main__":
    datasets.disable_progress_bars()
    command, *paths = sys.argv[1:]
    {"read": read, "write": write, "encode": encode}[command](*map(pathlib.Path, paths))
