"""Asks a service for known vulnerabilities of everything that is pinned.

``python -m tests.packaging.audit PIP_AUDIT`` is red for a vulnerability that is known. Where no
service can be reached, it says so and is not red for that: it has then audited nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from tests.packaging.requirements import SOURCE

SERVICES = ("pypi", "osv")
_UNREACHABLE = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "ServiceError", "HTTPError")


def verdict(report: dict[str, Any]) -> tuple[int, int, list[str]]:
    """What a report of pip-audit says.

    Args:
        report: Its JSON.

    Returns:
        How many packages were audited, how many were not, and a line for each vulnerability.
    """
    packages = report["dependencies"]
    audited = [package for package in packages if "skip_reason" not in package]
    found = [
        f"{package['name']} {package['version']}: {one['id']}, "
        f"fixed in {', '.join(one['fix_versions']) or 'no version yet'}"
        for package in audited
        for one in package["vulns"]
    ]
    return len(audited), len(packages) - len(audited), found


def ask(program: str, service: str) -> dict[str, Any] | None:
    """Run pip-audit on the pins.

    Returns:
        Its report, None where the service cannot be reached.

    Raises:
        RuntimeError: pip-audit itself failed.
    """
    options = ("--disable-pip", "--no-deps", "--progress-spinner", "off", "--timeout", "10")
    outcome = subprocess.run(
        [program, "-r", str(SOURCE / "constraints.txt"), *options, "-f", "json", "-s", service],
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    try:
        report: dict[str, Any] = json.loads(outcome.stdout)
    except ValueError:
        if any(name in outcome.stderr for name in _UNREACHABLE):
            return None
        raise RuntimeError(outcome.stderr[-2000:]) from None
    return report


def main(words: Sequence[str]) -> int:
    """Audit with the first service that answers, and print the result."""
    for service in SERVICES:
        report = ask(words[0], service)
        audited, left, found = verdict(report) if report is not None else (0, 0, [])
        if audited:
            for line in found:
                print(f"vulnerable: {line}")
            print(
                f"audit: {audited} packages asked of {service}, {left} unknown to it, "
                f"{len(found)} known vulnerabilities"
            )
            return 1 if found else 0
    print(
        "audit: NOTHING WAS AUDITED, because no service of vulnerabilities can be reached "
        f"from here ({', '.join(SERVICES)})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
