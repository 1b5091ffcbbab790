#include <divan/client/capabilities.hpp>

#include <array>

#include <divan/client/system_stats.hpp>
#include <divan/protocol/asset.hpp>
#include <divan/protocol/monitor.hpp>

#include "route_call.hpp"

namespace divan {
namespace {

constexpr std::string_view kAny = "ComfyUI";
constexpr std::string_view kUsers = "ComfyUI of January 2024 or newer";

struct Row {
    Namespace space;
    std::string_view name, needs;
    std::string_view probe;  ///< a GET that costs the server little and changes nothing
};

constexpr std::array kRows{
    Row{Namespace::queue, "queue", kAny, "/prompt"},
    Row{Namespace::history, "history", kAny, "/history?max_items=0"},
    Row{Namespace::system, "system", kAny, "/system_stats"},
    Row{Namespace::node, "node", kAny, "/object_info/PreviewImage"},
    Row{Namespace::user, "user", kUsers, "/users"},
    Row{Namespace::settings, "settings", kUsers, "/settings/divan.probe"},
    Row{Namespace::userdata, "userdata", kUsers, "/userdata"},  // 400: no folder named
    Row{Namespace::model_files, "model_files", "ComfyUI 0.3.8 (December 2024) or newer",
        "/experiment/models"},
    Row{Namespace::terminal, "terminal", "ComfyUI 0.3.0 (November 2024) or newer", "/internal/logs/raw"},
    Row{Namespace::misc, "misc", kAny, "/extensions"},
    Row{Namespace::feature_flags, "feature_flags", "ComfyUI 0.3.45 or newer", "/features"},
    Row{Namespace::jobs, "jobs", "ComfyUI 0.6.0 (December 2025) or newer", "/api/jobs?limit=1"},
    Row{Namespace::assets, "assets", "ComfyUI 0.9.0 (January 2026) or newer, with its asset system on",
        "/api/assets?limit=1"},
    Row{Namespace::manager, "manager", "the extension ComfyUI-Manager 2 or 3", "/manager/version"},
    Row{Namespace::monitor, "monitor", "the extension ComfyUI-Crystools", "/api/crystools/monitor/GPU"},
};

const Row& row(Namespace space) { return kRows.at(static_cast<std::size_t>(space)); }

/// Nothing: the reply does not tell.
std::optional<Support> verdict(Namespace space, const net::HttpReply& reply) {
    if (reply.ok() || (space == Namespace::userdata && reply.status == 400)) return Support::supported;
    if (reply.status == 404 || reply.status == 405) return Support::unsupported;
    if (space != Namespace::assets) return std::nullopt;
    const auto failure = protocol::parse_asset_failure(reply.body);
    return failure && failure->code == "SERVICE_DISABLED" ? std::optional{Support::unsupported}
                                                          : std::nullopt;
}

NamespaceSupport blank(Namespace space) {
    NamespaceSupport support;
    support.space = space;
    support.needs = std::string{needs(space)};
    return support;
}

asio::awaitable<NamespaceSupport> unsupported(Connection& connection, Namespace space, Deadline deadline) {
    NamespaceSupport support = blank(space);
    support.support = Support::unsupported;
    support.found = co_await what_is_there(connection, space, deadline);
    co_return support;
}

/// Servers of 2026 say in their flags whether the asset system is on.
asio::awaitable<std::optional<Support>> by_flags(Connection& connection, Namespace space, Deadline deadline) {
    if (space != Namespace::assets) co_return std::nullopt;
    auto flags = co_await features(connection, deadline);
    if (!flags || !flags->assets) co_return std::nullopt;
    co_return *flags->assets ? Support::supported : Support::unsupported;
}

asio::awaitable<NamespaceSupport> probe(Connection& connection, Namespace space, Deadline deadline) {
    NamespaceSupport support = blank(space);
    auto known = co_await by_flags(connection, space, deadline);
    if (!known) {
        net::HttpRequest get{"GET", std::string{row(space).probe}};
        net::HttpRequest head{get.method, get.target};
        auto reply = co_await exchange(connection, std::move(get), deadline);
        if (reply) known = verdict(space, *reply);
        if (!reply)
            support.problem = std::move(reply).error();
        else if (!known)
            support.problem = with_request(unexpected_status_error(*reply), connection.config(), head);
    }
    if (known == Support::unsupported) co_return co_await unsupported(connection, space, deadline);
    support.support = known.value_or(Support::unknown);
    co_return support;
}

}  // namespace

const std::vector<Namespace>& all_namespaces() {
    static const std::vector<Namespace> kAll = [] {
        std::vector<Namespace> all;
        for (const Row& one : kRows) all.push_back(one.space);
        return all;
    }();
    return kAll;
}

std::string_view name(Namespace space) { return row(space).name; }
std::string_view needs(Namespace space) { return row(space).needs; }

std::string_view name(Support support) {
    constexpr std::array<std::string_view, 3> kNames{"unknown", "supported", "unsupported"};
    return kNames.at(static_cast<std::size_t>(support));
}

struct Capabilities::State {
    explicit State(Connection& over) : connection{over} {}

