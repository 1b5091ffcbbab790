"""The shared library exports the functions of divan.h, all of them and nothing else, under a versioned soname.

usage: check_exports.py LIBRARY HEADER
"""
import pathlib
import re
import subprocess
import sys


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main():
    library, header = sys.argv[1], pathlib.Path(sys.argv[2])
    exported = set()
    for line in output("nm", "-D", "--defined-only", library).splitlines():
        kind, name = line.split()[-2:]
        if kind != "A":  # the name of the version itself
            exported.add(name.split("@")[0])
    declared = set(re.findall(r"DIVAN_API [^;(]*?\*?(divan_\w+)\(", header.read_text()))
    if len(declared) < 40:
        sys.exit(f"only {len(declared)} declarations were found: the pattern no longer fits the header")
    if exported != declared:
        sys.exit(f"exported but not declared: {exported - declared}; declared but not exported: {declared - exported}")
    soname = re.search(r"\(SONAME\)\s+Library soname: \[(.+)\]", output("readelf", "-d", library))
    if not soname or not re.fullmatch(r"libdivan\.so\.\d+", soname[1]):
        sys.exit(f"the soname has no version: {soname and soname[1]}")
    print(f"{soname[1]} exports {len(exported)} functions")


main()
