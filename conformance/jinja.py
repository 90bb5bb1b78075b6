# requires: jinja2==3.1.6
"""Templates through Python's own Jinja2, one JSON line each, for comparing with `whatsapp-proxy check jinja`.

A line is {"in": {"template": …, "context": {…}}, "expected": {"output": "…"} or {"error": true}, "group": "…"}.

The environment is Jinja2's default one with what the product promises: null prints as nothing (finalize), and an
attribute of something missing is missing too (ChainableUndefined). Templates whose output holds an address in memory are
left out: they print something else every time. The random part is the same in every run.
"""

import itertools
import json
import random
import sys
import warnings

from jinja2 import ChainableUndefined, Environment

warnings.simplefilter("ignore")
ENV = Environment(undefined=ChainableUndefined, finalize=lambda value: "" if value is None else value)

CUSTOMER = {
    "customer": {
        "first_name": "Ana", "last_name": "O'Neil-García", "email": "ana@example.com", "age": 34, "balance": 1234.5,
        "vip": True, "blocked": False, "nickname": None, "city": "São Paulo", "phone": "+447860099299", "order": "A-1001",
        "points": 0, "rate": 0.1, "big": 12345678901234567890, "tags": ["new", "Gold", "VIP", "new"],
        "address": {"street": "1 High St", "city": "London", "geo": {"lat": 51.5, "lon": -0.12}},
        "orders": [
            {"id": 3, "total": 19.99, "items": ["tea", "cup"], "paid": True, "name": "beta"},
            {"id": 1, "total": 5.0, "items": [], "paid": False, "name": "Alpha"},
            {"id": 2, "total": 100, "items": ["pot"], "paid": True, "name": "gamma"},
        ],
        "empty": "", "none_list": [], "none_map": {}, "birthday": "1990-05-17", "text": "line one\nline two\r\n\n  third  ",
        "html": "<b>Tea & \"cake\"</b> <!-- x --> 'ok'", "unicode": "straße ŉ ΑΣ ǆ ﬁ İ ı café 👍🏽",
    },
    "event": {"name": "purchase", "amount": 49.9, "count": 3, "url": "https://example.com/a?b=c&d=é f"},
    "journey": {"id": 7, "name": "Welcome"},
}

EMPTY = {}

# Values as they stand in a template.
VALUES = [
    "none", "true", "false", "0", "1", "-1", "7", "42", "255", "1000", "123456789", "-123", "2**40", "10**20", "0.0", "-0.0", "1.0",
    "2.5", "-2.5", "3.14159", "0.1", "1e16", "1e15", "123456789.123", "1e-5", "0.0001", "1e100", "''", "'a'", "'abc'",
    "'Hello World'", "'HELLO'", "'hello-world (foo) [bar] {baz} <qux> it\\'s o\\'neil'", "'  spaced  out\\t\\n '", "'42'",
    "' 42 '", "'-7'", "'3.7'", "'1e3'", "'0x1F'", "'1_000'", "'inf'", "'abc,def,,ghi'", "'a\\nb\\r\\nc\\n\\nd'",
    "'straße ŉ ΑΣ ΣΑΣ. ǆ ǅ ﬁ İ ı'", "'<b>\"x\" & \\'y\\'</b>'", "'100%'", "'%s and %d'", "'{} {0}'", "'é'", "'👍🏽'",
    "'x' * 100", "[]", "[1, 2, 3]", "[3, 1, 2]", "['b', 'A', 'c', 'a']", "[1, 'a', none, true, 2.5]", "[[1, 2], [3]]",
    "[0, '', none, [], 'x']", "['\\'', '\"', '\\'\"', '\\n\\t\\\\', 'é', '\\x00\\x7f\\xa0\\u200b']", "[1, 1.0, true, 2, '1']",
    "[{'a': 1, 'b': 'x'}, {'a': 2, 'b': 'Y'}, {'a': 1}]", "[('x', 1), ('y', 2)]", "()", "(1,)", "(1, 'b', 2.0)", "{}",
    "{'a': 1}", "{'b': 2, 'a': 1, 'C': 3}", "{1: 'one', 'x': [1, {'y': none}], none: true}", "range(5)", "range(2, 10, 3)",
    "range(0)", "missing", "missing.attr", "customer.nickname", "customer.tags", "customer.address", "customer.orders",
    "customer.big", "customer.text", "customer.html", "customer.unicode", "'<i>'|safe", "'<i>'|e", "dict(a=1, b=2).items()",
    "dict(a=1, b=2).keys()", "dict(a=1).values()", "[1, 2, 3]|map('string')", "'abc'|list",
]

# Names that are read in one block and assigned in another, before and after.
SCOPES = """
{% for i in [1] %}{{ customer }}{% endfor %}{% set customer = 1 %}{{ customer }}
{% for i in [1] %}{{ a }}{% set a = 2 %}{{ a }}{% endfor %}{{ a }}{% set a = 3 %}{{ a }}
{{ a }}{% for i in [1] %}{{ a }}{% endfor %}{% set a = 3 %}{{ a }}
{% if true %}{% for i in [1] %}{{ a }}{% endfor %}{% set a = 3 %}{% endif %}{{ a }}
{% if false %}{% set a = 3 %}{% endif %}{% for i in [1] %}{{ a }}{% endfor %}
{% if false %}{% set a = 3 %}{% elif true %}{% set b = 1 %}{% else %}{% set a = 4 %}{% endif %}{{ a }}{{ b }}
{% macro m() %}{{ a }}{% endmacro %}{{ m() }}{% set a = 3 %}{{ m() }}
{% macro m() %}{{ a }}{% set a = 5 %}{{ a }}{% endmacro %}{{ m() }}{{ a }}
{% macro m() %}{% for i in [1] %}{{ a }}{% endfor %}{% set a = 5 %}{% endmacro %}{{ m() }}{{ a }}
{% with b = a %}{{ a }}{{ b }}{% set a = 7 %}{{ a }}{% endwith %}{{ a }}
{% with %}{% for i in [1] %}{{ a }}{% endfor %}{% set a = 7 %}{% endwith %}{{ a }}
{% filter upper %}{{ a }}{% endfilter %}{% set a = 'x' %}{{ a }}
{% set t %}{{ a }}{% endset %}{% set a = 'x' %}{{ t }}{{ a }}
{% set a = a %}{{ a }}
{% set a = a + 1 %}{{ a }}{% for i in [1, 2] %}{% set a = a + 1 %}{{ a }}{% endfor %}{{ a }}
{% for i in [1, 2] %}{% if i == 2 %}{{ a }}{% endif %}{% set a = i %}{% endfor %}{{ a }}
{% for i in [1, 2] %}{% for j in [1] %}{{ a }}{% endfor %}{% set a = i %}{% endfor %}{{ a }}
{% for a in [1, 2] %}{{ a }}{% set a = 9 %}{{ a }}{% endfor %}{{ a }}
{% for i in [] %}{% else %}{{ a }}{% set a = 4 %}{{ a }}{% endfor %}{{ a }}
{% for i in [1] if a %}{{ i }}{% endfor %}{% set a = 0 %}
{% if a %}{% for i in [1] %}{{ a }}{% endfor %}{% endif %}{% set a = 0 %}{{ a }}
{% call(x) f() %}{{ a }}{% endcall %}{% set a = 1 %}
{% macro f() %}{{ caller(2) }}{% endmacro %}{% call(x) f() %}{{ a }}{{ x }}{% endcall %}{% set a = 1 %}{{ a }}
{% macro f() %}{{ a }}{% endmacro %}{% for a in [7] %}{{ f() }}{% endfor %}
{% for a in [7] %}{% macro f() %}{{ a }}{% endmacro %}{{ f() }}{% endfor %}{{ f }}
{% set ns = namespace(v=a) %}{% set a = 2 %}{{ ns.v }}{{ a }}
{% set a, b = b, a %}{{ a }}{{ b }}
{% if a %}{% set x = 1 %}{% else %}{% set x = 2 %}{% endif %}{{ x }}{% for i in [1] %}{{ x }}{% endfor %}
{% if a %}{{ x }}{% set x = 1 %}{% endif %}{% for i in [1] %}{{ x }}{% endfor %}{{ x }}
{% set x = 1 %}{% if a %}{% set x = 2 %}{% endif %}{{ x }}
{% if not a %}{% set x = 2 %}{% endif %}{% if a %}{{ x }}{% endif %}{% set x = 5 %}{{ x }}
""".strip("\n")

