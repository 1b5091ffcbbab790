#pragma once

#include <divan/store/audit.hpp>

#include "transaction.hpp"

namespace divan::store {

/// The next row of the chain, inside a transaction that does more.
Result<AuditRecord> append_audit(Transaction& transaction, AuditEntry entry);
Result<AuditCheck> check_audit_in(Transaction& transaction);

}  // namespace divan::store
