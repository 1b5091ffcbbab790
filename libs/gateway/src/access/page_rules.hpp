#pragma once

#include <string>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/gateway/config.hpp>
#include <divan/net/http_message.hpp>

namespace divan::gateway {

/// Which web page, if any, made a browser send a request.
enum class Page {
    none,     ///< no browser, or one that says nothing
    own,      ///< one that came from here
    listed,   ///< one of `listen.origins`
    foreign,  ///< another one
    opaque,   ///< `Origin: null`: a sandbox, a file, a redirect between sites
};
Page page_of(const ListenConfig& listen, const net::HttpRequest& request);

/// Whether browsers shall ask that host over TLS only from now on (HSTS): where we speak TLS ourselves. Not
/// for localhost, whose other ports are other services without TLS.
bool wants_tls_kept(const ListenConfig& listen, const net::HttpRequest& request);

/// Foreign pages may not change anything, nor open a socket, which browsers let them read. Opaque ones may do
/// nothing.
bool may_ask(Page page, const net::HttpRequest& request, bool wants_socket);

/// What lets a listed page read the answer: its own origin, never `*`.
net::HttpHeaders answer_headers(const net::HttpRequest& request);
/// What answers the browser's question before the request itself; `methods` are those of the path.
net::HttpHeaders preflight_headers(const net::HttpRequest& request, const std::vector<std::string>& methods);
bool is_preflight(const net::HttpRequest& request);

/// Errors: `invalid_argument` for an origin that is not exactly "https://host" or "https://host:port" (or
/// http), `*` above all.
Result<void> check_origins(const ListenConfig& listen);

}  // namespace divan::gateway
