"""What the desk asks of a password beyond Django's own rules, which are named in the settings."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """So many characters; blanks around them count for nothing. Django's own sentence has no Vietnamese any more."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError where the password is too short."""
        if len(password.strip()) < self.min_length:
            raise ValidationError(self.get_error_message(), code="password_too_short")

    def get_error_message(self) -> str:
        """What is wrong, and what would be right."""
        return _("The password is too short. It needs at least %(least)s characters.") % {"least": self.min_length}
