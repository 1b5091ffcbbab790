/*
 * The whole road in C: engine, client, workflow, run, events, result, files, errors. Prints what failed and ends 1.
 */
#include <divan/capi/divan.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const workflow_text =
    "{\"1\": {\"class_type\": \"EmptyImage\","
    "         \"inputs\": {\"width\": 16, \"height\": 16, \"batch_size\": 1, \"color\": 255}},"
    " \"2\": {\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"1\", 0], \"filename_prefix\": \"c\"},"
    "         \"_meta\": {\"title\": \"Save\"}}}";

static int failures = 0;

static void expect(int holds, const char *what, int line) {
    if (holds) return;
    ++failures;
    fprintf(stderr, "line %d: not so: %s\n", line, what);
}
#define EXPECT(condition) expect((condition) != 0, #condition, __LINE__)

/* Frees the error; ends the program where going on makes no sense. */
static void need(divan_code code, divan_error *error, int line) {
    if (code == DIVAN_OK) return;
    fprintf(stderr, "line %d: %s\n", line, divan_error_describe(error));
    divan_error_free(error);
    exit(1);
}
#define NEED(call) need((call), error, __LINE__)

struct seen {
    int accepted, finished, failed;
    double last_fraction;
};

static void count(const divan_event *event, void *user) {
    struct seen *seen = user;
    if (event->kind == DIVAN_EVENT_ACCEPTED && event->text[0] != '\0') ++seen->accepted;
    if (event->kind == DIVAN_EVENT_PROGRESS) seen->last_fraction = event->fraction;
    if (event->kind == DIVAN_EVENT_FINISHED) ++seen->finished;
    if (event->kind == DIVAN_EVENT_FAILED) ++seen->failed;
}

static void look_at_files(const divan_result *result) {
    divan_error *error = NULL;
    divan_file file = divan_file_new();
    uint8_t *bytes = NULL;
    size_t size = 0;

    EXPECT(divan_result_file_count(result) == 1);
    NEED(divan_result_file(result, 0, &file, &error));
    EXPECT(file.kind == DIVAN_FILE_IMAGE);
    EXPECT(strcmp(file.node, "2") == 0);
    EXPECT(strncmp(file.filename, "c_", 2) == 0);
    NEED(divan_result_read_file(result, 0, 20000, &bytes, &size, &error));
    EXPECT(size > 8 && memcmp(bytes, "\x89PNG\r\n\x1a\n", 8) == 0);
    divan_free(bytes);
}

static void run_it(divan_client *client, divan_workflow *workflow) {
    divan_error *error = NULL;
    divan_run *run = NULL;
    divan_result *result = NULL;
    struct seen seen = {0, 0, 0, 0};
    divan_run_status status = divan_run_status_new();
    divan_run_options options = divan_run_defaults();

    options.on_event = count;
    options.user = &seen;
    NEED(divan_run_start(client, workflow, &options, &run, &error));
    EXPECT(strlen(divan_run_prompt_id(run)) == 36);
    NEED(divan_run_wait(run, 60000, &error));
    NEED(divan_run_poll(run, &status, &error));
    EXPECT(status.state == DIVAN_RUN_FINISHED);
    EXPECT(seen.accepted == 1 && seen.finished == 1 && seen.failed == 0);
    EXPECT(seen.last_fraction >= 1.0);
    NEED(divan_run_result(run, &result, &error));
    divan_run_free(run);
    look_at_files(result);
    divan_result_free(result);
}

static void fail_it(divan_client *client, divan_workflow *workflow) {
    divan_error *error = NULL;
    divan_result *result = NULL;

    EXPECT(divan_workflow_set_text(workflow, "7.text", "?", &error) == DIVAN_UNKNOWN_NODE);
    EXPECT(divan_error_code(error) == DIVAN_UNKNOWN_NODE);
    EXPECT(strstr(divan_error_describe(error), "unknown_node") != NULL);
    divan_error_free(error);
    NEED(divan_workflow_set_int(workflow, "EmptyImage.width", -5, &error));
    EXPECT(divan_run_blocking(client, workflow, NULL, &result, &error) == DIVAN_PROMPT_REJECTED);
    EXPECT(result == NULL);
    EXPECT(strcmp(divan_error_fact(error, "node"), "1") == 0);
    EXPECT(strcmp(divan_error_fact(error, "input"), "width") == 0);
    divan_error_free(error);
}

int main(void) {
    divan_error *error = NULL;
    divan_engine *engine = NULL;
    divan_client *client = NULL;
    divan_workflow *workflow = NULL;
    divan_client_options options = divan_client_defaults();

    NEED(divan_engine_start(NULL, &engine, &error));
    options.server = divan_engine_url(engine);
    NEED(divan_client_new(&options, &client, &error));
    NEED(divan_client_connect(client, 20000, &error));
    NEED(divan_workflow_parse(workflow_text, &workflow, &error));
    run_it(client, workflow);
    fail_it(client, workflow);
    divan_workflow_free(workflow);
    divan_client_free(client);
    divan_engine_free(engine);
    if (failures == 0) printf("divan %s works from C\n", divan_version());
    return failures == 0 ? 0 : 1;
}
