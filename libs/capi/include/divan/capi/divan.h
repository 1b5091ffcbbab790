/*
 * Divan for C, and for every language that can call C: run ComfyUI workflows.
 *
 * Link with `-ldivan` (pkg-config: divan; CMake: find_package(divan COMPONENTS capi), divan::capi). Only
 * names that begin with `divan_` are exported. The guide is docs/c-abi.md.
 *
 * Rules that hold for every function:
 *
 * Errors     A function that can fail returns a `divan_code`: DIVAN_OK (0) or one of the codes below. Its
 * last argument may be NULL; else `*error` is set to NULL on success and to a new error on failure, which the
 * caller frees with `divan_error_free`. Results (`divan_x **x`) are set to NULL on failure. C++ exceptions
 * never come out. Ownership  What a function gives through `divan_x **` is the caller's, who frees it with
 * `divan_x_free`. Memory given through `char **` or `uint8_t **` is freed with `divan_free`. `const char *`
 * results are borrowed: valid until the handle that they were asked of is freed (or changed, where that is
 * said). Arguments are only read during the call, but for the `user` pointers of callbacks. NULL       A
 * handle or text that is NULL where one is needed is DIVAN_INVALID_ARGUMENT, as is a handle of another kind.
 * Functions without an error code answer with NULL or 0. Every `_free` takes NULL. A handle that was freed
 * must not be used again. Lifetimes  Handles may be freed in any order: a run and its result outlive their
 * client. What they need of it then answers DIVAN_CANCELLED. Threads    Clients and runs: any threads,
 * several at once. Workflows, results, errors and the rest: one thread at a time; different ones are
 * independent. Texts      UTF-8, ended by NUL. Text that is no UTF-8 is DIVAN_INVALID_ARGUMENT; paths are
 * taken as they are. Times      Milliseconds. Structs    Options begin with `struct_size`, so that programs
 * that were built with an older header go on working. Take them from `divan_…_defaults()`, or set
 * `struct_size` to the size and the rest to 0: a member that is 0 or NULL has its default.
 */
#ifndef DIVAN_CAPI_DIVAN_H
#define DIVAN_CAPI_DIVAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__)
#define DIVAN_API __attribute__((visibility("default")))
#else
#define DIVAN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Codes ---- */

/** 0 or a number below. A number never changes its meaning; later versions may add some. */
typedef int32_t divan_code;

enum {
    DIVAN_OK = 0,
    DIVAN_CONNECT_FAILED = 101,   /**< no connection was made; nothing was sent */
    DIVAN_TIMEOUT = 102,          /**< the deadline passed first */
    DIVAN_CANCELLED = 103,        /**< the caller gave up, or the client was closed */
    DIVAN_IN_DOUBT = 104,         /**< sent, but the reply was lost: ask the server before sending again */
    DIVAN_IO_FAILED = 105,        /**< a local file could not be read or written */
    DIVAN_CONNECTION_LOST = 106,  /**< an open connection ended in the middle */
    DIVAN_ADDRESS_REFUSED = 107,  /**< an address that this call may not connect to; nothing was sent */
    DIVAN_MALFORMED_REPLY = 201,  /**< the server answered with something that is not its protocol */
    DIVAN_PROMPT_REJECTED = 202,  /**< the server refused the workflow */
    DIVAN_EXECUTION_FAILED = 203, /**< a node raised an error */
    DIVAN_INTERRUPTED = 204,      /**< interrupted on the server, not by us */
    DIVAN_PROMPT_LOST = 205,      /**< the server no longer knows the prompt */
    DIVAN_RESULT_MISSING = 206,   /**< the run succeeded, but an output could not be fetched */
    DIVAN_UNEXPECTED_STATUS = 207,
    DIVAN_UNAUTHORIZED = 208,   /**< 401 or 403 */
    DIVAN_NOT_SUPPORTED = 209,  /**< the server is too old, or lacks the route */
    DIVAN_FAILED_CACHE = 210,   /**< all from the server's cache, and an output is not there */
    DIVAN_NO_SERVER_FITS = 301, /**< no server of a pool can run the job */
    DIVAN_QUEUE_FULL = 302,     /**< the queue holds as many jobs as it may */
    DIVAN_MALFORMED_WORKFLOW = 401,
    DIVAN_UNKNOWN_NODE = 402,
    DIVAN_MALFORMED_JSON = 403,
    DIVAN_UNKNOWN_INPUT = 404,
    DIVAN_INVALID_ARGUMENT = 405,
    DIVAN_UNSAFE_PATH = 406,
    DIVAN_STORE_UNAVAILABLE = 501, /**< the database does not answer; nothing was done */
    DIVAN_COMMIT_UNKNOWN = 502,    /**< the connection was lost while committing */
    DIVAN_STORE_IN_USE = 503,      /**< another gateway has this store open */
    DIVAN_SCHEMA_MISMATCH = 504,   /**< another version wrote the store */
    DIVAN_STORE_DAMAGED = 505,     /**< what is stored contradicts itself */
    DIVAN_STORAGE_FULL = 506,      /**< too little disk space is left */
    DIVAN_NOT_FOUND = 507,         /**< no such thing, or not the asker's */
    DIVAN_LEASE_LOST = 508,        /**< the job has moved on elsewhere */
    DIVAN_ALREADY_FINISHED = 509,  /**< the job has ended */
    DIVAN_QUOTA_EXCEEDED = 510,    /**< the owner's own limit */
    DIVAN_CONFLICT = 511,          /**< it exists already, or is in no state for that */
    DIVAN_ASSET_IN_USE = 512,      /**< a job that has not ended needs it */
    DIVAN_OUT_OF_MEMORY = 901,     /**< only here: C++ has an exception for it */
    DIVAN_INTERNAL = 902           /**< an exception inside the library: a defect, please report it */
};

