"""The provider's words of refusal, as they were recorded."""

from __future__ import annotations

UNSUPPORTED = "Unsupported use of 'image_url' parameter. This parameter is not supported for the selected model."
WIDTH = "Invalid value for 'width' parameter. Image width must be an integer value between 256 and 2048, in multiples of 16."
AREA = (
    "Invalid dimensions. The total area (width x height) must be within the range of 1265x1265 to 1440x1440. "
    "The aspect ratio must be between 1:4 and 4:1."
)
MENU = "Supported values are: '1024x1024', '1264x848', '384x3072'."
SEED = "Invalid value for 'seed' parameter. Seed must be an integer value between 0 and 2147483647."
CREDIT = "Credit limit exceeded, please [add credits](https://api.together.ai/settings/billing)."
NO_MODEL = "Unable to access model bad model. Please visit https://api.together.ai/models"
NOT_SERVERLESS = (
    "Unable to access non-serverless model a/b. Please visit https://api.together.ai/models/a/b to create and start a new "
    "dedicated endpoint for the model."
)


def unsupported(field: str) -> str:
    """Return the refusal of a field that a model does not take."""
    return UNSUPPORTED.replace("image_url", field)
