"""Made-up credentials, and ordinary values that look a little like them.

A form: `{A20}` stands for 20 random letters and digits, `{H32}` for hexadecimal digits, `{U16}` for capitals
and digits, `{D9}` for digits, `{B40}` for the letters of base64. A `^` is nothing: no scanner takes this file
for a leak.
"""

# ruff: noqa: E501 - lines of the texts

from __future__ import annotations

import random
import re
import string

_ALPHABETS = {
    "A": string.ascii_letters + string.digits,
    "H": "0123456789abcdef",
    "U": string.ascii_uppercase + "234567",
    "D": string.digits[1:],
    "B": string.ascii_letters + string.digits + "+/",
}

TOKENS = """
AK^IA{U16} LT^AI{A20} h^f_{A34} gs^k_{A52} pp^lx-{A48} tv^ly-{A32} pc^sk_{A60} xo^xb-{D11}-{D12}-{A24}
xk^eysib-{H64}-{A16} rk^_live_{A24} sk^_live_{A24} wh^sec_{A32} sh^pat_{H32} EZ^AK{A54} PM^AK-{H24}-{H34}
li^n_api_{A40} nt^n_{D11}{A35} pu^l-{H40} hv^s.{A95} do^o_v1_{H64} gl^dt-{A20} GR^1348941{A20} gh^o_{A36}
np^m_{A36} ru^bygems_{H48} dc^kr_pat_{A27} da^pi{H32} sn^trys_{A80} gl^c_{A60} NR^AK-{U27} sb^p_{H40} AI^za{A35}
ts^key-auth-{A12}-{A32} {H32}-u^s14 ps^cale_tkn_{A43} fo^1_{A43} AP^I-{U26} sg^p_{H40} ph^c_{A43} sq^u_{H40}
""".replace("^", "").split()

IN_CONTEXT = r"""
out|Your API key is {A32}
out|Using token {A32} for the upload
out|curl -u ana:{A14} https://api.example.com/v1
out|curl -H 'Authorization: Basic {A28}==' https://example.com
out|{'Authorization': 'Bearer {A40}'}
out|Cookie: session={A32}; theme=dark
out|sshpass -p {A12} ssh ana@host
out|mysqldump -h db -u root -p{A12} app
out|redis-cli -h cache -a {A16} ping
out|docker login -u ana -p {A16} registry.example.com
out|echo {A16} | docker login --password-stdin
out|Server=db;Uid=sa;Pwd={A14};
out|mongodb+srv://ana:{A14}@cluster0.example.net/x
out|https://x.example.com/c?sv=2022&sig={A43}
out|BlobEndpoint=https://x;AccountKey={B86}==
out|aws_session_token = {A100}
out|KAGGLE_KEY={H32}
out|smtp_pass={A12}
out|vault login {A26}
out|machine example.com login ana password {A40}
out|db.example.com:5432:app:ana:{A14}
out|{"username":"ana","key":"{H32}"}
out|<password>{A14}</password>
out|unzip -P {A12} data.zip
out|password:\n{A12}
out|\x1b[31mpassword\x1b[0m=\x1b[32m{A12}\x1b[0m
yaml|db:\n  password: {A12}
yaml|api_keys:\n  mistral: {A40}
yaml|secrets: [{A30}, {A30}]
yaml|passwords:\n- {A12}\n- {A14}
yaml|auth_token: >-\n  {A40}
yaml|env:\n  - name: DB_PASSWORD\n    value: {A12}
yaml|kind: Secret\nstringData:\n  db: {A24}
yaml|{"auths": {"https://index.example.com/v1/": {"auth": "{A40}"}}}
py|password: str = "{A12}"
py|os.environ.setdefault("API_TOKEN", "{A37}")
py|token = os.getenv("TOKEN", default="{A30}")
py|requests.get(url, auth=("ana", "{A14}"))
py|headers = {"Authorization": f"token {A40}"}
py|API_KEY = ("{A16}"\n           "{A16}")
py|API_KEY = \\n    "{A30}"
py|PASSWORDS = [\n    "{A12}",\n    "{A14}",\n]
py|SECRET = '''\n{A30}\n'''
py|parser.add_argument(\n    "--password",\n    type=str,\n    default="{A14}",\n)
py|if (token := "{A40}"): pass
py|# export PASS={A12}
py|db_password = environ.get("DB") or "{A14}"
js|const apiKey = `{A32}`;
sh|set -x API_KEY {A32}
""".strip().split("\n")

ORDINARY = """
placeholder_token: "*"
num_secrets = 5
password_strength: 0.7
trigger_token=sks
eos_token: </s>
token_embedding.weight torch.Size([32000, 4096])
total tokens = 1.2B
passphrase_len: 6
cache_key: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b
rng_key: [0 42]
auth: oauth2
api_key: ${API_KEY}
password: !vault
session_id: 4
pin_memory=True
pass: 3/10
pwd: /home/ana/project
image: ghcr.io/ana/train@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
run id 550e8400-e29b-41d4-a716-446655440000
abfss://container@account.dfs.core.windows.net/data
basic block: conv3x3
bearer of bad news: the loss diverged
use the token embedding instead of the position embedding
the secret of good training is patience
python train.py -p 0.5 -u
sk-learn-like-estimators and hf_model_identifiers
re_parameterized_convolution_block_v2
live_migration_of_the_whole_cluster
Qwen/Qwen2.5-Coder-32B-Instruct-GPTQ-Int4
credentials_path: ~/.aws/credentials
api_token_env: WANDB_API_KEY
user_token: speaker_0012
secretName: db-credentials
curl -fsSL https://example.com/install.sh
""".strip().split("\n")


def fill(form: str, seed: object) -> tuple[str, list[str]]:
    """A form's text, and the secrets in it."""
    dice, secrets = random.Random(repr(seed)), []

    def part(match: re.Match[str]) -> str:
        secrets.append("".join(dice.choices(_ALPHABETS[match[1]], k=int(match[2]))))
        return secrets[-1]

    plain = form.replace("\\n", "\n").replace("\\x1b", "\x1b")
    return re.sub(r"\{([AHUDB])(\d+)\}", part, plain), [secret for secret in secrets if len(secret) > 5]
