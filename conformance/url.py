# requires: ada-url==4.0.0
"""Outgoing URLs, against the WHATWG parse (ada) and a second statement of our rules.

Prints JSON lines {"in": line for `check url`, "expected": keys that must be equal, "group": ...}. ada decides what a
text means; the rules below decide whether that may be called; spellings.py says which addresses are public.
"""

import ipaddress
import json
import os
import random
import re
import sys
import unicodedata

import ada_url

sys.path.append(os.path.dirname(os.path.abspath(__file__)))
from spellings import DOTS, carriers, disguise, public, some_addresses, v4_spellings, v6_spellings  # noqa: E402

rng = random.Random(3986)

# Endings of names that are not on the public internet, and names that are published to mean 127.0.0.1.
PRIVATE = """alt arpa bogon cluster consul corp default dhcp docker domain fritz.box home intern internal intra intranet
invalid lan local localdomain localdomain4 localdomain6 localhost localhost4 localhost6 localnet loopback mail onion priv
private svc test workgroup localtest.me lvh.me vcap.me lacolhost.com""".split()
SPEAKING = "nip.io sslip.io xip.io traefik.me backname.io rbndr.us 1u.ms".split()
# Default-ignorable and formatting characters, by range.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
EDGES = re.compile(rf"\A(?:[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]|{INVISIBLE.pattern})+")


def trim(text):
    return EDGES.sub("", EDGES.sub("", text)[::-1])[::-1]


def ends_in(name, endings):
    return any(("." + name).endswith("." + ending) for ending in endings)


def quads(text, sign):
    number = r"(0*(?:25[0-5]|2[0-4]\d|1?\d?\d))"
    edge = re.escape(sign)
    for match in re.finditer(rf"(?<![^{edge}.])(?=({edge.join([number] * 4)})(?![^{edge}.]))", text):
        yield ipaddress.IPv4Address(bytes(int(part) for part in match.groups()[1:]))


def speaks_of_inside(name):
    if any(not public(ip) for ip in quads(name, ".")):
        return True
    if not ends_in(name, SPEAKING):
        return False
    for label in name.split("."):
        found = list(quads(label, "-"))
        for part in label.split("-"):
            if re.fullmatch("[0-9a-f]{8}", part):
                found.append(ipaddress.IPv4Address(int(part, 16)))
        if label.count("-") >= 2:
            try:
                found.append(ipaddress.IPv6Address(label.replace("-", ":")))
            except ValueError:
                pass
        if any(not public(ip) for ip in found):
            return True
    return False


def bidi_rule(label):
    """RFC 5893, section 2, for one label of a name that has right-to-left characters somewhere."""
    kinds = [unicodedata.bidirectional(char) for char in label]
    if not kinds:
        return True
    while kinds[-1:] == ["NSM"]:
        kinds.pop()
    last = kinds[-1] if kinds else ""
    if unicodedata.bidirectional(label[0]) in ("R", "AL"):
        return (
            set(kinds) <= {"R", "AL", "AN", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"}
            and last in ("R", "AL", "EN", "AN")
            and not {"EN", "AN"} <= set(kinds)
        )
    return kinds[0] == "L" and set(kinds) <= {"L", "EN", "ES", "CS", "ET", "ON", "BN", "NSM"} and last in ("L", "EN")


def is_idna(name):
    """Two things that ada lets through and we don't: Punycode that means nothing (ada hands it on, as browsers do, but
    no registry holds such a name), and mixed directions with characters newer than ada's table of them."""
    labels = [ada_url.idna.decode(label) if label.startswith("xn--") else label for label in name.split(".")]
    if any(label.startswith("xn--") for label in labels):
        return False
    right_to_left = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for label in labels for char in label)
    return not right_to_left or all(bidi_rule(label) for label in labels)


