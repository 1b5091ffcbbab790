/*
 * Text to image in C: sets the prompt, shows the progress, saves the pictures.
 * usage: text_to_image SERVER WORKFLOW.json PROMPT
 */
#include <divan/capi/divan.h>
#include <stdio.h>

static void show(const divan_event* event, void* user) {
    (void)user;
    if (event->kind == DIVAN_EVENT_PROGRESS) printf("\r%3d %%", event->percent);
    if (event->kind == DIVAN_EVENT_FINISHED) printf("\n");
    fflush(stdout);
}

static int save(const divan_result* result, divan_error** error) {
    divan_save_options options = divan_save_defaults();
    divan_saved* saved = NULL;

    options.folder = "out";
    if (divan_result_save(result, &options, &saved, error) != DIVAN_OK) return 0;
    for (size_t i = 0; i < divan_saved_count(saved); ++i) {
        divan_saved_file file = divan_saved_file_new();
        if (divan_saved_get(saved, i, &file, NULL) == DIVAN_OK)
            printf("%s (%u x %u)\n", file.path, file.width, file.height);
    }
    divan_saved_free(saved);
    return 1;
}

static int draw(divan_client* client, divan_workflow* workflow, const char* prompt, divan_error** error) {
    divan_run_options options = divan_run_defaults();
    divan_result* result = NULL;
    int saved;

    options.on_event = show;
    if (divan_workflow_set_text(workflow, "#Positive prompt.text", prompt, error) != DIVAN_OK) return 0;
    if (divan_run_blocking(client, workflow, &options, &result, error) != DIVAN_OK) return 0;
    saved = save(result, error);
    divan_result_free(result);
    return saved;
}

int main(int argc, char** argv) {
    divan_client_options options = divan_client_defaults();
    divan_client* client = NULL;
    divan_workflow* workflow = NULL;
    divan_error* error = NULL;
    int done;

    if (argc != 4) {
        fprintf(stderr, "usage: text_to_image SERVER WORKFLOW.json PROMPT\n");
        return 2;
    }
    options.server = argv[1];
    done = divan_client_new(&options, &client, &error) == DIVAN_OK &&
           divan_workflow_load(argv[2], &workflow, &error) == DIVAN_OK &&
           draw(client, workflow, argv[3], &error);
    if (!done) fprintf(stderr, "%s\n", divan_error_describe(error));
    divan_error_free(error);
    divan_workflow_free(workflow);
    divan_client_free(client);
    return done ? 0 : 1;
}
