"""A binding in a few lines of Python: what a language needs that can only call C.

usage: python_ctypes.py LIBRARY
"""
import ctypes
import json
import sys
import threading

WORKFLOW = {"1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": 255}},
            "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "python"}}}


class ClientOptions(ctypes.Structure):
    # An older program's view: it ends after the server. The rest has its defaults.
    _fields_ = [("struct_size", ctypes.c_size_t), ("server", ctypes.c_char_p)]


class Event(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("kind", ctypes.c_int32), ("percent", ctypes.c_int32),
                ("run", ctypes.c_void_p), ("node", ctypes.c_char_p), ("text", ctypes.c_char_p)]


EventFunction = ctypes.CFUNCTYPE(None, ctypes.POINTER(Event), ctypes.c_void_p)
ACCEPTED, FINISHED = 1, 10


class RunOptions(ctypes.Structure):
    _fields_ = [("struct_size", ctypes.c_size_t), ("on_event", EventFunction), ("user", ctypes.c_void_p),
                ("deliver", ctypes.c_int32)]


class DivanError(Exception):
    def __init__(self, lib, code, handle):
        super().__init__(lib.divan_error_describe(handle).decode())
        self.code = code
        lib.divan_error_free(handle)


class Divan:
    def __init__(self, path):
        self.lib = ctypes.CDLL(path)
        for name in ("divan_version", "divan_error_describe", "divan_engine_url", "divan_result_json"):
            getattr(self.lib, name).restype = ctypes.c_char_p

    def call(self, name, *arguments):
        error = ctypes.c_void_p()
        code = getattr(self.lib, name)(*arguments, ctypes.byref(error))
        if code:
            raise DivanError(self.lib, code, error)

    def make(self, name, *arguments):
        handle = ctypes.c_void_p()
        self.call(name, *arguments, ctypes.byref(handle))
        return handle


def run_with_events(divan, client, workflow, deliver):
    seen, threads = [], set()

    def on_event(event, _user):
        seen.append(event.contents.kind)
        threads.add(threading.get_ident())

    options = RunOptions(ctypes.sizeof(RunOptions), EventFunction(on_event), None, deliver)
    run = divan.make("divan_run_start", client, workflow, ctypes.byref(options))
    divan.call("divan_run_wait", run, ctypes.c_int64(60_000))
    result = divan.make("divan_run_result", run)
    divan.lib.divan_run_free(run)
    assert seen[0] == ACCEPTED and seen[-1] == FINISHED, seen
    assert (threads == {threading.get_ident()}) == (deliver == 0), "events came on the wrong thread"
    return result


def main():
    divan = Divan(sys.argv[1])
    engine = divan.make("divan_engine_start", None)
    options = ClientOptions(ctypes.sizeof(ClientOptions), divan.lib.divan_engine_url(engine))
    client = divan.make("divan_client_new", ctypes.byref(options))
    workflow = divan.make("divan_workflow_parse", json.dumps(WORKFLOW).encode())
    divan.call("divan_workflow_declare_output", workflow, b"picture", b"2")
    for deliver in (0, 1):
        result = run_with_events(divan, client, workflow, deliver)
        outputs = json.loads(divan.lib.divan_result_json(result))["outputs"]
        assert outputs["picture"]["images"][0]["filename"].startswith("python_"), outputs
        divan.lib.divan_result_free(result)
    try:
        divan.call("divan_workflow_set_text", client, b"1.width", b"a client is no workflow")
        sys.exit("a handle of the wrong kind was taken")
    except DivanError as error:
        assert error.code == 405, error
        print("as it should be:", error)
    for handle, kind in ((workflow, "workflow"), (client, "client"), (engine, "engine")):
        getattr(divan.lib, f"divan_{kind}_free")(handle)
    print("divan", divan.lib.divan_version().decode(), "works from Python")


main()