def allowed(text, purpose):
    text = trim(text)
    if purpose == "provider":
        text = trim(re.sub(r"\Abase\s*url\s*[:=：]", "", text, flags=re.I))
    if not 1 <= len(text) <= 2048 or "\\" in text or any(unicodedata.category(char) == "Cc" for char in text):
        return False
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", text, re.I)
    if scheme and not re.match("https?$", scheme[1], re.I) and re.match(r"[0-9]*(?:[/?#]|\Z)", text[scheme.end():]) and not text[scheme.end():].startswith("//"):
        scheme = None  # a host and a port
    if scheme:
        if scheme[1].lower() != "https" or text[scheme.end():][:2] != "//":
            return False
        text = text[scheme.end() + 2 :]
    elif purpose == "media" or re.match("[^/?#]*://", text):
        return False
    else:
        text = text.removeprefix("//")
    authority = re.match("[^/?#]*", text)[0]
    if not authority or "@" in authority or "#" in text or INVISIBLE.search(authority):
        return False
    try:
        url = ada_url.URL("https://" + text)
    except ValueError:
        return False
    if url.protocol != "https:" or url.username or url.password or url.port or url.hash or len(url.href) > 2048:
        return False
    if purpose == "media" and url.pathname in ("", "/") and len(url.search) < 2:
        return False
    host = url.hostname
    if url.host_type:
        return public(ipaddress.ip_address(host.strip("[]")))
    name = host.removesuffix(".")
    if len(name) > 253 or not all(re.fullmatch("[a-z0-9_-]{1,63}", label) for label in name.split(".")):
        return False
    return is_idna(name) and "." in name and not ends_in(name, PRIVATE) and not speaks_of_inside(name)


def emit(url, group, must=None, purposes=("media", "provider")):
    """`must` is known beforehand where the group is made of good or of bad ones; the rules have to agree."""
    for purpose in purposes:
        verdict = allowed(url, purpose)
        assert must is None or verdict == must, (url, purpose, verdict)
        expected = {"allowed": verdict}
        if verdict:
            expected["code"] = None
        print(json.dumps({"in": {"url": url, "purpose": purpose}, "expected": expected, "group": group}))


WRAPS = ["https://{}/x", "https://{}:443/a.jpg", "HTTPS://{}/a/../b?x=1", " https://{}:/x "]
BAD_WRAPS = ["http://{}/x", "https://{}:80/x", "https://u:p@{}/x", "https://@{}/x", "https://{}/x#", "https:\\\\{}\\x", "https:/{}/x", "https:///{}/x", "ftp://{}/x", "https://{}:444/x", "https://{}:0/x", "https://{}:x/"]


def addresses():
    for ip in some_addresses(rng, 300):
        good = public(ip)
        group = f"IPv{ip.version} {'good' if good else 'inside'}"
        spellings = v4_spellings(ip, rng, 10) if ip.version == 4 else (f"[{text}]" for text in v6_spellings(ip, rng, 6))
        for text in spellings:
            emit(rng.choice(WRAPS).format(text), group, good)
            if rng.random() < 0.1:
                emit(rng.choice(BAD_WRAPS).format(text), "never allowed", False)
            if ip.version == 4 and not good:
                emit(f"https://{ip}.{rng.choice(SPEAKING + ['example.com'])}/x", "address in a name", False)
        if ip.version == 4 and good:
            emit(f"https://{ip}.nip.io/x", "address in a name, good", True)
        if ip.version == 4:
            for carrier in carriers(ip):
                for text in v6_spellings(carrier, rng, 1):
                    emit(f"https://[{text}]/x", "IPv4 inside IPv6", False)
        else:
            for zone in ("%25eth0", "%eth0", "%251"):
                emit(f"https://[{ip}{zone}]/x", "zone", False)


GOOD_NAMES = """api.infobip.com xxxxx.api.infobip.com 4m5nk.api.infobip.com us.conversation.api.sinch.com eu.conversation.api.sinch.com
br.conversation.api.sinch.com auth.sinch.com eu.template.api.sinch.com provisioning.api.sinch.com graph.facebook.com cdn.example.com
cdn.shop.example example.com www.example.net images.example.org my_bucket.s3.amazonaws.com s3.eu-west-1.amazonaws.com
storage.googleapis.com ec2-10-0-0-1.eu-west-1.compute.amazonaws.com ip-10-0-0-1.example.com r3---sn-4g5e6nzz.googlevideo.com
res.cloudinary.com d111111abcdef8.cloudfront.net shop.myshopify.com a.b.c.d.e.f.example.com 1.example.com 1.2.3.example.com
v1.2.3.4a.example.com 8.8.8.8.example.com 300.1.1.1.example.com 0x7f.1.example.com 127.0.0.example.com 10.example.com local.example.com
localhost.example.com internal.example.com corp.example.com lan.com home.com test.com mylocalhost.com notlvh.me localtest.me.example.com
private.com mail.com mail.google.com intranet.example.com t.co x.com g.co bit.ly goo.gl a.io nip.io www.nip.io 8-8-8-8.nip.io 8.8.8.8.nip.io
08080808.nip.io 2606-4700--1111.sslip.io xn--mnchen-3ya.de xn--80ak6aa92e.com xn--p1ai.xn--p1ai münchen.de bücher.example straße.de
пример.рф 例え.jp 例子.中国 مثال.السعودية उदाहरण.भारत παράδειγμα.ελ 예시.한국 faß.de öbb.at café.example.com ñandú.es zürich.ch
travel.box cdn.box media.dev app.zip files.mov img.shop pics.store a.museum domain.com domains.com svc.example.com default.example.com
onion.com arpa.com alt.com consul.io docker.com cluster.com test.example.com dhcp.org a-b.example.com -a.example.com a-.example.com
_dmarc.example.com 123.com 0.pool.ntp.org 1password.com 3m.com 7-eleven.com""".split()


