/* A C project outside the tree: an engine in this process, one workflow, one picture. */
#include <divan/capi/divan.h>
#include <stdio.h>

int main(void) {
    const char *text =
        "{\"1\": {\"class_type\": \"EmptyImage\", \"inputs\": {\"width\": 16, \"height\": 16, \"batch_size\": 1, \"color\": 255}},"
        " \"2\": {\"class_type\": \"SaveImage\", \"inputs\": {\"images\": [\"1\", 0], \"filename_prefix\": \"consumer\"}}}";
    divan_engine *engine = NULL;
    divan_client *client = NULL;
    divan_workflow *workflow = NULL;
    divan_result *result = NULL;
    divan_error *error = NULL;
    divan_client_options options = divan_client_defaults();
    size_t files;

    if (divan_engine_start(NULL, &engine, &error) != DIVAN_OK) return puts(divan_error_describe(error)), 1;
    options.server = divan_engine_url(engine);
    if (divan_client_new(&options, &client, &error) != DIVAN_OK ||
        divan_workflow_parse(text, &workflow, &error) != DIVAN_OK ||
        divan_run_blocking(client, workflow, NULL, &result, &error) != DIVAN_OK)
        return puts(divan_error_describe(error)), 1;
    files = divan_result_file_count(result);
    divan_result_free(result);
    divan_workflow_free(workflow);
    divan_client_free(client);
    divan_engine_free(engine);
    printf("divan %s works from C\n", divan_version());
    return files == 1 ? 0 : 1;
}
