#include <array>

#include <divan/base/text.hpp>
#include <divan/client/manager.hpp>

#include "manager_call.hpp"

// What changes the node packs and models of a server.
namespace divan::manager {
namespace {

constexpr std::array<std::string_view, 4> kInstallTypes{"git-clone", "copy", "cnr", "unzip"};
constexpr std::string_view kPlain = "text/plain; charset=utf-8";

void add(json::Object& body, std::string_view key, const std::string& text) {
    if (!text.empty()) body[key] = text;
}

void add(json::Object& body, std::string_view key, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    json::Array array;
    for (const std::string& text : texts) array.emplace_back(text);
    body[key] = std::move(array);
}

void add_rest(json::Object& body, const json::Object& more) {
    for (const auto& member : more) body[member.key()] = member.value();
}

json::Object body_of(const PackRequest& pack) {
    json::Object body;
    add(body, "id", pack.id);
    add(body, "version", pack.version);
    add(body, "selected_version", pack.selected_version);
    add(body, "channel", pack.channel);
    add(body, "mode", pack.mode);
    add(body, "repository", pack.repository);
    add(body, "title", pack.title);
    if (pack.install_type) body["install_type"] = name(*pack.install_type);
    add(body, "files", pack.files);
    add(body, "pip", pack.pip);
    add(body, "js_path", pack.js_path);
    add_rest(body, pack.more);
    return body;
}

asio::awaitable<Result<void>> post_pack(Connection& connection, std::string target, json::Object body,
                                        Deadline deadline) {
    if (body.empty()) co_return fail(Errc::invalid_argument, "no node pack is named");
    net::HttpRequest post = with_json("POST", std::move(target), std::move(body));
    co_return co_await tell(connection, at_once(), std::move(post), deadline);
}

asio::awaitable<Result<void>> post_text(Connection& connection, std::string target, std::string text,
                                        Deadline deadline) {
    if (text.empty()) co_return fail(Errc::invalid_argument, "nothing to install is named");
    net::HttpRequest post{"POST", std::move(target), std::move(text), std::string{kPlain}};
    co_return co_await tell(connection, Namespace::manager, std::move(post), deadline);
}

}  // namespace

std::string_view name(InstallType type) { return kInstallTypes.at(static_cast<std::size_t>(type)); }

PackRequest::PackRequest(const protocol::NodePack& pack)
    : id{pack.id}, version{pack.version}, repository{pack.repository}, title{pack.title}, files{pack.files} {
    for (std::size_t index = 0; index < kInstallTypes.size(); ++index)
        if (kInstallTypes[index] == pack.install_type) install_type = static_cast<InstallType>(index);
}

RouteGroup at_once() {
    return {Namespace::manager, "the extension ComfyUI-Manager 2 or an early 3 (later ones queue such work)"};
}

Error forbidden_or(const net::HttpReply& reply) {
    Error error = unexpected_status_error(reply);
    if (reply.status == 403)
        error.hint = "ComfyUI-Manager's security_level forbids it: see its config.ini on the server";
    return error;
}

asio::awaitable<Result<void>> tell(Connection& connection, RouteGroup group, net::HttpRequest request,
                                   Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_in(connection, group, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (reply->ok()) co_return Result<void>{};
    co_return fail(with_request(forbidden_or(*reply), connection.config(), head));
}

asio::awaitable<Result<void>> install(Connection& connection, PackRequest pack, Deadline deadline) {
    return post_pack(connection, "/customnode/install", body_of(pack), deadline);
}
asio::awaitable<Result<void>> fix(Connection& connection, PackRequest pack, Deadline deadline) {
    return post_pack(connection, "/customnode/fix", body_of(pack), deadline);
}
asio::awaitable<Result<void>> update(Connection& connection, PackRequest pack, Deadline deadline) {
    return post_pack(connection, "/customnode/update", body_of(pack), deadline);
}
asio::awaitable<Result<void>> uninstall(Connection& connection, PackRequest pack, Deadline deadline) {
    return post_pack(connection, "/customnode/uninstall", body_of(pack), deadline);
}

asio::awaitable<Result<void>> set_active(Connection& connection, PackRequest pack, bool active,
                                         Deadline deadline) {
    json::Object body = body_of(pack);
    // The Manager is told the present state and turns it over (2.x, glob/manager_server.py `toggle_active`).
    if (!body.empty()) body["installed"] = active ? "Disabled" : "Enabled";
    return post_pack(connection, "/customnode/toggle_active", std::move(body), deadline);
}

asio::awaitable<Result<void>> install_from_git(Connection& connection, std::string url, Deadline deadline) {
    return post_text(connection, "/customnode/install/git_url", std::move(url), deadline);
}

asio::awaitable<Result<void>> install_pip(Connection& connection, std::vector<std::string> packages,
                                          Deadline deadline) {
    for (const std::string& package : packages)
        if (package.empty() || package.find_first_of(" \t\r\n") != std::string::npos)
            co_return fail(Errc::invalid_argument, "'" + package + "' is no name of a package");
    co_return co_await post_text(connection, "/customnode/install/pip", join(packages, " "), deadline);
}

asio::awaitable<Result<void>> install_model(Connection& connection, ModelInstall model, Deadline deadline) {
    if (model.filename.empty() || model.url.empty())
        co_return fail(Errc::invalid_argument, "a model to install needs a file name and an address");
    json::Object body;
    add(body, "name", model.name);
    add(body, "save_path", model.save_path);
    add(body, "type", model.type);
    add(body, "filename", model.filename);
    add(body, "url", model.url);
    add_rest(body, model.more);
    co_return co_await post_pack(connection, "/model/install", std::move(body), deadline);
}

}  // namespace divan::manager
