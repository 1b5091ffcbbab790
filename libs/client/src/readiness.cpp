#include <divan/client/readiness.hpp>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>

#include <divan/client/queue.hpp>
#include <divan/net/before.hpp>

#include "connection_core.hpp"

namespace divan {

struct ReadinessProbe::Batch {
    explicit Batch(asio::any_io_executor executor) : done{executor, kNever}, pause{executor} {}
    asio::steady_timer done;   // never fires: cancelled when the result is there
    asio::steady_timer pause;  // between two tries
    std::optional<Result<ServerFacts>> result;
    std::optional<Error> last_failure;
};

namespace {

/// The last try's error with the story in its message.
Error unanswered(Error last, const std::string& server, int tries) {
    last.message =
        fmt::format("{} did not answer ({}): {}", server,
                    tries == 1 ? std::string{"one try"} : fmt::format("{} tries", tries), last.message);
    if (last.hint.empty()) last.hint = "is a ComfyUI server running there?";
    if (last.fact("server").empty()) last.context.emplace_back("server", server);
    return std::move(last).with("tries", std::to_string(tries));
}

/// What a server does not tell is left out: old ones tell little.
asio::awaitable<ServerFacts> read_facts(Connection& connection, std::chrono::milliseconds limit) {
    ServerFacts facts;
    if (auto stats = co_await system_stats(connection, within(limit))) {
        if (!stats->os.empty()) facts.os = stats->os;
        facts.version = parse_version(stats->comfyui_version);
        facts.stats = std::move(*stats);
    }
    if (auto told = co_await features(connection, within(limit))) facts.features = std::move(*told);
    co_return facts;
}

}  // namespace

ReadinessProbe::ReadinessProbe() : facts_{std::make_unique<std::optional<ServerFacts>>()} {}
ReadinessProbe::~ReadinessProbe() = default;

const std::optional<ServerFacts>& ReadinessProbe::facts() const { return *facts_; }
void ReadinessProbe::forget() { facts_->reset(); }

void ReadinessProbe::stop() {
    if (batch_) batch_->pause.cancel();
}

asio::awaitable<Result<ServerFacts>> ReadinessProbe::ask(std::shared_ptr<ConnectionCore> core,
                                                         ReadyPolicy policy, Deadline deadline) {
    ReadinessProbe& probe = core->readiness;
    if (core->closed()) co_return fail(Errc::cancelled, "the connection is closed");
    if (probe.facts()) co_return *probe.facts();
    if (!probe.batch_) {
        probe.batch_ = std::make_shared<Batch>(core->executor);
        asio::co_spawn(core->executor, serve(core, probe.batch_, policy), rethrow);
    }
    const std::shared_ptr<Batch> batch = probe.batch_;
    auto answer = co_await net::before(deadline, wait(batch));
    if (answer || answer.error().code != Errc::timeout || batch->result) co_return answer;
    Error late = std::move(answer).error().with("server", core->config.origin.authority());
    late.message = core->config.origin.authority() + " did not answer before the deadline";
    if (batch->last_failure) late.message += ": " + batch->last_failure->message;
    co_return fail(std::move(late));
}

asio::awaitable<void> ReadinessProbe::serve(std::shared_ptr<ConnectionCore> core,
                                            std::shared_ptr<Batch> batch, ReadyPolicy policy) {
    Connection connection{core};
    for (int tries = 1; !batch->result; ++tries) {
        auto answered = co_await ping(connection, within(policy.ping_timeout));
        if (core->closed()) {
            batch->result = fail(Errc::cancelled, "the connection was closed");
        } else if (answered) {
            ServerFacts facts = co_await read_facts(connection, policy.ping_timeout);
            facts.ping = *answered;
            *core->readiness.facts_ = facts;
            batch->result = std::move(facts);
        } else if (tries > policy.retries || answered.error().code == Errc::unauthorized) {
            batch->result = fail(unanswered(std::move(answered).error(), connection.server(), tries));
        } else {
            batch->last_failure = std::move(answered).error();
            batch->pause.expires_after(policy.pause);
            co_await batch->pause.async_wait(asio::as_tuple(asio::use_awaitable));
        }
    }
    core->readiness.batch_.reset();
    batch->done.cancel();
    if (*batch->result) core->want_socket();
}

asio::awaitable<Result<ServerFacts>> ReadinessProbe::wait(std::shared_ptr<Batch> batch) {
    while (!batch->result) {
        co_await batch->done.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none && !batch->result)
            co_return fail(Errc::cancelled, "waiting for the server was cancelled");
    }
    co_return *batch->result;
}

asio::awaitable<Result<ServerFacts>> ready(Connection& connection, ReadyPolicy policy, Deadline deadline) {
    return ReadinessProbe::ask(connection.core(), policy, deadline);
}

const std::optional<ServerFacts>& known_facts(const Connection& connection) {
    return connection.core()->readiness.facts();
}

asio::awaitable<Result<void>> validate(Connection& connection, Deadline deadline) {
    auto read = co_await queue(connection, deadline);
    if (!read) co_return fail(std::move(read).error());
    co_return Result<void>{};
}

std::string_view name(Access access) {
    switch (access) {
        case Access::accepted:
            return "accepted";
        case Access::refused:
            return "refused";
        case Access::unreachable:
            return "unreachable";
    }
    return "unknown";
}

asio::awaitable<Result<AccessCheck>> check_access(Connection& connection, Deadline deadline) {
    AccessCheck check;
    auto asked = co_await poll_status(connection, deadline);
    if (!asked && asked.error().code == Errc::cancelled) co_return fail(std::move(asked).error());
    if (asked) {
        check.access = Access::accepted;
        co_return check;
    }
    check.reason = std::move(asked).error();
    if (check.reason->fact("status") == "401") check.access = Access::refused;
    co_return check;
}

}  // namespace divan
