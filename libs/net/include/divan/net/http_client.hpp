#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/net/credentials.hpp>
#include <divan/net/http_message.hpp>
#include <divan/net/url.hpp>

namespace divan::net {

namespace asio = boost::asio;

/// Where a client may connect to, whatever the URL says.
enum class Reach {
    anywhere,
    /// Addresses of the public internet only (`is_public_address`): for URLs that strangers give. Every
    /// address of a name must be one, and the connection goes to the addresses that were checked. At each
    /// connect, so after redirects too.
    public_internet,
};

/// What one call came to, for logs and clocks.
struct HttpTraffic {
    const HttpRequest& request;      ///< without the body
    std::string_view body;           ///< empty for forms
    const Result<HttpReply>& reply;  ///< a body that went to a sink is not in it
    std::chrono::milliseconds took{0};
};

struct HttpClientConfig {
    Url origin;
    Reach reach = Reach::anywhere;
    /// Sent to `origin` only, never after a redirect elsewhere. Empty: those in the URL of `origin`, if any.
    Credentials credentials;
    std::filesystem::path ca_file;  ///< extra trusted certificates (PEM); empty: the system's
    std::chrono::milliseconds connect_timeout{3'000};
    std::chrono::milliseconds stall_timeout{30'000};  ///< no byte for that long while a body is on its way
    std::size_t max_reply_bytes = std::size_t{256} << 20;  ///< of a reply that is held in memory
    std::size_t idle_connections = 8;                      ///< kept alive
    int max_redirects = 3;                                 ///< GET and HEAD only
    /// Told at the end of every call, on the executor, until the client is closed. Must not throw.
    std::function<void(const HttpTraffic&)> observer;

    HttpClientConfig() = default;
    explicit HttpClientConfig(Url where) : origin{std::move(where)} {}
};

/// One part of a multipart form: a text, or a file that is streamed from disk.
struct FormPart {
    std::string name;
    std::string text;  ///< the content when `file` is empty
    std::filesystem::path file;
    std::string file_name;  ///< sent raw in UTF-8 (ComfyUI 0.3.64 stores a percent-encoded name literally)
    std::string content_type;

    FormPart() = default;
    FormPart(std::string part_name, std::string content)
        : name{std::move(part_name)}, text{std::move(content)} {}
};

/// Takes the body of a reply piece by piece; an error ends the transfer and is what the call returns.
using BodySink = std::function<Result<void>(std::span<const std::byte>)>;

/// HTTP/1.1 with one server, over a pool of kept connections. A request on a kept connection that the server
/// had closed meanwhile is sent again on a new one only when nothing of it can have been read (GET, HEAD) — a
/// POST whose reply is lost is `in_doubt`. Threads: use it from its executor only. Cancellation closes the
/// connection of that call. Errors of all calls: connect_failed (nothing was sent), `address_refused` (by
/// `reach`; nothing was sent), in_doubt (POST and alike: sent, no reply), connection_lost (GET), timeout,
/// cancelled, malformed_reply. A status of any kind is a reply, not an error; so is a redirect that is not
/// followed. Facts of an error: "request", "server", and "sent" ("no": the server cannot have read anything).
class HttpClient {
public:
    HttpClient(asio::any_io_executor executor, HttpClientConfig config);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    asio::awaitable<Result<HttpReply>> exchange(HttpRequest request, Deadline deadline);
    /// A 2xx body goes to `sink` through one fixed buffer; other bodies are kept in the reply (at most 64
    /// KiB). A body shorter than its Content-Length is `connection_lost`.
    asio::awaitable<Result<HttpReply>> download(HttpRequest request, BodySink sink, Deadline deadline);
    /// POST multipart/form-data; files are streamed.
    asio::awaitable<Result<HttpReply>> upload(std::string target, std::vector<FormPart> parts,
                                              Deadline deadline);

    /// Ends every open connection; calls on their way fail with `cancelled`.
    void close();

    const HttpClientConfig& config() const;

private:
    class Pool;
    std::unique_ptr<Pool> pool_;
};

}  // namespace divan::net