/** The name of a code, e.g. "prompt_rejected"; "ok" for 0, "unknown" for a number that is none. Never NULL,
 * static. */
DIVAN_API const char* divan_code_name(divan_code code);

/** The version of the library that is loaded, e.g. "0.1.0". Static. */
DIVAN_API const char* divan_version(void);

/** Frees memory that was given through `char **` or `uint8_t **`. Takes NULL. */
DIVAN_API void divan_free(void* memory);

/* ---- Errors ---- */

typedef struct divan_error divan_error;

DIVAN_API divan_code divan_error_code(const divan_error* error);     /**< DIVAN_OK for NULL */
DIVAN_API const char* divan_error_message(const divan_error* error); /**< one sentence; "" for NULL */
DIVAN_API const char* divan_error_hint(const divan_error* error);    /**< what to do next; may be "" */
/** Verbatim from the server: untrusted. May be "". */
DIVAN_API const char* divan_error_server_text(const divan_error* error);
/** Everything in one line, safe for a terminal: "error 202 prompt_rejected: … (node=3) — hint: …". */
DIVAN_API const char* divan_error_describe(const divan_error* error);
/** One fact, e.g. "node", "server", "line"; NULL when the error has none of that name. */
DIVAN_API const char* divan_error_fact(const divan_error* error, const char* name);
/** All facts in order; a name may stand twice. 0 for NULL. */
DIVAN_API size_t divan_error_fact_count(const divan_error* error);
DIVAN_API const char* divan_error_fact_name(const divan_error* error, size_t index); /**< NULL past the end */
DIVAN_API const char* divan_error_fact_value(const divan_error* error,
                                             size_t index); /**< NULL past the end */
DIVAN_API void divan_error_free(divan_error* error);

/* ---- Log ---- */

enum { DIVAN_LOG_DEBUG = 1, DIVAN_LOG_INFO = 2, DIVAN_LOG_WARN = 3, DIVAN_LOG_ERROR = 4 };

/**
 * Gets one line without its end. Called on the library's threads, never two calls for one handle at once; it
 * must not call the library back (calls that would wait answer DIVAN_INVALID_ARGUMENT). Keys, prompts and
 * pictures are never logged. `line` is borrowed for the call.
 */
typedef void (*divan_log_fn)(int32_t level, const char* line, void* user);

/* ---- Embedded engine ---- */

/** A server in this process that speaks ComfyUI's protocol and needs no GPU: for tests and demonstrations. */
typedef struct divan_engine divan_engine;

typedef struct divan_engine_options {
    size_t struct_size;
    uint16_t port;           /**< 0: a free one. It listens on 127.0.0.1 only */
    const char* folder;      /**< holds input/, output/ …; NULL: a temporary one, removed at the end */
    const char* models_file; /**< costs of the stand-in models (TOML); NULL: they cost nothing */
    const char* faults_file; /**< faults to inject (TOML); NULL: none */
    divan_log_fn log;        /**< NULL: silent */
    void* log_user;
    int32_t log_level; /**< from this level on; 0: DIVAN_LOG_WARN */
} divan_engine_options;

