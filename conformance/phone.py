# requires: phonenumbers==9.0.33
"""Phone numbers, judged by Google's library (its Python port): lines for `whatsapp-proxy check phone`.

    python conformance/phone.py > lines.jsonl

Each line is {"in": {...}, "expected": {...}, "group": "..."}; the answer to `in` must agree with `expected` in every
key that `expected` has. Three families of groups:

* `as typed: ...`   what Google's library says about the very text.
* `cleaned: ...`    what it says about the text without the marks, spaces, dashes, digits of other scripts or `00`
                    that were put in here.
* `refused: ...`    mangled numbers, where nothing may be guessed: no number, not valid.

Texts of the last two families of which Google's library itself makes something else are the deliberate differences.
They carry its verdict as "google", and are counted by group on standard error.

The pin above is the version of the metadata in the `phonenumber` crate. All choices are drawn from a fixed seed.
"""

import json
import random
import re
import sys
import unicodedata
from collections import Counter

import phonenumbers as pn
from phonenumbers import PhoneNumberFormat as F
from phonenumbers.shortnumberinfo import _example_short_number

RANDOM = random.Random(20240229)
REGIONS = sorted(pn.SUPPORTED_REGIONS)
TYPES = [t for t in pn.PhoneNumberType.values() if t != pn.PhoneNumberType.UNKNOWN]
NOTHING = {"e164": None, "valid": False, "possible": False, "region": None}
CHARACTERS = [chr(c) for c in range(sys.maxunicode + 1)]

seen = set()
counts, differences = Counter(), Counter()


def google(text, region):
    """What Google's library says about `text`."""
    try:
        number = pn.parse(text, region)
    except pn.NumberParseException:
        return dict(NOTHING)
    return {
        "e164": pn.format_number(number, F.E164),
        "valid": pn.is_valid_number(number),
        "possible": pn.is_possible_number(number),
        "region": pn.region_code_for_number(number),
    }


def line(group, text, region, expected, **more):
    """Prints one line, once."""
    if (text, region) in seen:
        return
    seen.add((text, region))
    out = {"in": {"input": text, "region": region}, "expected": expected, "group": group}
    if not group.startswith("as typed"):
        typed = google(text, region)
        if any(typed[key] != expected[key] for key in expected if key in typed):
            out["google"] = typed
            differences[group] += 1
    out["in"].update(more.get("ask", {}))
    counts[group] += 1
    print(json.dumps(out, ensure_ascii=False))


def sensible(text, region):
    """Google's verdict, save that 00 stands for + where that makes more sense: see `sensible` in verdict.rs."""
    typed = google(text, region)
    bare = pn.normalize_digits_only(text)
    if typed["valid"] or not bare.startswith("00") or extension(text):
        return typed
    international = google("+" + bare[2:], None)
    try:
        source = pn.parse(text, region, keep_raw_input=True).country_code_source
    except pn.NumberParseException:
        source = None
    dialled = source == pn.CountryCodeSource.FROM_NUMBER_WITH_IDD
    return international if international["valid"] or (international["e164"] and not dialled) else typed


def extension(text):
    try:
        return pn.parse(text, "US").extension
    except pn.NumberParseException:
        return None


def as_typed(group, text, region):
    typed, expected = google(text, region), sensible(text, region)
    line(("as typed: " if typed == expected else "cleaned: 00 for + in ") + group, text, region, expected)


def cleaned(group, text, region, clean, clean_region=None):
    line("cleaned: " + group, text, region, google(clean, clean_region if clean_region else region))


def refused(group, text, region):
    line("refused: " + group, text, region, NOTHING)


def pick(choices):
    return choices[RANDOM.randrange(len(choices))]


# --- The numbers to start from


