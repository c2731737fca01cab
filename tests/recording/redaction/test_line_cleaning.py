"""What is taken out of lines and what stays: each row is a rule, or a rule's edge."""

from __future__ import annotations

import pytest

from tb_lifecycle.recording.redaction.redactor import Redactor

X = "[removed]"
GITHUB = "ghp_a1B2a1B2a1B2a1B2"

REMOVED = [
    # Cookies: only what keeps somebody out.
    (
        "Cookie: sid=abcd1234; path=/abcd; n=abc; k=12345678; Lang=german1",
        f"Cookie: sid={X}; path=/abcd; n=abc; k=12345678; Lang=german1",
        "cookie",
    ),
    # Values below a name, up to their end.
    (
        "password = [\n    'hunter2x',\n]\nlr = 'ab12cd34'",
        f"password = [\n    '{X}',\n]\nlr = 'ab12cd34'",
        "password says secret",
    ),
    (
        "tokens = (\n  'a1b2c3d4e5',\n  x,\n)\nname = 'q1w2e3r4t5'",
        f"tokens = (\n  '{X}',\n  x,\n)\nname = 'q1w2e3r4t5'",
        "tokens says secret",
    ),
    (
        "tokens:\n  - a1b2c3d4\n  - b1b2c3d4\nlr: 12",
        f"tokens:\n  - {X}\n  - {X}\nlr: 12",
        "tokens says secret",
    ),
    (
        "password = \\\n  'hunter2x'\nname = 'abcd12345'",
        f"password = \\\n  '{X}'\nname = 'abcd12345'",
        "password says secret",
    ),
    ("password = '''\nhunter2x\n'''\nx = 1", f"password = '''\n{X}\n'''\nx = 1", "password says secret"),
    # Brackets on one line, each with its own end.
    (
        "secrets = ['hunter2x', f(['a', 'b'])] + ['plain3word']",
        f"secrets = ['{X}', f(['{X}', '{X}'])] + ['plain3word']",
        "secrets says secret",
    ),
    (
        "secrets = ['a]b', 'c'] + ['plain3word']",
        f"secrets = ['{X}', '{X}'] + ['plain3word']",
        "secrets says secret",
    ),
    ("tokens: [a1b2c3d4, b1b2c3d4]", f"tokens: [{X}, {X}]", "tokens says secret"),
    # A name on another line.
    (
        "kind: Secret\ndata:\n  a: aHVudGVyMg==\n---\ndata:\n  b: aHVudGVyMg==",
        f"kind: Secret\ndata:\n  a: {X}\n---\ndata:\n  b: aHVudGVyMg==",
        "secret says secret",
    ),
    ("name: 'DB_PASSWORD'\nvalue: hunter2x", f"name: 'DB_PASSWORD'\nvalue: {X}", "DB_PASSWORD says secret"),
    (
        "name: DB_PASSWORD\nother: 1\nvalue: hunter2x",
        f"name: DB_PASSWORD\nother: 1\nvalue: {X}",
        "DB_PASSWORD says secret",
    ),
    ('"login": "ana",\n"key": "abc123def"', f'"login": "ana",\n"key": "{X}"', "api_key says secret"),
    # A name of two words.
    ("API key: abc123defg", f"API key: {X}", "API_key says secret"),
    ("access token: abc123defg", f"access token: {X}", "access_token says secret"),
    # Where the value ends.
    ("password: it's hunter2 or not", f"password: {X}'s hunter2 or not", "password says secret"),
    ("api_key=ab1cd2ef3; x", f"api_key={X}; x", "api_key says secret"),
    ("mysql --password hunter2 --user ana", f"mysql --password {X} --user ana", "password says secret"),
    ("setx API_KEY plainword", f"setx API_KEY {X}", "API_KEY says secret"),
    ("set -gx API_KEY plainword", f"set -gx API_KEY {X}", "API_KEY says secret"),
    # Calls, and what stands in for a value.
    ('token=foo("x9Y8z7W6v5")', f'token=foo("{X}")', "token says secret"),
    ('api_key = SecretStr("plain3word")', f'api_key = SecretStr("{X}")', "api_key says secret"),
    (
        "password = os.environ.get('PW') or 'hunter2x'",
        f"password = os.environ.get('PW') or '{X}'",
        "password says secret",
    ),
    ("env.get('API_KEY', 'plain3word')", f"env.get('API_KEY', '{X}')", "API_KEY says secret"),
    ("foo('API_KEY', 'x9Y8z7W6v5')", f"foo('API_KEY', '{X}')", "API_KEY says secret"),
    (
        "add_argument('--api_key', default='plain3word')",
        f"add_argument('--api_key', default='{X}')",
        "api_key says secret",
    ),
    (
        "cfg.update({'password': 'hunter2x', 'name': 'abcd'})",
        f"cfg.update({{'password': '{X}', 'name': 'abcd'}})",
        "password says secret",
    ),
    # Literals that are put together.
    ("password = 'abc' 'def1'", f"password = '{X}' '{X}'", "password says secret"),
    ("password = 'abc' + \"def1\"", f"password = '{X}' + \"{X}\"", "password says secret"),
    (f"x = '{GITHUB}' + '{GITHUB[4:]}a1B2'", f"x = '{X}' + '{X}'", "GitHub token"),
    (f"x = f('{GITHUB}' '{GITHUB[4:]}a1B2', 1)", f"x = f('{X}' '{X}', 1)", "GitHub token"),
    # Answers.
    ("Password:\nhunter2x", f"Password:\n{X}", "Password says secret"),
    ("API key?\nx9Y8z7W6", f"API key?\n{X}", "API_key says secret"),
    # Keys.
    (
        "-----BEGIN RSA PRIVATE KEY----- abc -----END RSA PRIVATE KEY----- tail",
        f"{X} tail",
        "private key",
    ),
    (
        "PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 2\nAAAA\nBBBB\nCCCC",
        f"PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 2\n{X}\n{X}\nCCCC",
        "private key",
    ),
    # Logins.
    (
        "https://git@h/x https://tok3nvalue@h/x ssh://tok3n@h/x git+https://abcd1234@h/x",
        f"https://git@h/x https://{X}@h/x ssh://tok3n@h/x git+https://{X}@h/x",
        "URL with credentials",
    ),
]


