"""The errors of Graph, as data: code, subcode, HTTP status, type and words.

Codes and statuses follow what Meta documents and what third parties recorded; where a status was
never seen, 400 is used, as for most errors of Graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

DOCS = "https://developers.facebook.com/docs/graph-api"


@dataclass(frozen=True, slots=True)
class Shape:
    """How an error looks: `transient` None means that Graph leaves the field out."""

    message: str
    status: int = 400
    type: str = "OAuthException"
    transient: bool | None = None
    title: str | None = None
    user_message: str | None = None


_SESSION = "Error validating access token: "

SHAPES: dict[tuple[int, int | None], Shape] = {
    (1, None): Shape("An unknown error occurred", status=500, transient=False),
    (1, 2853006): Shape("An unknown error occurred", transient=False, title="No permission"),
    (2, None): Shape("An unexpected error has occurred. Please retry your request later.", status=500, transient=True),
    (3, None): Shape("(#3) Application does not have the capability to make this API call.", status=403),
    (4, None): Shape("(#4) Application request limit reached", status=403, transient=True),
    (10, None): Shape("(#10) Application does not have permission for this action"),
    (17, None): Shape("(#17) User request limit reached"),
    (32, None): Shape("(#32) Page request limit reached", status=403),
    (100, None): Shape("(#100) Invalid parameter"),
    (100, 33): Shape("Unsupported request", type="GraphMethodException"),
    (100, 1366046): Shape(
        "Invalid parameter",
        transient=False,
        title="Can't Read Files",
        user_message="Your photos couldn't be uploaded. Photos should be less than 4 MB "
        "and saved as JPG, PNG, GIF, TIFF, HEIF or WebP files.",
    ),
    (100, 1366051): Shape(
        "Invalid parameter",
        transient=False,
        title="Already Posted",
        user_message="These photos were already posted.",
    ),
    (100, 1609005): Shape(
        "Invalid parameter",
        transient=False,
        title="Link Error",
        user_message="There was a problem scraping data from the provided link.",
    ),
    (100, 1609008): Shape(
        "Invalid parameter",
        transient=False,
        title="Link Error",
        user_message="Links to facebook.com cannot be posted here.",
    ),
    (102, None): Shape("Session key invalid or no longer valid"),
    (190, None): Shape("Invalid OAuth access token - Cannot parse access token"),
    (190, 458): Shape(_SESSION + "The user has not authorized the application."),
    (190, 459): Shape(_SESSION + "You cannot access the app till you log in to www.facebook.com."),
    (190, 460): Shape(_SESSION + "The session has been invalidated because the user changed their password."),
    (190, 463): Shape(_SESSION + "Session has expired."),
    (190, 464): Shape(_SESSION + "Sessions for the user are not allowed because the user is not confirmed."),
    (190, 467): Shape(_SESSION + "This may be because the user logged out or the session was revoked."),
    (190, 492): Shape(_SESSION + "User no longer has a role on the Page of this token."),
    (190, 2069032): Shape("A Page access token is required for this call on this Page.", transient=False),
    (200, None): Shape("(#200) Permissions error", status=403),
    (200, 2069030): Shape("(#200) This endpoint is not supported for this Page.", status=403),
    (200, 2069031): Shape("(#200) This field is not supported for this Page.", status=403),
    (200, 2069033): Shape("(#200) This parameter is not supported for this Page.", status=403),
    (283, None): Shape("(#283) A permission of the Page is missing"),
    (324, None): Shape("(#324) Missing or invalid image file"),
    (341, None): Shape("(#341) Feed action request limit reached"),
    (389, None): Shape("(#389) Unable to fetch video file from URL."),
    (368, None): Shape("The action attempted has been deemed abusive or is otherwise disallowed"),
    (368, 1390008): Shape(
        "The action attempted has been deemed abusive or is otherwise disallowed",
        title="You're going too fast",
        user_message="You can't use this feature right now because of how fast it was used.",
    ),
    (368, 1404082): Shape(
        "The action attempted has been deemed abusive or is otherwise disallowed",
        user_message="It looks like you already posted this.",
    ),
    (368, 4854002): Shape(
        "The action attempted has been deemed abusive or is otherwise disallowed",
        title="Confirm your identity",
        user_message="Confirm your identity before publishing as this Page.",
    ),
    (506, None): Shape(
        "(#506) Duplicate status message",
        transient=False,
        title="Duplicate Status Update",
        user_message="This status update is identical to the last one you posted.",
    ),
    (613, None): Shape("(#613) Calls to this api have exceeded the rate limit."),
    (613, 1996): Shape("(#613) The volume of requests is inconsistent."),
    (803, None): Shape("(#803) Some of the aliases you requested do not exist"),
    (1346003, None): Shape("The action attempted has been deemed abusive or is otherwise disallowed"),
    (1366051, None): Shape("These photos were already posted.", transient=False),
    (1404078, None): Shape("Publishing as this Page needs an authorization first."),
    (1404102, None): Shape("The action attempted has been deemed abusive or is otherwise disallowed"),
    (1609005, None): Shape("There was a problem scraping data from the provided link."),
    (1609008, None): Shape("Links to facebook.com cannot be posted here."),
    (2500, None): Shape("An active access token must be used to query information about the current user."),
    (3001, 1504028): Shape("(#3001) Cannot query without specifying a valid insights metric"),
    (6000, None): Shape("(#6000) There was a problem with your video file."),
    (6001, None): Shape("(#6001) There was a problem uploading your video file.", transient=True),
    (80001, None): Shape("(#80001) There have been too many calls to this Page account. Wait and try again."),
}


class GraphError(Exception):
    """A refusal in Graph's terms: what the caller gets instead of an answer."""

    def __init__(
        self,
        code: int,
        subcode: int | None = None,
        *,
        message: str | None = None,
        status: int | None = None,
        kind: str | None = None,
        user_message: str | None = None,
    ) -> None:
        shape = shape_of(code, subcode)
        self.code = code
        self.subcode = subcode
        self.message = message or shape.message
        self.status = status or shape.status
        self.type = kind or shape.type
        self.transient = shape.transient
        self.title = shape.title
        self.user_message = user_message or shape.user_message
        self.headers: dict[str, str] = {}
        super().__init__(self.message)