LARGE = {"123456789", "2**40", "10**20", "1000", "255", "customer.big", "123456789.123", "1e100"}

# Filters with the arguments to try.
FILTERS = {
    "abs": [""], "attr": ["('real')", "('foo')", "('a')"], "batch": ["(2)", "(2, 'x')", "(3, none)", "()"],
    "capitalize": [""], "center": ["", "(10)", "(11)", "(0)", "(-5)"], "count": [""], "length": [""],
    "default": ["", "('d')", "('d', true)", "(boolean=true)", "(default_value=5)"], "d": ["(1)"],
    "dictsort": ["", "(true)", "(by='value')", "(reverse=true)", "(false, 'value', true)"], "e": [""], "escape": [""],
    "filesizeformat": ["", "(true)"], "first": [""], "float": ["", "(1.5)", "('x')"], "forceescape": [""],
    "format": ["", "(1)", "('a', 2)", "(a=1)"], "groupby": ["('a')", "('b', default='z')", "(0)", "('b', case_sensitive=true)"],
    "indent": ["", "(2)", "(2, true)", "(2, false, true)", "('>> ')", "(width=1, first=true, blank=true)"],
    "int": ["", "(5)", "(0, 16)", "('d', 0)"], "items": ["|list", "|join"], "join": ["", "(', ')", "('-', 'a')", "(attribute='b')", "(1)"],
    "last": [""], "list": [""], "lower": [""], "map": ["('upper')|list", "(attribute='a')|list", "(attribute='b', default='q')|list",
    "('int')|list", "('default', 'x')|list", "('nofilter')|list", "()|list", "(attribute='a', foo=1)|list", "('replace', 'a', 'b')|join('+')"],
    "max": ["", "(true)", "(attribute='a')"], "min": ["", "(case_sensitive=true)", "(attribute='b')"], "pprint": [""],
    "reject": ["|list", "('odd')|list", "('none')|list", "('equalto', 1)|list"], "rejectattr": ["('a')|list", "('a', 'eq', 1)|list"],
    "replace": ["('a', 'b')", "('', '-')", "('l', 'LL', 1)", "('o', none)", "(1, 2)", "('a')", "('a', 'b', 0)"],
    "reverse": ["", "|list", "|join(',')"], "round": ["", "(1)", "(2)", "(-1)", "(-2)", "(0, 'ceil')", "(1, 'floor')", "(1, 'x')", "(none)", "(2, 'ceil')"],
    "safe": [""], "select": ["|list", "('odd')|list", "('string')|list", "('gt', 1)|list", "('in', [1, 2])|list", "('notest')|list"],
    "selectattr": ["('a')|list", "('a', '==', 1)|list", "('b', 'defined')|list", "()|list"], "slice": ["(2)|list", "(3, 'x')|list", "(0)|list", "(10)|list"],
    "sort": ["", "(true)", "(reverse=true, case_sensitive=true)", "(attribute='a')", "(attribute='b,a')", "(attribute=1)"],
    "string": [""], "striptags": [""], "sum": ["", "(start=10)", "(attribute='a')", "('a', 1)"], "title": [""],
    "tojson": ["", "(2)", "(indent=0)", "('--')"], "trim": ["", "('a')", "(' d')"], "truncate": ["", "(5)", "(5, true)", "(9, false, '…')", "(5, true, '', 0)", "(2)", "(8, leeway=0)", "(10, end='')"],
    "unique": ["|list", "(true)|list", "(attribute='a')|list"], "upper": [""], "urlencode": [""], "urlize": ["", "(10)", "(20, true)", "(target='_blank')"],
    "wordcount": [""], "wordwrap": ["", "(5)", "(10, false)", "(8, true, '|')", "(7, break_on_hyphens=false)"], "xmlattr": ["", "(false)"],
    "nofilter": [""], "random": [""],
}

TESTS = {
    "odd": [""], "even": [""], "divisibleby": ["(3)", " 2", "(0)", "('x')"], "defined": [""], "undefined": [""], "filter": [""],
    "test": [""], "none": [""], "boolean": [""], "false": [""], "true": [""], "integer": [""], "float": [""], "lower": [""],
    "upper": [""], "string": [""], "mapping": [""], "number": [""], "sequence": [""], "iterable": [""], "callable": [""],
    "sameas": ["(none)", "(true)", " false"], "escaped": [""], "in": ["([1, 'a', none])", " 'Hello abc'", "({'a': 1})", "(5)", " range(3)"],
    "==": [], "eq": ["(1)", " 'abc'"], "equalto": ["(true)"], "ne": ["(1)"], "gt": ["(1)", " 'b'"], "greaterthan": ["(2)"], "ge": ["(42)"],
    "lt": ["(1)"], "lessthan": ["('b')"], "le": [" 1.0"], "notest": [""],
}

OPERATORS = ["+", "-", "*", "/", "//", "%", "**", "~", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "and", "or"]

METHODS = [
    "upper()", "lower()", "title()", "capitalize()", "swapcase()", "strip()", "lstrip()", "rstrip()", "strip('a ')", "lstrip('H')",
    "rstrip('dl')", "split()", "split(',')", "split(' ', 1)", "split(maxsplit=1)", "split(sep=',', maxsplit=2)", "split('')", "rsplit(' ', 1)",
    "rsplit(',')", "rsplit()", "rsplit(none, 1)", "splitlines()", "splitlines(true)", "replace('a', 'b')", "replace('l', 'L', 1)", "replace('', '.')",
    "startswith('H')", "startswith(('a', 'H'))", "endswith('d')", "endswith(['d'])", "startswith('e', 1)", "endswith('l', 0, 4)", "find('l')",
    "find('zz')", "rfind('l')", "index('l')", "index('zz')", "find('o', 5)", "find('', 3)", "find('', 99)", "find('l', -4, -1)", "count('l')", "count('')", "count('l', 3)", "join(['x', 'y'])", "join([1])",
    "join('xyz')", "center(15)", "center(15, '*')", "center(16, '*')", "ljust(8, '.')", "rjust(8)", "zfill(7)", "isdigit()", "isalpha()", "isalnum()", "isspace()",
    "isupper()", "islower()", "istitle()", "isnumeric()", "isdecimal()", "isascii()", "isidentifier()", "isprintable()", "expandtabs()", "expandtabs(4)",
    "partition(' ')", "rpartition(' ')", "partition('')", "removeprefix('He')", "removesuffix('ld')", "format(1, 'b')", "casefold()", "nosuch()", "upper(1)",
    "upper", "real", "bit_length()", "is_integer()", "append(1)", "keys()", "items()", "values()", "get('a')", "get('zz', 5)", "get()", "copy()", "count(1)", "index(1)", "pop()", "pop('a')",
    "encode()", "items()|list", "keys()|list", "values()|sum", "grouper", "0", "1.0",
]

PERCENTS = [
    ("'%s'", "1"), ("'%s'", "none"), ("'%s'", "'x'"), ("'%s %s'", "(1, 'b')"), ("'%s'", "(1, 2)"), ("'%s %s'", "1"), ("'%d'", "3"), ("'%d'", "3.9"), ("'%d'", "-3.9"),
    ("'%d'", "'3'"), ("'%5d|'", "42"), ("'%-5d|'", "42"), ("'%05d'", "-42"), ("'%+d'", "42"), ("'% d'", "42"), ("'%.2f'", "3.14159"), ("'%8.3f'", "2.5"),
    ("'%-8.1f|'", "2.25"), ("'%08.2f'", "-3.14159"), ("'%f'", "1"), ("'%e'", "12345.678"), ("'%.1e'", "0.00012"), ("'%g'", "0.0001"), ("'%g'", "123456789"), ("'%G'", "1e-10"),
    ("'%g'", "100000"), ("'%g'", "1000000"), ("'%.3g'", "3.14159"), ("'%x'", "255"), ("'%X'", "255"), ("'%#x'", "255"), ("'%o'", "8"), ("'%c'", "65"), ("'%c'", "'z'"), ("'%c'", "'zz'"), ("'%r'", "'a'"),
    ("'%r'", "[1, 'x']"), ("'%%'", "()"), ("'100%%'", "1"), ("'%(a)s'", "{'a': 1}"), ("'%(a)s %(b)05.1f'", "{'a': 'x', 'b': 2.25}"), ("'%(a)s'", "1"), ("'%(zz)s'", "{'a': 1}"),
    ("'%'", "1"), ("'%y'", "1"), ("'%s'", "missing"), ("'%d'", "missing"), ("'%5s|'", "'é'"), ("'%-5s|'", "'ab'"), ("'%.2s'", "'abc'"), ("'%*d'", "(5, 42)"), ("'%.*f'", "(2, 3.14159)"),
    ("'%i'", "true"), ("'%u'", "7"), ("'%s'", "[1, 2]"), ("'%s'", "{'a': 1}"), ("'abc'", "[]"), ("'abc'", "()"), ("'abc'", "1"), ("'abc'", "'x'"), ("'abc'", "{}"), ("'abc'", "none"), ("'%5%'", "()"), ("'%.0f'", "0.5"), ("'%.0f'", "1.5"), ("'%.0f'", "2.5"),
    ("'%.1f'", "0.25"), ("'%.3d'", "7"), ("'%5.3d|'", "7"), ("'%f'", "1e20"), ("'%f'", "'x'"), ("'%ld'", "5"), ("'%s%%'", "12.5"), ("'%a'", "'x'"), ("'%x'", "2.0"), ("'%s'", "'<'|e"), ("'<%s>'|safe", "'<'"), ("'%s-%s'|safe", "('<', 1)"),
]

