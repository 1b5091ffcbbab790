#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/call.hpp"

/// What the query of a request says. Refusals: 400 `invalid_request`.
namespace divan::gateway {

/// Nothing but these may be asked for.
Answer<> only_queries(Call& call, std::initializer_list<std::string_view> known);

/// Whose things the caller means: its own; with `owner=NAME` that one's, with `all=true` everybody's
/// (nothing), both for callers that may administer. Refusals: 403 `forbidden`, too.
Answer<std::optional<std::string>> owner_asked(Call& call);

/// Every value of that name, in order.
std::vector<std::string> queries(Call& call, std::string_view name);
Answer<std::optional<std::int64_t>> number_asked(Call& call, std::string_view name, std::int64_t low,
                                                 std::int64_t high);
/// "true" or "false"; false without it.
Answer<bool> flag_asked(Call& call, std::string_view name);
/// Seconds, from zero, also with a fraction.
Answer<std::optional<std::chrono::milliseconds>> seconds_asked(Call& call, std::string_view name,
                                                               std::chrono::seconds most);

}  // namespace divan::gateway
