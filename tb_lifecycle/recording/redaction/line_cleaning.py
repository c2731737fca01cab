"""Takes secrets out of a text line by line, and knows what a line leaves open for those behind it.

The one who reads a stream and the one who reads a file go the same way: a private key, a list below
`tokens:`, a literal in brackets, the answer to `Password:` are found wherever their lines come from.
"""

# ruff: noqa: E501 - patterns are read whole

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tb_lifecycle.recording.redaction import quick_look, shapes
from tb_lifecycle.recording.redaction.rules import KEY_BEGIN, KEY_END, REMOVED, Rules
from tb_lifecycle.recording.redaction.secret_names import Says
from tb_lifecycle.recording.redaction.secret_values import (
    is_harmless,
    is_plain,
    is_secret,
    looks_random,
)
from tb_lifecycle.recording.redaction.urls import remove_logins

_KEY_LINES = 200
"""Lines that are removed at most behind a private key's first, should its end never come."""
_OPEN_LINES = 60
"""Lines that are looked at behind a name that has its value below it."""

ANSI = re.compile(r"\x1b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_NAMED = re.compile(
    r"(?<![\w$.\-])(-{1,2})?([A-Za-z_][\w.\-]{0,120}|\d[\w-]{0,3}_[\w.\-]{1,60})"
    r"(\\?[\"'`]?[ \t]?\]?\)?)([ \t]*(?::=|=>|={1,2}|:(?!:))[ \t]*|[ \t]*,[ \t]*|(?(1)[ \t]+(?=[^\s=:])|(?!)))"
)
_ANNOTATED = re.compile(r"[A-Za-z_][\w.]*(?:\[[\w.\[\]|, ]*\])?(?:[ \t]*\|[ \t]*\w+)*[ \t]*=[ \t]*(?=[^\s=])")
_QUOTED = re.compile(
    r"[rbuRBUfF]{0,2}(\"\"\"|'''|\\?[\"'`])(?P<body>(?:(?!\1)(?:\\[^\"'`\n]|(?<!\\)\\[\"'`](?!\1)|[^\\\n]|\\(?=\1)))*)(?P<end>\1)?"
)
_LITERAL = re.compile(r"[rbuRBU]{0,2}(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|\\\"([^\"\\\n]*)\\\")")
_BARE = re.compile(r"[^\s,;&\"'()\[\]{}<>`]{1,4000}")
_JOIN = re.compile(r"[ \t]*[+.\\]?[ \t]*(?=[rbuRBU]{0,2}[\"'])")
_PROMPT = re.compile(
    r"(?i)\b(password|passphrase|passcode|token|api[ _-]?key|secret(?:[ _-]?key)?|access[ _-]?key|pin)\b[^:=?>]{0,60}[:?>]\s*\Z"
)
_ITEM = re.compile(r"\s*(?:-\s+)?(?:[rbu]?(\"|'))?(.*?)(?(1)\1)\s*[,)\]}]*\s*(?:#.*)?\Z")
_BEFORE_COMMA = re.compile(
    r"(?i)(?:get|set|env|put|add|header|default|insert|update|config|patch|secret|login)\w*\s*\([^()]*\Z"
)
_COOKIE = re.compile(r"(?i)\b(?:set-)?cookie\\?[\"']?\]?\s*[:=,]\s*\\?[\"']?(?P<rest>[^\"'\n]+)")
_COOKIE_PAIR = re.compile(r"([^\s=;,]+)=([^;,\s]+)")
_COOKIE_WORDS = ("path", "domain", "expires", "max-age", "samesite", "lang", "theme", "priority", "version")
_COMMENT = re.compile(r"(?:^|\s)(?:#|//)(?!\w+=)")
_DECLARED = re.compile(
    r"(?:\bset\s+-\w+|\bsetx|^\s*(?:ENV|ARG|setenv)|\bconfig:set|\bsecret set)\s+([A-Za-z_]\w*)[ \t]+(?=\S)"
)
_INSTEAD = re.compile(r"(?:\bor\b|\belse\b|\|\||\?\?)[ \t]*(?=[rbu]?[\"'])")
_WRAPS = re.compile(r"(?i)secret|b64|code|str|bytes|field|default|quote|fernet")