def names():
    for name in GOOD_NAMES:
        forms = [name, name.upper(), name + ".", name.title()]
        forms += [disguise(name, rng) for _ in range(12)]
        forms += ["".join(rng.choice(DOTS) if char == "." else char for char in name)]
        for form in forms:
            for wrap in WRAPS:
                emit(wrap.format(form), "good name", True)
            emit(form, "good name, no scheme", True, ["provider"])
            emit(form, "good name, no scheme", False, ["media"])
            emit(f"{form}:443/v1/", "good name, no scheme", True, ["provider"])
            emit(f"Base URL: {form}", "good name, label", True, ["provider"])
            emit(f"baseurl={form}/", "good name, label", True, ["provider"])
            for wrap in rng.sample(BAD_WRAPS, 3):
                emit(wrap.format(form), "never allowed", False)
    inside = PRIVATE + [f"{host}.{end}" for end in PRIVATE for host in ("a", "db-1", "metadata.google", "www.example.com", "xn--mnchen-3ya")]
    inside += """redis db localhosts kubernetes metadata instance-data wpad printer a 1password xn--p1ai рф host.docker.internal gateway.docker.internal
        metadata.google.internal instance-data.ec2.internal kubernetes.default.svc.cluster.local 1.0.0.127.in-addr.arpa router.home.arpa
        1.0.0.10.in-addr.arpa 127.0.0.1.nip.io 127-0-0-1.nip.io app.10-0-0-1.sslip.io app-7f000001.nip.io www.192.168.1.1.example.com --1.sslip.io fe80--1.sslip.io
        fd00-ec2--254.sslip.io a9fea9fe.nip.io 7f000001.08080808.rbndr.us make-127-0-0-1-rr.1u.ms 010.000.000.001.nip.io""".split()
    for name in inside:
        for form in [name, name.upper(), name + "."] + [disguise(name, rng) for _ in range(10)]:
            emit(rng.choice(WRAPS).format(form), "inside name", False)
            emit(form, "inside name", False)


