"""What the measurement of pulls makes of what its tools say."""

import pytest

from bench.pull.tools import Load, seen

CALM = """\
  Latency Distribution
     50%    9.06ms
     99%   22.71ms
  14512 requests in 3.00s, 61.20MB read
Requests/sec:   4836.71
"""
BROKEN = """\
     99%    1.89s
  98 requests in 3.00s, 0.40MB read
  Socket errors: connect 1, read 2, write 0, timeout 15
  Non-2xx or 3xx responses: 7
Requests/sec:     32.56
"""


def test_rate_and_percentile_are_read_in_one_unit() -> None:
    assert seen(CALM) == Load(4836.71, 22.71, 14512, 0)
    assert seen(CALM.replace("22.71ms", "871.00us")).p99 == pytest.approx(0.871)


def test_what_went_wrong_is_counted() -> None:
    assert seen(BROKEN) == Load(32.56, 1890, 98, 25)


def test_a_tool_that_says_nothing_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="wrk said"):
        seen("unable to connect")