    static asio::awaitable<Result<NamespaceSupport>> of(std::shared_ptr<State> state, Namespace space,
                                                        Deadline deadline);
    static asio::awaitable<Result<std::vector<NamespaceSupport>>> report(std::shared_ptr<State> state,
                                                                         Deadline deadline);
    static asio::awaitable<Result<void>> require(std::shared_ptr<State> state, Namespace space,
                                                 Deadline deadline);
    void learn(NamespaceSupport support) {
        found[static_cast<std::size_t>(support.space)] = std::move(support);
    }
    const std::optional<NamespaceSupport>& entry(Namespace space) const {
        return found.at(static_cast<std::size_t>(space));
    }

    Connection& connection;
    std::array<std::optional<NamespaceSupport>, kRows.size()> found;
    std::uint64_t forgotten = 0;
    Subscription messages, states;
};

asio::awaitable<Result<NamespaceSupport>> Capabilities::State::of(std::shared_ptr<State> state,
                                                                  Namespace space, Deadline deadline) {
    if (const auto& known = state->entry(space)) co_return *known;
    const std::uint64_t before = state->forgotten;
    NamespaceSupport support = co_await probe(state->connection, space, deadline);
    if (const auto& heard = state->entry(space))
        co_return *heard;  // the monitor's first event came meanwhile
    if (support.support != Support::unknown && before == state->forgotten) state->learn(support);
    co_return support;
}

asio::awaitable<Result<std::vector<NamespaceSupport>>> Capabilities::State::report(
    std::shared_ptr<State> state, Deadline deadline) {
    std::vector<NamespaceSupport> all;
    for (const Namespace space : all_namespaces()) {
        auto support = co_await of(state, space, deadline);
        all.push_back(std::move(*support));
    }
    co_return all;
}

asio::awaitable<Result<void>> Capabilities::State::require(std::shared_ptr<State> state, Namespace space,
                                                           Deadline deadline) {
    auto support = co_await of(state, space, deadline);
    if (support->support == Support::supported) co_return Result<void>{};
    if (support->problem) co_return fail(*support->problem);
    co_return fail(refusal(space, "'" + std::string{name(space)} + "'", support->found)
                       .with("server", state->connection.server()));
}

Capabilities::Capabilities(Connection& connection) : state_{std::make_shared<State>(connection)} {
    const std::weak_ptr<State> weak = state_;
    state_->messages = connection.on_message([weak](const protocol::ServerMessage& message) {
        const auto state = weak.lock();
        if (!state || !protocol::monitor_snapshot(message)) return;
        NamespaceSupport monitor = blank(Namespace::monitor);
        monitor.support = Support::supported;
        state->learn(std::move(monitor));
    });
    state_->states = connection.on_state([weak](ConnectionState now) {
        const auto state = weak.lock();
        if (!state || now != ConnectionState::reconnecting) return;
        state->found.fill(std::nullopt);
        ++state->forgotten;
    });
}

Support Capabilities::known(Namespace space) const {
    const auto& entry = state_->entry(space);
    return entry ? entry->support : Support::unknown;
}

asio::awaitable<Result<NamespaceSupport>> Capabilities::of(Namespace space, Deadline deadline) {
    return State::of(state_, space, deadline);
}

asio::awaitable<Result<std::vector<NamespaceSupport>>> Capabilities::report(Deadline deadline) {
    return State::report(state_, deadline);
}

asio::awaitable<Result<void>> Capabilities::require(Namespace space, Deadline deadline) {
    return State::require(state_, space, deadline);
}

void Capabilities::forget() {
    state_->found.fill(std::nullopt);
    ++state_->forgotten;
}

}  // namespace divan
