"""A file is read in the encodings that newspapers used, or refused by name."""

import os
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from minbar.importing import reading
from minbar.importing.reading import NotImported, decode_capture, read_capture

ARABIC = (
    "افتتحت البلدية أمس المكتبة الجديدة في الحي القديم.\n"
    "وقال رئيس البلدية إن الكتب كلها من هبات القراء، وإن الدخول مجاني (2026).\n"
    "Yanis, Sétif : وداعا للانتظار\n"
)
WITHOUT_EXTRAS = ARABIC.replace("Sétif", "Setif").replace("،", "")
"""What old encodings have letters for."""


def refusal_of(data: bytes) -> str:
    with pytest.raises(NotImported) as refused:
        decode_capture(data)
    return str(refused.value)


class TestWhatIsRead:
    """UTF-8 and windows-1256 say the same, whatever ends their lines."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256"])
    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    def test_a_text_is_read_to_the_letter(self, encoding, line_end):
        assert decode_capture(ARABIC.replace("\n", line_end).encode(encoding)) == ARABIC

    def test_the_real_page_is_the_same_in_windows_1256(self, seed_text):
        assert decode_capture(seed_text.encode("cp1256")) == seed_text

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
    def test_every_line_of_the_real_page_is_told_from_other_encodings(self, seed_text, encoding):
        for paragraph in seed_text.split("\n\n"):
            assert decode_capture(paragraph.encode(encoding)) == paragraph

    @given(some.text(some.characters(exclude_categories=["Cc", "Cs"])))
    def test_whatever_can_be_seen_comes_through_utf_8(self, text):
        text = f"ا{text}"

        assert decode_capture(text.encode()) == text


class TestOtherEncodings:
    """What is not read is called by its name."""

    @pytest.mark.parametrize(
        ("encoding", "name"),
        [
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("utf-32", "UTF-32"),
            ("utf-32-le", "UTF-32"),
            ("utf-32-be", "UTF-32"),
            ("iso8859_6", "ISO-8859-6"),
            ("cp720", "code page 720"),
        ],
    )
    def test_it_is_named(self, encoding, name):
        data = WITHOUT_EXTRAS.encode(encoding)

        assert refusal_of(data) == f"It is in {name}, which is not read. {reading.ADVICE}"

    def test_mac_arabic_is_known_by_the_signs_that_iso_8859_6_lacks(self):
        data = ARABIC.replace("البلدية", "«البلدية»").encode("mac_arabic")

        assert "MacArabic" in refusal_of(data)

    def test_an_unknown_encoding_is_not_guessed(self):
        assert "neither UTF-8 nor windows-1256" in refusal_of(
            "съешь ещё этих булок".encode("cp866")
        )

    def test_damaged_utf_8_is_called_so_with_the_place(self):
        data = ARABIC.encode()
        cut = data.index("وقال".encode())

        refusal = refusal_of(data[:cut] + b"\xd9" + data[cut:])

        assert refusal.startswith(f"It is UTF-8, but damaged in line 2, at byte {cut}.")


class TestWhatIsNoText:
    """Each is refused with what it is and what to do."""

    def test_an_empty_file(self):
        assert refusal_of(b"") == "The file is empty."

    @pytest.mark.parametrize("data", [b" \n\t\r\n", "\ufeff \u00a0\n".encode()])
    def test_blanks(self, data):
        assert refusal_of(data) == "The file holds nothing but blanks."

    @pytest.mark.parametrize(
        ("data", "name"),
        [
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF document"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG picture"),
            (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
            (b"{\\rtf1\\ansi", "an RTF document"),
        ],
    )
    def test_a_document_or_a_picture_is_named(self, data, name):
        message = f"It is {name}. Open it, copy the text of the page, and save that as UTF-8."
        assert refusal_of(data) == message

    def test_an_archive_is_named(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "page.txt", "w") as archive:
            archive.writestr("page.txt", ARABIC)

        with pytest.raises(NotImported, match="a ZIP archive or an office document"):
            read_capture(tmp_path / "page.txt")

    def test_other_binary_data(self):
        assert refusal_of(b"\x7fELF\x02\x01\x01\x00\x00\xde\xad") == "It is a binary file, no text."

    def test_a_control_sign_is_shown_with_its_line(self):
        assert refusal_of(b"one\ntwo\x07").startswith("Line 2 holds the control sign U+0007")


class TestFiles:
    """What cannot be opened is refused like what cannot be read."""

    def test_a_missing_file(self, tmp_path):
        with pytest.raises(NotImported, match=r"^There is no such file\.$"):
            read_capture(tmp_path / "page.txt")

    def test_a_folder(self, tmp_path):
        with pytest.raises(NotImported, match="It is a folder"):
            read_capture(tmp_path)

    def test_a_pipe_is_not_waited_for(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")

        with pytest.raises(NotImported, match="It is no ordinary file"):
            read_capture(tmp_path / "pipe")

    def test_a_file_that_may_not_be_read(self, tmp_path, monkeypatch):
        # Tests may run as root, who may read everything.
        (tmp_path / "page.txt").write_text("نص")
        monkeypatch.setattr("pathlib.Path.open", _forbidden)

        with pytest.raises(NotImported, match=r"The file cannot be read: Permission denied\."):
            read_capture(tmp_path / "page.txt")

    def test_a_name_that_is_too_long(self, tmp_path):
        with pytest.raises(NotImported, match="The file cannot be read: File name too long"):
            read_capture(tmp_path / ("ا" * 200))

    def test_a_file_that_is_too_large(self, tmp_path):
        (tmp_path / "page.txt").write_bytes(b"a" * (reading.LARGEST + 1))

        with pytest.raises(NotImported, match="larger than 5 MB"):
            read_capture(tmp_path / "page.txt")


@given(some.binary(max_size=300))
@example(b"\x06")
@example(b"\xef\xbb\xbf")
@example(b"\xc7")
def test_any_bytes_are_text_or_refused(data):
    try:
        text = decode_capture(data)
    except NotImported as refusal:
        assert str(refusal).endswith((".", "known."))
    else:
        assert text.strip()
        assert "\r" not in text


def _forbidden(*_arguments):
    raise PermissionError(13, "Permission denied")
