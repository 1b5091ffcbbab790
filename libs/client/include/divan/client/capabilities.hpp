#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/client/connection.hpp>

/// Which groups of routes a server offers. Every call of such a group refuses by itself, with `not_supported`
/// and with what is needed and what is there (facts `namespace`, `needs`, `found`), when the server has no
/// such route; this header is for programs that want to know beforehand.
namespace divan {

enum class Namespace {
    queue,
    history,
    system,
    node,
    user,
    settings,
    userdata,
    model_files,
    terminal,
    misc,
    feature_flags,
    jobs,     ///< ComfyUI 0.6.0, December 2025
    assets,   ///< ComfyUI 0.9.0, January 2026, whose asset system is on
    manager,  ///< the extension ComfyUI-Manager 2 or 3
    monitor,  ///< the extension ComfyUI-Crystools
};

const std::vector<Namespace>& all_namespaces();
std::string_view name(Namespace space);   ///< "model_files"
std::string_view needs(Namespace space);  ///< "ComfyUI 0.6.0 (December 2025) or newer"

enum class Support { unknown, supported, unsupported };
std::string_view name(Support support);

struct NamespaceSupport {
    Namespace space{};
    Support support = Support::unknown;
    std::string needs;
    std::string found;             ///< what is there instead, of an unsupported one: "ComfyUI 0.3.64"
    std::optional<Error> problem;  ///< why it is unknown: the probe that failed

    NamespaceSupport() = default;
};

/// Finds out what a server offers: when it is asked, by one small GET for each namespace (never by the whole
/// /object_info), and only once. A lost socket makes it forget: another version may come back. What could not
/// be asked stays unknown and is asked again. The monitor counts as supported from its first event on.
/// Threads: as the connection, which is borrowed and outlives this and the calls made through it.
class Capabilities {
public:
    explicit Capabilities(Connection& connection);

    Support known(Namespace space) const;  ///< sends nothing
    /// Errors: none; a probe that fails leaves `unknown` with its `problem`.
    asio::awaitable<Result<NamespaceSupport>> of(Namespace space, Deadline deadline);
    /// All of them, in the order of `all_namespaces`.
    asio::awaitable<Result<std::vector<NamespaceSupport>>> report(Deadline deadline);
    /// Errors: `not_supported`; of an unknown one, the problem.
    asio::awaitable<Result<void>> require(Namespace space, Deadline deadline);
    void forget();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace divan
