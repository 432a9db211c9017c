#!/usr/bin/env python3
"""Times whole runs of answerlint and of other tools over seeded corpora, and writes the table into README.md.

    cargo build --release --bin answerlint --example bench-empty --example bench-floor
    python3 tests/bench/run.py [--tools FOLDER]... [--quick]

Tools are looked for on the path and in the folders given by --tools; those that are not there are left out.
"""

import argparse
import glob
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILT = os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target")), "release")
SEED = 20
LENGTH = 2000
START, END = "<!-- table -->", "<!-- end of table -->"

# Name, how it is run, how it tells its version, and the largest corpus that it is given.
TOOLS = [
    ("typos", ["typos", "--isolated"], ["--version"], "10,000 drafts"),
    ("rumdl", ["rumdl", "check", "--no-cache", "--isolated"], ["--version"], "10,000 drafts"),
    ("codespell", ["codespell"], ["--version"], "10,000 drafts"),
    ("proselint", ["proselint", "check"], ["version"], "100 drafts"),
    ("write-good", ["write-good"], ["--version"], "100 drafts"),
    ("markdownlint-cli2", ["markdownlint-cli2", "--no-globs"], ["--version"], "100 drafts"),
]


def paragraphs():
    """The labelled drafts as paragraphs, and all their paragraphs of plain prose."""
    files = sorted(glob.glob(os.path.join(ROOT, "tests/judgement/drafts/**/*.md"), recursive=True))
    drafts = [open(f, encoding="utf-8").read().strip().split("\n\n") for f in files]
    return drafts, [p for d in drafts for p in d if is_prose(p)]


def is_prose(paragraph):
    return len(paragraph) > 60 and not paragraph.startswith(("#", "---", "<", "|", "```", "**", "- "))


def draft(rnd, drafts, prose):
    """A labelled draft in which every third paragraph is another's; a second one after it when it is short."""
    text = ""
    while len(text) < LENGTH:
        chosen = [rnd.choice(prose) if is_prose(p) and rnd.random() < 0.3 else p for p in rnd.choice(drafts)]
        more = "\n\n".join(chosen)
        if text and more.startswith("---\n"):
            more = more.split("\n---\n", 1)[-1].lstrip()
        text = text + "\n\n" + more if text else more
    return text + "\n"


def build_corpora(folder):
    drafts, prose = paragraphs()
    rnd = random.Random(SEED)
    out = {}
    for name, count in (("1 draft", 1), ("100 drafts", 100), ("10,000 drafts", 10_000)):
        base = os.path.join(folder, str(count))
        paths = []
        for number in range(count):
            path = os.path.join(base, f"{number % 100:02}", f"{number:05}.md")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            text = draft(rnd, drafts, prose)
            while count == 1 and not text.startswith("---\n"):
                # One whose front matter says that it is an answer, so that there is something to check.
                text = draft(rnd, drafts, prose)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            paths.append(path)
        out[name] = paths if count == 1 else [base]
    path = os.path.join(folder, "large.md")
    with open(path, "w", encoding="utf-8") as file:
        size = 0
        while size < 10 << 20:
            text = draft(rnd, drafts, prose)
            if text.startswith("---\n"):
                text = text.split("\n---\n", 1)[-1].lstrip()
            size += file.write(text + "\n")
    out["10 MB"] = [path]
    return out


def timed(command, times):
    """Medians of wall and processor time in seconds, and the largest memory in MB where GNU time can tell."""
    wall, cpu = [], []
    for _ in range(times):
        before = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        wall.append(time.perf_counter() - before)
        cpu.append(usage.ru_utime + usage.ru_stime)
        if sum(wall) > 60:
            break
    # A child's own figure would hold what this script takes.
    asked = ["/usr/bin/time", "-f", "%M", *command]
    said = subprocess.run(asked, capture_output=True, text=True).stderr if os.path.exists(asked[0]) else ""
    last = said.strip().rpartition("\n")[2]
    peak = f"{int(last) / 1024:.0f} MB" if last.isdigit() else ""
    return statistics.median(wall), statistics.median(cpu), peak


def files_of(paths):
    return [f for p in paths for f in (sorted(glob.glob(p + "/**/*.md", recursive=True)) if os.path.isdir(p) else [p])]


def millis(seconds):
    return f"{seconds * 1e3:.2f} ms" if seconds < 0.1 else f"{seconds * 1e3:,.0f} ms"


def machine():
    model = ""
    if os.path.exists("/proc/cpuinfo"):
        lines = open("/proc/cpuinfo", encoding="utf-8").read().splitlines()
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")
    rust = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    return f"{model or platform.machine()}, {os.cpu_count()} cores, {platform.system()}; {rust}; load {os.getloadavg()[0]:.1f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tools", action="append", default=[], help="a folder of other tools")
    parser.add_argument("--quick", action="store_true", help="few runs of each")
    options = parser.parse_args()
    os.environ["PATH"] = os.pathsep.join(options.tools + [os.environ["PATH"]])
    own = os.path.join(BUILT, "answerlint")
    empty, floor = (os.path.join(BUILT, "examples", name) for name in ("bench-empty", "bench-floor"))
    for program in (own, empty, floor):
        if not os.path.exists(program):
            sys.exit(f"{program} is missing; see the top of this script for how to build it")
    tools = [tool for tool in TOOLS if shutil.which(tool[1][0])]
    rows = ["| corpus | tool | wall | processor | memory | wall, to empty | wall, to walk + read + parse |",
            "|---|---|---:|---:|---:|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        corpora = build_corpora(folder)
        order = list(corpora)
        small = 20 if options.quick else 200
        start = timed([empty], small)
        rows.append(f"| | empty program | {millis(start[0])} | {millis(start[1])} | {start[2]} | 1.0 | |")
        for name, paths in corpora.items():
            times = small if name == "1 draft" else 2 if options.quick else 15 if name == "100 drafts" else 5
            least = timed([floor, *paths], times)
            runs = [("walk + read + parse", [floor, *paths]),
                    ("answerlint", [own, "check", "--isolated", "--exit-zero", "--no-exclude", *paths])]
            for tool, command, _, largest in tools:
                fits = name != "10 MB" and order.index(name) <= order.index(largest)
                if fits:
                    # Tools that do not walk folders are given the files.
                    named = files_of(paths) if tool in ("proselint", "write-good", "markdownlint-cli2") else paths
                    runs.append((tool, [*command, *named]))
            for tool, command in runs:
                slow = tool not in ("walk + read + parse", "answerlint")
                wall, cpu, peak = least if command[0] == floor else timed(command, min(times, 5) if slow else times)
                rows.append(f"| {name} | {tool} | {millis(wall)} | {millis(cpu)} | {peak} |"
                            f" {wall / start[0]:,.1f} | {wall / least[0]:,.1f} |")
                print(rows[-1], flush=True)
    os.chdir(HERE)
    versions = []
    for tool, command, ask, _ in tools:
        said = subprocess.run([command[0], *ask], capture_output=True, text=True)
        line = next(iter((said.stdout or said.stderr).strip().splitlines()), "?") if said.returncode == 0 else "?"
        versions.append(line if tool.split("-")[0] in line else f"{tool} {line}")
    table = "\n".join([START, "", f"Measured on: {machine()}.", "", f"Others: {', '.join(versions) or 'none installed'}.", "",
                       *rows, "", END])
    readme = os.path.join(HERE, "README.md")
    text = open(readme, encoding="utf-8").read()
    before, _, rest = text.partition(START)
    with open(readme, "w", encoding="utf-8") as file:
        file.write(before + table + rest.partition(END)[2])


if __name__ == "__main__":
    main()