@pytest.mark.parametrize(("text", "cleaned", "why"), REMOVED)
def test_what_is_taken_out(text: str, cleaned: str, why: str) -> None:
    redactor = Redactor()
    assert redactor.text("output", "out", text) == cleaned
    assert [(entry.where, entry.name, entry.why) for entry in redactor.entries] == [("output", "out", why)]


@pytest.mark.parametrize(
    "text",
    [
        "data: abc12345x",
        "DATA: abc12345x",
        "value: abc12345x",
        "name: DB_PASSWORD\nother: 1\nmore: 2\nvalue: hunter2x",
        "sort key: abc123defg",
        "password: secret word of the day is here",
        'api_key = get("plain3word")',
        "foo('API_KEY', 'plain3word')",
        "os.environ['API_KEY'], 'x'",
        "{'a': 1, 'token', 'key': 'x'}",
        "getpass('Password:')",
        'print("Password:", "for", user)',
        "Password:\nhunter2x: 3",
        "Password:\n====",
        "Password:\ncompleted",
        "tokens:\n  user: ana\n  x: x9Y8z7W6v5u4t3\nlr: a",
        "https://u:None@h/x",
    ],
)
def test_what_stays(text: str) -> None:
    redactor = Redactor()
    assert redactor.text("output", "out", text) == text
    assert redactor.entries == []


@pytest.mark.parametrize(
    ("code", "cleaned"),
    [
        ("password = args.pw  # was password=hunter2x", f"password = args.pw  # was password={X}"),
        ("api_key = key\n# api_key = x9Y8z7W6v5", f"api_key = key\n# api_key = {X}"),
        ("password = hunter2x", "password = hunter2x"),
        ("password =\nhunter2x = 1", "password =\nhunter2x = 1"),
        ("print('Password:')\nhunter2x", "print('Password:')\nhunter2x"),
        ('print("token:", user, "x")', 'print("token:", user, "x")'),
        ("x = 'it' # don't: password = 'hunter2x'", f"x = 'it' # don't: password = '{X}'"),
    ],
)
def test_in_a_program_a_bare_word_is_a_secret_only_in_a_comment(code: str, cleaned: str) -> None:
    assert Redactor().text("patch", "a.py", code) == cleaned
