"""A picture of someone, made anew: nothing of the uploaded file but its pixels is kept."""

import secrets
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
EDGE = 256


def remade(upload: "UploadedFile[Any]") -> "ContentFile[bytes]":
    """The picture as a square WebP without EXIF, under a name that tells nothing."""
    if (upload.size or 0) > LARGEST_FILE:
        raise ValidationError("Choose a picture of up to 10 MB.", code="too_big")
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            # the header tells the size: a bomb is turned away before it is unpacked
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError("Choose a picture of up to 40 megapixels.", code="too_many_pixels")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise ValidationError("Choose a JPEG, PNG or WebP picture.", code="not_a_picture")
    file = BytesIO()
    ImageOps.fit(upright, (EDGE, EDGE)).save(file, "WEBP", quality=80)
    return ContentFile(file.getvalue(), name=f"{secrets.token_hex(12)}.webp")