static inline divan_engine_options divan_engine_defaults(void) {
    divan_engine_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    return options;
}

/** `options` may be NULL. Errors: io_failed (port in use …), invalid_argument (a file that it cannot read).
 */
DIVAN_API divan_code divan_engine_start(const divan_engine_options* options, divan_engine** engine,
                                        divan_error** error);
DIVAN_API const char* divan_engine_url(
    const divan_engine* engine);                        /**< "http://127.0.0.1:8188"; NULL for NULL */
DIVAN_API void divan_engine_free(divan_engine* engine); /**< stops it, and waits until it has stopped */

/* ---- Workflows ---- */

/**
 * A graph in ComfyUI's API format ("Export (API)"). An `address` names an input: "6.text", "#Positive
 * prompt.text" (a title), "KSampler.seed" (a class that occurs once). A `node` is "6", "#Positive prompt" or
 * "KSampler". An edit that fails changes nothing.
 */
typedef struct divan_workflow divan_workflow;

/** Errors: malformed_json (facts line, column), malformed_workflow. */
DIVAN_API divan_code divan_workflow_parse(const char* json, divan_workflow** workflow, divan_error** error);
/** From a file. Errors: also io_failed. */
DIVAN_API divan_code divan_workflow_load(const char* path, divan_workflow** workflow, divan_error** error);
/** An independent copy. */
DIVAN_API divan_code divan_workflow_copy(const divan_workflow* workflow, divan_workflow** copy,
                                         divan_error** error);
DIVAN_API void divan_workflow_free(divan_workflow* workflow);

/** The graph as JSON; free it with `divan_free`. What the plan of a run adds (outputs, bypassing) is not in
 * it. */
DIVAN_API divan_code divan_workflow_to_json(const divan_workflow* workflow, char** json, divan_error** error);

/* Set one input. Errors: unknown_node (the hint names near ones), invalid_argument; malformed_json. */
DIVAN_API divan_code divan_workflow_set_text(divan_workflow* workflow, const char* address, const char* text,
                                             divan_error** error);
DIVAN_API divan_code divan_workflow_set_int(divan_workflow* workflow, const char* address, int64_t number,
                                            divan_error** error);
DIVAN_API divan_code divan_workflow_set_double(divan_workflow* workflow, const char* address, double number,
                                               divan_error** error);
DIVAN_API divan_code divan_workflow_set_bool(divan_workflow* workflow, const char* address, int32_t yes,
                                             divan_error** error);
/** Any JSON value, e.g. a link "[\"4\", 1]" or a seed beyond 2^63. */
DIVAN_API divan_code divan_workflow_set_json(divan_workflow* workflow, const char* address, const char* json,
                                             divan_error** error);
/** The value of an input as JSON; free it with `divan_free`. Errors: unknown_node, unknown_input. */
DIVAN_API divan_code divan_workflow_get_json(const divan_workflow* workflow, const char* address, char** json,
                                             divan_error** error);

/** Uploads a file before the run and sets the input to its name on the server. The file is read when the run
 * begins. */
DIVAN_API divan_code divan_workflow_attach_file(divan_workflow* workflow, const char* address,
                                                const char* path, divan_error** error);
/** The same with bytes, which are copied. `name` is its name on the server; NULL: one made from the content.
 */
DIVAN_API divan_code divan_workflow_attach_bytes(divan_workflow* workflow, const char* address,
                                                 const void* bytes, size_t size, const char* name,
                                                 divan_error** error);
/** Wants what a node makes, under a name. Without any, every output node counts, under its id. */
DIVAN_API divan_code divan_workflow_declare_output(divan_workflow* workflow, const char* alias,
                                                   const char* node, divan_error** error);
/** Leaves a node out of the run (`bypassed` not 0), or takes it in again; its links are rewired by type. */
DIVAN_API divan_code divan_workflow_bypass(divan_workflow* workflow, const char* node, int32_t bypassed,
                                           divan_error** error);

/* ---- Clients ---- */

/** One server and our connection to it; owns a thread. */
typedef struct divan_client divan_client;

