"""Makes tests/data/comfyui_<version>.json from a server's answer: names, types, choices, defaults and ranges, one class a line.

usage: curl -s http://127.0.0.1:8188/object_info | python3 compact_object_info.py > comfyui_0.3.64.json

Tooltips and descriptions are the authors' prose and stay behind; so do the lists of files that the server happened to have.
"""
import json
import sys

FACTS = ("default", "min", "max", "step", "options", "multiselect", "multiline", "forceInput", "image_upload", "audio_upload",
         "video_upload", "file_upload", "image_folder", "remote", "control_after_generate", "template", "slotType", "inputs")
FLAGS = ("output_node", "deprecated", "experimental", "api_node")
FILES = (".safetensors", ".ckpt", ".pt", ".png", ".jpg", ".wav", ".mp4")


def without_files(choices):
    return [] if any(isinstance(choice, str) and choice.endswith(FILES) for choice in choices) else choices


def compact_input(spec):
    kind = without_files(spec[0]) if isinstance(spec[0], list) else spec[0]
    options = {key: value for key, value in (spec[1] if len(spec) > 1 else {}).items() if key in FACTS and (key == "default" or value is not False)}
    return [kind, options] if options else [kind]


def compact(node):
    sections = {name: {key: compact_input(spec) for key, spec in node["input"].get(name, {}).items()} for name in ("required", "optional")}
    entry = {"display_name": node["display_name"] or node["name"], "category": node["category"],
             "input": {name: inputs for name, inputs in sections.items() if inputs},
             "output": node["output"], "output_name": node["output_name"]}
    if any(node["output_is_list"]):
        entry["output_is_list"] = node["output_is_list"]
    if node.get("output_matchtypes"):
        entry["output_matchtypes"] = node["output_matchtypes"]
    return entry | {flag: True for flag in FLAGS if node.get(flag)}


nodes = json.load(sys.stdin)
lines = [json.dumps(name) + ": " + json.dumps(compact(nodes[name])) for name in sorted(nodes)]
print("{" + ",\n".join(lines) + "}")