def examples():
    """Every example number of every region and every service that belongs to none."""
    found = {}
    for region in REGIONS:
        for kind in TYPES:
            number = pn.example_number_for_type(region, kind)
            if number is not None:
                found.setdefault(pn.format_number(number, F.E164), number)
        for number in (pn.example_number(region), pn.invalid_example_number(region)):
            if number is not None:
                found.setdefault(pn.format_number(number, F.E164), number)
    for code in sorted(pn.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        for kind in TYPES:
            number = pn.phonenumberutil._number_desc_by_type(
                pn.PhoneMetadata.metadata_for_nongeo_region(code, None), kind)
            if number is not None and number.example_number:
                text = "+%d%s" % (code, number.example_number)
                found.setdefault(text, pn.parse(text, None))
    return [found[key] for key in sorted(found)]


EXAMPLES = examples()


def home(number):
    """The region to read the national form of `number` with."""
    region = pn.region_code_for_number(number) or pn.region_code_for_country_code(number.country_code)
    return None if region == "001" else region


# --- As typed


def plain_forms():
    for number in EXAMPLES:
        own = home(number)
        e164, international, national, rfc = (
            pn.format_number(number, form) for form in (F.E164, F.INTERNATIONAL, F.NATIONAL, F.RFC3966))
        for region in (None, own, pick(REGIONS), pick(REGIONS)):
            as_typed("E.164", e164, region)
            as_typed("international", international, region)
            as_typed("tel:", rfc, region)
        for region in (own, pick(REGIONS), pick(REGIONS), None):
            as_typed("national", national, region)
            as_typed("without plus", e164[1:], region)
            as_typed("without plus, spaced", international[1:], region)
            as_typed("significant digits", pn.national_significant_number(number), region)
        for region in RANDOM.sample(REGIONS, 3):
            as_typed("dialled from another country", pn.format_out_of_country_calling_number(number, region), region)
            as_typed("dialled on a mobile", pn.format_number_for_mobile_dialing(number, region, True), region)
        if own:
            for carrier in ("15", "31", "1", "0"):
                as_typed("with carrier code",
                         pn.format_national_number_with_carrier_code(number, carrier), own)
        if pn.is_valid_number(number):
            line("as typed: grouped as people write it", "  " + e164, None,
                 dict(google(e164, None), international=international), ask={"international": True})


def trunk_zero():
    for number in EXAMPLES:
        code, rest = "+%d" % number.country_code, pn.national_significant_number(number)
        international = pn.format_number(number, F.INTERNATIONAL)
        grouped = international.split(" ", 1)[1] if " " in international else rest
        for zero in ("0", "(0)", " (0) ", " 0 ", "(0", "8", "1"):
            as_typed("trunk zero kept", code + zero + rest, None)
            as_typed("trunk zero kept", code + " " + zero + grouped, home(number))
            as_typed("trunk zero kept, no plus", code[1:] + zero + rest, home(number))
        national = pn.format_number(number, F.NATIONAL)
        as_typed("national form behind the code", code + " " + national, None)
        as_typed("national form behind the code", code + national, pick(REGIONS))


def wrong_numbers():
    """Too short, too long, other digits."""
    for number in EXAMPLES:
        e164, own = pn.format_number(number, F.E164), home(number)
        national = pn.format_number(number, F.NATIONAL)
        for text, region in ((e164, None), (national, own)):
            for n in (1, 2, 3, 5):
                as_typed("cut short", text[:-n], region)
            for more in ("0", "7", "12", "345", "99999"):
                as_typed("too long", text + more, region)
            for _ in range(4):
                at = [i for i, c in enumerate(text) if c.isdigit()]
                i = pick(at)
                as_typed("one digit wrong", text[:i] + str(RANDOM.randrange(10)) + text[i + 1:], region)
        i = RANDOM.randrange(1, len(e164) - 1)
        as_typed("two digits swapped", e164[:i] + e164[i + 1] + e164[i] + e164[i + 2:], None)


def any_digits():
    """Digits drawn at random: the rules of every plan, far from its examples."""
    codes = sorted(pn.COUNTRY_CODE_TO_REGION_CODE)
    for code in codes:
        for _ in range(30):
            digits = "".join(str(RANDOM.randrange(10)) for _ in range(RANDOM.randrange(2, 16)))
            as_typed("random digits behind a code", "+%d%s" % (code, digits), None)
    for region in REGIONS:
        for _ in range(30):
            digits = "".join(str(RANDOM.randrange(10)) for _ in range(RANDOM.randrange(1, 18)))
            as_typed("random digits", digits, region)
            as_typed("random digits", pick(("0", "1", "8", "00", "011", "+", "+0", "++")) + digits, region)
    for code in range(1, 1000):
        as_typed("every calling code", "+%d5551234567" % code, None)


def short_numbers():
    for region in REGIONS:
        text = _example_short_number(region)
        if text:
            as_typed("short numbers", text, region)
            as_typed("short numbers", "+%d%s" % (pn.country_code_for_region(region), text), None)
        for text in ("1", "11", "112", "911", "100", "1 1", "+1", "+11", "08", "0", "00", "000", "0000", "00000000"):
            as_typed("short numbers", text, region)


PUNCTUATION = [" ", "-", ".", "/", "(", ")", "  ", " - ", ") ", " (", "--", ". ", "[", "]"]


def grouped(digits, separators):
    """`digits` in groups of 1 to 4, separated."""
    out, i = [], 0
    while i < len(digits):
        n = RANDOM.randrange(1, 5)
        out.append(digits[i:i + n])
        i += n
    text = out[0]
    for part in out[1:]:
        text += pick(separators) + part
    return text


def punctuation():
    for number in EXAMPLES:
        e164, own = pn.format_number(number, F.E164), home(number)
        national = re.sub(r"\D", "", pn.format_number(number, F.NATIONAL))
        for _ in range(3):
            as_typed("any punctuation", "+" + grouped(e164[1:], PUNCTUATION), None)
            as_typed("any punctuation", pick(("(+", "+(", "+ ", "++", " +", "(", "+-")) +
                     grouped(e164[1:], PUNCTUATION), pick((None, own)))
            as_typed("any punctuation", grouped(national, PUNCTUATION) + pick(("", ".", " ", ")", " -")), own)


def edited():
    """Slips of the finger, within what Google's library takes for punctuation."""
    for number in EXAMPLES:
        for form in (F.INTERNATIONAL, F.NATIONAL, F.E164):
            for _ in range(3):
                text, region = pn.format_number(number, form), pick((home(number), home(number), pick(REGIONS), None))
                for _ in range(RANDOM.randrange(1, 4)):
                    i = RANDOM.randrange(1, len(text) + 1)
                    text = pick((text[:i] + pick(" -().[]") + text[i:], text[:i] + pick("0123456789") + text[i:],
                                 text[:i - 1] + text[i:], text[:i - 1] + pick("0123456789 -") + text[i:],
                                 pick(("+", "0", "(", "1", "00", "+0", " ")) + text))
                if re.search(r"\d.*\+|---|\.\.\.|\d\.0+$", text):
                    continue  # two numbers, a mask or a spreadsheet's fraction: see `mangled`
                as_typed("edited", text, region)


LABELS = ["Tel: ", "Tel. ", "tel:", "Phone: ", "Mobile ", "WhatsApp: ", "M: ", "p. ", "Tél : ", "Móvil: ", "手机: ",
          "тел. ", "هاتف: ", "'", "\"", "=\"", "* ", "- ", "# ", "(", "<", "📞 ", "whatsapp:", "Home / ", "Ph ", "no. "]
ENDS = ["", "", "", ".", ",", ";", " ", "\"", "'", ")", ">", " 📱"]
EXTENSIONS = [" ext. 12", " ext 1234", "ext123", " x12", "x1234", " extn. 7", ";ext=55", ",,12#", " доб. 12", " #12",
              " - 503#", " int 9", " anexo 5", " extension 12", " extensión 77", ", ext. 4", " X99", "~3", ",5", ";9",
              " Ext: 12"]


def surroundings():
    for number in EXAMPLES:
        own = home(number)
        international, national = (pn.format_number(number, form) for form in (F.INTERNATIONAL, F.NATIONAL))
        for _ in range(3):
            as_typed("label in front", pick(LABELS) + international + pick(ENDS), None)
            as_typed("label in front", pick(LABELS) + national + pick(ENDS), own)
            as_typed("extension", international + pick(EXTENSIONS), None)
            as_typed("extension", national + pick(EXTENSIONS), own)
        digits = pn.national_significant_number(number)
        code = "+%d" % number.country_code
        for text in ("tel:%s;phone-context=%s" % (digits, code), "%s;phone-context=%s" % (digits, code),
                     "tel:%s;isub=12;phone-context=%s" % (digits, code),
                     "tel:%s%s;isub=77" % (code, digits),
                     "tel:%s;phone-context=example.com" % digits, "tel:%s;phone-context=" % digits,
                     "tel:%s;phone-context=%s;ext=3" % (digits, code),
                     "tel:%s;phone-context=a_b" % digits):
            as_typed("tel: with parameters", text, own)
    for text in ("", " ", "+", "++", "abc", "n/a", "null", "#N/A", "####", "-", "+ ", "()", "0x", "1e", "N", "+-", "+()1"):
        for region in (None, "GB"):
            as_typed("no number", text, region)


# --- Cleaned

SPACES = [c for c in CHARACTERS if unicodedata.category(c) == "Zs"] + list("\t\n\u2028\u0085\u3164\u2800")
DASHES = [c for c in CHARACTERS if unicodedata.category(c) == "Pd"] + list("−⁃ー∼➖⁻˗")
MARKS = [c for c in CHARACTERS if unicodedata.category(c) == "Cf" and "SIGN" not in unicodedata.name(c, "SIGN")
         and "NUMBER" not in unicodedata.name(c, "") and "HIEROGLYPH" not in unicodedata.name(c, "")
         and not 0x600 <= ord(c) <= 0x605 and c not in "\u06dd\u070f\u08e2\u0890\u0891"
         and not 0x1BCA0 <= ord(c) <= 0x1BCAF and not 0x1D173 <= ord(c) <= 0x1D17A] + ["\ufe0f", "\ufe0e"]
ZEROS = [c for c in CHARACTERS if unicodedata.category(c) == "Nd" and unicodedata.digit(c) == 0 and c != "0"]
PARENTHESES = [("（", "）"), ("⁽", "⁾"), ("₍", "₎"), ("❨", "❩"), ("﹙", "﹚"), ("［", "］"), ("[", "]"), ("｟", "｠")]
DOTS = "．․·‧∙⋅。・"
SLASHES = "／⁄∕"
PLUSES = "＋﹢⁺₊➕"


def in_script(text, zero):
    return "".join(chr(ord(zero) + int(c)) if c in "0123456789" else c for c in text)


def misread(text):
    """UTF-8 taken for Windows-1252."""
    return "".join(bytes([b]).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b)
                   for b in text.encode())


