#include "pictures/picture_workers.hpp"

#include <csignal>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>

namespace divan::gateway {
namespace {

tl::unexpected<Error> refused(const char* reason, std::string message, std::string hint = {}) {
    return fail(Error{Errc::invalid_argument, std::move(message), std::move(hint)}.with("reason", reason));
}

tl::unexpected<Error> too_slow() {
    return refused("time", "the picture takes longer than it may", "ask for less, or use a smaller picture");
}

int number_in(const json::Value& report, std::string_view member) {
    const json::Value* value = json::find(report, member);
    return value ? static_cast<int>(json::to_int64(*value).value_or(0)) : 0;
}

std::vector<std::string> words_of(const PictureConfig& config, const PictureRequest& wish) {
    std::vector<std::string> words = config.arguments;
    const auto add = [&words](const char* name, std::string value) {
        words.emplace_back(name);
        words.push_back(std::move(value));
    };
    if (wish.width > 0) add("--width", std::to_string(wish.width));
    if (wish.height > 0) add("--height", std::to_string(wish.height));
    if (!wish.format.empty()) add("--format", wish.format);
    add("--quality", std::to_string(wish.quality));
    add("--memory-mib", std::to_string(config.memory_bytes >> 20));
    add("--cpu-seconds", std::to_string(std::chrono::ceil<std::chrono::seconds>(config.time).count()));
    return words;
}

}  // namespace

struct PictureWorkers::State {
    State(const asio::any_io_executor& loop, PictureConfig settings, const Logger& logger)
        : executor{loop}, config{std::move(settings)}, log{logger}, turn{loop, kNever} {}

    const asio::any_io_executor executor;
    const PictureConfig config;
    const Logger& log;
    asio::steady_timer turn;  ///< cancelled when a place is free
    int busy = 0, waiting = 0;
};

namespace {

/// One more of something until the end of the scope.
class Counted {
public:
    explicit Counted(int& number) : number_{number} { ++number_; }
    ~Counted() { --number_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

private:
    int& number_;
};

}  // namespace

PictureWorkers::PictureWorkers(asio::any_io_executor executor, PictureConfig config, const Logger& log)
    : state_{std::make_shared<State>(executor, std::move(config), log)} {}

Result<PictureReport> read_report(const WorkerProcess::Ended& ended) {
    if (ended.signal == SIGXCPU || ended.signal == SIGKILL) return too_slow();
    const auto document = json::parse(ended.said);
    if (!document || !document->is_object())
        return fail(Errc::io_failed,
                    "the program for pictures ended without a word: " + printable(ended.said, 300));
    const std::string error = json::text_or(*document, "error"), reason = json::text_or(*document, "reason");
    if (!error.empty() && (reason.empty() || reason == "worker")) return fail(Errc::io_failed, error);
    if (!error.empty()) return refused(reason.c_str(), error, json::text_or(*document, "hint"));
    PictureReport report;
    report.format = json::text_or(*document, "format");
    report.width = number_in(*document, "width");
    report.height = number_in(*document, "height");
    report.source_width = number_in(*document, "source_width");
    report.source_height = number_in(*document, "source_height");
    const json::Value* one_colour = json::find(*document, "one_colour");
    report.one_colour = one_colour && one_colour->is_bool() && one_colour->as_bool();
    if (report.format.empty() || report.width < 1 || ended.status.value_or(0) != 0 || ended.signal != 0)
        return fail(Errc::io_failed, "the program for pictures said nothing of use");
    return report;
}

asio::awaitable<Result<PictureReport>> PictureWorkers::work(std::shared_ptr<State> state,
                                                            WorkerProcess::Command command) {
    const Counted busy{state->busy};
    auto process = WorkerProcess::start(state->executor, command);
    if (!process) co_return fail(std::move(process).error());
    auto ended = co_await process->wait(within(state->config.time));
    if (!ended && ended.error().code == Errc::timeout) co_return too_slow();
    if (!ended) co_return fail(std::move(ended).error());
    co_return read_report(*ended);
}

asio::awaitable<Result<PictureReport>> PictureWorkers::make(std::filesystem::path source,
                                                            std::filesystem::path target,
                                                            PictureRequest wish) {
    const auto state = state_;
    if (state->config.program.empty())
        co_return fail(Errc::not_supported, "this service does not work on pictures");
    if (state->waiting >= state->config.waiting)
        co_return fail(Errc::queue_full, "too many pictures wait to be worked on");
    {
        const Counted waiting{state->waiting};
        while (state->busy >= state->config.at_once) {
            const auto before = co_await asio::this_coro::cancellation_state;
            if (before.cancelled() != asio::cancellation_type::none)
                co_return fail(Errc::cancelled, "the caller gave up");
            co_await state->turn.async_wait(asio::as_tuple(asio::use_awaitable));
        }
    }
    WorkerProcess::Command command;
    command.program = state->config.program;
    command.arguments = words_of(state->config, wish);
    command.source = std::move(source);
    command.target = std::move(target);
    auto report = co_await work(state, std::move(command));
    state->turn.cancel();
    if (!report && report.error().code == Errc::io_failed)
        state->log.write(LogLevel::error, "gateway", "a picture could not be worked on",
                         {{"error", std::string_view{report.error().message}}});
    co_return report;
}

}  // namespace divan::gateway
