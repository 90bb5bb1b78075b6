"""One CSV record, against Python's own csv module.

Prints JSON lines {"in": line for `check csv`, "expected": keys that must be equal, "group": ...}; "error": true means
that there must be one.

Expected are the values of csv.reader([line], strict=True, skipinitialspace=True) with unquoted values stripped, and no
values where it raises. One thing differs on purpose: spaces between a closing quote and the comma are trimmed, where
the strict reader refuses them; they are taken out before Python reads the line (group "space after quote").
"""

import os
import random
import re
import sys

# This file must not stand in for the module it is named after.
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path = [path for path in sys.path if os.path.abspath(path or ".") != HERE]

import csv  # noqa: E402
import io  # noqa: E402
import itertools  # noqa: E402
import json  # noqa: E402

# One field: quoted, or everything up to the next comma or line break.
FIELD = re.compile(r' *(?:"(?:[^"]|"")*"( *)(?=[,\r\n]|\Z)|[^,\r\n]*)')


def fields(line):
    """(text of the field, is it quoted, spaces after its closing quote) one after another; stops at a line break."""
    at = 0
    while True:
        match = FIELD.match(line, at)
        yield match.group(), match.group(1) is not None, len(match.group(1) or "")
        at = match.end()
        if at >= len(line) or line[at] != ",":
            return
        at += 1


def expected(line):
    """(values or None where Python raises, were spaces after a closing quote taken out)"""
    found = list(fields(line))
    cleaned = line
    trimmed = any(spaces for _, _, spaces in found)
    if trimmed:
        length = sum(len(text) + 1 for text, _, _ in found) - 1
        cleaned = ",".join(text[: len(text) - spaces] for text, _, spaces in found) + line[length:]
    try:
        records = list(csv.reader([cleaned], strict=True, skipinitialspace=True))
    except csv.Error:
        return None, trimmed
    assert len(records) <= 1, line
    values = records[0] if records else []
    if not values:
        return [], trimmed
    assert len(values) == len(found), (line, values, found)
    return [value if quoted else value.strip() for value, (_, quoted, _) in zip(values, found)], trimmed


def emit(line, group):
    values, trimmed = expected(line)
    group = "space after quote" if trimmed else group
    verdict = {"error": True} if values is None else {"values": values, "error": None}
    print(json.dumps({"in": {"input": line}, "expected": verdict, "group": group}))


def written(values, **options):
    out = io.StringIO()
    csv.writer(out, **options).writerow(values)
    return out.getvalue()


def main():
    for length in range(7):
        for letters in itertools.product('a ,"\n', repeat=length):
            emit("".join(letters), f"every line of {length}")
    rng = random.Random(4180)
    whole = [chr(c) for c in range(0x20, 0x250)] + list("\t\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u2003\u2028\u2029\u202f\u3000\u200b\ufeff😀字")
    for _ in range(20000):
        emit("".join(rng.choice('ab ,,"" \t\r\n\x1c\xa0é😀') for _ in range(rng.randint(5, 40))), "random")
    for _ in range(20000):
        values = ["".join(rng.choices(whole + list('"",, \n\r'), k=rng.randint(0, 12))) for _ in range(rng.randint(0, 8))]
        quoting = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
        line = written(values, quoting=quoting)
        emit(line, "written by Python")
        emit(line.rstrip("\r\n"), "written by Python, no line end")
        emit(line[: rng.randint(0, len(line))], "written by Python, cut off")
        at = rng.randint(0, len(line))
        emit(line[:at] + rng.choice(' ,"\n\ta') + line[at:], "written by Python, one more character")
    for text in ["{{ customer.first_name }}", "order 4711", "1,50 €", 'say "hi"', "two\nlines", " keep me ", ""]:
        for other in ["x", "{{ a | default('b, c') }}", '{{ a | default("b, c") }}', ""]:
            for before, after in itertools.product(["", " ", "  "], repeat=2):
                quoted = '"' + text.replace('"', '""') + '"'
                emit(f"{before}{quoted}{after},{before}{other}{after}", "by hand")
                emit(f"{before}{text}{after},{before}{other}{after}", "by hand")
    for size in [131071, 131072, 131073]:
        emit("x" * size, "size")
        emit('a,"' + "é" * size + '"', "size")


if __name__ == "__main__":
    main()
