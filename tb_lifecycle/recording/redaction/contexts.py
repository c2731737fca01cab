"""What stands beside a credential that has no shape: commands, headers, files of logins. Data alone.

The formats are those of the programs' own manuals: netrc(5), curl(1), mysql(1), sshpass(1), libpq's pgpass,
RFC 6265 (cookies), RFC 7235 (Authorization). Written here; nothing is copied.

A rule: what it is; words of which one is in every text that has it, in small letters; how sure; a pattern whose
groups are what is removed. `sure` removes whatever is there; `likely` what is no plain word; `random` what has no
order that words or numbers have.
"""

# ruff: noqa: E501 - patterns are read whole

from __future__ import annotations

from typing import Final

VERSION = "2026.11"

_WORD: Final = r"(\"[^\"\n]{1,500}\"|'[^'\n]{1,500}'|[^\s\"'`,;|&)\]}]{1,500})"
_ARGUMENTS: Final = r"\b[^|\n]{0,400}?\s"

CONTEXTS: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    (
        "authorization header",
        ("authorization",),
        "likely",
        r"(?i)\bauthorization\\?[\"']?\]?\s{0,4}[:=,]\s{0,4}[rbf]?\\?[\"']?(?:[a-z][a-z0-9-]{2,15}\s+)?([^\s\"'\\,;{}()]{8,4000})",
    ),
    (
        "authorization header",
        ("bearer", "basic"),
        "random",
        r"(?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/-]{8,4000}=*)",
    ),
    (
        "signed URL",
        ("sig", "token", "credential"),
        "sure",
        r"(?i)(?<=[?&])[\w-]{0,40}(?:sig|signature|security-token|credential)=([^\s&\"'<>`]+)",
    ),
    (
        "login file",
        ("username",),
        "sure",
        r"\\?[\"']username\\?[\"']\s*:\s*\\?[\"'][^\"']*[\"']\s*,\s*\\?[\"']key\\?[\"']\s*:\s*\\?[\"']([^\"'\\]{16,200})",
    ),
    ("login file", ("password",), "sure", rf"(?i)\b(?:login|user)\s+\S{{1,200}}\s+password\s+{_WORD}"),
    ("login file", ("password",), "sure", rf"(?i)\bmachine\s+\S{{1,200}}\s+password\s+{_WORD}"),
    ("login file", ("password",), "likely", r"^[ \t]*password[ \t]+(\S{4,200})[ \t]*$"),
    (
        "login file",
        (":",),
        "likely",
        r"^[\w.*-]{1,200}:(?:\d{4,5}|\*):[\w*-]{1,100}:[\w*-]{1,100}:(\S{4,200})$",
    ),
    (
        "registry login",
        ('"auth', "'auth"),
        "likely",
        r"[\"']auth[\"']\s*:\s*[\"']([A-Za-z0-9+/=]{8,2000})[\"']",
    ),
    (
        "connection string",
        ("pwd", "pass"),
        "sure",
        r"(?i)\b(?:server|data source|host|driver|uid|user id|user|username)=[^\n\"']{0,300};\s*(?:pwd|password|pass)=([^;\"'\s]+)",
    ),
    (
        "login in a command",
        ("curl", "http", "wget", "xh "),
        "sure",
        rf"\b(?:curl|https?|wget|xh){_ARGUMENTS}(?:-u|--user|--proxy-user|-U|-a|--auth)(?:\s+|=)"
        r"([\"']?[^\s:\"'/]{1,200}:[^\s\"']{1,300}[\"']?)",
    ),
    (
        "cookie in a command",
        ("curl",),
        "sure",
        rf"\bcurl{_ARGUMENTS}(?:-b|--cookie)\s+([\"'][^\"'\n]+=[^\"'\n]+[\"']|\S+=\S+)",
    ),
    (
        "password in a command",
        ("mysql", "mariadb"),
        "sure",
        rf"\b(?:mysql\w*|mariadb[\w-]*){_ARGUMENTS}-p([^\s\"']{{3,200}})",
    ),
    ("password in a command", ("sshpass",), "sure", rf"\bsshpass\s+-p\s*{_WORD}"),
    ("password in a command", ("redis-cli",), "sure", rf"\bredis-cli{_ARGUMENTS}-a\s+{_WORD}"),
    (
        "password in a command",
        ("login", "mongo", "twine", "upload"),
        "sure",
        rf"\b(?:(?:docker|podman|helm|az|oc|nerdctl|crane|oras|skopeo)\s+(?:\w+\s+)?login|mongo\w*|twine\s+upload)"
        rf"{_ARGUMENTS}-p\s+{_WORD}",
    ),
    (
        "password in a command",
        ("7z", "rar"),
        "sure",
        r"\b(?:7z[ar]?|(?:un)?rar)\s[^|\n]{0,300}?\s-p(\S{3,200})",
    ),
    (
        "password in a command",
        ("zip", "sqlcmd", "ipmitool", "lftp"),
        "sure",
        rf"\b(?:un)?(?:zip|sqlcmd|ipmitool|bcp){_ARGUMENTS}-P\s*{_WORD}",
    ),
    ("password in a command", ("ldap",), "sure", rf"\bldap\w+{_ARGUMENTS}-w\s*{_WORD}"),
    ("password in a command", ("smb", "cifs"), "sure", rf"\bsmb\w+{_ARGUMENTS}-U\s*[\w.\\/-]+%{_WORD}"),
    ("password in a command", ("openssl", "keytool"), "sure", r"\bpass:([^\s\"']{3,200})"),
    ("password in a command", ("htpasswd",), "sure", rf"\bhtpasswd\s+-\w*b\w*\s+\S+\s+\S+\s+{_WORD}"),
    ("password in a command", ("chpasswd",), "sure", r"\becho\s+[\"']?\w+:([^\s\"'|]+)[\"']?\s*\|"),
    (
        "password in a command",
        ("stdin", "sudo", "with-token"),
        "sure",
        r"\b(?:echo|printf)\s+(?:-n\s+)?[\"']?([^\s\"'|]+)[\"']?\s*\|\s*(?:sudo\s|\S+[^|\n]*--(?:password-stdin|with-token))",
    ),
    (
        "token in a command",
        ("login", "auth"),
        "random",
        rf"\b(?:login|(?:add-)?auth-?token|set-token|set-key|auth)\s+(?:-\S+\s+)?{_WORD}",
    ),
    (
        "login in a call",
        ("login", "authenticate", "set_", "configure"),
        "random",
        r"\b(?:\w*login|authenticate|set_(?:api_)?(?:token|key)|configure)\s*\(\s*(?:\w+\s*=\s*)?[rbu]?\\?[\"']([^\"'\n\\]{8,500})",
    ),
    (
        "login in a call",
        ("login", "client", "connect", "auth", "session", "init", "fernet", "cipher", "aes", "hmac"),
        "random",
        r"(?i)(?:login|client|connect|auth|session|init|fernet|cipher|aes|hmac)\w*\s*\([^)\n]{0,300}?\bkey\s*=\s*[rbu]?\\?[\"']([^\"'\n\\]{8,500})",
    ),
    (
        "login in a call",
        ("auth",),
        "sure",
        r"(?i)\b(?:\w*auth\w*)\s*[=(]\s*\(?\s*\\?[\"'][^\"'\n]{1,100}\\?[\"']\s*,\s*\\?[\"']([^\"'\n\\]{3,500})\\?[\"']\s*\)",
    ),
    (
        "password in a sentence",
        ("pass", "key", "token", "secret", "pin"),
        "random",
        r"(?i)\b(?:password|passphrase|passcode|token|(?:api|access|secret)[ _-]?key|secret|pin)\s+(?:is|was|set to|changed to|->)"
        r"\s*:?\s*[\"'`]?([^\s\"'`,;]{6,500})",
    ),
    (
        "password in a sentence",
        ("pass", "key", "token", "secret"),
        "random",
        r"(?i)\b(?:with|using|use|the|your|my|a|api|access)\s+(?:password|passphrase|passcode|token|key|secret)\s+[\"'`]?"
        r"([^\s\"'`,;:=]{8,500})",
    ),
    (
        "element",
        ("pass", "key", "token", "secret"),
        "likely",
        r"(?i)<([a-z:_-]*(?:password|secret|token|apikey))>([^<]{4,500})</",
    ),
    ("private key", ("private-mac",), "sure", r"Private-MAC:\s*(\w+)"),
)

QUICK = (
    "pass", "pwd", "pw", "secret", "token", "cred", "key", "auth", "login", "cookie", "session", "://",
    "bearer", "basic ", "sig", "pin", "pat=", "pat:", 'pat"', "pat'", "conn", "phrase", "mnemonic", "_pat",
    "-pat", "dsn", "jwt", "otp", "sas", "curl", "mysql", "mariadb", "redis-cli", "mongo", "7z", "rar ",
    "zip ", "sqlcmd", "ldap", "smb", "openssl", "sudo", "sid=", "sid:", "webhook", "fernet", "cipher", "hmac",
    "username", "account", "credential", "psw", "licen",
)  # fmt: skip
"""Words, in small letters, of which one is in every text in which a name or a context says secret."""
