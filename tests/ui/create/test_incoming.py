"""What drops and pastes hold."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QImage

from desktop_app.qt.image_mime import IMAGES_MIME
from desktop_app.ui.create.incoming import (
    AddressSource,
    DataSource,
    FileSource,
    holds_pictures,
    is_pasted_picture,
    sources,
)
from tests.support.pictures import picture_bytes


def mime_of(*, urls: tuple[str, ...] = (), html: str = "", text: str = "", **kinds: bytes) -> QMimeData:
    mime = QMimeData()
    if urls:
        mime.setUrls([QUrl(url) for url in urls])
    if html:
        mime.setHtml(html)
    if text:
        mime.setText(text)
    for kind, data in kinds.items():
        mime.setData(f"image/{kind}", QByteArray(data))
    return mime


def test_a_drag_from_the_library_keeps_the_uuid() -> None:
    mime = mime_of(urls=("file:///pictures/a.jpg",))
    mime.setData(IMAGES_MIME, json.dumps([{"uuid": "u-1", "path": "/pictures/a.jpg"}]).encode())
    assert sources(mime, "") == [FileSource(Path("/pictures/a.jpg"), "u-1")]
    assert holds_pictures(mime)


@pytest.mark.parametrize("junk", [b"{", b"[1]", b'[{"uuid": "u"}]', b"\xff\xfe"])
def test_junk_in_the_programs_own_kind_falls_back_to_the_files(junk: bytes) -> None:
    mime = mime_of(urls=("file:///pictures/a.jpg",))
    mime.setData(IMAGES_MIME, QByteArray(junk))
    assert sources(mime, "") == [FileSource(Path("/pictures/a.jpg"))]


def test_files_come_in_their_order() -> None:
    mime = mime_of(urls=("file:///b%20b.png", "file:///a.png"))
    assert sources(mime, "") == [FileSource(Path("/b b.png")), FileSource(Path("/a.png"))]


def test_picture_data_goes_before_the_address_of_the_page() -> None:
    data = picture_bytes()
    mime = mime_of(urls=("https://example.org/page",), jpeg=data)
    assert sources(mime, "Picture") == [DataSource(data, "Picture")]


def test_the_picture_within_a_link_is_meant_and_not_the_link() -> None:
    html = '<a href="https://example.org/page"><img alt="" src="https://example.org/a.png?x=1&amp;y=2"></a>'
    mime = mime_of(urls=("https://example.org/page",), html=html)
    assert sources(mime, "") == [AddressSource("https://example.org/a.png?x=1&y=2")]


def test_a_picture_in_its_own_address_is_decoded() -> None:
    data = picture_bytes()
    url = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
    assert sources(mime_of(urls=(url,)), "Picture") == [DataSource(data, "Picture")]


def test_addresses_have_a_name_to_show() -> None:
    (source,) = sources(mime_of(urls=("https://example.org/red%20fox.png?size=2",)), "")
    assert source.name == "red fox.png"


def test_text_is_no_picture() -> None:
    mime = mime_of(text="a red fox", html='<p>a red <img src="https://example.org/a.png"> fox</p>')
    assert not holds_pictures(mime)
    assert not is_pasted_picture(mime)
    assert sources(mime, "") == []


def test_a_paste_with_text_is_text() -> None:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    mime = QMimeData()
    mime.setImageData(image)
    assert is_pasted_picture(mime)
    mime.setText("from an office program")
    assert not is_pasted_picture(mime)
    assert is_pasted_picture(mime_of(urls=("file:///a.png",), text="/a.png"))
    assert not is_pasted_picture(mime_of(urls=("https://example.org",), text="https://example.org"))
    assert not is_pasted_picture(mime_of(urls=("ftp://example.org/a.png",)))
