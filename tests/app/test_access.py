"""Access as an editor gives and takes it on the command line: codes are shown once, and kept nowhere."""

import re
import stat
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from ordskifte.app.access import command
from ordskifte.model.members import Members
from ordskifte.model.secrets import Secret
from ordskifte.parse.members import parse_members
from ordskifte.render import grants
from tests.program import tree
from tests.stories import TWO_EDITIONS, Story, story

AT = "2026-11-20"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
SITE = "https://example.org/"
TEXTS = """
-- content/articles/ice.nb.md --
---
title: Is
date: 2026-09-30T23:30
section: members
---
Is.
-- content/articles/fog.nb.md --
---
title: Skodde
date: 2020-01-01
section: debate
---
Skodde.
"""
PLANS = '[access.plans.member]\nname = "Member"\n[access.plans.patron]\nname = "Patron"\n'
CODE = re.compile("(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")


@pytest.fixture
def site(tmp_path: Path) -> Story:
    return story(tmp_path / "site", TWO_EDITIONS, TEXTS)


def called(site: Story, *arguments: str, key: str = KEY, at: str = AT) -> Result:
    where = ("--source", str(site.root), "--at", at)
    return CliRunner().invoke(command, [*arguments, *where], env={"ORDSKIFTE_ACCESS_KEY": key})


def members(site: Story) -> Members:
    text = (site.root / "members.toml").read_text(encoding="utf-8")
    found, problems = parse_members("members.toml", text, ["member", "patron"])
    assert problems == ()
    return found


def opened(site: Story, label: str, code: str) -> list[str]:
    """The names of the keys that a code opens."""
    secret = grants.typed_code(Secret(code.encode()))
    assert secret is not None
    [grant] = [member.grant for member in members(site) if member.label == label]
    return [*grants.opened(grant, secret, SITE)]


def test_a_key_is_shown_and_is_another_each_time() -> None:
    one, other = (CliRunner().invoke(command, ["key"]) for _ in range(2))
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}\n", one.stdout)
    assert one.stdout != other.stdout
    assert "the only time" in one.stderr


def test_a_member_is_issued_renewed_listed_and_revoked(site: Story) -> None:
    done = called(site, "issue", "0117", "0118", "--until", "2026-12")
    told = "Codes open nothing at another address than https://example.org: write yours into site.toml before.\n"
    once = "This is the only time that they are shown.\n"
    assert (done.exit_code, done.stderr) == (0, f"{told}{once}members.toml: written\n")
    codes = dict(re.findall(r"(\d+)  (\S+)\n", done.stdout))
    assert [*codes] == ["0117", "0118"]
    months = ["member.2026-09", "member.2026-10", "member.2026-11", "member.2026-12"]
    assert opened(site, "0117", codes["0117"]) == months

    assert called(site, "renew", "0117", "--until", "2027-01").exit_code == 0
    assert opened(site, "0117", codes["0117"]) == [*months, "member.2027-01"]
    listed = "0117  member  until 2027-01{}\n0118  member  until 2026-12{}\n"
    assert called(site, "list").stdout == listed.format("", "")
    assert called(site, "list", at="2027-01-01").stdout == listed.format("", ", past")

    kept = "Access for longer than 2026-12 is kept: 0117\nmembers.toml: unchanged\n"
    assert called(site, "renew", "--all", "--until", "2026-12").stderr == kept
    assert called(site, "revoke", "0117").exit_code == 0
    assert [member.label for member in members(site)] == ["0118"]
    assert called(site, "renew", "--all", "--until", "2026-12").stderr == "members.toml: unchanged\n"


def test_before_anyone_has_access_that_is_said(site: Story) -> None:
    done = called(site, "list")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "No one has access. `access issue` gives it.\n")


def test_a_code_opens_what_has_become_a_text_for_members_since_when_it_is_renewed(site: Story) -> None:
    code = CODE.findall(called(site, "issue", "0117", "--until", "2026-11").stdout)[0]
    fog = (site.root / "content/articles/fog.nb.md").read_text(encoding="utf-8")
    site.told(f"-- content/articles/fog.nb.md --\n{fog.replace('debate', 'members')}")
    assert "member.2020-01" not in opened(site, "0117", code)
    told = "Last months stay as they are; --until names another.\nmembers.toml: written\n"
    assert called(site, "renew", "--all").stderr == told
    months = opened(site, "0117", code)
    assert (months[0], months[-1]) == ("member.2020-01", "member.2026-11")


def test_many_are_issued_from_a_spreadsheet_into_a_spreadsheet(site: Story, tmp_path: Path) -> None:
    labels, codes = tmp_path / "labels.csv", tmp_path / "codes.csv"
    labels.write_text("\ufefflabel;name\r\n0117;Kari\r\n0118;Ola\r\n", encoding="utf-8")
    done = called(site, "issue", "--until", "2026-12", "--from", str(labels), "--codes-out", str(codes))
    assert (done.exit_code, done.stdout) == (0, "")
    rows = [line.split(",") for line in codes.read_text(encoding="utf-8").splitlines()]
    assert [label for label, _ in rows] == ["label", "0117", "0118"]
    assert opened(site, "0118", rows[2][1])
    assert stat.S_IMODE(codes.stat().st_mode) == 0o600
    assert "Kari" not in (site.root / "members.toml").read_text(encoding="utf-8")
    again = called(site, "issue", "0119", "--until", "2026-12", "--codes-out", str(codes))
    assert (again.exit_code, len(members(site))) == (2, 2)


