#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <divan/capi/divan.h>
#include <divan/base/error.hpp>
#include <divan/client/save_outputs.hpp>
#include <divan/engine/engine.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan::capi {

class ClientCore;
class RunCore;

/// The first member of every handle: tells handles of different kinds apart, which languages without types of
/// their own for them mix up. A freed handle loses its mark; seeing that is luck, not a promise.
enum class Mark : std::uint32_t {
    gone = 0,
    error = 0x44760001,
    engine,
    workflow,
    client,
    run,
    result,
    saved,
};

}  // namespace divan::capi

struct divan_error {
    divan::capi::Mark mark = divan::capi::Mark::error;
    divan::Error error;
    std::string description;  // texts without NUL, so that C sees them whole

    explicit divan_error(divan::Error from);
};

struct divan_engine {
    divan::capi::Mark mark = divan::capi::Mark::engine;
    divan::Logger log;
    divan::engine::Engine engine;
    std::string url;

    divan_engine(divan::engine::EngineConfig config, divan::LogLevel level, divan::Logger::Sink sink)
        : log{level, std::move(sink)}, engine{std::move(config), log} {}
};

struct divan_workflow {
    divan::capi::Mark mark = divan::capi::Mark::workflow;
    divan::Workflow workflow;

    explicit divan_workflow(divan::Workflow value) : workflow{std::move(value)} {}
};

struct divan_client {
    divan::capi::Mark mark = divan::capi::Mark::client;
    std::shared_ptr<divan::capi::ClientCore> core;

    explicit divan_client(std::shared_ptr<divan::capi::ClientCore> shared) : core{std::move(shared)} {}
};

struct divan_run {
    divan::capi::Mark mark = divan::capi::Mark::run;
    std::shared_ptr<divan::capi::ClientCore> client;
    std::shared_ptr<divan::capi::RunCore> core;

    explicit divan_run(std::shared_ptr<divan::capi::ClientCore> owner) : client{std::move(owner)} {}
};

struct divan_result {
    divan::capi::Mark mark = divan::capi::Mark::result;
    std::shared_ptr<divan::capi::ClientCore> client;
    std::shared_ptr<const divan::RunResult> result;
    std::vector<divan::protocol::OutputFile> files;
    std::string json;
};

struct divan_saved {
    divan::capi::Mark mark = divan::capi::Mark::saved;
    std::vector<divan::SavedFile> files;
    std::vector<std::string> paths;
};

namespace divan::capi {

template <class Handle>
struct Kind;
// clang-format off
template <> struct Kind<divan_error> { static constexpr Mark mark = Mark::error; static constexpr const char* name = "error"; };
template <> struct Kind<divan_engine> { static constexpr Mark mark = Mark::engine; static constexpr const char* name = "engine"; };
template <> struct Kind<divan_workflow> { static constexpr Mark mark = Mark::workflow; static constexpr const char* name = "workflow"; };
template <> struct Kind<divan_client> { static constexpr Mark mark = Mark::client; static constexpr const char* name = "client"; };
template <> struct Kind<divan_run> { static constexpr Mark mark = Mark::run; static constexpr const char* name = "run"; };
template <> struct Kind<divan_result> { static constexpr Mark mark = Mark::result; static constexpr const char* name = "result"; };
template <> struct Kind<divan_saved> { static constexpr Mark mark = Mark::saved; static constexpr const char* name = "list of saved files"; };
// clang-format on

template <class Handle>
bool is(const Handle* handle) {
    return handle && handle->mark == Kind<std::remove_const_t<Handle>>::mark;
}

/// Errors: `invalid_argument` for NULL and for a handle of another kind.
template <class Handle>
Result<> check(const Handle* handle) {
    if (is(handle)) return {};
    const std::string kind = Kind<Handle>::name;
    if (!handle) return fail(Errc::invalid_argument, "the " + kind + " is NULL");
    return fail(Errc::invalid_argument, "the " + kind + " is a handle of another kind, or was freed");
}

/// Frees a handle; NULL and handles of another kind are left alone.
template <class Handle>
void release(Handle* handle) noexcept {
    if (!is(handle)) return;
    handle->mark = Mark::gone;
    delete handle;
}

}  // namespace divan::capi
