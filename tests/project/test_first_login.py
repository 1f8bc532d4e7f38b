import re

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in

from minbar.project.first_login import first_login_file, make_first_login


@pytest.fixture(autouse=True)
def data(db, tmp_path, settings, monkeypatch):
    monkeypatch.delenv("MINBAR_ADMIN_PASSWORD", raising=False)
    settings.MINBAR_DATA = tmp_path
    return tmp_path


class TestFirstLogin:
    """A new newsroom has one way in, which is forgotten when it has been used."""

    def test_a_password_is_made_and_kept_for_us_alone(self):
        password = make_first_login()

        admin = User.objects.get(username="admin")
        assert admin.is_superuser
        assert admin.check_password(password)
        assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){4}", password)
        assert first_login_file().read_text() == f"user: admin\npassword: {password}\n"
        assert first_login_file().stat().st_mode & 0o777 == 0o600

    def test_the_operator_s_own_password_is_taken_and_not_written_down(self, monkeypatch, data):
        monkeypatch.setenv("MINBAR_ADMIN_PASSWORD", "the operator's own")

        assert make_first_login() is None
        assert User.objects.get(username="admin").check_password("the operator's own")
        assert list(data.iterdir()) == []

    def test_where_someone_rules_already_nothing_is_made(self, data):
        User.objects.create_superuser("salima")

        assert make_first_login() is None
        assert not User.objects.filter(username="admin").exists()
        assert list(data.iterdir()) == []

    def test_a_start_that_was_cut_off_leaves_a_password_that_works(self):
        first_login_file().write_text("user: admin\npassword: never-came-to-be\n")

        password = make_first_login()

        assert password in first_login_file().read_text()

    def test_is_forgotten_at_the_first_login(self, rf):
        make_first_login()
        admin = User.objects.get(username="admin")

        user_logged_in.send(sender=User, request=rf.get("/"), user=admin)

        assert not first_login_file().exists()

    def test_another_s_login_forgets_nothing(self, rf, moderator):
        make_first_login()

        user_logged_in.send(sender=User, request=rf.get("/"), user=moderator)

        assert first_login_file().exists()