typedef struct divan_client_options {
    size_t struct_size;
    const char* server; /**< "host:8188", "https://host/prefix"; required */
    const char* user;   /**< basic authentication, with `password` */
    const char* password;
    const char* bearer_token;   /**< "Authorization: Bearer …" */
    const char* const* headers; /**< further fields, "Name: value" */
    size_t header_count;
    const char* ca_file;           /**< further trusted certificates (PEM) */
    const char* comfy_org_api_key; /**< for paid nodes; travels with each prompt, never logged */
    const char* client_id;      /**< NULL: a fresh one; needed only to attach to runs of an earlier program */
    int32_t connect_timeout_ms; /**< 0: 3,000 */
    divan_log_fn log;           /**< NULL: silent */
    void* log_user;
    int32_t log_level; /**< from this level on; 0: DIVAN_LOG_WARN */
} divan_client_options;

static inline divan_client_options divan_client_defaults(void) {
    divan_client_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    return options;
}

/** Connects nothing yet: runs do that by themselves. Errors: invalid_argument. */
DIVAN_API divan_code divan_client_new(const divan_client_options* options, divan_client** client,
                                      divan_error** error);
/**
 * Opens the socket and waits until the server has greeted it: whether the server is there, and lets us in.
 * Errors: connect_failed, unauthorized, unexpected_status, timeout, malformed_reply, cancelled.
 */
DIVAN_API divan_code divan_client_connect(divan_client* client, int64_t timeout_ms, divan_error** error);
/**
 * Any request to any route of the server, with our credentials: `method` "GET", `target` "/system_stats".
 * `body` is JSON, or NULL. A status of any kind is an answer. `reply` is ended by a NUL that `size` does not
 * count; free it with `divan_free`. `status` and `size` may be NULL. Errors: connect_failed, connection_lost,
 * in_doubt, timeout, cancelled.
 */
DIVAN_API divan_code divan_client_request(divan_client* client, const char* method, const char* target,
                                          const char* body, int64_t timeout_ms, int32_t* status, char** reply,
                                          size_t* size, divan_error** error);
/** Ends everything that is on its way with DIVAN_CANCELLED, for good. The server's prompts are not cancelled.
 * Again: ok. */
DIVAN_API divan_code divan_client_close(divan_client* client, divan_error** error);
/** As `divan_client_close`, and frees it. Ignored inside a log callback. */
DIVAN_API void divan_client_free(divan_client* client);

/* ---- Runs ---- */

typedef struct divan_run divan_run;
typedef struct divan_result divan_result;

enum {
    DIVAN_EVENT_ACCEPTED = 1, /**< the server has it; `text` is the prompt id */
    DIVAN_EVENT_WAITING = 2,  /**< its place in the queue changed: `ahead` */
    DIVAN_EVENT_STARTED = 3,
    DIVAN_EVENT_CACHED = 4, /**< nodes that need not be computed: `text` is a JSON array of ids */
    DIVAN_EVENT_NODE = 5,   /**< `node` begins to compute */
    DIVAN_EVENT_PROGRESS =
        6, /**< `fraction`, `percent`, `value`, `max`, `nodes_done`, `nodes_total`, `node` */
    DIVAN_EVENT_PREVIEW = 7,   /**< `image`, `image_size`, `media_type`, `node`; lossy, never an output */
    DIVAN_EVENT_TEXT = 8,      /**< what `node` says about its progress: `text` */
    DIVAN_EVENT_OUTPUT = 9,    /**< what `node` shows: `text` is JSON */
    DIVAN_EVENT_FINISHED = 10, /**< the end: fetch the result */
    DIVAN_EVENT_FAILED = 11    /**< the end: `error`, borrowed; also after `divan_run_cancel` */
};

/** Borrowed for the call, with everything it points to. Texts are never NULL. The struct may grow at its end.
 */
typedef struct divan_event {
    size_t struct_size; /**< of the library that made it */
    int32_t kind;       /**< DIVAN_EVENT_…; skip kinds that you do not know */
    int32_t percent;    /**< `fraction`, rounded down */
    divan_run* run;
    const char* node; /**< "" where none is meant */
    const char* text;
    double value, max; /**< steps of the node; `max` 0 when it tells none */
    double fraction;   /**< of the whole run, 0 to 1; never goes back */
    uint64_t nodes_done, nodes_total;
    uint64_t ahead;    /**< prompts before ours */
    const void* image; /**< NULL where none is meant */
    size_t image_size;
    const char* media_type; /**< "image/jpeg" or "image/png" */
    const divan_error* error;
} divan_event;

