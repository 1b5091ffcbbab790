"""Shows that a mistake in a program with typed nodes does not compile, and that the compiler says what is wrong.

usage: check.py COMPILER SOURCE_DIR PROGRAM.cpp...
       check.py COMPILER SOURCE_DIR --seconds LIMIT

Each program compiles as it is; with -DWRONG it must not. The errors must stand between its #ifdef WRONG and #else, and each
`// says: REGEX` of the program must match the compiler's output. The second form compiles the header of the built-in nodes
alone and measures the CPU time.
"""
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wshadow", "-Wconversion", "-Winvalid-pch"]


def command(compiler, source, *more):
    includes = [f"-I{source}/libs/{layer}/include" for layer in ("base", "json", "workflow")]
    return [compiler, "-std=c++20", "-O0", *WARNINGS, *includes, f"-I{source}/libs/workflow/tests", *more]


def precompile(compiler, source, folder):
    """All programs include the same big header; read once it costs a tenth."""
    header = folder / "nodes.hpp"
    header.write_text("#include <divan/workflow/builtin_nodes.hpp>\n")
    ending = ".pch" if "clang" in compiler else ".gch"
    subprocess.run(command(compiler, source, "-x", "c++-header", "-o", f"{header}{ending}", header), check=True, timeout=600)
    return header


def compile_program(compiler, source, header, program, *more):
    done = subprocess.run(command(compiler, source, "-fsyntax-only", "-fdiagnostics-color=never", "-include", header, *more, program),
                          capture_output=True, text=True, env=dict(os.environ, LC_ALL="C"), timeout=600)
    return done.returncode, done.stderr


def wrong_lines(text):
    """The numbers of the lines between #ifdef WRONG and #else."""
    lines, inside = set(), False
    for number, line in enumerate(text.splitlines(), 1):
        inside = (inside or line.startswith("#ifdef WRONG")) and not line.startswith(("#else", "#endif"))
        if inside:
            lines.add(number)
    return lines


def problems(compiler, source, header, program):
    text = program.read_text()
    status, output = compile_program(compiler, source, header, program, "-Werror")
    if status != 0:
        yield f"the right form does not compile:\n{output}"
    status, output = compile_program(compiler, source, header, program, "-DWRONG")
    if status == 0:
        yield "the wrong form compiles"
    places = re.findall(rf"{re.escape(program.name)}:(\d+):\d+: error:", output)
    if not places or not {int(place) for place in places} <= wrong_lines(text):
        yield f"the errors do not stand at the mistake:\n{output}"
    wanted = re.findall(r"^// says: (.*)$", text, re.MULTILINE)
    if not wanted:
        yield "the program does not tell what the compiler shall say"
    for pattern in wanted:
        if not re.search(pattern, output, re.MULTILINE):
            yield f"the compiler does not say '{pattern}':\n{output}"


def check_programs(compiler, source, programs):
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        header = precompile(compiler, source, pathlib.Path(folder))
        for program in programs:
            found = list(problems(compiler, source, header, program))
            failures += bool(found)
            print(f"{program.name}: {'ok' if not found else '; '.join(found)}")
    return failures


def check_seconds(compiler, source, limit):
    program = "#include <divan/workflow/builtin_nodes.hpp>\n"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command(compiler, source, "-x", "c++", "-c", "-o", os.devnull, "-"), input=program, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{compiler}: {seconds:.2f} CPU seconds for every built-in node, allowed are {limit}")
    return seconds > limit


def main():
    compiler, source, rest = sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), sys.argv[3:]
    if not shutil.which(compiler):
        print(f"skipped: there is no {compiler} here")
        sys.exit(77)
    if rest[0] == "--seconds":
        sys.exit(check_seconds(compiler, source, float(rest[1])))
    sys.exit(min(check_programs(compiler, source, [pathlib.Path(name) for name in rest]), 1))


main()
