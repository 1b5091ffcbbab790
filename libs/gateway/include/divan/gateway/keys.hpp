#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <divan/json/value.hpp>
#include <divan/store/keys.hpp>

/// Making keys: what `divan keys add` and `POST /api/v2/divan/keys` do.
namespace divan::gateway {

namespace asio = boost::asio;

/// The secret that all digests of keys are made with: 64 hexadecimal digits, readable by its owner alone.
/// Made when the file is missing; of several who make it at once one wins. Gateways on one database need the
/// same. Errors: `io_failed`; `invalid_argument` for a file that others can read, or that holds something
/// else.
Result<std::string> load_pepper(const std::filesystem::path& file);

/// A key as somebody wants it.
struct KeyWish {
    /// The user that the key is of, 1 to 64 characters of A-Z a-z 0-9 . _ @ -; keys of one user see the same
    /// jobs and files. Empty: its own, called like its public part.
    std::string owner;
    std::string name;                 ///< for people; at most 100 bytes, no control characters
    std::vector<std::string> scopes;  ///< "read", "submit", "cancel", "operate", "admin"
    std::string role;  ///< those of a role with them: "viewer", "user", "operator", "admin"; empty: none
    std::vector<std::string> nodes{"core"};  ///< see `durable::NodeAllowance::parse`
    std::optional<std::chrono::milliseconds> life;
    /// Instead of the configured limits: `requests_per_second`, `burst`, `streams`, `stored_bytes`,
    /// `upload_bytes`, `upload_bytes_per_day`, `body_bytes`, `batch_jobs`, `queued_jobs`, `in_flight_jobs`,
    /// and of one node `width`, `height`, `batch_size`, `steps`, `frames`; each a number from 0, or "none".
    json::Object limits;

    KeyWish() = default;
};

struct IssuedKey {
    std::string text;  ///< what a caller sends: "divan_<id>_<secret>_<checksum>"; nobody can tell it again
    store::ApiKey key;

    IssuedKey() = default;
};

/// Errors: `invalid_argument`, and those of `store::add_key`.
asio::awaitable<Result<IssuedKey>> issue_key(store::Store& store, std::string pepper, KeyWish wish,
                                             std::string actor);

/// All of a key that may be shown: never the digest.
json::Object key_view(const store::ApiKey& key);

}  // namespace divan::gateway
