#include <istream>
#include <iterator>
#include <ostream>

#include <fmt/format.h>

#include <divan/base/random.hpp>
#include <divan/base/text.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>

#include "event_loop.hpp"
#include "gateway_access.hpp"
#include "gateway_save.hpp"
#include "generate_job.hpp"
#include "program.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr int kTries = 4;          // to hand the job in
constexpr int kReadingTries = 20;  // to hear of it while the gateway is away: half a minute
constexpr auto kGrace = 15s;       // for the job's own time-out to end it, and for its file to come
constexpr auto kFirstLook = 100ms, kLongestLook = 1'000ms;
constexpr auto kCancelTime = 5s;
constexpr auto kSavingTime = 10min;

struct GenerateOptions {
    GatewayOptions gateway;
    GenerateRequest request;
    std::string output;  ///< where pictures are saved here; empty: nowhere
    ResultForm form;
};

/// The line at the foot of the terminal; nothing elsewhere.
class Foot {
public:
    explicit Foot(const Program& program)
        : shell_{program.shell}, on_{shell_.terminal.interactive && !program.quiet && !program.json} {}
    ~Foot() { clear(); }
    void show(const json::Value& job) {
        if (!on_) return;
        const auto elapsed = std::chrono::steady_clock::now() - begun_;
        shell_.err << "\r\x1b[K"
                   << progress_line(shell_.terminal, progress_of(job),
                                    std::chrono::duration_cast<std::chrono::milliseconds>(elapsed))
                   << std::flush;
    }
    void clear() {
        if (on_) shell_.err << "\r\x1b[K" << std::flush;
    }

private:
    const Shell& shell_;
    bool on_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

Error out_of_patience(const json::Value& job) {
    const std::string delayed = json::text_or(job, "delayed_by");
    if (delayed.empty())
        return Error{Errc::timeout, "the gateway does not end the job in time"}.with(
            "job", json::text_or(job, "id"));
    return Error{Errc::io_failed,
                 "the gateway cannot leave the picture in its output folder, and goes on trying", "", delayed}
        .with("job", json::text_or(job, "id"));
}

/// The job at its end. `id` is set as soon as it is known.
asio::awaitable<Result<json::Value>> follow(GatewayAccess& gateway, json::Object body, std::string& id,
                                            Foot& foot, Deadline deadline) {
    net::HttpRequest post{"POST", "/jobs", json::write(body), "application/json"};
    post.headers.set("Idempotency-Key", uuid4());
    auto job = co_await gateway.ask_patiently(std::move(post), kTries, deadline);
    if (!job) co_return job;
    id = json::text_or(*job, "id");
    if (id.empty())
        co_return fail(Errc::malformed_reply, "what answers there is no gateway", "check --gateway");
    std::chrono::milliseconds pause = kFirstLook;
    while (!has_ended(*job)) {
        foot.show(*job);
        if (std::chrono::steady_clock::now() >= deadline) co_return fail(out_of_patience(*job));
        if (!co_await net::sleep_until(within(pause))) co_return fail(Errc::cancelled, "stopped");
        pause = std::min<std::chrono::milliseconds>(pause * 3 / 2, kLongestLook);
        net::HttpRequest look{"GET", "/jobs/" + net::percent_encode(id)};
        auto seen = co_await gateway.ask_patiently(std::move(look), kReadingTries, deadline + kCancelTime);
        if (!seen) co_return fail(std::move(seen).error().with("job", id));
        job = std::move(seen);
    }
    co_return job;
}

/// After Ctrl-C: nobody waits for the picture any more.
void cancel_job(const GenerateOptions& options, const std::string& id, Program& program) {
    asio::io_context io{1};
    auto gateway = GatewayAccess::open(io.get_executor(), options.gateway);
    if (!gateway) return;  // it was opened before, so this does not happen
    net::HttpRequest request{"DELETE", "/jobs/" + net::percent_encode(id)};
    const auto cancelled = run_to_end(io, (*gateway)->ask(std::move(request), within(kCancelTime)));
    if (!cancelled)
        program.shell.err << "job " << id << " may go on: " << describe(cancelled.error()) << std::endl;
}

/// Its pictures, brought from the gateway.
asio::awaitable<Result<json::Array>> save_here(GatewayAccess& gateway, std::string id, SavePlace wanted,
                                               Deadline deadline) {
    net::HttpRequest look{"GET", "/api/v2/jobs/" + net::percent_encode(id)};
    auto job = co_await gateway.ask_patiently(std::move(look), kReadingTries, deadline);
    if (!job) co_return fail(std::move(job).error());
    SavePlan plan;
    plan.place = std::move(wanted.place);
    plan.form = std::move(wanted.form);
    auto results = co_await save_results(gateway, std::move(*job), std::move(plan), deadline);
    if (!results) co_return fail(std::move(results).error());
    json::Array saved;
    for (const SavedFile& file : results->files) saved.emplace_back(file.file.path.string());
    co_return saved;
}

ExitCode tell_saved(json::Value job, json::Array saved, const Program& program) {
    if (saved.empty())
        return program.report(Error{Errc::result_missing, "the job made no file",
                                    "a template ends with a node that saves, such as SaveImage"}
                                  .with("job", json::text_or(job, "id")));
    if (program.json) {
        job.as_object()["saved"] = std::move(saved);
        program.shell.out << json::write(job, {json::Layout::pretty, false}) << std::endl;
        return ExitCode::done;
    }
    for (const json::Value& path : saved) program.shell.out << printable(*json::text_of(path)) << "\n";
    program.shell.out.flush();
    return ExitCode::done;
}

ExitCode tell(const json::Value& job, const Program& program) {
    if (json::text_or(job, "status") != "complete") return program.report(failure_of(job));
    if (program.json) {
        program.shell.out << json::write(job, {json::Layout::pretty, false}) << std::endl;
        return ExitCode::done;
    }
    const auto paths = paths_of(job);
    if (paths.empty())
        return program.report(Error{Errc::result_missing, "the job made no picture that was kept",
                                    "a template ends with a node that saves, such as SaveImage"}
                                  .with("job", json::text_or(job, "id")));
    for (const std::string& path : paths) program.shell.out << printable(path) << "\n";
    program.shell.out.flush();
    return ExitCode::done;
}

std::string all_of(std::istream& in) {
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    return std::string{trim(text)};
}

ExitCode generate(const GenerateOptions& options, Program& program) {
    GenerateRequest request = options.request;
    if (program.timeout) request.timeout = *program.timeout;
    if (request.prompt == "-") request.prompt = all_of(program.shell.in);
    if (options.output.empty() && !options.form.as_it_is())
        return program.report(
            Error{Errc::invalid_argument, "--format and --thumbnail are for what is saved here", "add -o"});
    auto body = body_of(request);
    if (!body) return program.report(body.error());
    asio::io_context io{1};
    auto gateway = GatewayAccess::open(io.get_executor(), options.gateway);
    if (!gateway) return program.report(gateway.error());
    std::string id;
    Foot foot{program};
    auto job =
        run_to_end(io, follow(**gateway, std::move(*body), id, foot, within(request.timeout + kGrace)));
    foot.clear();
    if (job && !options.output.empty() && json::text_or(*job, "status") == "complete") {
        auto saved = run_to_end(
            io, save_here(**gateway, id, place_for(options.output, options.form), within(kSavingTime)));
        if (!saved) return program.report(saved.error());
        return tell_saved(*std::move(job), *std::move(saved), program);
    }
    if (job) return tell(*job, program);
    if (job.error().code == Errc::cancelled && !id.empty()) cancel_job(options, id, program);
    return program.report(job.error());
}

}  // namespace