FORMATS = [
    ("{}", "1"), ("{} {}", "1, 'b'"), ("{1} {0}", "1, 'b'"), ("{} {0}", "1, 2"), ("{a}", "a=1"), ("{a} {}", "5, a=1"), ("{a[b]}", "a={'b': 2}"), ("{a.real}", "a=5"), ("{0[1]}", "[1, 2]"), ("{}", ""),
    ("{{}}", ""), ("{{{}}}", "1"), ("{", ""), ("}", ""), ("{!r}", "'x'"), ("{!s}", "1"), ("{!a}", "'x'"), ("{!x}", "1"), ("{:5}|", "'ab'"), ("{:>5}|", "'ab'"), ("{:^5}|", "'ab'"), ("{:*^6}|", "'ab'"), ("{:<5}|", "1"),
    ("{:5}|", "1"), ("{:05}", "42"), ("{:05}", "-42"), ("{:+}", "42"), ("{: }", "42"), ("{:,}", "1234567"), ("{:_}", "1234567"), ("{:,}", "1234567.891"), ("{:,.2f}", "1234567.891"), ("{:.2f}", "3"), ("{:.0f}", "2.5"), ("{:.1%}", "0.256"),
    ("{:%}", "0.5"), ("{:e}", "12345.678"), ("{:.3g}", "1234.5"), ("{:g}", "0.00001"), ("{:x}", "255"), ("{:#x}", "255"), ("{:b}", "5"), ("{:#b}", "5"), ("{:o}", "8"), ("{:c}", "65"), ("{:d}", "3.0"), ("{:d}", "'x'"), ("{:s}", "'x'"), ("{:s}", "1"), ("{:.2}", "'abc'"), ("{:.3}", "3.14159"),
    ("{:.3}", "1234.5"), ("{:.10}", "3.0"), ("{:.1}", "2.0"), ("{:10.3}|", "2.5"), ("{:=+6}", "42"), ("{:0>6}", "42"), ("{:<06}", "42"), ("{:{}}", "42, 6"), ("{:{w}.{p}f}", "3.14159, w=8, p=2"), ("{}", "none"), ("{}", "[1, 'a']"), ("{:5}", "none"), ("{:5}", "[1]"), ("{}", "true"), ("{:d}", "true"), ("{:5}", "true"), ("{}", "missing"), ("{a}", "b=1"),
    ("{:,}", "-1234"), ("{:010,}", "1234"), ("{:n}", "1234"), ("{:.2f}", "'1'"), ("{:>10.2f}|", "1.005"), ("{0}{0}", "'x'"), ("{:é>4}", "1"), ("{a[0]}", "a='xyz'"), ("{a.b}", "a={'b': 1}"), ("{:", ""), ("{0:}", "5"), ("{:.}", "1.0"), ("{:zz}", "1"), ("{:-}", "-5"), ("{: d}", "5"), ("{:E}", "1.5"), ("{:G}", "1e20"), ("{:F}", "1.5"), ("{:X}", "255"), ("{:_x}", "100000"), ("{:,d}", "1000"), ("{:>+8.1e}|", "1234.5"),
]

