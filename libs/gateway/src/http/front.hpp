#pragma once

#include "site.hpp"

namespace divan::gateway {

/// The way of every request: may it come here at all, which route, who asks, may they; then the route; and
/// whatever it refuses becomes an answer. One line in the log for each.
class Front {
public:
    Front(Site& site, const Router& router) : site_{site}, router_{router} {}
    asio::awaitable<void> handle(net::HttpExchange& exchange);

private:
    asio::awaitable<Answer<>> serve(Call& call);
    /// Host and Origin. True: the answer was given (to a browser's preflight).
    asio::awaitable<Answer<bool>> meet_page(Call& call);
    asio::awaitable<Answer<>> note_admin(Call& call, Scope scope);
    std::string origin_of(const net::HttpExchange& exchange) const;
    void log(const Call& call, const std::string& path) const;

    Site& site_;
    const Router& router_;
};

}  // namespace divan::gateway