void add_generate_command(CLI::App& app, Program& program) {
    auto& command =
        *app.add_subcommand("generate", "Make the picture of a page through a gateway (divan serve)");
    const auto options = std::make_shared<GenerateOptions>();
    GenerateRequest& request = options->request;
    command.add_option("--prompt", request.prompt, "what to draw; - reads standard input")->type_name("TEXT");
    command.add_option("--negative", request.negative, "what to avoid")->type_name("TEXT");
    command.add_option("--chapter", request.chapter, "chapter of the page, from 1 (default 1)")
        ->type_name("N");
    command.add_option("--page", request.page, "the page, from 1 (default 1)")->type_name("N");
    command.add_option("--seed", request.seed, "a number, or random (the default)")->type_name("N|random");
    command.add_option("--lora", request.lora, "name of a LoRA (default: none)")->type_name("FILE");
    command.add_option("--checkpoint", request.checkpoint, "name of a checkpoint (default: the gateway's)")
        ->type_name("FILE");
    command
        .add_option("--template", request.template_name, "a template of the gateway (default txt2img-lora)")
        ->type_name("NAME");
    command.add_option("--set", request.values, "a value for another slot of the template: WIDTH=512")
        ->type_name("TOKEN=VALUE")
        ->allow_extra_args(false);
    command
        .add_option(
            "-o,--output", options->output,
            "save the picture here, too: a file (its extension is the format), a folder, or a pattern")
        ->type_name("FILE|DIR");
    add_result_form_options(command, options->form);
    add_gateway_options(command, options->gateway);
    add_timeout_option(command, program, "for everything together (default 90s)");
    add_json_option(command, program);
    command.add_flag("-q,--quiet", program.quiet, "no progress");
    command.callback([&program, options] {
        program.chosen = [&program, options] { return generate(*options, program); };
    });
}

}  // namespace divan::app
