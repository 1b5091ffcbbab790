#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <divan/json/value.hpp>

#include "http/router.hpp"

/// What requests of this face say, member by member. Refusals: 400 `invalid_request` for a member that the
/// contract does not have, 422 `invalid_request` for a value that it does not allow; the message names it.
namespace divan::gateway {

/// The handler, with what it refuses told otherwise.
Handler refusing_as(Refusal (*tell)(Refusal), Handler handler);

/// The contract has one status for a request that is malformed in any way, 422; not 400 and not 415.
Refusal malformed_is_422(Refusal refusal);

/// S7: nothing is taken that was not meant to be given.
Answer<> only_members(const json::Object& body, std::initializer_list<std::string_view> known);

Refusal bad_value(std::string_view member, std::string_view what);

/// 60 … 604,800 seconds.
Answer<std::chrono::milliseconds> retention_of(std::int64_t seconds);

/// At most 16 words of at most 64 bytes, without white space and control characters.
Answer<> check_tags(const std::vector<std::string>& tags);

/// The Idempotency-Key of a request: 1 … 255 printable ASCII characters; nothing when there is none.
Answer<std::optional<std::string>> idempotency_key(const Call& call);
/// `Idempotency-Replay: allow`: asking again gives the first answer, instead of 422.
bool wants_replay(const Call& call);

}  // namespace divan::gateway