def shape_of(code: int, subcode: int | None) -> Shape:
    """The shape of an error; an unlisted subcode takes its code's, an unlisted code a plain one."""
    known = SHAPES.get((code, subcode)) or SHAPES.get((code, None))
    if known:
        return known
    return Shape(f"(#{code}) An error occurred", status=403 if 200 <= code <= 299 else 400)


def bad_parameter(name: str, why: str) -> GraphError:
    """Code 100 that names the parameter."""
    return GraphError(100, message=f"(#100) Param {name} {why}")


def missing_object(object_id: str, method: str = "get") -> GraphError:
    """Code 100/33: the object is gone, or the token may not know of it."""
    text = (
        f"Unsupported {method.lower()} request. Object with ID '{object_id}' does not exist, cannot be loaded "
        f"due to missing permissions, or does not support this operation. Please read the Graph API "
        f"documentation at {DOCS}"
    )
    return GraphError(100, 33, message=text)


def error_body(error: GraphError, trace: str) -> dict[str, Any]:
    """The JSON of an error; only message, type, code and fbtrace_id are always there."""
    body: dict[str, Any] = {"message": error.message, "type": error.type, "code": error.code}
    optional = {
        "error_subcode": error.subcode,
        "is_transient": error.transient,
        "error_user_title": error.title,
        "error_user_msg": error.user_message,
    }
    body.update({key: value for key, value in optional.items() if value is not None})
    return {"error": {**body, "fbtrace_id": trace}}
