#pragma once

#include <optional>
#include <string>
#include <vector>

#include <divan/store/store.hpp>

/// API keys. The store never sees a secret: whoever makes a key hands in a digest of it, and compares digests
/// itself. Every change writes a row of the audit log in the same transaction.
namespace divan::store {

struct NewApiKey {
    std::string id;      ///< the public part: 8 to 64 characters of a-z and 0-9
    std::string owner;   ///< whose jobs and files it reaches; several keys may share one
    std::string name;    ///< for people; may be empty
    std::string digest;  ///< of the secret: 64 hexadecimal digits
    std::string scopes;  ///< opaque here: "read submit"
    std::string limits;  ///< opaque here: JSON, or empty
    std::string nodes;   ///< opaque here: which node classes it may use; may be empty
    std::optional<std::chrono::milliseconds> life;  ///< from now; nothing: until it is revoked

    NewApiKey() = default;
};

struct ApiKey {
    std::string id, owner, name, digest, scopes, limits, nodes;
    Timestamp created_at{};
    std::optional<Timestamp> expires_at, revoked_at;
    std::optional<Timestamp> last_used_at;  ///< to the minute

    ApiKey() = default;
    bool is_valid(Timestamp at) const { return !revoked_at && (!expires_at || at < *expires_at); }
    bool operator==(const ApiKey&) const = default;
};

/// Errors: `conflict` when the id is taken; `invalid_argument` for an id, owner or digest that cannot be one,
/// or a life that is not above zero.
asio::awaitable<Result<ApiKey>> add_key(Store& store, NewApiKey key, std::string actor);

/// A key, valid or not, and the store's time at which it was so.
struct FoundKey {
    ApiKey key;
    Timestamp now{};

    FoundKey() = default;
    bool is_valid() const { return key.is_valid(now); }
};
/// Nothing when there is no such key.
asio::awaitable<Result<std::optional<FoundKey>>> find_key(Store& store, std::string id);

/// The oldest first, revoked ones too; of one owner, or of all.
asio::awaitable<Result<std::vector<ApiKey>>> list_keys(Store& store, std::optional<std::string> owner);

/// From now on it is not valid. Once more changes nothing. Errors: `not_found`.
asio::awaitable<Result<ApiKey>> revoke_key(Store& store, std::string id, std::string actor);

/// Notes that the key was used just now, at most once a minute. Unknown keys are passed over.
asio::awaitable<Result<void>> note_key_use(Store& store, std::string id);

}  // namespace divan::store
