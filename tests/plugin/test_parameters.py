import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tb_lifecycle.plugin.parameters import Parameters
from tb_lifecycle.plugin.responses import RequestError


def parameters(query: str, *known: str) -> Parameters:
    return Parameters(Request(EnvironBuilder(query_string=query).get_environ()), known or ("run", "limit"))


def test_an_unknown_parameter_is_an_error_with_the_known_ones():
    with pytest.raises(RequestError) as caught:
        parameters("lmit=3")
    assert caught.value.message == "There is no parameter 'lmit'."
    assert caught.value.hint == "Did you mean limit? Known here: limit, run."
    assert (caught.value.parameter, caught.value.suggestion, caught.value.status) == ("lmit", "limit", 400)


@pytest.mark.parametrize("query", ["experiment=1", "_=1700000000", "_file=x", "tensorboardColab=true"])
def test_what_tensorboard_adds_is_let_through(query):
    assert parameters(query).text("run") is None


@pytest.mark.parametrize("query", ["", "run=", "run=%20"])
def test_a_blank_value_is_none(query):
    assert parameters(query).text("run") is None
    with pytest.raises(RequestError, match="The parameter run is missing") as caught:
        parameters(query).required("run", "Name a run.")
    assert (caught.value.hint, caught.value.parameter) == ("Name a run.", "run")


def test_a_value_is_taken_as_it_is():
    assert parameters("run=%20a%2Fb+c").required("run", "") == " a/b c"


def test_a_value_given_twice_where_one_is_meant_is_an_error():
    with pytest.raises(RequestError, match="run is given 2 times"):
        parameters("run=a&run=b").text("run")


def test_several_values_keep_their_order_and_come_once():
    assert parameters("run=b&run=a&run=b&run=").several("run") == ["b", "a"]


def test_a_switch_has_one_value():
    assert parameters("errors=inline", "errors").switch("errors", "inline")
    assert not parameters("errors=", "errors").switch("errors", "inline")
    with pytest.raises(RequestError, match="errors is 'no'; it can only be 'inline'") as caught:
        parameters("errors=no", "errors").switch("errors", "inline")
    assert (caught.value.parameter, caught.value.suggestion) == ("errors", "inline")


def test_a_number_has_a_least_value_and_a_default():
    assert parameters("limit=5").number("limit", least=1) == 5
    assert parameters("").number("limit", least=1, default=7) == 7
    assert parameters("").number("limit", least=1) is None


@pytest.mark.parametrize("text", ["ten", "1.5", "1e3", "--1", "0x10", "NaN", "٣", "9" * 5000, "1_000"])
def test_what_is_no_whole_number_is_an_error(text):
    with pytest.raises(RequestError, match="which is no whole number") as caught:
        parameters(f"limit={text}").number("limit", least=1)
    assert caught.value.parameter == "limit"


@pytest.mark.parametrize("text", ["0", "-1", "-999999"])
def test_a_number_below_the_least_is_an_error(text):
    with pytest.raises(RequestError, match="the least possible is 1"):
        parameters(f"limit={text}").number("limit", least=1)
