#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/node_pack.hpp>

/// The extension ComfyUI-Manager: node packs and models of a server. Administrative: everything but the first
/// five calls changes the server and runs foreign code on it; a gateway offers none of it unasked. Most
/// changes take effect after `reboot`. The Manager's setting `security_level` may forbid a call
/// (`unauthorized`, or 404 with a text). Source: ltdrdata/ComfyUI-Manager, glob/manager_server.py; its
/// version 2 and early 3 have all of these routes, later versions 3 queue installations by other routes,
/// version 4 has none of them: such calls are `not_supported`. Errors of all: connect_failed,
/// connection_lost, in_doubt (POST), timeout, unauthorized, unexpected_status (400: it did not work, see the
/// server's terminal), malformed_reply, not_supported.
namespace divan::manager {

/// Where the Manager's lists come from. "local": its own files; "cache": what it fetched last.
enum class Mode { local, cache, nickname };

std::string_view name(Mode mode);

/// GET /manager/version, e.g. "V3.31".
asio::awaitable<Result<std::string>> version(Connection& connection, Deadline deadline);
/// GET /customnode/getmappings: which node classes which pack brings. `nickname` resolves classes that two
/// packs bring.
asio::awaitable<Result<std::vector<protocol::NodeMapping>>> node_map(Connection& connection, Mode mode,
                                                                     Deadline deadline);
/// GET /customnode/getlist. `skip_update`: do not ask each pack's origin for news (that takes minutes).
asio::awaitable<Result<protocol::NodePackList>> extension_list(Connection& connection, Mode mode,
                                                               bool skip_update, Deadline deadline);

enum class UpdateCheck { up_to_date, available };
/// GET /customnode/fetch_updates: 201 is `available`, every other 2xx `up_to_date`; a check that failed is an
/// error.
asio::awaitable<Result<UpdateCheck>> check_updates(Connection& connection, Mode mode, Deadline deadline);

enum class PreviewMethod { automatic, latent2rgb, taesd, none };
std::string_view name(PreviewMethod method);  ///< "auto", "latent2rgb", …
/// GET /manager/preview_method. Errors: `malformed_reply` also for a method that has no name here.
asio::awaitable<Result<PreviewMethod>> preview_method(Connection& connection, Deadline deadline);

/// The same with `value`: how previews are made from now on, for everybody.
asio::awaitable<Result<void>> set_preview_method(Connection& connection, PreviewMethod method,
                                                 Deadline deadline);

/// What an update of all packs did; `changes` is empty when there was nothing to do.
struct UpdateAll {
    bool changed = false;
    protocol::PackUpdates changes;
    UpdateAll() = default;
};
/// GET /customnode/update_all: 200 changed nothing, every other 2xx did. Minutes.
asio::awaitable<Result<UpdateAll>> update_all(Connection& connection, Mode mode, Deadline deadline);

enum class ComfyUpdate { unchanged, updated };
/// GET /comfyui_manager/update_comfyui: 200 changed nothing, 201 did; everything else is an error.
asio::awaitable<Result<ComfyUpdate>> update_comfyui(Connection& connection, Deadline deadline);

/// GET /manager/reboot, once and on a connection of its own. True exactly when the connection breaks: the
/// server is restarting, and forgets its queue, history and caches. False when it answered and stays up.
/// Errors: connect_failed when there was no server to begin with.
asio::awaitable<Result<bool>> reboot(Connection& connection, Deadline deadline);

enum class InstallType { git_clone, copy, cnr, unzip };
std::string_view name(InstallType type);  ///< "git-clone", …

/// A node pack, as an element of `extension_list` describes it. Empty members are not sent.
struct PackRequest {
    std::string id, version;  ///< version 3 needs both; "unknown" for a pack without registry entry
    std::string selected_version, channel, mode, repository;  ///< version 3
    std::string title;
    std::optional<InstallType> install_type;
    std::vector<std::string> files;  ///< addresses to clone or load
    std::vector<std::string> pip;    ///< packages that it needs
    std::string js_path;             ///< of `copy`; empty: the folder of custom nodes
    json::Object more;               ///< members that this list does not know, written as they are

    PackRequest() = default;
    /// What names a pack of a list, for `fix`, `update`, `uninstall` and the like.
    explicit PackRequest(const protocol::NodePack& pack);
};

/// POST /customnode/install, /fix, /update, /uninstall.
asio::awaitable<Result<void>> install(Connection& connection, PackRequest pack, Deadline deadline);
asio::awaitable<Result<void>> fix(Connection& connection, PackRequest pack, Deadline deadline);
asio::awaitable<Result<void>> update(Connection& connection, PackRequest pack, Deadline deadline);
asio::awaitable<Result<void>> uninstall(Connection& connection, PackRequest pack, Deadline deadline);
/// POST /customnode/toggle_active (version 2).
asio::awaitable<Result<void>> set_active(Connection& connection, PackRequest pack, bool active,
                                         Deadline deadline);
/// POST /customnode/install/git_url: the body is the address.
asio::awaitable<Result<void>> install_from_git(Connection& connection, std::string url, Deadline deadline);
/// POST /customnode/install/pip: the body is the names, with spaces between. Errors: also `invalid_argument`
/// for none, and for a name with white space in it.
asio::awaitable<Result<void>> install_pip(Connection& connection, std::vector<std::string> packages,
                                          Deadline deadline);

struct ModelInstall {
    std::string name;
    std::string type;                   ///< "checkpoint", "lora", "VAE", "controlnet", "upscale", …
    std::string save_path = "default";  ///< "default": by the type
    std::string filename, url;
    json::Object more;

    ModelInstall() = default;
};
/// POST /model/install: the server loads the file itself. Minutes. Errors: also `invalid_argument` without
/// file name or address.
asio::awaitable<Result<void>> install_model(Connection& connection, ModelInstall model, Deadline deadline);

}  // namespace divan::manager
