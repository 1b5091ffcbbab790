#include <divan/json/parse.hpp>

#include "arguments.hpp"
#include "client_core.hpp"
#include "guard.hpp"
#include "handles.hpp"
#include "result_handle.hpp"
#include "run_core.hpp"

using namespace divan;
using namespace divan::capi;
using namespace std::chrono_literals;

namespace {

struct RunPlan {
    divan_run_options options;
    std::chrono::milliseconds limit{0};
    protocol::PromptId prompt_id;
    json::Object extra_data;
};

Result<json::Object> object_argument(const char* text, const char* name) {
    if (!text) return json::Object{};
    const auto content = text_argument(text, name);
    DIVAN_TRY(content);
    const auto value = json::parse(*content);
    DIVAN_TRY(value);
    if (const auto* object = json::object_of(*value)) return *object;
    return fail(Errc::invalid_argument, std::string{name} + " is no JSON object");
}

Result<RunPlan> read_plan(const divan_run_options* options) {
    const auto given = read_options(options);
    DIVAN_TRY(given);
    if (given->deliver != DIVAN_DELIVER_POLLED && given->deliver != DIVAN_DELIVER_THREAD)
        return fail(Errc::invalid_argument,
                    "deliver is neither DIVAN_DELIVER_POLLED nor DIVAN_DELIVER_THREAD");
    const auto limit = span_or(given->timeout_ms, 30min, "timeout_ms");
    const auto id = optional_text(given->prompt_id, "prompt_id");
    auto extra = object_argument(given->extra_data_json, "extra_data_json");
    DIVAN_TRY(limit);
    DIVAN_TRY(id);
    DIVAN_TRY(extra);
    return RunPlan{*given, *limit, protocol::PromptId{*id}, std::move(*extra)};
}

std::unique_ptr<divan_run> make_handle(const divan_client& client, const divan_run_options& options) {
    auto handle = std::make_unique<divan_run>(client.core);
    const bool on_thread = options.deliver == DIVAN_DELIVER_THREAD;
    handle->core = std::make_shared<RunCore>(options.on_event, options.user,
                                             on_thread ? client.core->delivery_inbox() : nullptr);
    handle->core->set_handle(handle.get());
    return handle;
}

Result<std::unique_ptr<divan_run>> start(divan_client* client, const divan_workflow* workflow,
                                         const divan_run_options* options) {
    DIVAN_TRY(check(client));
    DIVAN_TRY(check(workflow));
    auto plan = read_plan(options);
    DIVAN_TRY(plan);
    RunRequest request{workflow->workflow};
    request.prompt_id = std::move(plan->prompt_id);
    request.extra_data = std::move(plan->extra_data);
    request.front = plan->options.front != 0;
    request.randomize_seeds = plan->options.keep_seeds == 0;
    auto handle = make_handle(*client, plan->options);
    DIVAN_TRY(client->core->start(handle->core, std::move(request), plan->limit));
    return handle;
}

Result<std::unique_ptr<divan_run>> attach(divan_client* client, const char* prompt_id,
                                          const divan_run_options* options) {
    DIVAN_TRY(check(client));
    const auto id = text_argument(prompt_id, "prompt_id");
    DIVAN_TRY(id);
    if (id->empty()) return fail(Errc::invalid_argument, "the argument 'prompt_id' is empty");
    const auto plan = read_plan(options);
    DIVAN_TRY(plan);
    AttachRequest request{protocol::PromptId{*id}};
    request.client_id = client->core->client_id();
    auto handle = make_handle(*client, plan->options);
    DIVAN_TRY(client->core->attach(handle->core, std::move(request), plan->limit));
    return handle;
}

Result<> refuse_inside_callback(const RunCore& core) {
    if (!core.inside_own_callback()) return {};
    return fail(Errc::invalid_argument, "a run was polled or waited for inside its own callback",
                "return from the callback first");
}

Result<> give_result(const divan_run& run, divan_result** result) {
    const auto outcome = run.core->outcome();
    if (!outcome)
        return fail(Errc::invalid_argument, "the run has not ended yet", "wait for it, or poll until it has");
    DIVAN_TRY(*outcome);
    *result = make_result(run.client, {outcome, &**outcome}).release();
    return {};
}

/// Frees the handle where a call that made it ends before it was given away.
struct FreeRun {
    void operator()(divan_run* run) const { divan_run_free(run); }
};

}  // namespace

divan_code divan_run_start(divan_client* client, const divan_workflow* workflow,
                           const divan_run_options* options, divan_run** run, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(run, "run"));
        auto started = start(client, workflow, options);
        DIVAN_TRY(started);
        *run = started->release();
        return {};
    });
}

divan_code divan_run_attach(divan_client* client, const char* prompt_id, const divan_run_options* options,
                            divan_run** run, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(run, "run"));
        auto attached = attach(client, prompt_id, options);
        DIVAN_TRY(attached);
        *run = attached->release();
        return {};
    });
}

divan_code divan_run_blocking(divan_client* client, const divan_workflow* workflow,
                              const divan_run_options* options, divan_result** result, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(result, "result"));
        auto started = start(client, workflow, options);
        DIVAN_TRY(started);
        const std::unique_ptr<divan_run, FreeRun> run{started->release()};
        const auto core = run->core;
        core->wait_for_end(kNever);  // it has a time limit of its own
        return give_result(*run, result);
    });
}

divan_code divan_run_poll(divan_run* run, divan_run_status* status, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(run));
        const auto core = run->core;
        DIVAN_TRY(refuse_inside_callback(*core));
        if (core->polled()) core->deliver();
        if (!status) return {};
        divan_run_status now{};
        core->fill(now);
        return write_struct(status, now);
    });
}

divan_code divan_run_wait(divan_run* run, int64_t timeout_ms, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(run));
        const auto limit = span_argument(timeout_ms, "timeout_ms");
        DIVAN_TRY(limit);
        const auto core = run->core;
        DIVAN_TRY(refuse_inside_callback(*core));
        if (core->wait_for_end(deadline_after(*limit))) return {};
        return fail(Errc::timeout, "the run has not ended within the time",
                    "it goes on: wait again, or cancel it");
    });
}

divan_code divan_run_result(divan_run* run, divan_result** result, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(result, "result"));
        DIVAN_TRY(check(run));
        return give_result(*run, result);
    });
}

divan_code divan_run_cancel(divan_run* run, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(run));
        return run->client->cancel(run->core);
    });
}

const char* divan_run_prompt_id(const divan_run* run) {
    return is(run) ? run->core->prompt_id().c_str() : nullptr;
}

void divan_run_free(divan_run* run) {
    if (!is(run) || inside_log_callback()) return;
    run->core->silence();
    release(run);
}