/**
 * May call any function but a poll, wait or result-less blocking call of the run that it is told about; it
 * may free that run. Must not throw or jump.
 */
typedef void (*divan_event_fn)(const divan_event* event, void* user);

enum {
    DIVAN_DELIVER_POLLED =
        0, /**< events wait for `divan_run_poll` or `divan_run_wait`, and are told on that thread */
    DIVAN_DELIVER_THREAD = 1 /**< told at once, on one thread of the client's own, which may block */
};

typedef struct divan_run_options {
    size_t struct_size;
    divan_event_fn on_event;     /**< NULL: only the state can be polled */
    void* user;                  /**< handed to `on_event` */
    int32_t deliver;             /**< DIVAN_DELIVER_… */
    int32_t keep_seeds;          /**< not 0: a seed of −1 is sent as it is; else each is drawn anew */
    int32_t front;               /**< not 0: before everything that waits */
    int32_t reserved;            /**< 0 */
    int64_t timeout_ms;          /**< of everything together; 0: 30 minutes; DIVAN_FOREVER */
    const char* prompt_id;       /**< NULL: a fresh UUID; `divan_run_attach` has an argument for it */
    const char* extra_data_json; /**< an object for the request's `extra_data`; NULL: none */
} divan_run_options;

static inline divan_run_options divan_run_defaults(void) {
    divan_run_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    return options;
}

#define DIVAN_FOREVER ((int64_t)-1)

/**
 * Begins a run and returns at once; the workflow is copied. `options` may be NULL. A run is told exactly one
 * FINISHED or FAILED, as its last event. While nobody takes events, the newest PROGRESS, WAITING and PREVIEW
 * replace older ones, and beyond 1,000 other events the oldest are dropped and counted. Errors:
 * invalid_argument, malformed_json, cancelled (the client is closed); everything else is an end of the run.
 */
DIVAN_API divan_code divan_run_start(divan_client* client, const divan_workflow* workflow,
                                     const divan_run_options* options, divan_run** run, divan_error** error);
/**
 * Follows a prompt that was sent before, maybe by another program: give `divan_client_options.client_id` the
 * id that it was sent with, or it is followed by polling only. Ends with prompt_lost when the server does not
 * know it any more.
 */
DIVAN_API divan_code divan_run_attach(divan_client* client, const char* prompt_id,
                                      const divan_run_options* options, divan_run** run, divan_error** error);
/**
 * Begins a run, tells its events on this thread, and returns at its end. A callback may cancel the run, but
 * must not free it. Errors: as above, and every end that is no success.
 */
DIVAN_API divan_code divan_run_blocking(divan_client* client, const divan_workflow* workflow,
                                        const divan_run_options* options, divan_result** result,
                                        divan_error** error);

enum { DIVAN_RUN_WAITING = 0, DIVAN_RUN_RUNNING = 1, DIVAN_RUN_FINISHED = 2, DIVAN_RUN_FAILED = 3 };

typedef struct divan_run_status {
    size_t struct_size;
    int32_t state; /**< DIVAN_RUN_… */
    int32_t percent;
    double fraction;
    uint64_t nodes_done, nodes_total;
    uint64_t ahead;          /**< prompts before ours, as far as the server told */
    uint64_t events_dropped; /**< that nobody took in time */
} divan_run_status;

static inline divan_run_status divan_run_status_new(void) {
    divan_run_status status;
    memset(&status, 0, sizeof status);
    status.struct_size = sizeof status;
    return status;
}

/**
 * For a loop that must not wait: tells the events that are there on this thread, fills `status` (may be NULL)
 * and returns at once. With DIVAN_DELIVER_THREAD it tells nothing. Errors: invalid_argument inside the run's
 * own callback.
 */
DIVAN_API divan_code divan_run_poll(divan_run* run, divan_run_status* status, divan_error** error);
/**
 * Waits until the run has ended and its events were told (on this thread, or on the client's with
 * DIVAN_DELIVER_THREAD). DIVAN_OK says that it ended, not how. `timeout_ms`: DIVAN_FOREVER, or 0 for a look.
 * Errors: timeout (it goes on), invalid_argument inside the run's own callback.
 */
DIVAN_API divan_code divan_run_wait(divan_run* run, int64_t timeout_ms, divan_error** error);
/** Of a run that ended well, any number of times. Errors: the run's own; invalid_argument while it is on its
 * way. */