def written_otherwise():
    for number in EXAMPLES:
        own = home(number)
        e164, international, national = (
            pn.format_number(number, form) for form in (F.E164, F.INTERNATIONAL, F.NATIONAL))
        national_digits = re.sub(r"\D", "", national)
        forms = [(international, None), (e164, None), (e164, own)]
        if own:
            forms += [(national, own), (national, own)]

        def each(group, change, times=1):
            for _ in range(times):
                for text, region in forms:
                    changed = change(text)
                    if changed is not None:
                        cleaned(group, changed, region, text)

        each("spaces of every kind", lambda text: re.sub(r" ", lambda _: pick(SPACES), text), 2)
        each("spaces of every kind around", lambda text: pick(SPACES) + text + pick(SPACES))
        each("dashes of every kind", lambda text: re.sub(r"[ -]", lambda _: pick(DASHES), text), 2)
        each("spaced dashes", lambda text: re.sub(r"[ -]", lambda _: pick(SPACES) + pick(DASHES) + pick(SPACES), text))
        each("direction marks around", lambda text: pick(MARKS) + text + pick(MARKS), 2)
        each("invisible marks within", lambda text: "".join(c + pick(MARKS + [""] * 100) for c in text), 2)
        each("isolates as copied from a contact", lambda text: pick("\u202a\u2066\u2068") + text + pick("\u202c\u2069"))
        each("digits of other scripts", lambda text: in_script(text, pick(ZEROS)), 2)
        each("digits of mixed scripts", lambda text: "".join(in_script(c, pick(ZEROS)) for c in text))
        each("parentheses of every kind", lambda text: (lambda p: text.replace(" ", p[0], 1).replace(" ", p[1], 1)
             if text.count(" ") > 1 and "(" not in text else None)(pick(PARENTHESES)))
        each("dots of every kind", lambda text: re.sub(r" ", lambda _: pick(DOTS), text))
        each("slashes of every kind", lambda text: re.sub(r" ", lambda _: pick(SLASHES), text))
        each("pluses of every kind", lambda text: pick(PLUSES) + text[1:] if text[0] == "+" else None)
        each("full width", lambda text: "".join(chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) <= 0x7E else "\u3000" for c in text))
        each("keycaps", lambda text: re.sub(r"\d", lambda m: m.group() + "\ufe0f\u20e3", text))
        each("everything at once", lambda text: pick(MARKS) + "".join(
            pick(SPACES) if c == " " else pick(DASHES) if c == "-" else in_script(c, pick(ZEROS)) for c in text) + pick(MARKS))
        each("marks read in the wrong encoding", lambda text: misread(pick("\u200e\u202a\u2066\ufeff") + pick((
            text, text.replace(" ", "\u00a0"), re.sub("[ -]", lambda _: pick("–—−\u2011\u00a0"), text))) +
            pick("\u202c\u2069\u200e")))
        each("no break after the code", lambda text: text.replace(" ", "\u00a0"))

        digits = e164[1:]
        for region in (None, own, pick(REGIONS), pick(REGIONS), "US", "GB"):
            for prefix in ["00", "+00"] + RANDOM.sample(["00+", "00 ", "+ 00 ", "(00)", "00-", "٠٠", "００"], 3):
                text = prefix + pick((digits, international[1:]))
                expected = sensible(text, region)
                if expected["e164"] == e164:
                    cleaned("00 for +", text, region, e164)
                else:
                    # Where that is dialled for something else, Google's reading stands.
                    line("as typed: 00 that the region reads otherwise", text, region, google(text, region))