def structure():
    hosts = ["cdn.example.com", "10.0.0.1", "[::1]", "localhost"]
    for host in hosts:
        for other in hosts:
            for sign in ["@", "#@", "?@", "/@", "\\@", "\\\\@", "#", "%23@", "%40", "%2f", "%5c", "%09", "\t", "\n", "\r\n", "&@", ";@", ":@", ":80@", ":80#@", " ", "\u00a0", "\x00", "..", ",", "%00.", "％2f", "／", "＃", "＠", "？", "＼", "℀", "⁈", "︓", "：", "\u2100", "\ufeff", "\u200d", "\u00ad"]:
                emit(f"https://{host}{sign}{other}/x", "two hosts")
                emit(f"https://{host}{sign}{other}", "two hosts")
    for scheme in ["", "/", "//", "///", ":", "://", "https", "https:", "https:/", "https://", "https:///", "https:////", "HtTpS://", "http://", "http:", "ws://", "wss://", "ftp://", "file://", "file:///", "data:", "javascript:", "blob:https://", "view-source:https://", "gopher://", "h ttps://", "https ://", "https: //", "ht\ttps://", "ｈttps://", "https：//", "https:／／", "1https://", "+https://", "https+x://", "about:", "mailto:", "tel:"]:
        for rest in ["cdn.example.com/x", "cdn.example.com:443/x", "cdn.example.com:80/x", "10.0.0.1/x", "443", "", "/x", "user@cdn.example.com/x"]:
            emit(scheme + rest, "scheme")
    for port in ["", "443", "0443", "00000443", "444", "80", "0", "65535", "65536", "443a", "-443", "+443", " 443", "443 ", "４４３", "%34%34%33", "4٤3", "443:443", "1bb", "0x1bb"]:
        emit(f"https://cdn.example.com:{port}/x", "port")
        emit(f"https://8.8.8.8:{port}/x", "port")
        emit(f"https://[2606:4700::1]:{port}/x", "port")
        emit(f"cdn.example.com:{port}", "port")
    for path in ["", "/", "//", "/.", "/..", "/a/..", "/a/../..", "/%2e", "/%2e%2e/", "/a", "?", "?a", "/?a=b", "/a b", "/é", "/{{ x }}", "/a\u200bb", "/a|b", "/%zz", "/%", "/a;b=c", "/a@b", "/a:b", "/<>", "/\"", "/`", "/^"]:
        emit(f"https://cdn.example.com{path}", "path")
    for size in [2000, 2023, 2024, 2025, 2026, 2047, 2048, 5000]:
        emit("https://cdn.example.com/" + "x" * size, "length")
        emit("https://cdn.example.com/" + "é" * (size // 6), "length")
        emit("https://cdn.example.com/" + " " * (size // 3) + "x", "length")
    for size in [62, 63, 64]:
        emit(f"https://{'a' * size}.example.com/x", "length")
        emit(f"https://{'ü' * (size - 10)}.example.com/x", "length")
    for count in [60, 61, 62, 63, 64, 127, 128]:
        emit("https://" + "aaa." * count + "com/x", "length")
        emit("https://" + "a." * count + "com./x", "length")
    for space in [chr(code) for code in range(0x21)] + list("\x7f\x80\x85\xa0\u1680\u2000\u2028\u2029\u202f\u205f\u3000\u200b\u200e\u200f\u202a\u2066\u2069\ufeff\u00ad\u2060\u180e\x1c"):
        for text in ["{}https://cdn.example.com/x", "https://cdn.example.com/x{}", "https:{}//cdn.example.com/x", "https://{}cdn.example.com/x", "https://cdn{}.example.com/x", "https://cdn.example.com{}/x", "https://cdn.example.com/{}x", "{}cdn.example.com{}", "Base{}URL{}:{}cdn.example.com"]:
            emit(text.replace("{}", space), "space and controls")


def unicode_hosts():
    """Every character, where a name, a number and a reserved name would take it."""
    for code in list(range(0x20, 0x3400)) + list(range(0xA000, 0xA100)) + list(range(0xF900, 0x10000)) + list(range(0x1D400, 0x1D800)) + list(range(0x1F100, 0x1F200)) + list(range(0x1FBF0, 0x1FBFA)) + list(range(0xE0000, 0xE0200)):
        if 0xD800 <= code < 0xE000:
            continue
        char = chr(code)
        if unicodedata.category(char) in ("Co", "Cn"):
            continue
        emit(f"https://a{char}b.example.com/x", "each character in a name", None, ["media"])
        emit(f"https://8{char}8.8.8/x", "each character in an address", None, ["media"])
        emit(f"https://127{char}0.0.1/x", "each character in an address", None, ["media"])
        emit(f"https://a.loca{char}/x", "each character in an ending", None, ["media"])
        emit(f"https://a.test{char}/x", "each character in an ending", None, ["media"])


def mutations():
    seeds = ["https://cdn.example.com/a.jpg", "https://api.infobip.com", "https://127.0.0.1/x", "https://[2606:4700::1]:443/x", "cdn.example.com:443/x", "https://0x8.8.8.8/", "https://xn--mnchen-3ya.de/x", "Base URL: https://api.infobip.com/"]
    alphabet = list("aA0189xX.:/@#?%[]\\-_ ~!$&'()*+,;=|^`{}<>\"\t\né。．／＠：１ａ①\u200d\u00ad") + ["%2e", "%30", "%41", "%00", "::", "//", "xn--", "0x", "..", "%25", "443", "10.0.0.1"]
    for _ in range(60000):
        text = rng.choice(seeds)
        for _ in range(rng.randint(1, 4)):
            at = rng.randint(0, len(text))
            cut = rng.choice([0, 0, 1, 1, 2])
            text = text[:at] + rng.choice(alphabet + [""]) + text[at + cut :]
        emit(text, "mutations", None, [rng.choice(["media", "provider"])])


if __name__ == "__main__":
    addresses()
    names()
    structure()
    unicode_hosts()
    mutations()
