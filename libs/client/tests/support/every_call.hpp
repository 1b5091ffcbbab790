#pragma once

#include <functional>
#include <string>
#include <vector>

#include <divan/client/connection.hpp>

namespace divan::test {

using Operation = std::function<asio::awaitable<Result<void>>(Connection&, Deadline)>;

struct Call {
    std::string name;
    Operation operation;
    bool reads = true;             ///< what a 2xx reply says must make sense
    bool takes_any_json = false;   ///< where it must only be JSON
    bool on_every_server = false;  ///< no capability: without its route the server is no ComfyUI
};

/// Every call of the namespaces, once, with arguments that are good.
std::vector<Call> every_call();

}  // namespace divan::test
