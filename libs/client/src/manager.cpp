#include <divan/client/manager.hpp>

#include <array>

#include <fmt/format.h>

#include <divan/base/text.hpp>

#include "manager_call.hpp"

namespace divan::manager {
namespace {

constexpr std::array<std::string_view, 3> kModes{"local", "cache", "nickname"};
constexpr std::array<std::string_view, 4> kPreviews{"auto", "latent2rgb", "taesd", "none"};

Result<std::string> trimmed(std::string_view body) { return std::string{trim(body)}; }

Result<PreviewMethod> parse_preview_method(std::string_view body) {
    const std::string_view text = trim(body);
    for (std::size_t index = 0; index < kPreviews.size(); ++index)
        if (kPreviews[index] == text) return static_cast<PreviewMethod>(index);
    return fail(Errc::malformed_reply, "the server names a preview method that is not known", {},
                std::string{text.substr(0, 500)});
}

net::HttpRequest get_with_mode(std::string path, Mode mode) {
    net::Query query;
    query.emplace_back("mode", name(mode));
    return net::HttpRequest{"GET", with_query(std::move(path), query)};
}

}  // namespace

std::string_view name(Mode mode) { return kModes.at(static_cast<std::size_t>(mode)); }
std::string_view name(PreviewMethod method) { return kPreviews.at(static_cast<std::size_t>(method)); }

asio::awaitable<Result<std::string>> version(Connection& connection, Deadline deadline) {
    net::HttpRequest get{"GET", "/manager/version"};
    return call_in(connection, Namespace::manager, std::move(get), trimmed, deadline);
}

asio::awaitable<Result<std::vector<protocol::NodeMapping>>> node_map(Connection& connection, Mode mode,
                                                                     Deadline deadline) {
    net::HttpRequest get = get_with_mode("/customnode/getmappings", mode);
    return call_in(connection, Namespace::manager, std::move(get), protocol::parse_node_mappings, deadline);
}

asio::awaitable<Result<protocol::NodePackList>> extension_list(Connection& connection, Mode mode,
                                                               bool skip_update, Deadline deadline) {
    net::HttpRequest get = get_with_mode("/customnode/getlist", mode);
    get.target += fmt::format("&skip_update={}", skip_update);
    return call_in(connection, Namespace::manager, std::move(get), protocol::parse_node_packs, deadline);
}

asio::awaitable<Result<UpdateCheck>> check_updates(Connection& connection, Mode mode, Deadline deadline) {
    net::HttpRequest get = get_with_mode("/customnode/fetch_updates", mode);
    auto reply = co_await exchange_ok_in(connection, Namespace::manager, std::move(get), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return reply->status == 201 ? UpdateCheck::available : UpdateCheck::up_to_date;
}

asio::awaitable<Result<PreviewMethod>> preview_method(Connection& connection, Deadline deadline) {
    net::HttpRequest get{"GET", "/manager/preview_method"};
    return call_in(connection, Namespace::manager, std::move(get), parse_preview_method, deadline);
}

asio::awaitable<Result<void>> set_preview_method(Connection& connection, PreviewMethod method,
                                                 Deadline deadline) {
    net::HttpRequest get{"GET", "/manager/preview_method?value=" + std::string{name(method)}};
    return tell(connection, Namespace::manager, std::move(get), deadline);
}

asio::awaitable<Result<UpdateAll>> update_all(Connection& connection, Mode mode, Deadline deadline) {
    net::HttpRequest get = get_with_mode("/customnode/update_all", mode);
    net::HttpRequest head{get.method, get.target};
    auto reply = co_await exchange_ok_in(connection, at_once(), std::move(get), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    UpdateAll done;
    done.changed = reply->status != 200;
    if (!done.changed) co_return done;
    auto changes = protocol::parse_pack_updates(reply->body);
    if (!changes) co_return fail(with_request(std::move(changes).error(), connection.config(), head));
    done.changes = std::move(*changes);
    co_return done;
}

asio::awaitable<Result<ComfyUpdate>> update_comfyui(Connection& connection, Deadline deadline) {
    net::HttpRequest get{"GET", "/comfyui_manager/update_comfyui"};
    net::HttpRequest head{get.method, get.target};
    auto reply = co_await exchange_ok_in(connection, at_once(), std::move(get), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (reply->status == 200) co_return ComfyUpdate::unchanged;
    if (reply->status == 201) co_return ComfyUpdate::updated;
    co_return fail(with_request(unexpected_status_error(*reply), connection.config(), head));
}

asio::awaitable<Result<bool>> reboot(Connection& connection, Deadline deadline) {
    // On a kept connection a GET without answer is sent a second time, and would restart the server twice.
    net::HttpClient once{connection.executor(), connection.http().config()};
    net::HttpRequest get{"GET", "/manager/reboot"};
    net::HttpRequest head{get.method, get.target};
    auto reply = co_await once.exchange(std::move(get), deadline);
    if (!reply && reply.error().code == Errc::connection_lost) co_return true;
    if (!reply) co_return fail(with_request(std::move(reply).error(), connection.config(), head));
    if (no_such_route(*reply, Namespace::manager))
        co_return fail(
            co_await refuse(connection, Namespace::manager, std::move(head), std::move(*reply), deadline));
    if (!reply->ok()) co_return fail(with_request(forbidden_or(*reply), connection.config(), head));
    co_return false;
}

}  // namespace divan::manager