DIVAN_API divan_code divan_run_result(divan_run* run, divan_result** result, divan_error** error);
/**
 * Takes exactly our prompt out of the queue, or interrupts it. Returns once that is on its way; the run then
 * ends with cancelled, unless it had ended before. Any number of times.
 */
DIVAN_API divan_code divan_run_cancel(divan_run* run, divan_error** error);
DIVAN_API const char* divan_run_prompt_id(const divan_run* run); /**< NULL for NULL */
/** The run goes on at the server, unseen. No callback runs when this returns, but the one that called it. */
DIVAN_API void divan_run_free(divan_run* run);

/* ---- Results ---- */

/** {"prompt_id", "outputs": {alias or node id: what the node showed}, "seeds": [{"node", "input", "value"}],
 *  "cached_nodes", "executed_nodes", "node_count", "times": {"waited_ms", "ran_ms", "server_ms"}} */
DIVAN_API const char* divan_result_json(const divan_result* result);
DIVAN_API size_t divan_result_file_count(const divan_result* result); /**< 0 for NULL */

enum {
    DIVAN_FILE_IMAGE = 0,
    DIVAN_FILE_VIDEO = 1,
    DIVAN_FILE_AUDIO = 2,
    DIVAN_FILE_MODEL_3D = 3,
    DIVAN_FILE_LATENT = 4,
    DIVAN_FILE_OTHER = 5
};

/** A file on the server. All texts are the server's: untrusted, never a local path. Borrowed from the result.
 */
typedef struct divan_file {
    size_t struct_size;
    int32_t kind; /**< DIVAN_FILE_… */
    int32_t animated;
    const char* node;
    const char* filename;
    const char* subfolder; /**< mostly "" */
    const char* type;      /**< "output", "temp" or "input" */
} divan_file;

static inline divan_file divan_file_new(void) {
    divan_file file;
    memset(&file, 0, sizeof file);
    file.struct_size = sizeof file;
    return file;
}

/** Errors: invalid_argument past the end. */
DIVAN_API divan_code divan_result_file(const divan_result* result, size_t index, divan_file* file,
                                       divan_error** error);
/** The file in memory; free it with `divan_free`. Errors: connect_failed, timeout, result_missing, cancelled
 * … */
DIVAN_API divan_code divan_result_read_file(const divan_result* result, size_t index, int64_t timeout_ms,
                                            uint8_t** bytes, size_t* size, divan_error** error);

typedef struct divan_save_options {
    size_t struct_size;
    const char* folder;   /**< NULL: "."; made when missing, and nothing is written outside of it */
    const char* pattern;  /**< e.g. "{node}_{version:03}.{ext}"; NULL: the server's names, made safe */
    int64_t timeout_ms;   /**< 0: 30 minutes; DIVAN_FOREVER */
    int32_t include_temp; /**< not 0: previews too; else only when there is nothing else */
    int32_t reserved;     /**< 0 */
} divan_save_options;

static inline divan_save_options divan_save_defaults(void) {
    divan_save_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    return options;
}

typedef struct divan_saved divan_saved;

/** One local file. Borrowed from its `divan_saved`. */
typedef struct divan_saved_file {
    size_t struct_size;
    const char* path;
    const char* node;
    const char* media_type; /**< as the server told */
    const char* sha256;     /**< 64 hexadecimal digits */
    uint64_t bytes;
    uint32_t width, height; /**< of pictures; else 0 */
} divan_saved_file;

static inline divan_saved_file divan_saved_file_new(void) {
    divan_saved_file file;
    memset(&file, 0, sizeof file);
    file.struct_size = sizeof file;
    return file;
}

/**
 * Streams the result's files to disk; nothing is overwritten. `options` may be NULL. Errors: as above;
 * io_failed, unsafe_path, invalid_argument (pattern). Files that were saved before an error stay.
 */
DIVAN_API divan_code divan_result_save(const divan_result* result, const divan_save_options* options,
                                       divan_saved** saved, divan_error** error);
DIVAN_API void divan_result_free(divan_result* result);

DIVAN_API size_t divan_saved_count(const divan_saved* saved); /**< 0 for NULL */
/** Errors: invalid_argument past the end. */
DIVAN_API divan_code divan_saved_get(const divan_saved* saved, size_t index, divan_saved_file* file,
                                     divan_error** error);
DIVAN_API void divan_saved_free(divan_saved* saved);

#ifdef __cplusplus
}
#endif

#endif
