"""The second step: the codes of RFC 6238, each good once and near its time."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.core.totp import address, code, matching_step, step_of

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of the RFC's test values, 12345678901234567890, in base32."""

# RFC 6238, appendix B, SHA-1, of its eight digits the last six.
VALUES = {
    59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037",
    20000000000: "353130",
}  # fmt: skip
NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


@pytest.mark.parametrize(("second", "digits"), VALUES.items())
def test_the_codes_are_those_of_the_standard(second: int, digits: str) -> None:
    assert code(SECRET, step_of(datetime.fromtimestamp(second, UTC))) == digits


@pytest.mark.parametrize(("off", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_telephone_may_be_half_a_minute_off_and_no_more(off: int, taken: bool) -> None:
    typed = code(SECRET, step_of(NOW + timedelta(seconds=off)))
    assert (matching_step(SECRET, typed, NOW, 0) is not None) is taken


def test_a_code_that_was_used_is_used_up_and_so_is_every_one_before_it() -> None:
    step = step_of(NOW)
    assert matching_step(SECRET, code(SECRET, step), NOW, after=step) is None
    assert matching_step(SECRET, code(SECRET, step - 1), NOW, after=step) is None
    assert matching_step(SECRET, code(SECRET, step + 1), NOW, after=step) == step + 1


def test_blanks_between_the_digits_do_no_harm_and_other_signs_match_nothing() -> None:
    digits = code(SECRET, step_of(NOW))
    assert matching_step(SECRET, f" {digits[:3]} {digits[3:]} ", NOW, 0) == step_of(NOW)
    for typed in ("", "không", digits[:5], "١٢٣٤٥٦"):
        assert matching_step(SECRET, typed, NOW, 0) is None


def test_the_address_for_the_app_names_office_and_account() -> None:
    assert address(SECRET, "minh", "BHXH") == f"otpauth://totp/BHXH%3Aminh?secret={SECRET}&issuer=BHXH"