SYNTAX = """
{{ || {% || {{ a }} {{ || {{ a } || {{ }} || {{ () }} || {% %} || {% if %}{% endif %} || {% if a %} || {% endif %} || {% if a %}{% endfor %} || {% for x in y %}{% endif %} || {% for %}{% endfor %}
{% for x y %}{% endfor %} || {% for x in %}{% endfor %} || {% foo %} || {% elif a %} || {{ a b }} || {{ a. }} || {{ a.b. }} || {{ a[ }} || {{ a[] }} || {{ a[1 }} || {{ (1 }} || {{ [1, }} || {{ [1,] }} || {{ [,] }} || {{ {1} }}
{{ {1:2,} }} || {{ {,} }} || {{ 1 + }} || {{ + }} || {{ * 1 }} || {{ 1 ** }} || {{ not }} || {{ a is }} || {{ a is not }} || {{ a is b is c }} || {{ a | }} || {{ a || b }} || {{ a & b }} || {{ a ! b }} || {{ a ? b : c }} || {{ 'abc }} || {{ "abc }}
{{ 'a' 'b' }} || {{ 1_000 }} || {{ 0x1f }} || {{ 0b101 }} || {{ 0o17 }} || {{ 1__0 }} || {{ 012 }} || {{ 00 }} || {{ 1. }} || {{ .5 }} || {{ 1.5.5 }} || {{ 1e5 }} || {{ 1.5e-3 }} || {{ 1e }} || {{ 1_0.5_0 }} || {{ 1_.5 }} || {{ '\\x41\\u00e9\\n|\\q' }}
{{ '\\x4' }} || {{ '\\u12' }} || {{ 'a\\'b' }} || {{ "a\\"b" }} || {{ '\\101\\0' }} || {{ '\\\\' }} || {{ 'é\\é' }} || {{ '{{' }} || {{ '}}' }} || {{ '%}' }} || {{ {'a': {'b': 1}} }} || {{ {'a': {'b': 1}}['a']['b'] }} || {{ {'a':{}}}} || {{ [[1]] }} || {{ ((1)) }} || {{ ((1),) }}
{# comment #}x || {# unclosed || {##}x || {#- x -#} y || a {#- x -#} b || {# {{ a }} {% if %} #}x || {#+ x +#}y || a{# # } #}b || {% raw %}{{ a }}{% endraw %} || {% raw %} || {%- raw -%} {{ x }} {%- endraw -%} y || a {%- raw %} b {% endraw -%} c || {% raw +%}x{% endraw %} || {% raw %}a{% endraw +%} b
{% set %} || {% set a %} || {% set a = %} || {% set 1 = 2 %} || {% set a.b = 1 %} || {% set a[0] = 1 %} || {% set a, b = 1, 2 %}{{ a }}{{ b }} || {% set (a, b) = (1, 2) %}{{ a }}{{ b }} || {% set a, b = 1 %} || {% set a, b = 1, 2, 3 %} || {% set true = 1 %} || {% set none = 1 %} || {% set a = 1, %}{{ a }} || {% set a = 1, 2 %}{{ a }}
{% set a = b = 1 %} || {% set loop = 1 %}{{ loop }} || {% for loop in [1] %}{% endfor %} || {% for x in [1] %}{% set loop = 2 %}{% endfor %} || {% for x in [1,2] %}{{ x }}{% else %}{% endfor %} || {% for x in [] %}{{ x }}{% else %}none{% endfor %} || {% for x in [1,2] recursive %}{{ x }}{% endfor %} || {% for x in 1,2,3 %}{{ x }}{% endfor %}
{% for x, in [(1,)] %}{{ x }}{% endfor %} || {% for (x, y) in [(1,2)] %}{{ x }}{{ y }}{% endfor %} || {% for x, (y, z) in [(1,(2,3))] %}{{ x }}{{ y }}{{ z }}{% endfor %} || {% for x.y in [1] %}{% endfor %} || {% for x in [1,2,3] if x > 1 %}{{ x }}{% endfor %} || {% for x in [1] if %}{% endfor %} || {% for x in [1,2] if x == 1 recursive %}{{ x }}{% endfor %}
{% if 1 %}a{% elif 2 %}b{% else %}c{% endif %} || {% if 0 %}a{% elif 2 %}b{% else %}c{% endif %} || {% if 0 %}a{% else %}b{% elif 1 %}c{% endif %} || {% if 0 %}a{% else if %}b{% endif %} || {% if 1: %}a{% endif %} || {% if 1 -%} a {%- endif %} b || {% if 1 %} a {%+ endif +%} b || {%+ if 1 %}x{% endif %}
{% macro m() %}x{% endmacro %}{{ m() }} || {% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(b=5, a=4) }} || {% macro m(a=1, b) %}{% endmacro %} || {% macro m(a, a) %}{% endmacro %} || {% macro m %}{% endmacro %} || {% macro 1() %}{% endmacro %} || {% macro m(a.b) %}{% endmacro %} || {% macro m() %}{% endmacro %}{{ m(1) }} || {% macro m() %}{% endmacro %}{{ m(x=1) }}
{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m() }} || {% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }} || {% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}hi{% endcall %} || {% macro m() %}<{{ caller(1, 2) }}>{% endmacro %}{% call(a, b) m() %}{{ a }}-{{ b }}{% endcall %} || {% macro m() %}x{% endmacro %}{% call m() %}hi{% endcall %} || {% call 1 %}{% endcall %} || {% call m() %} || {% macro m() %}{{ caller }}{% endmacro %}{{ m() }}
{% macro m(caller) %}{{ caller() }}{% endmacro %} || {% macro m(caller=none) %}{{ caller() if caller else 'no' }}{% endmacro %}{{ m() }}{% call m() %}x{% endcall %} || {% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }} || {{ m }}{% macro m() %}{% endmacro %} || {% macro m(x) %}{% endmacro %}{{ m }}{{ m.name }}{{ m.arguments }}{{ m.caller }}{{ m.catch_kwargs }} || {{ f(a=1, a=2) }} || {{ f(a=1, 2) }} || {{ f(*a, b) }} || {{ f(**a, b=1) }} || {{ f(1,) }} || {{ f(,) }} || {{ f(a=) }}
{% filter upper %}abc{{ 1 }}{% endfilter %} || {% filter upper|lower %}aBc{% endfilter %} || {% filter replace('a', 'b') %}aaa{% endfilter %} || {% filter %}{% endfilter %} || {% filter nofilter %}{% endfilter %} || {% filter upper() %}a{% endfilter %} || {% set x | upper %}abc{% endset %}{{ x }} || {% set x %}a{{ 1 }}{% endset %}{{ x }}{{ x is string }} || {% set x | trim | upper %} abc {% endset %}[{{ x }}] || {% set x %}
{% with %}{% endwith %} || {% with a = 1 %}{{ a }}{% endwith %}{{ a }} || {% with a = 1, b = 2 %}{{ a + b }}{% endwith %} || {% with a = 1, b = a %}{{ b }}{% endwith %} || {% with a %}{% endwith %} || {% with a, b = 1, 2 %}{{ a }}{% endwith %} || {% with a = 1 b = 2 %}{% endwith %} || {% print 1 %} || {% print 1, 2 %} || {% print %}
{% do 1 %} || {% break %} || {% continue %} || {% trans %}x{% endtrans %} || {% for x in [1] %}{% break %}{% endfor %} || {{ 1 if 2 }} || {{ 1 if 0 }} || {{ 1 if 0 else 2 if 0 else 3 }} || {{ 1 if }} || {{ 1 else 2 }} || {{ (1 if 0) is defined }} || {{ 1 if 1 else }} || {{ a.if }} || {{ in }} || {{ if }} || {{ not 1 }} || {{ not not 1 }} || {{ - - 1 }} || {{ -1|abs }} || {{ (-1)|abs }} || {{ -2**2 }} || {{ 2**-1 }} || {{ 2**3**2 }} || {{ -x.y }}
{{ 1 < 2 < 3 }} || {{ 3 > 2 > 2 }} || {{ 1 == 1 == 1 }} || {{ 1 < 'a' }} || {{ 1 in [1] in [[1]] }} || {{ 1 not in [2] }} || {{ not 1 in [1] }} || {{ 1 is not none }} || {{ 1 is divisibleby 2 }} || {{ 4 is divisibleby(2) }} || {{ 1 is not divisibleby 2 or true }} || {{ 'a' ~ 1 ~ none ~ missing ~ [1] }} || {{ 1 ~ 2 + 3 }} || {{ 1 + 2 ~ 3 }} || {{ 1 ~ 2 * 3 }} || {{ 'a' ~ 'b' == 'ab' }} || {{ 1, 2 }} || {{ 1, }} || {{ (1, 2)[0] }} || {{ 1,2|list }} || {{ [1,2]|first|string|length }}
{{ 'abc'[0] }} || {{ 'abc'[-1] }} || {{ 'abc'[5] }} || {{ 'abc'[1:] }} || {{ 'abc'[:-1] }} || {{ 'abc'[::-1] }} || {{ 'abcdef'[1:5:2] }} || {{ 'abcdef'[5:1:-2] }} || {{ [1,2,3][1:] }} || {{ (1,2,3)[:2] }} || {{ [1,2,3][::0] }} || {{ [1,2,3]['a':] }} || {{ [1,2,3][1,2] }} || {{ {(1,2): 3}[1,2] }} || {{ {'a':1}['a':] }} || {{ none[1:] }} || {{ missing[1:] }} || {{ 5[0] }} || {{ 'abc'['x'] }} || {{ 'abc'['upper']() }} || {{ [1,2].0 }} || {{ [1,2].1.real }} || {{ 'x'.0 }} || {{ [[1,2]].0.1 }}
{{ 'a'.b.c.d }} || {{ 'a'.b.c() }} || {{ missing() }} || {{ missing.x() }} || {{ none.x }} || {{ none() }} || {{ 'a'() }} || {{ 1() }} || {{ [1]() }} || {{ missing + 1 }} || {{ 1 + missing }} || {{ -missing }} || {{ missing < 1 }} || {{ missing == missing }} || {{ missing == none }} || {{ missing in [1] }} || {{ 1 in missing }} || {{ missing|length }} || {{ missing|int }} || {{ [missing] }} || {{ {'a': missing} }} || {{ missing ~ 'x' }} || {{ missing or 'x' }} || {{ missing and 'x' }} || {{ missing is defined }} || {% for x in missing %}{% else %}e{% endfor %} || {{ missing.a.b.c }} || {{ missing['a'] }} || {{ missing[0].x }}
{{ loop }} || {{ loop.index }} || {{ caller }} || {{ varargs }} || {{ range }} || {{ range(3) }} || {{ range(1,5)|list }} || {{ range(5,0,-2)|list }} || {{ range() }} || {{ range('a') }} || {{ range(1.0) }} || {{ dict() }} || {{ dict(a=1) }} || {{ dict([(1,2)]) }} || {{ dict({'a': 1}, b=2) }} || {{ dict(1) }} || {{ cycler(1,2).next() }} || {% set c = cycler(1,2) %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }} || {{ cycler() }} || {% set j = joiner('|') %}{{ j() }}a{{ j() }}b{{ j() }} || {% set ns = namespace(x=1) %}{% set ns.x = 2 %}{{ ns.x }}{{ ns }} || {% set ns = namespace() %}{% for i in range(3) %}{% set ns.a = i %}{% endfor %}{{ ns.a }}{{ ns.b }} || {% set ns = 1 %}{% set ns.x = 2 %} || {% set nope.x = 1 %}
{% set ns = namespace({'a': 1}, b=2) %}{{ ns.a + ns.b }}{{ ns['a'] }} || {% set ns = namespace(items=[]) %}{{ ns.items }} || {{ x|upper|nofilter }} || {% if false %}{{ x|nofilter }}{% endif %} || {% if false %}{% for x in y %}{{ x|nofilter }}{% endfor %}{% endif %} || {{ 1 if true else (x|nofilter) }} || {{ 1 is notest }} || {% if false %}{{ 1 is notest }}{% endif %} || {% if true %}{{ 1 is notest }}{% endif %} || {{ 'upper' is filter }} || {{ 'x' is filter }} || {{ 'odd' is test }} || {{ 'a.b' is filter }} || {{ x|a.b }} || {{ "a" "b" ~ "c" }} || {{ a;b }} || {{ a:b }} || {{ $a }} || {{ a@b }} || {{ `a` }} || {{ a\\b }} || {{ #a }} || {{ é }} || {{ größe }} || {{ a² }}
a\nb || a\r\nb || a\rb || a\n || a\n\n || \n || {{ 1 }}\n || {{ 1 }}\n\n || {% if 1 %}\na\n{% endif %}\n || {%- if 1 -%}\n a \n{%- endif -%}\n b || a \n\n {{- 1 -}} \n\n b || {{ 'a\r\nb' }} || {{- '' -}} || a {{- 1 }} b {{ 2 -}} c || x{%- set a = 1 -%} y || {{-1}} || {{+1}} || {{ 1 -}}\u00a0x || a\u2003{{- 1 }} || {%-if 1%}a{%endif-%} b || { { a } } || {a} || }} || %} || #} || {{{ 1 }}} || {{ {} }} || {{{}}} || {%raw%}{%endraw%} || a{{''}}b
{{ self }} || {{ self.x() }} || {{ super() }} || {% block a %}x{% endblock %} || {% extends 'a' %} || {% include 'a' %} || {% import 'a' as b %} || {% from 'a' import b %} || {% autoescape true %}{{ '<' }}{% endautoescape %} || {{ ''.__class__ }} || {{ lipsum() }} || {{ [].__class__.__mro__ }} || {{ 'x'.__len__() }} || {{ config }} || {{ True }} || {{ true }} || {{ TRUE }} || {{ None }} || {{ none }} || {{ null }} || {{ False }}
"""

