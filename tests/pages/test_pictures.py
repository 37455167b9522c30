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


def test_a_picture_put_there_is_shown_and_can_do_nothing_else(browse, hope, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = browse(hope)
    client.post("/me/picture/", {"picture": upload()})
    address = client.get("/me/").text.partition('<img class="face')[2].partition('src="')[2].partition('"')[0]
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    with Image.open(BytesIO(shown.getvalue())) as image:
        assert image.size == (256, 256)


@pytest.mark.parametrize(
    "path", ["pictures/", "../secret-key", "pictures/%2e%2e/%2e%2e/secret-key", "pictures/x.webp", "x" * 5000]
)
def test_nothing_but_pictures_lies_there(client, db, settings, tmp_path, path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "pictures").mkdir(parents=True)
    (tmp_path / "secret-key").touch()
    assert client.get(f"/media/{path}").status_code == 404
