"""Addresses in every spelling, against IANA's special-purpose registries.

Prints JSON lines {"in": line for `check address`, "expected": keys that must be equal, "group": ...}. The registries
are stated anew in spellings.py; values are worked out by Python's ipaddress module, not by reading spellings.
"""

import json
import os
import random
import sys
from ipaddress import IPv4Address

sys.path.append(os.path.dirname(os.path.abspath(__file__)))
from spellings import carriers, public, some_addresses, v4_spellings, v6_spellings  # noqa: E402

rng = random.Random(6890)
SPELLINGS = 12


def emit(address, allowed, group):
    print(json.dumps({"in": {"address": address}, "expected": {"allowed": allowed}, "group": group}))


def main():
    for ip in some_addresses(rng, 600):
        allowed = public(ip)
        group = f"IPv{ip.version} {'good' if allowed else 'inside'}"
        emit(str(ip), allowed, group)
        if ip.version == 4:
            for text in v4_spellings(ip, rng, SPELLINGS):
                emit(text, allowed, group + ", spelled otherwise")
                emit(rng.choice([" ", "\t", "\u00a0", "\n"]) + text + rng.choice(["", " ", "\n"]), allowed, group + ", with space round it")
            for carrier in carriers(ip):
                for text in v6_spellings(carrier, rng, 2):
                    emit(text, False, "IPv4 inside IPv6")
                    emit(f"[{text}]", False, "IPv4 inside IPv6")
        else:
            for text in v6_spellings(ip, rng, SPELLINGS):
                for form in (text, f"[{text}]", f"{text}%eth0", f"[{text}%25lo0]", f" {text}%1 "):
                    emit(form, allowed, group + ", spelled otherwise")
    for text in [
        "", ".", "..", "localhost", "example.com", "8.8.8.8.8", "256.8.8.8", "8.8.8.256", "8.8.8.8/32", "8.8.8.8:443", "https://8.8.8.8/",
        "8.8.8.8@10.0.0.1", "8,8,8,8", "8 8 8 8", "-8.8.8.8", "+8.8.8.8", "8.8.8.8\x00", "4294967296", "0x100000000", "040000000000", "08.8.8.8",
        "0xg.8.8.8", "8..8.8", ".8.8.8.8", "8.8.8.8..", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "2606::4700::1", "2606:4700::12345", ":::", "2606:4700:::1",
        "[2606:4700::1", "2606:4700::1]", "[[2606:4700::1]]", "[]", "[8.8.8.8]", "2606:4700::1/128", "[2606:4700::1]:443", "2606:4700::1.2.3", "2606:4700::1.2.3.256",
        "2606:4700::1%", "%eth0", "٨.٨.٨.٨", "८.८.८.८", "𝟠.𝟠.𝟠", "null", "8.8.8.8 10.0.0.1", "8.8.8.8\n10.0.0.1", "8.8.8.8#@10.0.0.1", "10.0.0.1#@8.8.8.8",
    ]:
        # What is no address is not allowed. (Eight dot eight dot eight in three parts is one: 8.8.0.8.)
        emit(text, text == "𝟠.𝟠.𝟠" and public(IPv4Address("8.8.0.8")), "no address")


if __name__ == "__main__":
    main()