LOOPS = """
{% for x in customer.tags %}{{ loop.index }}/{{ loop.length }} {{ x }}{% if not loop.last %}, {% endif %}{% endfor %}
{% for x in [1,2,3] %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.depth }}{{ loop.depth0 }};{% endfor %}
{% for x in [1,2,3] %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }};{% endfor %}
{% for x in [1,1,2,2,1] %}{{ loop.changed(x) }}{% endfor %}
{% for x in [1,2,3,4] %}{{ loop.cycle('a','b','c') }}{% endfor %}
{% for x in [1,2] %}{{ loop }}{% endfor %}
{% for x in [1,2] %}{{ loop.nosuch }}|{% endfor %}
{% for x in [1,2] %}{% for y in [3,4] %}{{ loop.index }}{{ x }}{{ y }} {% endfor %}{{ loop.index }};{% endfor %}
{% for x in [1,2] %}{% set outer = loop %}{% for y in [3,4] %}{{ outer.index }}.{{ loop.index }} {% endfor %}{% endfor %}
{% for k in customer.address %}{{ k }} {% endfor %}
{% for k, v in customer.address.items() %}{{ k }}={{ v }};{% endfor %}
{% for k, v in customer.address|dictsort %}{{ k }}={{ v }};{% endfor %}
{% for k, v in customer.address|items %}{{ k }};{% endfor %}
{% for o in customer.orders if o.paid %}{{ loop.index }}:{{ o.id }} {% else %}none{% endfor %}
{% for o in customer.orders if o.total > 1000 %}{{ o.id }}{% else %}none{% endfor %}
{% for o in customer.orders|sort(attribute='total') %}{{ o.name }} {% endfor %}
{% for o in customer.orders|selectattr('paid') %}{{ o.name }}{{ loop.length }} {% endfor %}
{% for g in customer.orders|groupby('paid') %}{{ g.grouper }}:{% for o in g.list %}{{ o.id }}{% endfor %};{% endfor %}
{% for g, os in customer.orders|groupby('paid') %}{{ g }}{{ os|map(attribute='id')|list }}{% endfor %}
{% for row in [1,2,3,4,5]|batch(2, 'x') %}{{ row|join('-') }};{% endfor %}
{% for col in [1,2,3,4,5]|slice(2, 'x') %}{{ col|join('-') }};{% endfor %}
{% for c in 'héy' %}[{{ c }}]{% endfor %}
{% for x in 5 %}{% endfor %}
{% for x in none %}{% endfor %}
{% for x in customer.nickname %}{% endfor %}
{% for x in missing %}a{% else %}b{% endfor %}
{% for x, y in [(1, 2), (3, 4)] %}{{ x + y }} {% endfor %}
{% for x, y in [(1, 2), (3,)] %}{{ x }}{% endfor %}
{% for x, y in [1, 2] %}{{ x }}{% endfor %}
{% for x, y in ['ab', 'cd'] %}{{ y }}{{ x }}{% endfor %}
{% for x in [[1,[2,[3]]],4] recursive %}{% if x is iterable %}({{ loop(x) }}){% else %}{{ x }}@{{ loop.depth }}{% endif %}{% endfor %}
{% for x in [{'n': 'a', 'c': [{'n': 'b', 'c': []}]}] recursive %}{{ x.n }}{% if x.c %}[{{ loop(x.c) }}]{% endif %}{% endfor %}
{% for x in [1] %}{{ loop([2]) }}{% endfor %}
{% set x = 0 %}{% for i in [1,2] %}{% set x = i %}{{ x }}{% endfor %}{{ x }}
{% set x = 0 %}{% for i in [1,2] %}{{ x }}{% set x = i %}{{ x }}{% endfor %}{{ x }}
{% for i in [1,2] %}{% if i == 1 %}{% set y = 'set' %}{% endif %}[{{ y }}]{% endfor %}
{% if true %}{% set z = 1 %}{% endif %}{{ z }}
{% if false %}{% set customer = 1 %}{% endif %}{{ customer.age }}
{% for i in [1,2] %}{% endfor %}{{ i }}
{% for customer in [1,2] %}{{ customer }}{% endfor %}{{ customer.age }}
{% set customer = {'age': 1} %}{{ customer.age }}
{% with customer = {'age': 1} %}{{ customer.age }}{% endwith %}{{ customer.age }}
{% set ns = namespace(total=0) %}{% for o in customer.orders %}{% set ns.total = ns.total + o.total %}{% endfor %}{{ ns.total }} {{ '%.2f'|format(ns.total) }}
{% set a = [] %}{% for x in [3,1,2] %}{% set _ = a.append(x * 2) %}{% endfor %}{{ a }} {{ a|sort }}
{% set d = {} %}{% set _ = d.update({'a': 1}) %}{% set _ = d.update(b=2) %}{{ d }}{% set _ = d.setdefault('c', []) %}{{ d }}
{% set a = [1,2,3] %}{{ a.pop() }}{{ a }}{{ a.insert(0, 'x') }}{{ a }}{{ a.extend([7]) }}{{ a.reverse() }}{{ a }}{{ a.index(1) }}{{ a.count(1) }}{{ a.remove(1) }}{{ a }}{{ a.clear() }}{{ a }}
{% set a = [3,1,2] %}{{ a.sort() }}{{ a }}{{ a.sort(reverse=true) }}{{ a }}
{% set a = [1,2] %}{% set b = a %}{% set _ = b.append(3) %}{{ a }}
{% set g = [1,2,3]|map('string') %}{{ g|list }}{{ g|list }}
{% set g = [1,2,3]|select('odd') %}{{ g|first }}{{ g|list }}
{% set g = [1,2,3]|reverse %}{{ 2 in g }}{{ g|list }}
{% macro item(o, sep=', ') %}{{ o.name }}{{ sep }}{% endmacro %}{% for o in customer.orders %}{{ item(o) }}{% endfor %}{{ item(customer.orders[0], sep='!') }}
{% macro fact(n) %}{% if n < 2 %}1{% else %}{{ n * fact(n - 1)|int }}{% endif %}{% endmacro %}{{ fact(10) }}
{% set y = 1 %}{% macro m() %}{{ y }}{% endmacro %}{% set y = 2 %}{{ m() }}
{% macro m() %}{{ y }}{% endmacro %}{% set y = 2 %}{{ m() }}
{% macro m() %}{% set q = 5 %}{{ q }}{% endmacro %}{{ m() }}{{ q }}
{% macro outer() %}{% macro inner() %}in{% endmacro %}[{{ inner() }}]{% endmacro %}{{ outer() }}
{% macro m(x) %}{{ x }}{% endmacro %}{{ m(customer.first_name)|upper }}{{ m('<')|e }}
{% macro wrap(tag) %}<{{ tag }}>{{ caller() }}</{{ tag }}>{% endmacro %}{% call wrap('b') %}{{ customer.first_name }}{% endcall %}
{% macro list(items) %}{% for i in items %}{{ caller(i) }}{% endfor %}{% endmacro %}{% call(i) list([1,2]) %}<{{ i }}>{% endcall %}
{% macro m(a, b='x', *args) %}{% endmacro %}
{% macro m() %}{{ varargs|join(',') }}|{{ kwargs|dictsort }}{% endmacro %}{{ m(1,2,a=3) }}{{ m() }}
{% for i in range(3) %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}
{% for i in range(2) %}{% for j in range(2) %}{{ i }}{{ j }}{{ loop.last }}{% endfor %}{% endfor %}
{% for i in [] %}x{% else %}{% set w = 1 %}{{ w }}{% endfor %}{{ w }}
{% filter upper %}{% for x in ['a','b'] %}{{ x }}{% endfor %}{% endfilter %}
{% set html %}<b>{{ customer.first_name }}</b>{% endset %}{{ html }}{{ html|e }}
{% set x | replace('a', 'o') | upper %}banana{% endset %}{{ x }}
{% for x in [1,2,3] %}{% if x == 2 %}{% else %}{{ x }}{% endif %}{% endfor %}
{% for x in range(10) if x is odd %}{{ x }}{{ ',' if not loop.last }}{% endfor %}
{%- for x in [1,2] -%} {{ x }} {%- endfor -%}
{% for x in [1,2] %}
  {{ x }}
{% endfor %}
{% for x in customer.tags|unique %}{{ x }},{% endfor %}
{% for i in range(3) recursive %}{{ i }}{% endfor %}
{% for a in [1] %}{% for b in [2] %}{% for c in [3] %}{{ a }}{{ b }}{{ c }}{{ loop.depth }}{% endfor %}{% endfor %}{% endfor %}
{% set t = (1, 2) %}{% set a, b = t %}{{ a }}{{ b }}
{% set a = 1 %}{% set b = a + 1 %}{% set a = 5 %}{{ a }}{{ b }}
{% set a %}{% set b = 1 %}{{ b }}{% endset %}{{ a }}{{ b }}
{% with %}{% set a = 1 %}{{ a }}{% endwith %}[{{ a }}]
{% with a = 1 %}{% with a = a + 1 %}{{ a }}{% endwith %}{{ a }}{% endwith %}
{% set loop = 5 %}{% for x in [1] %}{{ loop.index }}{% endfor %}{{ loop }}
{% for x in [1,2,3] %}{{ 'a' if loop.first else 'z' if loop.last else 'm' }}{% endfor %}
{% for x in {'a': 1, 'b': 2} %}{{ x }}{{ loop.index }}{% endfor %}
{% for x in {'b': 1, 'a': 2}.values() %}{{ x }}{% endfor %}
{% for x in (1, 2) + (3,) %}{{ x }}{% endfor %}
{% for x in 'a b c'.split() %}{{ x }}{{ loop.length }}{% endfor %}
{% for x in [1,2,3] %}{{ loop.index is even }}{{ loop.index is divisibleby 3 }}{% endfor %}
{% for a, b, c in [[1,2,3]] %}{{ a }}{{ b }}{{ c }}{% endfor %}
{% for n in [1,2,3] %}{{ caller }}{% endfor %}
{% for x in [3,2,1]|sort %}{{ x }}{% endfor %}{{ [3,2,1]|sort|first }}
{% if customer.vip and not customer.blocked %}VIP{% elif customer.points > 100 %}points{% else %}std{% endif %}
{% if customer.nickname %}{{ customer.nickname }}{% else %}{{ customer.first_name }}{% endif %}
{% if customer.nosuch %}a{% else %}b{% endif %}
{% if customer.nosuch.deeper.still is defined %}a{% else %}b{% endif %}
{% if 'Gold' in customer.tags %}gold{% endif %}
{% if customer.age > '18' %}x{% endif %}
{% if customer.age >= 18 and customer.city == 'São Paulo' %}adult{% endif %}
{% if customer.orders|length > 2 %}{{ customer.orders|length }} orders{% endif %}
{% if customer.orders %}has{% endif %}{% if customer.none_list %}no{% endif %}
{% if not customer.empty %}empty{% endif %}
{% if customer.email is defined and customer.email %}{{ customer.email }}{% endif %}
{% if (1, 2) == (1, 2) %}eq{% endif %}{% if [1] != (1,) %}ne{% endif %}
{% if 1 %}{% if 0 %}a{% else %}{% if 1 %}b{% endif %}{% endif %}{% endif %}
""".strip("\n")

