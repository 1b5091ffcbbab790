/*
 * A program with a loop of its own that must not wait: each frame it takes the events that are there.
 * usage: frame_loop SERVER WORKFLOW.json
 */
#include <divan/capi/divan.h>
#include <stdio.h>
#include <time.h>

struct scene {
    int previews;
    size_t texture_size;
};

/* Runs inside divan_run_poll, so it may touch whatever the loop may touch. */
static void on_event(const divan_event* event, void* user) {
    struct scene* scene = user;
    if (event->kind != DIVAN_EVENT_PREVIEW) return;
    scene->texture_size = event->image_size; /* a real program uploads event->image to the GPU */
    ++scene->previews;
}

static int play(divan_run* run, const struct scene* scene, divan_error** error) {
    const struct timespec rest = {0, 16666667};
    divan_run_status status = divan_run_status_new();
    int frame;

    for (frame = 0; status.state == DIVAN_RUN_WAITING || status.state == DIVAN_RUN_RUNNING; ++frame) {
        if (divan_run_poll(run, &status, error) != DIVAN_OK) return 0;
        if (frame % 10 == 0) printf("frame %d: %d %%\n", frame, status.percent);
        nanosleep(&rest, NULL); /* a real program draws */
    }
    printf("%d frames, %d previews, the last one %zu bytes\n", frame, scene->previews, scene->texture_size);
    return 1;
}

static int make_texture(divan_client* client, const divan_workflow* workflow, divan_error** error) {
    struct scene scene = {0, 0};
    divan_run_options options = divan_run_defaults();
    divan_run* run = NULL;
    divan_result* result = NULL;
    uint8_t* picture = NULL;
    size_t size = 0;
    int done;

    options.on_event = on_event;
    options.user = &scene;
    done = divan_run_start(client, workflow, &options, &run, error) == DIVAN_OK && play(run, &scene, error) &&
           divan_run_result(run, &result, error) == DIVAN_OK &&
           divan_result_read_file(result, 0, 60000, &picture, &size, error) == DIVAN_OK;
    if (done) printf("the picture has %zu bytes\n", size);
    divan_free(picture);
    divan_result_free(result);
    divan_run_free(run);
    return done;
}

int main(int argc, char** argv) {
    divan_client_options options = divan_client_defaults();
    divan_client* client = NULL;
    divan_workflow* workflow = NULL;
    divan_error* error = NULL;
    int done;

    if (argc != 3) {
        fprintf(stderr, "usage: frame_loop SERVER WORKFLOW.json\n");
        return 2;
    }
    options.server = argv[1];
    done = divan_client_new(&options, &client, &error) == DIVAN_OK &&
           divan_workflow_load(argv[2], &workflow, &error) == DIVAN_OK &&
           make_texture(client, workflow, &error);
    if (!done) fprintf(stderr, "%s\n", divan_error_describe(error));
    divan_error_free(error);
    divan_workflow_free(workflow);
    divan_client_free(client);
    return done ? 0 : 1;
}
