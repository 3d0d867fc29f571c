"""The wheel holds all that the program needs, and runs where the source is not."""

from __future__ import annotations

import email
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.terminal.terminal import Terminal

SOURCE = Path(__file__).parents[2]
EPOCH = "1700000000"
TENANT = "00000001-1b5d-4c1e-9a77-0c6b6f2d9c1e"
PARTNERS = f"tenant_id,name,country,competencies,skills\n{TENANT},Alpine Cloud SARL,FR,,Backup\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel made from that archive alone."""
    folder = tmp_path_factory.mktemp("dist")
    build(SOURCE, folder)
    return folder


def build(source: Path, target: Path) -> None:
    """Make the source archive, and the wheel from it."""
    _make([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target)], cwd=source)


def _make(command: list[str], *, cwd: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    subprocess.run(command, capture_output=True, check=True, timeout=300, cwd=cwd, env=environment)


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment into which only the wheel was installed.

    Other packages are found where this interpreter has them, which saves installing them again.
    That the wheel declares those that it needs is a test of its own.
    """
    folder = tmp_path_factory.mktemp("environment")
    # The pip that is here serves, where there is one; unpacking another takes seconds.
    has_pip = importlib.util.find_spec("pip") is not None
    venv.create(folder, with_pip=not has_pip)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = programs / "python"
    pip = (sys.executable, "-m", "pip", "--python", python) if has_pip else (python, "-m", "pip")
    subprocess.run(
        [
            *(*pip, "install", "--quiet", "--no-compile", "--no-deps", "--no-index"),
            *("--disable-pip-version-check", wheel),
        ],
        capture_output=True,
        check=True,
        timeout=600,
    )
    (installed,) = folder.glob("**/site-packages")
    # A line with a folder adds it; the files of that folder that add others are not read.
    (installed / "others.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return programs


@pytest.fixture
def run(scripts: Path, tmp_path: Path) -> Callable[..., str]:
    """Runs one of the environment's programs from a folder without the source."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(name: str, *words: str) -> str:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        outcome = subprocess.run(
            [scripts / name, *words],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            cwd=elsewhere,
            env=environment,
        )
        assert outcome.returncode == 0, outcome.stderr
        return outcome.stdout

    return run


def test_the_wheel_holds_what_the_program_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    data = {str(path.relative_to(SOURCE).as_posix()) for path in (SOURCE / "data").rglob("*.*")}
    assert {"data/markets.csv", "data/demo/partners.csv", "data/demo/story.toml"} <= data
    assert {f"csp_tui/{name}" for name in data} <= names
    assert "csp_tui/ui/kit/base.tcss" in names
    revisions = SOURCE.glob("csp_tui/storage/migrations/versions/r*.py")
    assert {str(path.relative_to(SOURCE).as_posix()) for path in revisions} <= names
    templates = {path.parent.parent.name for path in SOURCE.glob("csp_tui/locale/*/*/*.po")}
    compiled = {name.split("/")[2] for name in names if name.endswith(".mo")}
    assert compiled == templates


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"csp_tui"}


def test_the_wheel_declares_what_the_program_imports(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        declared = email.message_from_bytes(archive.read(metadata)).get_all("Requires-Dist", [])
    required = [Requirement(line) for line in declared]
    extra = {"extra": "partner-center"}
    names = {one.name for one in required if one.marker is None or one.marker.evaluate(extra)}
    graph = grimp.build_graph("csp_tui", include_external_packages=True)
    imported = {module for module in graph.modules if graph.is_module_squashed(module)}
    providers = packages_distributions()
    # The standard library belongs to no package.
    assert imported - sys.stdlib_module_names <= providers.keys()
    # The tool for translators says itself how to get what it needs.
    needed = {providers[module][0] for module in (imported & providers.keys()) - {"babel"}}
    assert {canonicalize_name(name) for name in needed} - _with_dependencies(names) == set()


def _with_dependencies(names: Iterable[str]) -> set[str]:
    """Packages with those that they require without an extra, by their canonical names."""
    found: set[str] = set()
    waiting = [canonicalize_name(name) for name in names]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for line in requires(name) or ():
            one = Requirement(line)
            if one.marker is None or one.marker.evaluate({"extra": ""}):
                waiting.append(canonicalize_name(one.name))
    return found


def test_the_wheel_installs_the_manual(scripts: Path) -> None:
    share = scripts.parent / "share" / "man"
    for shipped, installed in (("csp-tui.1", "man1"), ("fr/csp-tui.1", "fr/man1")):
        page = (share / installed / "csp-tui.1").read_bytes()
        assert page == (SOURCE / "data" / "man" / shipped).read_bytes()


def test_the_source_archive_can_be_tested(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "constraints.txt", "tests/conftest.py"} <= names
    assert not [name for name in names if name.startswith((".git/", ".venv", "dist/"))]


def test_building_again_elsewhere_and_later_gives_the_same_bytes(
    built: Path, tmp_path: Path
) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        # Python before 3.11.4 has no filters.
        filters = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        opened.extractall(tmp_path / "checkout", **filters)  # type: ignore[arg-type]
    (checkout,) = (tmp_path / "checkout").iterdir()
    # It is added to the archive, and would not be in a checkout.
    (checkout / "PKG-INFO").unlink()
    for path in checkout.rglob("*"):
        os.utime(path, (1_800_000_000, 1_800_000_000))
    # In one process, while ``build`` starts one for each step.
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel"]
    _make([*command, "-d", str(tmp_path / "dist")], cwd=checkout)
    first, second = (
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        for folder in (built, tmp_path / "dist")
    )
    assert len(first) == 2
    assert first == second


def test_the_installed_commands_work(run: Callable[..., str], tmp_path: Path) -> None:
    assert run("csp-tui", "--version").startswith("csp-tui ")
    assert "offers" in run("python", "-m", "csp_tui", "--help")
    database = ("--db", str(tmp_path / "work.sqlite"))
    run("csp-tui", *database, "offers", "create", "backup", "--type", "saas", "--name", "Backup")
    partners = tmp_path / "partners.csv"
    partners.write_text(PARTNERS, "utf-8")
    run("csp-tui", *database, "partners", "import", str(partners))
    found = json.loads(run("csp-tui", *database, "partners", "search", "alp", "--json"))
    assert (found["total"], found["partners"][0]["region"]) == (1, "Europe")


@pytest.mark.terminal
def test_the_installed_demo_opens(scripts: Path, tmp_path: Path) -> None:
    terminal = Terminal("demo", command=(str(scripts / "csp-tui"),), cwd=str(tmp_path))
    with closing(terminal):
        terminal.wait("13 offers", "Contoso Backup")
        terminal.strike("ctrl+q")
        assert terminal.end() == 0
