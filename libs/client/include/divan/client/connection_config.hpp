#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>
#include <divan/client/message_socket.hpp>
#include <divan/client/reconnect_policy.hpp>
#include <divan/json/value.hpp>
#include <divan/net/credentials.hpp>
#include <divan/net/url.hpp>
#include <divan/protocol/prompt_id.hpp>

namespace divan {

/// Where one ComfyUI server is and how we deal with it.
struct ConnectionConfig {
    net::Url origin;
    net::Credentials credentials;   ///< on every HTTP request and on the WebSocket upgrade
    std::filesystem::path ca_file;  ///< extra trusted certificates (PEM)
    /// The name of our first WebSocket; empty: a fresh UUID. Later sockets mostly get fresh ones
    /// (ComfyUI#16010: a reused name can leave a socket that hears nothing).
    protocol::ClientId client_id;
    std::string comfy_org_api_key;  ///< for API nodes; sent as `extra_data.api_key_comfy_org`, never logged
    json::Object feature_flags;     ///< merged over what we announce on the socket

    bool use_socket = true;        ///< false: poll only
    bool polling_fallback = true;  ///< false: nothing is polled, and a run fails when no socket can be had
    bool listen_terminal = false;  ///< every socket gets the server's log: `on<protocol::Logs>`
    /// Attempts at the first socket go on until there is one. False: one attempt each time a socket is wanted
    /// (`open`, `reconnect`, a run). A socket that was lost is opened again in any case.
    bool auto_reconnect = true;
    ReconnectPolicy reconnect;
    /// Called once each time the attempts are used up, on the executor. What it throws is logged, not thrown
    /// on. See also `LifecycleEvent::Kind::reconnection_failed`.
    std::function<void(const Error& last)> on_reconnection_failed;
    SocketOpener open_socket;  ///< another transport for the socket; empty: `open_websocket`

    std::chrono::milliseconds connect_timeout{3'000};
    std::chrono::milliseconds greeting_timeout{10'000};  ///< upgrade and first `status` message
    std::chrono::milliseconds read_timeout{
        10'000};  ///< of one GET /queue or /history while a run is followed
    std::chrono::milliseconds submit_timeout{30'000};  ///< of POST /prompt; past it the prompt is in doubt
    std::chrono::milliseconds stall_timeout{30'000};   ///< no byte for that long while a body is on its way
    std::chrono::milliseconds ping_interval{10'000};   ///< 0: never
    std::chrono::milliseconds pong_timeout{20'000};    ///< silence after which a socket is lost; 0: never
    std::chrono::milliseconds poll_interval{2'000};    ///< of the status while there is no socket; 0: never
    std::chrono::milliseconds poll_timeout{1'000};     ///< of one such poll
    std::size_t max_reply_bytes = std::size_t{256} << 20;

    /// Without a logger of the program's own: debug lines to standard error. Also switched on by the
    /// environment: DIVAN_DEBUG or COMFY_DEBUG, "1" or "true".
    bool debug = false;

    ConnectionConfig() = default;
    explicit ConnectionConfig(net::Url where) : origin{std::move(where)} {}
};

/// "host:8188", "http://host:8188/", "https://user:secret@host/prefix". User and password become basic
/// credentials. Errors: `invalid_argument`, with what is wrong.
Result<ConnectionConfig> parse_server_address(std::string_view address);

}  // namespace divan
