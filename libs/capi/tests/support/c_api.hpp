#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <divan/capi/divan.h>

namespace divan::capi_test {

template <auto Free>
struct FreeWith {
    template <class Handle>
    void operator()(Handle* handle) const {
        Free(handle);
    }
};
using Engine = std::unique_ptr<divan_engine, FreeWith<divan_engine_free>>;
using Client = std::unique_ptr<divan_client, FreeWith<divan_client_free>>;
using Workflow = std::unique_ptr<divan_workflow, FreeWith<divan_workflow_free>>;
using RunHandle = std::unique_ptr<divan_run, FreeWith<divan_run_free>>;
using Outcome = std::unique_ptr<divan_result, FreeWith<divan_result_free>>;
using Saved = std::unique_ptr<divan_saved, FreeWith<divan_saved_free>>;

/// The error of one call after another: `EXPECT_EQ(divan_x(…, error), DIVAN_OK) << error`.
class Error {
public:
    ~Error() { divan_error_free(error_); }
    Error() = default;
    Error(const Error&) = delete;
    Error& operator=(const Error&) = delete;

    operator divan_error**() {  // NOLINT: meant to be handed to the calls
        divan_error_free(error_);
        error_ = nullptr;
        return &error_;
    }
    const divan_error* get() const { return error_; }
    divan_code code() const { return divan_error_code(error_); }
    std::string message() const { return divan_error_message(error_); }
    std::string hint() const { return divan_error_hint(error_); }
    std::string fact(const char* name) const {
        const char* value = divan_error_fact(error_, name);
        return value ? value : "";
    }
    friend std::ostream& operator<<(std::ostream& out, const Error& error) {
        return out << divan_error_describe(error.error_);
    }

private:
    divan_error* error_ = nullptr;
};

/// Two nodes, no model: a blue picture.
inline constexpr const char* kBlue = R"({
    "1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 12, "batch_size": 1, "color": 255}},
    "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "blue"}, "_meta": {"title": "Save"}}})";

/// Samples, with steps and previews.
inline constexpr const char* kFox = R"({
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5-pruned-emaonly-fp16.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a red fox", "clip": ["4", 1]}, "_meta": {"title": "Prompt"}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["4", 1]}},
    "3": {"class_type": "KSampler", "inputs": {"seed": -1, "steps": 8, "cfg": 7.5, "sampler_name": "euler",
          "scheduler": "normal", "denoise": 1.0, "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0],
          "latent_image": ["5", 0]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "fox"}}})";

inline Workflow parse(const char* json) {
    divan_workflow* workflow = nullptr;
    Error error;
    EXPECT_EQ(divan_workflow_parse(json, &workflow, error), DIVAN_OK) << error;
    return Workflow{workflow};
}

/// Memory of the library as a string.
inline std::string taken(char* text) {
    std::string copy = text ? text : "(null)";
    divan_free(text);
    return copy;
}

/// What a callback saw; kept by value, since an event is borrowed.
struct Seen {
    std::int32_t kind = 0, percent = 0;
    double value = 0, max = 0, fraction = 0;
    std::string node, text, image, media_type, error;
};

/// Callback and `user` in one: `options.on_event = Recorder::take; options.user = &recorder`.
class Recorder {
public:
    static void take(const divan_event* event, void* user);
    std::vector<Seen> all() const;
    std::vector<std::int32_t> kinds() const;
    std::vector<Seen> of(std::int32_t kind) const;
    std::size_t count(std::int32_t kind) const { return of(kind).size(); }
    bool ended() const { return count(DIVAN_EVENT_FINISHED) + count(DIVAN_EVENT_FAILED) > 0; }
    std::string threads() const;  ///< "mine", "another", "mine another"

private:
    mutable std::mutex mutex_;
    std::vector<Seen> seen_;
    bool mine_ = false, another_ = false;
    std::thread::id my_thread_ = std::this_thread::get_id();
};

inline divan_run_options listening(Recorder& recorder, std::int32_t deliver = DIVAN_DELIVER_POLLED) {
    auto options = divan_run_defaults();
    options.on_event = Recorder::take;
    options.user = &recorder;
    options.deliver = deliver;
    return options;
}

/// An engine of this process, behind its C functions, and a client of it.
class CApi : public testing::Test {
protected:
    /// A fault plan and costs of models, in TOML.
    void serve(const std::string& faults = {}, const std::string& models = {});
    void connect();
    RunHandle start(divan_workflow* workflow, const divan_run_options* options = nullptr);
    RunHandle start(const char* workflow, const divan_run_options* options = nullptr);
    Outcome run(divan_workflow* workflow, const divan_run_options* options = nullptr);
    std::int32_t state(divan_run* run);
    bool until_running(divan_run* run);

    std::filesystem::path folder;  ///< of this test; removed at its end
    Engine engine;
    Client client;
    Error error;

    void SetUp() override;
    void TearDown() override;
};

/// A plan in which every run stays on its way until it is cancelled.
inline constexpr const char* kHangs = "[[fault]]\nnode = \"EmptyImage\"\ndo = \"hang\"\n";

/// Costs with which the eight steps of `kFox` take a third of a second.
inline constexpr const char* kSlow =
    "[checkpoints.\"v1-5-pruned-emaonly-fp16.safetensors\"]\nseconds_per_step_and_megapixel = 10\n";

}  // namespace divan::capi_test
