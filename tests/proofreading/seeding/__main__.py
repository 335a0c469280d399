"""Measures the rules on the seeded papers: `--write` keeps it as `edusum/proofreading/measured.json`, which
the page of rules shows; `--missed` and `--false` tell what went wrong where, `--only` of some mutators.
"""

import argparse
import json
import sys
from pathlib import Path

from edusum.proofreading import registry
from tests.proofreading.seeding.measure import Measured, measured, on_faultless_papers

FILE = Path(registry.__file__).with_name("measured.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--only", default="", help="mutators whose names hold these words")
    parser.add_argument("--missed", action="store_true")
    parser.add_argument("--false", action="store_true")
    asked = parser.parse_args()
    done = measured(asked.only)
    if asked.missed:
        _tell_missed(done)
    if asked.false:
        _tell_false(done)
    sys.stdout.write(f"{done.table()}\n{_summary(done)}\n")
    if asked.write and not asked.only:
        FILE.write_text(written(done), "utf-8")


def written(done: Measured) -> str:
    return json.dumps(done.as_json(), ensure_ascii=False, indent=1) + "\n"


def _summary(done: Measured) -> str:
    told = {
        "all": done.recall(),
        "arithmetic": done.recall(["facts"]),
        "numbering": done.recall(["numbering"]),
    }
    shares = "  ".join(f"{name} {share:.3f}" for name, share in told.items())
    return f"{len(done.outcomes)} mutations  recall: {shares}"


def _tell_missed(done: Measured) -> None:
    for outcome in done.outcomes:
        mutation = outcome.mutation
        if not outcome.right:
            where = mutation.place.replace("\n", "⏎")[:160]
            sys.stdout.write(
                f"MISSED [{mutation.mutator.name} → {mutation.aim}] {mutation.paper.name}: "
                f"“{mutation.words[:40]}” in {where}\n"
            )


def _tell_false(done: Measured) -> None:
    found = [("", finding) for finding in on_faultless_papers()]
    found += [(item.mutation.mutator.name, finding) for item in done.outcomes for finding in item.wrong]
    for mutator, finding in found:
        told = finding.quote.replace("\n", "⏎")[:80]
        sys.stdout.write(f"FALSE {finding.rule} {finding.severity} [{mutator}] {told} | {finding.evidence}\n")


if __name__ == "__main__":
    main()