VARIABLES = """
{{ customer.first_name }} || {{ customer['first_name'] }} || {{ customer.address.city }} || {{ customer.address['geo'].lat }} || {{ customer["address"]["geo"]["lon"] }} || {{ customer.orders[0].items }} || {{ customer.orders[0]['items'] }} || {{ customer.orders[0]['items'][1] }} || {{ customer.orders[-1].name }}
{{ customer.orders[7].name }} || {{ customer.orders[7] }} || {{ customer.nosuch }} || {{ customer.nosuch.deeper }} || {{ nosuch }} || {{ nosuch.x.y.z }} || {{ customer.first_name[0] }} || {{ customer.first_name[-1] }} || {{ customer.first_name[0:2] }} || {{ customer.first_name[::-1] }} || {{ customer.tags[1:] }} || {{ customer.tags[:2] }} || {{ customer.tags[-2:] }} || {{ customer.tags[::2] }} || {{ customer.tags.0 }} || {{ customer.tags.9 }}
{{ customer }} || {{ customer.address }} || {{ customer.orders }} || {{ customer.tags }} || {{ event }} || {{ journey }} || {{ customer.age }} || {{ customer.balance }} || {{ customer.vip }} || {{ customer.blocked }} || {{ customer.nickname }} || {{ customer.points }} || {{ customer.rate }} || {{ customer.big }} || {{ customer.big + 1 }} || {{ customer.empty }} || {{ customer.none_list }} || {{ customer.none_map }} || {{ customer.text }} || {{ customer.html }} || {{ customer.unicode }}
{{ customer.keys()|list }} || {{ customer.address.keys() }} || {{ customer.address.values() }} || {{ customer.address.items() }} || {{ customer.address|length }} || {{ customer.get('age') }} || {{ customer.get('zz') }} || {{ customer.get('zz', 'd') }} || {{ customer['keys'] }} || {{ customer.address.get('geo').get('lat') }} || {{ customer.nickname.x }} || {{ customer.age.x }} || {{ customer.first_name.x }} || {{ customer.nickname or 'there' }} || {{ customer.nickname|default('there') }} || {{ customer.nickname|default('there', true) }} || {{ customer.nosuch|default('there') }} || {{ customer.empty|d('there', true) }}
{{ customer.first_name ~ ' ' ~ customer.last_name }} || {{ customer.first_name + ' ' + customer.last_name }} || {{ customer.first_name + 1 }} || {{ customer.age + 1 }} || {{ customer.age * 2 }} || {{ customer.age / 5 }} || {{ customer.age // 5 }} || {{ customer.age % 5 }} || {{ customer.balance * 1.2 }} || {{ customer.balance|round(1) }} || {{ customer.balance|int }} || {{ '%.2f'|format(customer.balance) }} || {{ '%.2f' % customer.balance }} || {{ '{:,.2f}'.format(customer.balance) }} || {{ customer.nickname ~ '' }} || {{ customer.nickname|upper }} || {{ [customer.nickname] }}
Dear {{ customer.first_name|title }}, your order {{ customer.order }} is ready. || {{customer.first_name}}{{customer.last_name}} || {{ customer . first_name }} || {{ customer\n.first_name }} || {{ customer['first' ~ '_name'] }} || {% set key = 'age' %}{{ customer[key] }} || {{ customer[none] }} || {{ customer[[1]] }} || {{ customer[1] }} || {{ customer.tags['x'] }} || {{ customer.tags[1.0] }} || {{ customer.tags[true] }} || {{ customer.orders|map(attribute='id')|join(',') }} || {{ customer.orders|map(attribute='items')|list }} || {{ customer.orders|map(attribute='items.0')|list }} || {{ customer.orders|sum(attribute='total') }}
{{ customer.orders|selectattr('paid')|map(attribute='name')|join(' & ') }} || {{ customer.orders|rejectattr('paid')|list|length }} || {{ (customer.orders|first).name }} || {{ customer.orders|sort(attribute='name')|map(attribute='name')|list }} || {{ customer.orders|sort(attribute='total', reverse=true)|map(attribute='id')|list }} || {{ customer.orders|max(attribute='total') }} || {{ (customer.orders|min(attribute='total')).id }} || {{ customer.orders|groupby('paid') }} || {{ customer.tags|join(', ') }} || {{ customer.tags|sort }} || {{ customer.tags|unique|list }} || {{ customer.tags|sort(case_sensitive=true) }} || {{ customer.tags|map('lower')|unique|sort|join('/') }} || {{ customer.tags|tojson }} || {{ customer|tojson }} || {{ customer.address|tojson(2) }} || {{ customer.address|dictsort }} || {{ customer.address|urlencode }} || {{ event.url|urlencode }} || {{ customer.birthday[:4]|int }} || {{ customer.phone.replace('+', '') }} || {{ customer.phone|replace('+', '00') }} || {{ customer.email.split('@')[1] }} || {{ customer.last_name.upper() }} || {{ customer.last_name|lower|capitalize }} || {{ customer.last_name.title() }} || {{ customer.last_name|title }} || {{ customer.city|truncate(5) }} || {{ customer.nickname.upper() }} || {{ customer.nosuch.upper() }} || {{ customer.nosuch|upper }} || {{ customer.tags.append('x') }}
"""

