#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/net/credentials.hpp>
#include <divan/net/url.hpp>
#include <divan/protocol/prompt_id.hpp>

namespace divan {

/// How a lost WebSocket is opened again: after a random time up to `base`, doubled each time up to `cap`.
struct ReconnectPolicy {
    std::chrono::milliseconds base{500};
    std::chrono::milliseconds cap{30'000};
    int max_attempts = 0;  ///< in a row; 0: for as long as the connection is open. After that: polling only

    ReconnectPolicy() = default;
};

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
    bool polling_fallback = true;  ///< false: a run fails when no socket can be had
    ReconnectPolicy reconnect;

    std::chrono::milliseconds connect_timeout{3'000};
    std::chrono::milliseconds greeting_timeout{10'000};  ///< upgrade and first `status` message
    std::chrono::milliseconds read_timeout{
        10'000};  ///< of one GET /queue or /history while a run is followed
    std::chrono::milliseconds submit_timeout{30'000};  ///< of POST /prompt; past it the prompt is in doubt
    std::chrono::milliseconds stall_timeout{30'000};   ///< no byte for that long while a body is on its way
    std::chrono::milliseconds ping_interval{10'000};
    std::chrono::milliseconds pong_timeout{20'000};
    std::size_t max_reply_bytes = std::size_t{256} << 20;

    ConnectionConfig() = default;
    explicit ConnectionConfig(net::Url where) : origin{std::move(where)} {}
};

/// "host:8188", "http://host:8188/", "https://user:secret@host/prefix". User and password become basic
/// credentials. Errors: `invalid_argument`, with what is wrong.
Result<ConnectionConfig> parse_server_address(std::string_view address);

}  // namespace divan
