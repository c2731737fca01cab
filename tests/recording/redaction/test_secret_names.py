from __future__ import annotations

import pytest

from tb_lifecycle.recording.redaction.secret_names import Says, grade


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("password pass_word db_pass PGPASSWORD seed_phrase my_pw password2 password_prod", Says.CERTAIN),
        ("secret api_key OPENAI_API_KEY github_pat api_pat hf_token api_tokens apiKeyB64", Says.LIKELY),
        ("aws_access_key_id clientSecret credentials", Says.LIKELY),
        ("token TOKEN token_prod", Says.TOKEN),
        ("auth pass pw licence_x_key foo_token tokens session_id connection_string conn_str", Says.HINT),
        ("use_token no_password with_secret", Says.HINT),
        ("key sort_key pad_token max_tokens text_tokens word foo_word lr num_tokens", Says.NOTHING),
        ("hash_password require_token password_file tokenizer pat_x 1 _", Says.NOTHING),
    ],
)
def test_what_a_name_says(names: str, says: Says) -> None:
    assert {name: grade(name) for name in names.split()} == dict.fromkeys(names.split(), says)
