#include "run_report_json.hpp"

#include <ostream>

#include <divan/json/write.hpp>

#include "error_json.hpp"

namespace divan::app {

json::Object to_json(const SavedFile& saved) {
    const auto& [source, file, picture] = saved;
    json::Object object{{"path", file.path.string()}, {"name", file.path.filename().string()},
                        {"node", source.node.str()},  {"kind", std::string{name(source.kind)}},
                        {"bytes", file.bytes},        {"sha256", file.sha256}};
    if (picture) {
        object["width"] = picture->width;
        object["height"] = picture->height;
    }
    return object;
}

json::Object to_json(const RunSummary& summary) {
    json::Array files, seeds, cached;
    for (const auto& file : summary.files) files.push_back(to_json(file));
    for (const auto& seed : summary.seeds)
        seeds.push_back(
            json::Object{{"node", seed.node.str()}, {"input", seed.input}, {"value", seed.value}});
    for (const auto& node : summary.result.cached_nodes) cached.push_back(boost::json::string(node.str()));
    json::Object outputs;
    for (const auto& node : summary.result.outputs) outputs[node.node.str()] = node.ui;
    json::Object times{{"waited_ms", summary.result.times.waited.count()},
                       {"ran_ms", summary.result.times.ran.count()}};
    if (summary.result.times.server) times["server_ms"] = summary.result.times.server->count();
    json::Object object{{"status", "done"},
                        {"prompt_id", summary.result.prompt_id.str()},
                        {"workflow_id", summary.workflow_id},
                        {"server", summary.server},
                        {"node_count", summary.result.node_count},
                        {"finished_at", to_rfc3339(summary.result.times.finished_at)},
                        {"files", std::move(files)},
                        {"seeds", std::move(seeds)},
                        {"cached_nodes", std::move(cached)},
                        {"outputs", std::move(outputs)},
                        {"times", std::move(times)}};
    if (summary.result.profile) object["profile"] = to_json(*summary.result.profile);
    return object;
}

namespace {

/// One document at the end: {"runs": [...]}, in the order of the runs.
class DocumentReporter final : public RunReporter {
public:
    explicit DocumentReporter(const Program& program) : program_{program} {}

    void accepted(int, const protocol::PromptId&, const std::string&) override {}
    void waiting(int, std::size_t) override {}
    void started(int) override {}
    void progress(int, const RunProgress&, const std::string&) override {}
    void preview(int, const Preview&) override {}
    void output(int, const protocol::NodeOutputs&) override {}
    void saved(int, const SavedFile&) override {}
    void note(const std::string& text) override { program_.shell.err << text << std::endl; }
    void finished(int run, const RunSummary& summary) override { put(run, to_json(summary)); }
    void failed(int run, const Error& error) override {
        put(run, json::Object{{"status", error.code == Errc::cancelled ? "cancelled" : "failed"},
                              {"error", to_json(error)}});
    }
    void done() override {
        json::Array runs;
        for (auto& [run, object] : runs_) runs.push_back(std::move(object));
        program_.shell.out << json::write(json::Object{{"runs", std::move(runs)}},
                                          {json::Layout::pretty, false})
                           << std::endl;
    }

private:
    void put(int run, json::Object object) { runs_[run] = std::move(object); }

    const Program& program_;
    std::map<int, json::Object> runs_;
};

/// One line of JSON per event, flushed at once.
class StreamReporter final : public RunReporter {
public:
    explicit StreamReporter(const Program& program) : program_{program} {}

    void accepted(int run, const protocol::PromptId& id, const std::string& server) override {
        line(run, "accepted", {{"prompt_id", id.str()}, {"server", server}});
    }
    void waiting(int run, std::size_t ahead) override { line(run, "waiting", {{"ahead", ahead}}); }
    void started(int run) override { line(run, "started", {}); }
    void progress(int run, const RunProgress& progress, const std::string& title) override {
        line(run, "progress",
             {{"percent", progress.percent},
              {"fraction", progress.fraction},
              {"node", progress.node.str()},
              {"title", title},
              {"value", progress.value},
              {"max", progress.max},
              {"nodes_done", progress.nodes_done},
              {"nodes_total", progress.nodes_total}});
    }
    void preview(int run, const Preview& preview) override {
        line(run, "preview",
             {{"node", preview.node.str()},
              {"media_type", std::string{preview.media_type}},
              {"bytes", preview.image.size()}});
    }
    void output(int run, const protocol::NodeOutputs& outputs) override {
        line(run, "output", {{"node", outputs.node.str()}, {"ui", outputs.ui}});
    }
    void saved(int run, const SavedFile& file) override { line(run, "saved", to_json(file)); }
    void finished(int run, const RunSummary& summary) override { line(run, "finished", to_json(summary)); }
    void failed(int run, const Error& error) override {
        line(run, error.code == Errc::cancelled ? "cancelled" : "failed", {{"error", to_json(error)}});
    }
    void note(const std::string& text) override { program_.shell.err << text << std::endl; }
    void done() override {}

private:
    void line(int run, const char* event, json::Object members) {
        json::Object object{{"event", event}, {"run", run}, {"at", to_rfc3339(SystemClock{}.utc())}};
        for (auto& member : members) object[member.key()] = std::move(member.value());
        program_.shell.out << json::write(object) << std::endl;
    }

    const Program& program_;
};

}  // namespace

std::unique_ptr<RunReporter> make_document_reporter(const Program& program) {
    return std::make_unique<DocumentReporter>(program);
}
std::unique_ptr<RunReporter> make_stream_reporter(const Program& program) {
    return std::make_unique<StreamReporter>(program);
}

std::unique_ptr<RunReporter> make_reporter(const Program& program, PictureMode pictures, int runs) {
    if (program.json_stream) return make_stream_reporter(program);
    if (program.json) return make_document_reporter(program);
    return make_human_reporter(program, pictures, runs);
}

}  // namespace divan::app
