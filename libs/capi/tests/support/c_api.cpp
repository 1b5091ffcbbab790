#include <chrono>
#include <thread>

#include "c_api.hpp"

namespace divan::capi_test {

using namespace std::chrono_literals;

void Recorder::take(const divan_event* event, void* user) {
    auto* self = static_cast<Recorder*>(user);
    Seen seen;
    seen.kind = event->kind;
    seen.percent = event->percent;
    seen.value = event->value;
    seen.max = event->max;
    seen.fraction = event->fraction;
    seen.node = event->node;
    seen.text = event->text;
    if (event->image) seen.image.assign(static_cast<const char*>(event->image), event->image_size);
    seen.media_type = event->media_type;
    if (event->error) seen.error = divan_error_describe(event->error);
    const std::lock_guard lock{self->mutex_};
    self->seen_.push_back(std::move(seen));
    (std::this_thread::get_id() == self->my_thread_ ? self->mine_ : self->another_) = true;
}

std::vector<Seen> Recorder::all() const {
    const std::lock_guard lock{mutex_};
    return seen_;
}

std::vector<std::int32_t> Recorder::kinds() const {
    std::vector<std::int32_t> kinds;
    for (const Seen& seen : all()) kinds.push_back(seen.kind);
    return kinds;
}

std::vector<Seen> Recorder::of(std::int32_t kind) const {
    auto found = all();
    std::erase_if(found, [&](const Seen& seen) { return seen.kind != kind; });
    return found;
}

std::string Recorder::threads() const {
    const std::lock_guard lock{mutex_};
    return std::string{mine_ ? "mine" : ""} + (mine_ && another_ ? " " : "") + (another_ ? "another" : "");
}

void CApi::SetUp() {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder = std::filesystem::temp_directory_path() /
             ("divan-capi-" + std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()) +
              test->name());
    std::filesystem::create_directories(folder);
}

void CApi::TearDown() {
    client.reset();
    engine.reset();
    std::filesystem::remove_all(folder);
}

void CApi::serve(const std::string& faults, const std::string& models) {
    auto options = divan_engine_defaults();
    const auto faults_file = folder / "faults.toml", models_file = folder / "models.toml";
    std::ofstream{faults_file} << faults;
    std::ofstream{models_file} << models;
    if (!faults.empty()) options.faults_file = faults_file.c_str();
    if (!models.empty()) options.models_file = models_file.c_str();
    divan_engine* started = nullptr;
    ASSERT_EQ(divan_engine_start(&options, &started, error), DIVAN_OK) << error;
    engine.reset(started);
    connect();
}

void CApi::connect() {
    auto options = divan_client_defaults();
    options.server = divan_engine_url(engine.get());
    divan_client* made = nullptr;
    ASSERT_EQ(divan_client_new(&options, &made, error), DIVAN_OK) << error;
    client.reset(made);
}

RunHandle CApi::start(divan_workflow* workflow, const divan_run_options* options) {
    divan_run* run = nullptr;
    EXPECT_EQ(divan_run_start(client.get(), workflow, options, &run, error), DIVAN_OK) << error;
    return RunHandle{run};
}

RunHandle CApi::start(const char* workflow, const divan_run_options* options) {
    return start(parse(workflow).get(), options);
}

Outcome CApi::run(divan_workflow* workflow, const divan_run_options* options) {
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_blocking(client.get(), workflow, options, &result, error), DIVAN_OK) << error;
    return Outcome{result};
}

std::int32_t CApi::state(divan_run* run) {
    auto status = divan_run_status_new();
    EXPECT_EQ(divan_run_poll(run, &status, error), DIVAN_OK) << error;
    return status.state;
}

bool CApi::until_running(divan_run* run) {
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (state(run) == DIVAN_RUN_WAITING && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(2ms);
    return state(run) == DIVAN_RUN_RUNNING;
}

}  // namespace divan::capi_test
