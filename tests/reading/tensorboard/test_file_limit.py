import subprocess
import sys


def limits_after(preparation: str) -> list[int]:
    """The soft and the hard limit of a process in which `preparation` ran before the call."""
    code = f"""
import resource, sys
{preparation}
from tb_lifecycle.reading.tensorboard.file_limit import raise_open_file_limit
raise_open_file_limit()
print(*resource.getrlimit(resource.RLIMIT_NOFILE))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return [int(number) for number in done.stdout.split()]


def test_the_soft_limit_rises_to_the_hard_one():
    assert limits_after("resource.setrlimit(resource.RLIMIT_NOFILE, (64, 128))") == [128, 128]


def test_a_limit_as_high_as_it_may_be_stays():
    assert limits_after("resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))") == [128, 128]


def test_a_system_that_refuses_the_hard_limit_gives_what_it_can():
    """macOS refuses a soft limit above kern.maxfilesperproc, whatever the hard limit."""
    refusing = """
set_limit = resource.setrlimit
set_limit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
def refuse(kind, limits):
    if limits[0] > 12_288:
        raise ValueError("current limit exceeds maximum limit")
    set_limit(kind, limits)
resource.setrlimit = refuse
"""
    soft, hard = limits_after(refusing)
    assert soft == min(hard, 10_240) if hard > 12_288 else hard


def test_a_system_without_limits_is_left_alone():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.modules['resource'] = None\n"
            "from tb_lifecycle.reading.tensorboard.file_limit import raise_open_file_limit\n"
            "raise_open_file_limit()",
        ],
        check=False,
    )
    assert done.returncode == 0
