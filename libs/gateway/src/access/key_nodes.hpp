#pragma once

#include <string>
#include <vector>

#include <divan/jobs/node_policy.hpp>
#include <divan/json/value.hpp>
#include <divan/store/keys.hpp>

namespace divan::gateway {

/// As a key keeps its node classes in the store.
std::string nodes_text(const std::vector<std::string>& words);

/// The node classes of a key; one that says nothing has the core set. Errors: `invalid_argument`.
Result<durable::NodeAllowance> nodes_of(const store::ApiKey& key);

/// "any", "core" or a list of texts. Errors: `invalid_argument`.
Result<std::vector<std::string>> read_nodes(const json::Value& value);

}  // namespace divan::gateway
