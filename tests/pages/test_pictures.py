"""A picture is made anew: small, square, and without a word about where it was taken."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from members.forms import picture


def upload(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **more) -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", size, "tomato").save(file, kind, **more)
    return SimpleUploadedFile("IMG_home_address.jpg", file.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_small_square_webp(kind):
    with Image.open(picture.remade(upload(kind))) as made:
        assert (made.format, made.size) == ("WEBP", (256, 256))


def test_exif_and_the_name_of_the_file_are_gone():
    exif = Image.Exif()
    exif[0x010E] = "at my house"
    made = picture.remade(upload(exif=exif))
    assert "home" not in (made.name or "")
    with Image.open(made) as image:
        assert dict(image.getexif()) == {}


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"<svg onload='alert(1)'/>", b"GIF89a\1\0\1\0"],
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError) as refused:
        picture.remade(SimpleUploadedFile("x.png", content))
    assert refused.value.code == "not_a_picture"


def test_a_format_outside_the_three_is_refused():
    with pytest.raises(ValidationError, match="JPEG, PNG or WebP"):
        picture.remade(upload("GIF"))


def test_too_many_pixels_are_refused_by_the_header_alone(monkeypatch):
    monkeypatch.setattr(picture, "MOST_PIXELS", 900 * 600 - 1)
    with pytest.raises(ValidationError, match="megapixels"):
        picture.remade(upload())


def test_a_file_too_big_is_refused(monkeypatch):
    monkeypatch.setattr(picture, "LARGEST_FILE", 100)
    with pytest.raises(ValidationError, match="10 MB"):
        picture.remade(upload())