@dataclass
class _Open:
    """A name whose value stands on lines to come."""

    name: str
    kind: str  # "block", "brackets", "quotes", "answer"
    indent: int = 0
    left: int = _OPEN_LINES
    first: bool = True


@dataclass
class LineCleaner:
    """Cleans the lines of one text or one stream, in their order."""

    rules: Rules
    code: bool = False
    quick: bool = False
    """Whether the engine of the quick look is there: it takes a while to make."""
    reasons: dict[str, None] = field(default_factory=dict)
    _key_lines: int = 0
    _open: _Open | None = None
    _paired: tuple[str, int, str] = (
        "",
        0,
        "",
    )  # `name: DB_PASSWORD`, for so many lines, whose `value:` is to come
    _manifest: int = 0  # lines of a Kubernetes secret to come

    @property
    def is_open(self) -> bool:
        """Whether the next line must be looked at whatever it holds."""
        return bool(self._key_lines or self._open or self._paired[1] or self._manifest)

    def clean(self, line: str) -> str:
        """Returns the line without secrets."""
        if self._key_lines:
            return self._inside_key(line)
        if "\x1b" in line:
            plain = ANSI.sub("", line)
            cleaned = self._clean(plain)
            return line if cleaned == plain else cleaned
        return self._clean(line)

    def _clean(self, line: str) -> str:
        if self._paired[1]:
            self._paired = self._paired[0], self._paired[1] - 1, self._paired[2]
        if self._open is not None:
            line, goes_on = self._below(self._open, line)
            if goes_on:
                return line
        lowered = line.lower()
        if self._manifest:
            self._manifest = 0 if line.startswith("---") else self._manifest - 1
        for pattern in self.rules.added:
            line = pattern.sub(lambda _match: self._removed("a rule of this run"), line)
        if "private" in lowered or "putty" in lowered:
            line = self._begin_key(line)
        line = self._without_shapes(line)
        line = remove_logins(line, self._note) if "://" in line else line
        if "cookie" in lowered:
            line = _COOKIE.sub(self._cookie, line)
        if not self.quick or quick_look.has_context(line):
            line = shapes.remove_in_context(line, lowered, self._note)
        line = self._named(line)
        return self._joined(line) if '"' in line or "'" in line else line

    def _without_shapes(self, text: str) -> str:
        if self.quick and not quick_look.has_shape(text):
            return text
        return shapes.remove_shapes(text, text.lower(), self._note)

    # Private keys

    def _begin_key(self, line: str) -> str:
        found = KEY_BEGIN.search(line)
        if found is not None:
            self._note("private key")
            end = KEY_END.search(line, found.end())
            if end is None:
                self._key_lines = _KEY_LINES
                return line[: found.start()] + REMOVED
            tail = re.sub(r"\A[A-Z ]*-*", "", line[end.end() :])
            return line[: found.start()] + REMOVED + tail
        putty = re.match(r"\s*Private-Lines:\s*(\d+)", line)
        if putty is not None:
            self._note("private key")
            self._key_lines = -min(int(putty[1]), _KEY_LINES)
        return line

    def _inside_key(self, line: str) -> str:
        if self._key_lines < 0:  # PuTTY's says how many there are
            self._key_lines += 1
            return REMOVED
        end = KEY_END.search(line)
        self._key_lines = 0 if end else self._key_lines - 1
        return REMOVED + re.sub(r"\A[A-Z ]*-*(?:\\n)?", "", line[end.end() :]) if end else REMOVED

    # What stands below a name

    def _below(self, opened: _Open, line: str) -> tuple[str, bool]:
        """The line cleaned as a part of a value; and whether nothing else is to be looked for in it."""
        stripped = line.strip()
        opened.left -= 1
        if opened.left <= 0:
            self._open = None
        if not stripped:
            return line, True
        first, opened.first = opened.first, False
        if opened.kind == "brackets":
            if stripped[0] in ")]}" or (opened.indent >= 0 and _indent(line) < opened.indent):
                self._open = None
                return line, False
            if stripped.startswith(("'", '"', "r'", 'r"', "b'", 'b"')):
                return self._literals(opened.name, line, sure=True), True
            return line, False
        if opened.kind == "quotes":
            closing = next((mark for mark in ('"""', "'''") if mark in line), "")
            self._open = None if closing else opened
            body = stripped.removesuffix(closing) if closing else stripped
            return self._value(opened.name, line, body.strip(), sure=True), True
        is_item = stripped.startswith("- ")
        if opened.kind == "answer" or (_indent(line) <= opened.indent and not is_item):
            self._open = None
            if first and self._is_answer(opened.name, stripped):
                return line.replace(stripped, self._said(opened.name)), True
            return line, False
        if re.match(r"(?:- )?[\w.\"'-]+:(?:\s|\Z)", stripped):  # a mapping, with names of its own
            if opened.name != "data":
                value = stripped.partition(":")[2].strip().strip("\"'")
                if (
                    self.rules.grade(opened.name) >= Says.TOKEN
                    and looks_random(value, 12)
                    and "/" not in value
                ):
                    return self._value(opened.name, line, value, sure=True, quoted=True), True
                return line, False
            value = stripped.partition(":")[2].strip().strip("\"'")
            return self._value("secret", line, value, sure=True), True
        item = _ITEM.match(stripped)
        return self._value(opened.name, line, item[2] if item else stripped, sure=True, quoted=True), True

    def _is_answer(self, name: str, answer: str) -> bool:
        """Whether a line is what was asked for by the line before it: `Password:`."""
        if " " in answer or re.search(r"[:=]|\A\W*\Z", answer) or is_plain(answer):
            return False
        return is_secret(name, answer, self.rules.grade(name), sure=False)

    def _value(self, name: str, line: str, value: str, *, sure: bool, quoted: bool = False) -> str:
        says = Says.LIKELY if name == "data" else self.rules.grade(name)
        if value and is_secret(name, value, says, sure=sure, quoted=quoted):
            at = line.rindex(value)
            return line[:at] + self._said(name) + line[at + len(value) :]
        return line

    def _literals(self, name: str, line: str, *, sure: bool, says: Says | None = None) -> str:
        says = self.rules.grade(name) if says is None else says

        def replace(match: re.Match[str]) -> str:
            body = match[match.lastindex or 1]
            if re.match(r"\s*:(?!=)", line[match.end() :]):  # a key
                return match[0]
            if not is_secret(name, body, says, sure=sure, quoted=True):
                return match[0]
            return match[0].replace(body, self._said(name))

        return _LITERAL.sub(replace, line)

    # Names beside values

    def _named(self, line: str) -> str:
        comment = _COMMENT.search(line) if self.code else None
        place, parts, done = 0, [], 0
        while (match := _NAMED.search(line, place)) is not None:
            place = match.end(2) + 1
            _, name, closing, between = match.groups()
            says, name = self._grade(line, match.start(), name, between)
            sign = between.strip()
            self._remember_pair(name, closing, line, match.end(), sign)
            if says is Says.NOTHING:
                continue
            code = self.code and not (comment and match.start() >= comment.start())
            found = self._value_at(line, match, says, name, code=code)
            if found is not None:
                start, end, replacement = found
                parts += [line[done:start], replacement]
                done, place = end, max(place, end)
        declared = _DECLARED.search(line) if not parts else None
        if declared is not None and (says := self.rules.grade(declared[1])):
            found = self._bare(line, declared.end(), declared[1], says, sure=True, code=False)
            if found is not None:
                parts, done = [line[: found[0]], found[2]], found[1]
        parts.append(line[done:])
        if self._open is None and (asked := _PROMPT.search(line)) is not None and not self.code:
            self._open = _Open(asked[1].replace(" ", "_"), "answer", left=3)
        return "".join(parts)

    def _grade(self, line: str, start: int, name: str, between: str) -> tuple[Says, str]:
        """What the name says, also where it is two words: `API key: x`."""
        if self._paired[1] and name.lower().strip("-") in self._paired[2].split():
            return self.rules.grade(self._paired[0]), self._paired[0]
        if self._manifest and name in ("data", "stringData"):
            return Says.LIKELY, "data"
        says = self.rules.grade(name)
        if (
            says < Says.LIKELY
            and between.strip() in (":", "=", "=>")
            and name.lower() in ("key", "token", "id", "phrase")
        ):
            before = re.search(r"([A-Za-z]+)[ ]\Z", line[max(0, start - 30) : start])
            if before is not None:
                both = f"{before[1]}_{name}"
                return max(says, self.rules.grade(both)) if says is not Says.TOKEN else self.rules.grade(
                    both
                ), both
        return says, name

    def _remember_pair(self, name: str, closing: str, line: str, end: int, sign: str) -> None:
        low = name.lower()
        if sign == ":" and low == "kind":
            self._manifest = 100 if line[end:].strip().strip("\"'") == "Secret" else 0
        elif sign in (":", "=") and low in ("name", "key", "variable", "env"):
            value = line[end:].strip().strip("\"', ")
            named = re.match(r"[\w.-]+", value)
            if named and self.rules.grade(named[0]) >= Says.TOKEN:
                self._paired = named[0], 3, "value"
        elif sign == ":" and low in ("username", "user", "login") and closing:
            self._paired = "api_key", 2, "key"
        elif sign == "," and name and closing[:1] in ("'", '"') and self.rules.grade(low) >= Says.TOKEN:
            self._paired = name, 4, "default value"

    def _value_at(
        self, line: str, match: re.Match[str], says: Says, name: str, *, code: bool
    ) -> tuple[int, int, str] | None:
        """Where the value of a name stands, and what takes its place; None where it may stay."""
        dashes, _, closing, between = match[1] or "", match[2], match[3], match[4]
        start, sign = match.end(), between.strip()
        if sign == "":
            if len(dashes) != 2 and not (dashes and says is Says.CERTAIN):
                return None
            return self._bare(line, start, name, says, sure=False, code=False)
        if sign == ",":
            if closing[-1:] not in ("'", '"'):
                return None
            sure = _BEFORE_COMMA.search(line[: match.start()].rstrip("\"'\\rbu")) is not None
            if not sure and not dashes:
                return self._quoted(line, start, name, Says.HINT, sure=False)
            return self._quoted(line, start, name, says, sure=sure) if not dashes else None
        annotated = _ANNOTATED.match(line, start) if sign == ":" else None
        if annotated is not None:
            start = annotated.end()
        rest = line[start:]
        stripped = rest.strip()
        if stripped in ("", "|", ">", "|-", ">-", "|+", ">+") and sign in (":", "="):
            if not code or stripped:
                self._open = self._open or _Open(name, "block", _indent(line))
            return None
        if stripped in ("(", "[", "{", "\\", "[ #", '"""', "'''") or stripped[-1:] in "([{\\":
            kind = "quotes" if stripped in ('"""', "'''") else "brackets"
            self._open = _Open(
                name, kind, -1 if stripped[-1] == "\\" else _indent(line), 2 if stripped[-1] == "\\" else 60
            )
            if stripped in ("(", "[", "{", "\\", '"""', "'''"):
                return None
        if _LITERAL.match(line, start) or (rest[:1] in "\"'`\\rbuRBUfF" and _QUOTED.match(line, start)):
            return self._quoted(line, start, name, says, sure=True)
        if rest[:1] in "([{":
            end = _closing(line, start)
            segment = line[start:end]
            if segment[-1] not in ")]}" or segment == line[start : start + 1]:
                self._open = self._open or _Open(name, "brackets", _indent(line))
            cleaned = self._literals(name, segment, sure=True)
            if cleaned == segment and not code and rest[0] == "[":
                cleaned = self._items(name, segment, says)
            return None if cleaned == segment else (start, end, cleaned)
        sure = sign != ":" and between == sign
        called = re.match(r"[A-Za-z_][\w.]*\s*\(", rest)
        if called is not None:
            end = _closing(line, start + called.end() - 1)
            segment = line[start:end]
            cleaned = self._literals(
                name, segment, sure=False, says=None if _WRAPS.search(called[0]) else Says.HINT
            )
            if cleaned != segment:
                return start, end, cleaned
        elif (found := self._bare(line, start, name, says, sure=sure, code=code)) is not None:
            return found
        instead = _INSTEAD.search(line, start)
        return None if instead is None else self._quoted(line, instead.end(), name, says, sure=True)

    def _items(self, name: str, segment: str, says: Says) -> str:
        """A list without quotes, as YAML has it."""
        return _BARE.sub(
            lambda match: self._said(name) if is_secret(name, match[0], says, sure=True) else match[0],
            segment,
        )

    def _bare(
        self, line: str, start: int, name: str, says: Says, *, sure: bool, code: bool
    ) -> tuple[int, int, str] | None:
        if line[start : start + 1] in ("'", '"'):
            return self._quoted(line, start, name, says, sure=sure)
        match = _BARE.match(line, start)
        if match is None:
            return None
        value = match[0].rstrip("\\") if match[0].endswith("\\") else match[0]
        if not sure and value != value.rstrip(".:!?"):
            value = value.rstrip(".:!?")
        if says is Says.CERTAIN and not is_plain(value):
            sure = True
        if not line[match.start() - 1 : match.start()].strip() and not sure and says is Says.CERTAIN:
            says = Says.CERTAIN if ":" in line[:start] or "=" in line[:start] else Says.HINT
        following = line[match.end() : match.end() + 1]
        if following in ("(", "[", "{") and not looks_random(value):
            return None
        if not is_secret(name, value, says, sure=sure, code=code):
            return None
        end = start + len(value)
        if says is Says.CERTAIN and sure and not code:  # a password may have any sign
            end = start + len(re.match(r"[^\s\"'`;&,]*", line[start:])[0])  # type: ignore[index]
        return start, max(end, start + len(value)), self._said(name)

    def _quoted(
        self, line: str, start: int, name: str, says: Says, *, sure: bool
    ) -> tuple[int, int, str] | None:
        """A literal, or several that are put together."""
        pieces: list[re.Match[str]] = []
        place = start
        while (piece := _QUOTED.match(line, place)) is not None:
            pieces.append(piece)
            place = piece.end()
            joint = _JOIN.match(line, place)
            if joint is None:
                break
            place = joint.end()
        if not pieces:
            return None
        bodies = [piece["body"] for piece in pieces]
        whole = "".join(bodies)
        if pieces[-1]["end"] is None and pieces[-1][1] in ('"""', "'''"):
            self._open = _Open(name, "quotes")
        if re.match(r"\s*:(?!=)", line[pieces[-1].end() :]) and line[:start].rstrip().endswith(","):
            return None  # the next key
        if not is_secret(name, whole, says, sure=sure, quoted=True):
            return None
        made, done = "", pieces[0].start()
        for piece, body in zip(pieces, bodies, strict=True):
            at = piece.start("body")
            made += line[done:at] + (self._said(name) if body else "")
            done = at + len(body)
        return pieces[0].start(), pieces[-1].end(), made + line[done : pieces[-1].end()]

    def _joined(self, line: str) -> str:
        """Literals that make a credential only when put together."""
        if not re.search(r"[\"'][ \t]*\+?[ \t]*[rbu]?[\"']", line):
            return line
        runs = re.finditer(rf"{_LITERAL.pattern}(?:[ \t]*\+?[ \t]*{_LITERAL.pattern})+", line)
        for run in reversed(list(runs)):
            whole = "".join(piece[piece.lastindex or 1] or "" for piece in _LITERAL.finditer(run[0]))
            if self._without_shapes(whole) != whole:
                made = _LITERAL.sub(lambda piece: piece[0][0] + REMOVED + piece[0][-1], run[0])
                line = line[: run.start()] + made + line[run.end() :]
        return line

    def _cookie(self, match: re.Match[str]) -> str:
        def pair(found: re.Match[str]) -> str:
            low = found[1].lower()
            if low in _COOKIE_WORDS or is_harmless(found[2]) or len(found[2]) < 4 or found[2].isdigit():
                return found[0]
            return f"{found[1]}={self._removed('cookie')}"

        cleaned = _COOKIE_PAIR.sub(pair, match["rest"])
        return match[0][: match.start("rest") - match.start()] + cleaned

    def _said(self, name: str) -> str:
        return self._removed(f"{name} says secret")

    def _removed(self, why: str) -> str:
        self._note(why)
        return REMOVED

    def _note(self, why: str) -> None:
        self.reasons[why] = None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _closing(line: str, start: int) -> int:
    """Where the bracket that opens at `start` closes on this line, or the line's end."""
    depth, place, quote = 0, start, ""
    while place < len(line):
        character = line[place]
        if quote:
            if character == "\\":
                place += 1
            elif character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return place + 1
        place += 1
    return len(line)