CONTEXTS = [
    {"a": 1, "b": "text", "c": [1, 2.5, "x", None, True], "d": {"k": "v", "n": None, "l": []}},
    {"a": 0, "b": "", "c": [], "d": {}},
    {"a": -7.25, "b": "It's \"quoted\" \\ and\nlines é 👍", "c": [{"x": 2, "y": "b"}, {"x": 1, "y": "A"}, {"y": "c"}], "d": {"z": 1, "y": 2, "x": {"deep": [1, [2]]}}},
    {"a": None, "b": " padded ", "c": ["b", "a", "C", "a"], "d": {"1": "one", "true": False}},
    {"a": 18446744073709551615, "b": "ΑΣΑΣ straße", "c": [[1, "a"], [2, "b"]], "d": {"k": 1e16, "j": 1e-7, "i": 123456.789}},
]


def cases():
    """Yields (group, template, context)."""
    for group, text in (("variables", VARIABLES), ("syntax", SYNTAX)):
        for line in text.strip("\n").split("\n"):
            for template in line.split(" || "):
                template = template.replace("\\r", "\r").replace("\\n", "\n").replace("\\u00a0", "\u00a0").replace("\\u2003", "\u2003") if "'" not in template else template.replace("\\\\", "\\")
                yield group, template, CUSTOMER
    for template in SCOPES.split("\n"):
        for context in ({"a": 1, "b": 2, "x": "X", "customer": "C"}, {"a": 0}, {}):
            yield "scopes", template, context
    for template in LOOPS.split("\n"):
        yield "statements", template, CUSTOMER
    for value in VALUES:
        yield "printing", "{{ %s }}" % value, CUSTOMER
        yield "printing", "{{ [%s, (%s,), {'k': %s}] }}" % (value, value, value), CUSTOMER
        yield "printing", "{{ %s }}|{{ (%s)|string }}|{{ %s ~ '' }}" % (value, value, value), CUSTOMER
        yield "printing", "{%% if %s %%}t{%% else %%}f{%% endif %%}{{ not (%s) }}" % (value, value), CUSTOMER
        yield "printing", "{{ -(%s) }}" % value, CUSTOMER
        yield "printing", "{{ +(%s) }}" % value, CUSTOMER
        yield "statements", "{%% for x in %s %%}[{{ x }}]{{ loop.index }}{{ loop.length }}{%% else %%}e{%% endfor %%}" % value, CUSTOMER
        for subscript in ["[0]", "[-1]", "['a']", "[1:]", "[:2]", "[::-1]", "[1:3:2]", "[-2:]", "[none]", "[5]", ".a", ".x", ".real", ".items"]:
            yield "subscripts", "{{ (%s)%s }}" % (value, subscript), CUSTOMER
        for name, variants in FILTERS.items():
            for args in variants:
                yield "filter " + name, "{{ (%s)|%s%s }}" % (value, name, args), CUSTOMER
        for name, variants in TESTS.items():
            for args in variants:
                yield "tests", "{{ (%s) is %s%s }}" % (value, name, args), CUSTOMER
        for method in METHODS:
            yield "methods", "{{ (%s).%s }}" % (value, method), CUSTOMER
    for index, (left, right, operator) in enumerate(itertools.product(VALUES, VALUES, OPERATORS)):
        if index % 11 == 0:
            if operator in ("*", "**") and (left in LARGE or right in LARGE):
                continue  # gigabytes and hours in Python; refused here
            yield "operator " + operator, "{{ (%s) %s (%s) }}" % (left, operator, right), CUSTOMER
    for template, values in PERCENTS:
        yield "percent", "{{ %s %% %s }}" % (template, values), CUSTOMER
        yield "percent", "{{ %s|format(%s) }}" % (template, values), CUSTOMER
    for template, values in FORMATS:
        yield "format", "{{ '%s'.format(%s) }}" % (template, values), CUSTOMER
    yield from printed_numbers()
    yield from generated()
    yield from chains()
    yield from mutated()


def printed_numbers():
    """Floats and whole numbers as profiles hold them."""
    rng = random.Random(1)
    for _ in range(1500):
        number = rng.choice([
            rng.uniform(-1000, 1000), rng.random() * 10 ** rng.randint(-12, 17), round(rng.uniform(0, 1e6), 2), rng.randint(-(10 ** 18), 10 ** 18),
            rng.randint(-1000, 1000) / 8, float(rng.randint(-(10 ** 16), 10 ** 16)), rng.randint(0, 2 ** 64 - 1), rng.randint(-99999, 99999) + 0.5, rng.randint(-999, 999) / 1000 + 0.0005,
        ])
        digits = rng.randint(-2, 4)
        template = rng.choice([
            "{{ n }}", "{{ [n] }}", "{{ n|round(%d) }}" % digits, "{{ n|round }}", "{{ n|round(%d, 'ceil') }}" % digits, "{{ n|round(%d, 'floor') }}" % digits, "{{ '%%.%df'|format(n) }}" % abs(digits),
            "{{ '{:,.%df}'.format(n) }}" % abs(digits), "{{ '{:.%dg}'.format(n) }}" % (abs(digits) + 1), "{{ '%%.%de' %% n }}" % abs(digits), "{{ '%%%d.%dg' %% n }}" .replace("%%%d.%dg", "%%%d.%dg" % (rng.randint(1, 14), abs(digits) + 1)).replace("%% n", "% n") , "{{ '{:.%d}'.format(n) }}" % (abs(digits) + 1),
            "{{ n|int }}", "{{ n|filesizeformat }}", "{{ n|filesizeformat(true) }}", "{{ n / 7 }}", "{{ n // 7 }}", "{{ n % 7 }}", "{{ n % -7 }}", "{{ n // -3.5 }}", "{{ n * 1.1 }}", "{{ n|abs }}", "{{ n ** 2 }}", "{{ n|tojson }}", "{{ n|string|length }}", "{{ '{:>15,}'.format(n) }}", "{{ '{:015.2f}'.format(n) }}", "{{ '%d' % n }}", "{{ '{:+.1%}'.format(n) }}",
        ])
        yield "numbers", template, {"n": number}


