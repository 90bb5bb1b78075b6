"""The ways in which addresses are written, and what IANA's registries say of them. Used by address.py and url.py."""

import ipaddress
import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_network

# IANA IPv4 Special-Purpose Address Registry and IPv6 Special-Purpose Address Registry, updated 2025-10-09:
# block -> "Globally Reachable". None where the column is empty or N/A.
REGISTRY = {
    "0.0.0.0/8": False, "0.0.0.0/32": False, "10.0.0.0/8": False, "100.64.0.0/10": False, "127.0.0.0/8": False,
    "169.254.0.0/16": False, "172.16.0.0/12": False, "192.0.0.0/24": False, "192.0.0.0/29": False,
    "192.0.0.8/32": False, "192.0.0.9/32": True, "192.0.0.10/32": True, "192.0.0.170/32": False,
    "192.0.0.171/32": False, "192.0.2.0/24": False, "192.31.196.0/24": True, "192.52.193.0/24": True,
    "192.88.99.0/24": None, "192.88.99.2/32": False, "192.168.0.0/16": False, "192.175.48.0/24": True,
    "198.18.0.0/15": False, "198.51.100.0/24": False, "203.0.113.0/24": False, "240.0.0.0/4": False,
    "255.255.255.255/32": False,
    "::1/128": False, "::/128": False, "::ffff:0:0/96": False, "64:ff9b::/96": True, "64:ff9b:1::/48": False,
    "100::/64": False, "100:0:0:1::/64": False, "2001::/23": False, "2001::/32": None, "2001:1::1/128": True,
    "2001:1::2/128": True, "2001:1::3/128": True, "2001:2::/48": False, "2001:3::/32": True,
    "2001:4:112::/48": True, "2001:10::/28": None, "2001:20::/28": True, "2001:30::/28": True,
    "2001:db8::/32": False, "2002::/16": None, "2620:4f:8000::/48": True, "3fff::/20": False, "5f00::/16": False,
    "fc00::/7": False, "fe80::/10": False,
}
REGISTRY = {ip_network(block): reachable for block, reachable in REGISTRY.items()}
# Not in the registries: multicast, the retired site-local prefix, and IPv6 that carries an IPv4 address.
MULTICAST = [ip_network("224.0.0.0/4"), ip_network("ff00::/8"), ip_network("fec0::/10")]
CARRIERS = [ip_network(block) for block in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
GLOBAL_UNICAST = ip_network("2000::/3")
BLOCKS = list(REGISTRY) + MULTICAST + CARRIERS + [GLOBAL_UNICAST]


def public(ip):
    """What the proxy must answer for this address."""
    if any(ip in block for block in MULTICAST):
        return False
    if ip.version == 6:
        if any(ip in block for block in CARRIERS):
            return False
        if (int(ip) >> 32) & 0xFDFFFFFF == 0x00005EFE:  # ISATAP, RFC 5214
            return False
    holding = [block for block in REGISTRY if ip in block]
    if holding:
        return REGISTRY[max(holding, key=lambda block: block.prefixlen)] is True
    return ip.version == 4 or ip in GLOBAL_UNICAST


def edges():
    """The first and last address of each block, their neighbours on both sides, and the middle."""
    found = set()
    for block in BLOCKS:
        kind = IPv4Address if block.version == 4 else IPv6Address
        first, last = int(block[0]), int(block[-1])
        for number in (first - 2, first - 1, first, first + 1, (first + last) // 2, last - 1, last, last + 1, last + 2):
            if 0 <= number < 2 ** (32 if block.version == 4 else 128):
                found.add(kind(number))
    return sorted(found, key=lambda ip: (ip.version, int(ip)))


# Characters that Unicode's compatibility mapping turns into one ASCII character: full-width, circled, mathematical …
FOLDS = {}
for code in range(0xA0, 0x110000):
    if 0xD800 <= code < 0xE000:
        continue
    folded = unicodedata.normalize("NFKC", chr(code)).lower()
    if len(folded) == 1 and folded in "0123456789abcdefghijklmnopqrstuvwxyz":
        FOLDS.setdefault(folded, []).append(chr(code))
DOTS = ".\u3002\uff0e\uff61"


def disguise(text, rng):
    """The same text to a WHATWG parser: other digits and letters, other full stops, percent-encoding, upper case."""
    out = []
    how = rng.choice(["fold", "dots", "percent", "all", "upper"])
    for char in text:
        if how == "upper":
            char = char.upper()
        if how in ("dots", "all") and char == ".":
            char = rng.choice(DOTS)
        if how in ("fold", "all") and char in FOLDS and rng.random() < 0.7:
            char = rng.choice(FOLDS[char])
        if how in ("percent", "all") and rng.random() < 0.5:
            char = "".join(rng.choice(["%%%02X", "%%%02x"]) % byte for byte in char.encode())
        out.append(char)
    return "".join(out)


def number(value, base, rng):
    """A number as the parts of an IPv4 address may be written."""
    if base == 10:
        return str(value)
    zeros = "0" * rng.choice([0, 0, 0, 1, 2, 7])
    if base == 8:
        return f"0{zeros}{value:o}"
    digits = f"{value:x}"
    if value == 0 and rng.random() < 0.3:
        digits = ""
    return rng.choice(["0x", "0X"]) + zeros + rng.choice([digits, digits.upper()])


def v4_spellings(ip, rng, count):
    """`count` ways to write an IPv4 address that the WHATWG parser reads as it, the usual ones first."""
    value = int(ip)
    yield str(ip)
    yield str(value)
    yield f"0x{value:x}"
    yield f"0{value:o}"
    yield f"{ip}."
    for _ in range(count):
        parts = rng.choice([1, 2, 3, 4, 4])
        octets = list(ip.packed)
        head, tail = octets[: parts - 1], int.from_bytes(octets[parts - 1 :], "big")
        text = ".".join(number(part, rng.choice([8, 10, 16]), rng) for part in head + [tail])
        if rng.random() < 0.2:
            text += "."
        yield disguise(text, rng) if rng.random() < 0.6 else text


def v6_spellings(ip, rng, count):
    """`count` ways to write an IPv6 address, without brackets."""
    yield ip.compressed
    yield ip.exploded
    yield ip.compressed.upper()
    groups = [int(group, 16) for group in ip.exploded.split(":")]
    for _ in range(count):
        texts = [rng.choice(["%x", "%X", "%04x", "%03x", "%02X"]) % group for group in groups]
        if rng.random() < 0.4:
            texts[6:] = [str(IPv4Address(int(ip) & 0xFFFFFFFF))]
        # A run of zero groups may be left out, once.
        sizes = len(texts)
        runs = [(a, b) for a in range(sizes) for b in range(a + 1, sizes + 1) if all(group == 0 for group in groups[a:b]) and b <= (6 if sizes == 7 else 8)]
        if runs and rng.random() < 0.8:
            a, b = rng.choice(runs)
            yield ":".join(texts[:a]) + "::" + ":".join(texts[b:])
        else:
            yield ":".join(texts)


def carriers(ip):
    """IPv6 addresses that carry this IPv4 address."""
    value = int(ip)
    prefix = int(IPv6Address("2606:4700:1234:5678::"))
    return [
        IPv6Address(value),
        IPv6Address(0xFFFF << 32 | value),
        IPv6Address(0xFFFF << 48 | value),
        IPv6Address(int(IPv6Address("64:ff9b::")) | value),
        IPv6Address(int(IPv6Address("64:ff9b:1::")) | value),
        IPv6Address(int(IPv6Address("64:ff9b:1:fffe::")) | value),
        IPv6Address(0x2002 << 112 | value << 80),
        IPv6Address(0x2002 << 112 | value << 80 | value),
        IPv6Address(0x20010000 << 96 | 0x4136E378 << 64 | 0x8000 << 48 | 0x63BF << 32 | value ^ 0xFFFFFFFF),
        IPv6Address(prefix | 0x00005EFE << 32 | value),
        IPv6Address(prefix | 0x02005EFE << 32 | value),
    ]


def some_addresses(rng, count):
    """Edges, well-known targets, and `count` random addresses inside each block and anywhere."""
    found = edges()
    for text in ("169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254", "8.8.8.8", "1.1.1.1", "9.9.9.9", "2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450:4001:830::200e", "2620:fe::fe"):
        found.append(ipaddress.ip_address(text))
    for block in BLOCKS:
        kind = IPv4Address if block.version == 4 else IPv6Address
        for _ in range(max(3, count // 20)):
            found.append(kind(rng.randint(int(block[0]), int(block[-1]))))
    for _ in range(count):
        found.append(IPv4Address(rng.getrandbits(32)))
        found.append(IPv6Address(1 << 125 | rng.getrandbits(125)))
        found.append(IPv6Address(rng.getrandbits(128)))
    return found
