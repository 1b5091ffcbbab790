"""The table of names in docs/migration-from-comfyui-node.md is whole, and each of our names in it exists.

usage: check_names.py COMPILER SOURCE_DIR [DOCUMENT [PEER_NAMES]]

Whole: every name of PEER_NAMES stands in the first column, `.name` under a heading that ends in `owner`. Exists: a C++ file
with a using-declaration for each name of the second column compiles against all public headers; the compiler points at the line
of the document.
"""
import pathlib
import re
import subprocess
import sys
import tempfile


class Row:
    def __init__(self, line, owner, theirs, ours):
        self.line, self.theirs, self.ours = line, [(owner if name.startswith(".") else "exports", name.lstrip(".")) for name in theirs], ours


def code_words(cell):
    return re.findall(r"`([^`]+)`", cell)


def read_rows(document):
    owner, rows = None, []
    for number, line in enumerate(document.read_text().splitlines(), 1):
        if line.startswith("#"):
            owner = (code_words(line) or [None])[-1]
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) == 5 and cells[1] not in ("comfyui-node", "---"):
            if not cells[2] or (not code_words(cells[2]) and not (cells[2] == "—" and cells[3])):
                sys.exit(f"{document.name}:{number}: a name is mapped to nothing, without a reason")
            rows.append(Row(number, owner, code_words(cells[1]), code_words(cells[2])))
    return rows


def read_peer_names(file):
    names = []
    for line in file.read_text().splitlines():
        if line and not line.startswith("#"):
            owner, words = line.split(": ", 1)
            names += [(owner, word) for word in words.split()]
    return names


def public_headers(source):
    # The built-in nodes are a big header with names of its own.
    return sorted(h for h in source.glob("libs/*/include/**/*.hpp") if h.name != "builtin_nodes.hpp")


def declaration(name, number, kinds):
    """Text that compiles when the name is there and public."""
    owner = name.rpartition("::")[0].rpartition("::")[2]
    if "class" in kinds.get(owner, ()):
        return f"struct probe_{number} : divan::{name.rpartition('::')[0]} {{ using divan::{name}; }};"
    return f"namespace probe_{number} {{ using divan::{name}; }}"


def kinds_of(headers):
    """What a name of the headers is: class, enum or namespace; of several, all."""
    kinds = {}
    for header in headers:
        for word, name in re.findall(r"^\s*(enum class|class|struct|namespace)\s+(?:[\w:]+::)?(\w+)", header.read_text(), re.MULTILINE):
            kinds.setdefault(name, set()).add({"struct": "class", "enum class": "enum"}.get(word, word))
    return kinds


def write_program(rows, document, source):
    headers = public_headers(source)
    kinds = kinds_of(headers)
    lines = [f"#include <divan/{str(h).split('/include/divan/')[1]}>" for h in headers]
    checked = 0
    for row in rows:
        lines.append(f'#line {row.line} "{document}"')
        for name in row.ours:
            lines[-1] += "\n" + declaration(name, checked, kinds)
            lines.append(f'#line {row.line} "{document}"')
            checked += 1
    return "\n".join(lines) + "\n", checked


def compile_program(compiler, source, text):
    includes = [f"-I{folder}" for folder in sorted(source.glob("libs/*/include"))]
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "names.cpp"
        program.write_text(text)
        command = [compiler, "-std=c++20", "-fsyntax-only", "-w", "-DBOOST_ASIO_SEPARATE_COMPILATION", *includes, program]
        return subprocess.run(command, capture_output=True, text=True, timeout=900)


def main():
    compiler, source = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    here = pathlib.Path(__file__).resolve().parents[2]
    document = pathlib.Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else here / "docs/migration-from-comfyui-node.md"
    peer = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else here / "tests/docs/data/comfyui_node_1_10_0.txt"
    rows = read_rows(document)
    there = {name for row in rows for name in row.theirs}
    known = read_peer_names(peer)
    problems = [f"{owner}: {name} is missing in the table" for owner, name in known if (owner, name) not in there]
    problems += [f"{owner}: {name} is no name of comfyui-node" for owner, name in there - set(known)]
    text, checked = write_program(rows, document, source)
    done = compile_program(compiler, source, text)
    if done.returncode != 0:
        problems.append(done.stderr)
    if checked < 250:
        problems.append(f"only {checked} of our names were found in the table: the pattern no longer fits")
    print(f"{len(known)} names of comfyui-node; {checked} of ours exist")
    if problems:
        sys.exit("\n".join(problems))


main()
