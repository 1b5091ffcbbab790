#include "arguments.hpp"
#include "guard.hpp"
#include "handles.hpp"

using namespace divan;
using namespace divan::capi;

namespace {

engine::EngineConfig config_of(const divan_engine_options& options) {
    const auto path = [](const char* text) { return std::filesystem::path{text ? text : ""}; };
    engine::EngineConfig config;
    config.port = options.port;
    config.base = path(options.folder);
    config.models_file = path(options.models_file);
    config.faults_file = path(options.faults_file);
    return config;
}

}  // namespace

divan_code divan_engine_start(const divan_engine_options* options, divan_engine** engine,
                              divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(engine, "engine"));
        const auto wanted = read_options(options);
        DIVAN_TRY(wanted);
        const auto level = log_level_argument(wanted->log_level);
        DIVAN_TRY(level);
        auto made = std::make_unique<divan_engine>(config_of(*wanted), *level,
                                                   log_sink(wanted->log, wanted->log_user));
        DIVAN_TRY(made->engine.start());
        made->url = made->engine.url();
        *engine = made.release();
        return {};
    });
}

const char* divan_engine_url(const divan_engine* engine) {
    return is(engine) ? engine->url.c_str() : nullptr;
}

void divan_engine_free(divan_engine* engine) {
    if (!inside_log_callback()) release(engine);
}