class Grammar:
    """Random templates that mostly work."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.names = ["a", "b", "c", "d"]

    def pick(self, *options):
        return self.rng.choice(options)

    def expr(self, depth):
        if depth <= 0:
            return self.atom()
        kind = self.rng.randrange(12)
        if kind <= 2:
            return "%s|%s" % (self.expr(depth - 1), self.filter(depth))
        if kind == 3:
            return "(%s %s %s)" % (self.expr(depth - 1), self.pick("+", "-", "*", "~", "~", "==", "!=", "<", "in", "and", "or", "%", "//"), self.expr(depth - 1))
        if kind == 4:
            return "(%s if %s else %s)" % (self.expr(depth - 1), self.cond(depth - 1), self.expr(depth - 1))
        if kind == 5:
            return "[%s]" % ", ".join(self.expr(depth - 1) for _ in range(self.rng.randrange(4)))
        if kind == 6:
            return "{%s}" % ", ".join("'%s': %s" % (self.pick("x", "y", "k"), self.expr(depth - 1)) for _ in range(self.rng.randrange(3)))
        if kind == 7:
            return "(%s)[%s]" % (self.expr(depth - 1), self.pick("0", "-1", "1:", ":2", "::-1", "'x'", "'k'"))
        if kind == 8:
            return "(%s).%s" % (self.expr(depth - 1), self.pick("x", "y", "k", "upper()", "split()", "items()|list", "real", "strip()", "deep"))
        if kind == 9:
            return "(%s ~ %s)" % (self.expr(depth - 1), self.expr(depth - 1))
        if kind == 10:
            return "(%s is %s)" % (self.expr(depth - 1), self.pick("defined", "none", "string", "number", "mapping", "iterable", "sequence", "true", "odd", "not defined", "sameas none", "in c"))
        return self.atom()

    def atom(self):
        return self.pick("a", "b", "c", "d", "d.k", "c[0]", "b", "c", "1", "2.5", "'s'", "'Tea Cup'", "none", "true", "missing", "a", "''", "[3, 1, 2]", "range(3)", "d.x.deep", "'%s'", "0")

    def filter(self, depth):
        return self.pick(
            "upper", "lower", "title", "capitalize", "trim", "length", "first", "last", "join(', ')", "join", "list", "sort", "reverse|list", "unique|list", "default('D')", "default('D', true)",
            "string", "int", "float", "round(1)", "abs", "replace('a', 'o')", "truncate(6)", "tojson", "e", "map('upper')|list", "map(attribute='x')|list", "select|list", "reject('none')|list", "sum",
            "min", "max", "batch(2)|list", "slice(2)|list", "center(12)", "indent", "wordcount", "urlencode", "striptags", "dictsort", "items|list", "format(1)", "safe", "pprint", "count", "selectattr('x')|list", "groupby('y')", "sort(attribute='y')", "map('string')|join('+')", "wordwrap(8)", "forceescape", "xmlattr", "d(%s)" % self.expr(depth - 2),
        )

    def cond(self, depth):
        return self.pick("a", "b", "c", "d", "missing", "%s" % self.expr(depth), "not %s" % self.expr(depth), "a == %s" % self.atom(), "%s in c" % self.atom(), "a is defined", "c|length > 1", "loop.first", "x", "a and b", "a or c")

    def body(self, depth):
        return "".join(self.part(depth) for _ in range(self.rng.randrange(1, 4)))

    def part(self, depth):
        dash = lambda: self.pick("", "", "", "-")
        kind = self.rng.randrange(14)
        if depth <= 0 or kind <= 3:
            return "{{%s %s %s}}" % (dash(), self.expr(self.rng.randrange(3)), dash())
        if kind <= 5:
            return self.pick("text ", " ", "\n", " a\n  ", "{# note #}", "\r\n", "x{#- n -#} ")
        if kind <= 7:
            return "{%%%s if %s %s%%}%s{%% elif %s %%}%s{%% else %%}%s{%%%s endif %s%%}" % (dash(), self.cond(1), dash(), self.body(depth - 1), self.cond(1), self.body(depth - 1), self.body(depth - 1), dash(), dash())
        if kind <= 9:
            return "{%%%s for x in %s%s %s%%}%s{{ loop.index }}%s{%% else %%}none{%% endfor %s%%}" % (dash(), self.pick("c", "d", "b", "[1, 2, 3]", "range(3)", "c|sort", "d.items()", "missing", self.expr(1)), self.pick("", "", " if x", " if loop"), dash(), self.body(depth - 1), self.pick("", "{{ x }}", ", ", "{{ x.y }}"), dash())
        if kind == 10:
            return "{%% set %s = %s %%}" % (self.pick("a", "v", "w", "x"), self.expr(2))
        if kind == 11:
            return "{%% set v %%}%s{%% endset %%}{{ v }}" % self.body(depth - 1)
        if kind == 12:
            return "{%% with w = %s %%}%s{{ w }}{%% endwith %%}" % (self.expr(1), self.body(depth - 1))
        return "{%% filter %s %%}%s{%% endfilter %%}" % (self.pick("upper", "trim", "replace('a', 'b')", "title", "indent", "wordcount"), self.body(depth - 1))


def generated():
    """The random part."""
    grammar = Grammar(7)
    for index in range(9000):
        if index % 3 == 0:
            template = "{{ %s }}" % grammar.expr(grammar.rng.randrange(1, 4))
            group = "random expressions"
        else:
            template = grammar.body(3)
            group = "random templates"
        yield group, template, grammar.rng.choice(CONTEXTS)


WORDS = [
    "Grüße", "ΟΔΥΣΣΕΥΣ", "o'neil", "van der BERG", "l'été", "don't", "x-ray", "ÇA", "ıİ", "ﬃ", "ǆungla", "ß", "2nd", "a.b", "A_b", "ŉa", "ᾳx", "ὒ", "ა", "𐐀b", "ĳs",
    "naïve", "²x", "½", "日本", "مرحبا", "שלום", "café", "É", "١٢", "ª", "ΑΣ'Α", "Σ", "ΑΣ ΣΑ", "👍🏽", "\u00ad", "\u200f+44",
]


def chains():
    """Filters, methods and tests one after the other, on words of many scripts and on values of every type."""
    rng = random.Random(3)
    filters = [name + args for name, variants in FILTERS.items() for args in variants if name not in ("nofilter", "random")]
    tests = [" is " + name + args for name, variants in TESTS.items() for args in variants if name != "notest"]
    methods = ["." + method for method in METHODS] + ["[0]", "[-1]", "[1:]", "[::-1]", "[:3]", "['a']"]
    words = lambda: rng.choice(["", " ", "\t"]) + rng.choice([" ", "-", ", ", "(", "\n", "\u00a0"]).join(rng.choice(WORDS) for _ in range(rng.randrange(1, 5)))
    for _ in range(9000):
        context = EMPTY
        kind = rng.randrange(4)
        value = rng.choice(VALUES)
        if kind == 0:
            context = {"v": words()}
        elif kind == 1:
            context = {"v": rng.choice([
                rng.randint(-(10 ** 6), 10 ** 6), rng.uniform(-1e4, 1e4), [words() for _ in range(3)], {rng.choice(WORDS): words(), "a": 1}, None, True,
                [rng.uniform(-9, 9) for _ in range(4)], [{"a": rng.choice(WORDS), "b": index} for index in range(3)],
            ])}
        expression = "(%s)" % ("v" if context else value)
        for _ in range(rng.randrange(1, 4)):
            step = rng.randrange(6)
            if step <= 2:
                expression += "|" + rng.choice(filters)
            elif step <= 4:
                expression = "(%s)%s" % (expression, rng.choice(methods))
            else:
                expression = rng.choice(["(%s%s)" % (expression, rng.choice(tests)), "(%s ~ %s)" % (expression, rng.choice(VALUES)), "'%%s|%%5s'|format(%s, 1)" % expression])
        if not context and "customer" in expression:
            context = CUSTOMER
        yield "random chains", "{{ %s }}" % expression, context


def mutated():
    """Templates with something taken out, put in or doubled: what is an error here must be one there."""
    rng = random.Random(4)
    pieces = [
        "-", "+", " ", "{", "}", "%", "#", "|", "(", ")", "[", "]", "'", '"', ",", ".", ":", "~", "1", "0", "a", " if ", " else ", " is ", " not ", " in ", "_", "\n", "\\",
        "é", "==", "//", "{{", "}}", "{%", "%}", "{#", "#}", " and ", "none", "true", "loop", "|e", "|d", "x", "\t", "@", "²",
    ]
    sources = [template for text in (VARIABLES, SYNTAX) for line in text.split("\n") for template in line.split(" || ")]
    sources += [template for text in (LOOPS, SCOPES) for template in text.split("\n")]
    sources = [template for template in sources if "*" not in template and template]
    for _ in range(9000):
        template = rng.choice(sources)
        for _ in range(rng.randint(1, 2)):
            at, end = sorted((rng.randrange(len(template) + 1), rng.randrange(len(template) + 1)))
            template = rng.choice([
                template[:at] + template[at + 1:], template[:at] + rng.choice(pieces) + template[at:], template[:at] + rng.choice(pieces) + template[at + 1:],
                template[:at] + template[end:], template[:end] + template[at:end] + template[end:],
            ])
        if len(template) < 900:
            yield "mutated", template, CUSTOMER


def expected(template, context):
    """What Jinja2 makes of it; None if it prints something else every time."""
    try:
        output = ENV.from_string(template).render(json.loads(json.dumps(context)))
    except Exception:
        return {"error": True}
    if " at 0x" in output or len(output) > 60000:
        return None
    try:
        output.encode()
    except UnicodeEncodeError:
        return None
    return {"output": output}


def main():
    seen = set()
    for group, template, context in cases():
        if context is CUSTOMER and not any(name in template for name in CUSTOMER):
            context = EMPTY
        key = (template, id(context))
        if key in seen:
            continue
        seen.add(key)
        answer = expected(template, context)
        if answer is not None:
            json.dump({"in": {"template": template, "context": context}, "expected": answer, "group": group}, sys.stdout, ensure_ascii=False)
            sys.stdout.write("\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    main()