def test_no_code_and_no_key_is_left_in_the_folder_of_the_site(site: Story) -> None:
    done = called(site, "issue", "0117", "--until", "2026-12")
    [code] = CODE.findall(done.stdout)
    for content, _ in tree(site.root).values():
        for secret in (code, code.replace("-", ""), KEY):
            assert secret.encode() not in content


def test_the_key_may_lie_in_a_file(site: Story, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n", encoding="utf-8")
    done = called(site, "issue", "0117", "--until", "2026-12", "--key-file", str(file), key="")
    assert done.exit_code == 0
    assert called(site, "renew", "0117", "--until", "2027-01").exit_code == 0


def test_where_several_plans_are_sold_one_must_be_named(site: Story) -> None:
    (site.root / "site.toml").write_text(
        (site.root / "site.toml").read_text(encoding="utf-8") + PLANS, encoding="utf-8"
    )
    for wrong in ([], ["--plan", "gold"]):
        done = called(site, "issue", "0117", "--until", "2026-12", *wrong)
        assert (done.exit_code, "Name one of member, patron." in done.stderr) == (2, True)
    assert called(site, "issue", "0117", "--until", "2026-12", "--plan", "patron").exit_code == 0
    assert [member.plan for member in members(site)] == ["patron"]


@pytest.mark.parametrize(
    ("arguments", "key", "told"),
    [
        (
            ["issue", "0117", "--until", "2026-12"],
            "",
            "There is no key in $ORDSKIFTE_ACCESS_KEY. `access key` makes one.",
        ),
        (["issue", "0117", "--until", "2026-12"], "hunter2", "What is in $ORDSKIFTE_ACCESS_KEY is no key"),
        (["issue", "0117", "--until", "soon"], KEY, "`soon` is no month"),
        (["issue", "--until", "2026-12"], KEY, "Name a label, or a file with --from."),
        (["renew", "--until", "2026-12"], KEY, "Name a label, or all with --all."),
        (["renew", "--all", "--until", "2026-13"], KEY, "`2026-13` is no month"),
        (["renew", "0117", "--until", "2026-12"], KEY, "There is no member `0117`."),
        (["revoke", "0117"], KEY, "There is no member `0117`."),
        (["issue", "--until", "2026-12", "--from", "none.csv"], KEY, "none.csv"),
        (["issue", "0117", "--until", "2026-12", "--key-file", "none"], KEY, "none cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    site: Story, arguments: list[str], key: str, told: str
) -> None:
    done = called(site, *arguments, key=key)
    assert done.exit_code in (1, 2)
    assert told in re.sub(r"\s+", " ", done.stderr)
    assert "hunter2" not in done.output
    assert not (site.root / "members.toml").exists()


def test_a_spreadsheet_as_excel_saves_it_is_told_how_it_should_be(site: Story, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_bytes("label;name\r\n0117;Åse\r\n".encode("cp1252"))
    done = called(site, "issue", "--until", "2026-12", "--from", str(tmp_path / "labels.csv"))
    assert done.exit_code == 2
    assert "labels.csv is not in UTF-8: save it as `CSV UTF-8`, as Excel calls it." in re.sub(r"\s+", " ", done.stderr)


@pytest.mark.parametrize("option", ["--key-file", "--codes-out"])
def test_secrets_are_not_kept_in_the_folder_of_the_site(site: Story, option: str) -> None:
    file = site.root / "content/secret"
    if option == "--key-file":
        file.write_text(KEY, encoding="utf-8")
    done = called(site, "issue", "0117", "--until", "2026-12", option, str(file))
    assert (done.exit_code, "lies in the folder of the site" in re.sub(r"\s+", " ", done.stderr)) == (2, True)
    assert not (site.root / "members.toml").exists()


def test_a_members_file_that_is_wrong_is_told_and_not_written_over(site: Story) -> None:
    file = site.root / "members.toml"
    file.write_text('[[member]]\ncode = "7KQ2-M9XA-4TBR-E0ZN"\n', encoding="utf-8")
    done = called(site, "issue", "0117", "--until", "2026-12")
    assert done.exit_code == 1
    assert "`member.0.code` is not a key that is known here." in done.stdout
    assert "7KQ2" not in done.output
    assert "code" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", *sorted(command.commands)])
def test_help_fits_a_narrow_terminal_and_every_option_says_what_it_is_for(name: str) -> None:
    found = command.commands[name] if name else command
    assert found.help
    assert all(parameter.help for parameter in found.params if isinstance(parameter, click.Option))
    shown = CliRunner().invoke(found, ["--help"], terminal_width=80).output
    assert max(map(len, shown.splitlines())) <= 80
