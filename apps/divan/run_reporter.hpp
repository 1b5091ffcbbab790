#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <divan/client/run.hpp>
#include <divan/client/save_outputs.hpp>
#include <divan/workflow/seeds.hpp>

#include "picture.hpp"
#include "program.hpp"

namespace divan::app {

/// What one run came to.
struct RunSummary {
    std::string server;
    std::string workflow_id;  ///< fingerprint of the graph that was sent
    std::vector<SeedChange> seeds;
    RunResult result;
    std::vector<SavedFile> files;
};

/// Tells about runs while they are on their way: to a person, as one JSON document, or as a stream of JSON
/// lines. `run` counts from 0.
class RunReporter {
public:
    virtual ~RunReporter() = default;
    virtual void accepted(int run, const protocol::PromptId& id, const std::string& server) = 0;
    virtual void waiting(int run, std::size_t ahead) = 0;
    virtual void started(int run) = 0;
    virtual void progress(int run, const RunProgress& progress, const std::string& node_title) = 0;
    virtual void preview(int run, const Preview& preview) = 0;
    virtual void output(int run, const protocol::NodeOutputs& outputs) = 0;
    virtual void saved(int run, const SavedFile& file) = 0;
    virtual void finished(int run, const RunSummary& summary) = 0;
    virtual void failed(int run, const Error& error) = 0;
    /// A sentence for people, e.g. that a server was left out.
    virtual void note(const std::string& text) = 0;
    /// Every run has ended.
    virtual void done() = 0;
};

/// `runs`: how many there will be.
std::unique_ptr<RunReporter> make_reporter(const Program& program, PictureMode pictures, int runs);

// The three of them; `make_reporter` chooses.
std::unique_ptr<RunReporter> make_human_reporter(const Program& program, PictureMode pictures, int runs);
std::unique_ptr<RunReporter> make_document_reporter(const Program& program);
std::unique_ptr<RunReporter> make_stream_reporter(const Program& program);

}  // namespace divan::app
