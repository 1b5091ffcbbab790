#pragma once

#include <functional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include <divan/gateway/keys.hpp>
#include <divan/net/http_message.hpp>

#include "program.hpp"

namespace divan::app {

namespace asio = boost::asio;

/// Where keys are: in a store that is opened here, or at a gateway that runs.
struct KeyPlace {
    std::string data, database, pepper;  ///< over those of the configuration
    std::string gateway;                 ///< not empty: this one is asked
    std::string key;                     ///< for it; empty: DIVAN_KEY

    KeyPlace() = default;
};

/// One thing to do, on a store that is open here and at a gateway that runs; both answer with the same
/// document.
struct Errand {
    std::function<asio::awaitable<Result<json::Value>>(store::Store&, std::string pepper)> here;
    net::HttpRequest there;
};

Errand adding_key(const gateway::KeyWish& wish);
Errand listing_keys(const std::string& owner);  ///< empty: everybody's
Errand revoking_key(const std::string& id);

/// Errors: those of the store, and what the gateway refused (`unauthorized`, `not_found`, `invalid_argument`,
/// `unexpected_status`).
Result<json::Value> carry_out(const Errand& errand, const KeyPlace& place, const Program& program);

}  // namespace divan::app
