#pragma once

#include <optional>
#include <string>
#include <vector>

#include <divan/store/store.hpp>

/// The audit log: who changed what in the service itself. Rows are only ever added; a trigger of the database
/// refuses everything else, and each row carries a hash over itself and the row before it, so one that was
/// changed or taken out behind our back is found by `check_audit`.
namespace divan::store {

/// What was done. Secrets do not belong in here.
struct AuditEntry {
    std::string actor;    ///< the id of a key, an address, "operator" for the command line
    std::string action;   ///< "key.add", "key.revoke", "auth.failed", …
    std::string subject;  ///< what it was done to; may be empty
    std::string details;  ///< JSON, or empty

    AuditEntry() = default;
    AuditEntry(std::string who, std::string what, std::string whom, std::string more = {})
        : actor{std::move(who)},
          action{std::move(what)},
          subject{std::move(whom)},
          details{std::move(more)} {}
    bool operator==(const AuditEntry&) const = default;
};

struct AuditRecord {
    std::int64_t number = 0;  ///< 1, 2, 3 … without a gap
    Timestamp at{};           ///< by the store's clock
    AuditEntry entry;
    std::string hash;  ///< BLAKE3 over the former row's hash and this row's content, 64 hexadecimal digits

    AuditRecord() = default;
    bool operator==(const AuditRecord&) const = default;
};

/// Texts that are no UTF-8 are made sound first. Gateways that add at the same moment wait for one another.
asio::awaitable<Result<AuditRecord>> add_audit(Store& store, AuditEntry entry);

/// The newest first: those before `before` (nothing: all), at most `most` (1 to 1,000; else
/// `invalid_argument`).
asio::awaitable<Result<std::vector<AuditRecord>>> read_audit(Store& store, std::optional<std::int64_t> before,
                                                             int most = 100);

struct AuditCheck {
    std::int64_t records = 0;
    /// Of the newest record. Kept elsewhere, it shows later that not even the whole chain was made anew.
    std::string head;
    std::optional<std::int64_t> broken_at;  ///< the first number that is wrong, or missing

    AuditCheck() = default;
};
/// Reads the whole chain. `check` of backup.hpp asks it too.
asio::awaitable<Result<AuditCheck>> check_audit(Store& store);

}  // namespace divan::store
