"""How surely a name says that what it names is a secret. The words are data, apart from the code below."""

# ruff: noqa: E501 - words as one text

from __future__ import annotations

import enum
import re
from functools import lru_cache


class Says(enum.IntEnum):
    """What a name says of its value."""

    NOTHING = 0
    HINT = 1
    """A secret if it looks like one: `auth`, `speaker_token`."""
    TOKEN = 2
    """`token` alone: a secret where it is a flag or a variable, in a text perhaps a word."""
    LIKELY = 3
    """`api_key`, `client_secret`, `hf_token`."""
    CERTAIN = 4
    """`password`."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PASSWORD = re.compile(r"[a-z0-9]*(?:passwords?|passwd|passphrase|passcode|passwort)\Z")
_SECRET = re.compile(
    r"[a-z0-9]*(?:secrets?|credentials?|creds|apikeys?|authtoken|accesstoken|apitoken|privatekey|accesskey|secretkey"
    r"|accountkey|sharedaccesskey)\Z"
)
_PASS = _words("pass pwd pw pin psw")
_BEFORE_PASS = _words(
    "db database smtp imap mail email mysql postgres pg redis mongo ftp sftp ssh proxy user login admin root"
    " basic auth rabbit rabbitmq amqp ldap bind wifi sudo keystore truststore my"
)
_SERVICES = _words(
    "openai azure anthropic claude cohere mistral groq together replicate huggingface hf hub wandb neptune comet"
    " clearml dagshub github gh gitlab gl bitbucket slack discord telegram tg twilio sendgrid mailgun mailchimp"
    " stripe square paypal shopify aws amazon gcp google gemini firebase digitalocean do linode vultr hetzner"
    " cloudflare cf fastly heroku netlify vercel fly datadog dd newrelic sentry grafana pagerduty opsgenie elastic"
    " algolia pinecone weaviate qdrant redis mongo mongodb atlas postgres snowflake databricks kaggle roboflow"
    " labelbox runpod vast modal paperspace serpapi serper tavily exa brave newsapi openweather mapbox"
    " alphavantage finnhub airtable notion asana jira atlassian confluence trello linear figma dropbox zoom"
    " twitch twitter facebook instagram linkedin spotify youtube reddit hubspot salesforce zendesk intercom okta"
    " auth0 doppler vault terraform pulumi circleci circle travis jenkins sonar snyk codecov npm pypi nuget docker"
    " quay artifactory jfrog ngrok tailscale langsmith langchain langfuse deepgram elevenlabs assemblyai nvidia"
    " ngc nim xai perplexity deepseek fireworks cerebras voyage jina openrouter consul nomad k8s kubernetes"
    " rollbar posthog segment amplitude mixpanel twine rabbitmq supabase planetscale neon render railway supervisely"
)
_BEFORE_KEY = _SERVICES | _words(
    "api app application access private secret auth account signing sign encryption encrypt decryption ssh"
    " license licence master service deploy subscription admin consumer function functions hmac jwt cosmos rsa"
    " ssl tls gpg pgp session server client root crypto storage maps webhook user team"
)
_BEFORE_TOKEN = _SERVICES | _words(
    "api access auth refresh bearer bot oauth oauth2 personal deploy secret private security service csrf xsrf jwt"
    " pat sas web app user admin login upload publish registry runner job sts account client push device sso"
    " identity hub read write machine installation ci build webhook"
)
_NO_KEY = _words(
    "cache primary foreign sort group partition shard hash dedup idempotency public row dict map json index object"
    " blob file item rng prng random query attention attn kv lookup lock route config data sample example image"
    " label step metric tag bucket param parameter state column field weight module layer class best monitor"
    " dataset batch input output target text feature print any every right left up down enter arrow num hot short"
    " tensor head self cross name value node edge run experiment model task split vocab embedding position time"
    " sorted compare natural translation msg message yaml toml major minor trie tree graph join"
)
_NO_TOKEN = _words(
    "pad padding bos eos sos unk unknown mask cls class sep separator special start begin beginning end stop first"
    " last next prev previous max min num n per by new extra target source input output decoder encoder image audio"
    " video vision text prompt trigger placeholder object speaker action latent register patch logits predicted"
    " current word sub subword control boundary language lang task style concept instance initializer newline eot"
    " eod eof fim prefix suffix middle each any all every total current this that split think tool role system"
)
_HINTS = _words(
    "auth authorization pat cookie cookies sessionid sid sig signature jwt bearer otp authkey xsrf csrftoken sas"
    " webhook mnemonic pass pwd pw pin psw phrase nonce dsn login licensekey license key keys token tokens"
)
_ENDS = _words(
    "prod production dev staging value val b64 base64 encoded raw plain plaintext live primary secondary default base"
)
_STARTS = _words(
    "num n has have had is are was were use uses used using no not max min total count with without needs need"
    " require requires required enable enabled disable allow show hide check verify validate hash hashed"
    " encrypted redact mask ask prompt reset forgot change"
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+\d*|\d+")
_DIGITS = re.compile(r"(?<=[a-z]{3})\d+\Z")


@lru_cache(2048)
def grade(name: str) -> Says:
    """What a name says: `db_password`, `HF_TOKEN`, `apiKey`; not `max_tokens`, `password_file`."""
    words = _WORD.findall(_CAMEL.sub("_", name[-100:]).lower())
    while len(words) > 1 and (words[-1].isdigit() or words[-1] in _ENDS):
        words.pop()
    if words[-2:] == ["key", "id"] and words[-3:-2] == ["access"]:
        words.pop()
    if not words:
        return Says.NOTHING
    last, before = _DIGITS.sub("", words[-1]), words[-2] if len(words) > 1 else ""
    found = _of_last(last, before, words)
    if words[0] in _STARTS and len(words) > 1 and not name.isupper():
        return Says.HINT if found and words[0] in ("use", "with", "no") else Says.NOTHING
    return found


def _of_last(last: str, before: str, words: list[str]) -> Says:
    if (
        _PASSWORD.match(last)
        or (last in _PASS and before in _BEFORE_PASS)
        or words[-2:] == ["seed", "phrase"]
    ):
        return Says.CERTAIN
    if last == "word" and before == "pass":
        return Says.CERTAIN
    if _SECRET.match(last):
        return Says.LIKELY
    if last in ("key", "keys"):
        if before in _BEFORE_KEY:
            return Says.LIKELY
        return Says.NOTHING if not before or before in _NO_KEY else Says.HINT
    if last in ("token", "pat") and (before in _BEFORE_TOKEN or (last == "pat" and before in _SERVICES)):
        return Says.LIKELY
    if last == "tokens" and before in _BEFORE_TOKEN - {"text", "write", "read"}:
        return Says.LIKELY
    if last == "token":
        return Says.TOKEN if not before else Says.NOTHING if before in _NO_TOKEN else Says.HINT
    if last == "tokens":
        return Says.HINT if not before else Says.NOTHING
    if last in _HINTS or "".join(words[-2:]) in ("sessionid", "connectionstring", "connstr"):
        return Says.HINT
    return Says.NOTHING


def is_secret_name(name: str) -> bool:
    """Whether a flag or variable of this name is a secret whatever its value: not `max_tokens`."""
    return grade(name) >= Says.TOKEN