# --- Refused


def mangled():
    for number in EXAMPLES:
        if not pn.is_valid_number(number):
            continue
        own = home(number)
        e164, international, national = (
            pn.format_number(number, form) for form in (F.E164, F.INTERNATIONAL, F.NATIONAL))
        digits = e164[1:]
        for region in (None, own):
            for n in (2, 4):
                for cover in "Xx*#•_?●█":
                    refused("masked", e164[:-n] + cover * n, region)
            middle = len(e164) // 2
            refused("masked", e164[:middle] + "***" + e164[middle + 2:], region)
            refused("masked", e164[:middle] + "*" + e164[middle + 1:], region)
            for cover in "*x•":
                refused("masked", re.sub(r"\d(?=(?:\D*\d){3})", cover, national), region)
                refused("masked", re.sub(r"\d(?=(?:\D*\d){3})", cover, digits), region)
            refused("masked", "XXX-XXX-" + digits[-4:], region)
            refused("masked", e164[:-3] + "...", region)
            refused("masked", e164[:-3] + pick(("…", "---", "----")), region)
            refused("masked", e164[:4] + pick(("…", "...", "....")) + e164[-3:], region)
            figure = "%.5E" % int(digits)
            for text in (figure, figure.replace(".", ","), figure.replace("E+", "E"), figure.lower(), "'" + figure,
                         "%.*E" % (len(digits) - 1, int(digits)), "+" + figure, "%.2E" % int(digits)):
                refused("figure of a spreadsheet", text, region)
            for text in (digits + ".0", digits + ".00", digits + ",00", e164 + ".0", e164 + ",0"):
                refused("whole number stored as a fraction", text, region)
            refused("thousands separated", "{:,}".format(int(digits)), region)
            for letter in "OoIlSB":
                at = RANDOM.randrange(2, len(e164))
                refused("letter for a digit", e164[:at] + letter + e164[at + 1:], region)
                refused("letter for a digit", international[:-1] + letter, region)
            refused("letter for a digit", "O" + national[1:] if national[0] == "0" else "O" + digits, region)
            refused("vanity number", international[:-7] + pick(("FLOWERS", "CALLNOW", "HOTLINE")), region)
            refused("words behind", international + pick((" home", " (mobile)", " Ana", " WhatsApp", "m", " a")), region)
            other = pn.format_number(pick(EXAMPLES), F.INTERNATIONAL)
            for between in (", ", " / ", "; ", " or ", "\n", " ", "|", " & ", "/"):
                refused("two numbers", international + between + other, region)
        if own and len(re.sub(r"\D", "", national)) > 8:
            # Without the plus there is nothing but the separator to tell that these are two.
            plain = re.sub(r"\D", "", national)
            for between in (",", " / ", ";", " or ", "\n", "|", " & ", "/"):
                refused("two numbers", plain + between + plain, own)


for part in (plain_forms, trunk_zero, wrong_numbers, any_digits, short_numbers, punctuation, edited, surroundings,
             written_otherwise, mangled):
    part()

print("%d lines" % sum(counts.values()), file=sys.stderr)
for group in sorted(counts):
    note = ", %d read otherwise by Google's library" % differences[group] if differences[group] else ""
    print("%7d  %s%s" % (counts[group], group, note), file=sys.stderr)
