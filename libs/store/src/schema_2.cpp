#include "schema_2.hpp"

namespace divan::store {

std::vector<std::string> schema_2() {
    return {
        R"(CREATE TABLE api_key (
            id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
            scopes TEXT NOT NULL, limits TEXT NOT NULL, created_at {int} NOT NULL,
            expires_at {int}, revoked_at {int}, last_used_at {int}) {keyed})",
        "CREATE INDEX api_key_of_owner ON api_key (owner)",
        R"(CREATE TABLE audit (
            number {int} PRIMARY KEY, at {int} NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, details TEXT NOT NULL, hash TEXT NOT NULL) {strict})",
        // One row: the newest number and hash. It orders the writers, and shows that rows at the end are
        // gone.
        "CREATE TABLE audit_head (one {int} PRIMARY KEY, number {int} NOT NULL, hash TEXT NOT NULL) {keyed}",
        R"(sqlite:CREATE TRIGGER audit_kept BEFORE UPDATE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log never changes'); END)",
        R"(sqlite:CREATE TRIGGER audit_whole BEFORE DELETE ON audit
            BEGIN SELECT RAISE(ABORT, 'the audit log never changes'); END)",
        R"(postgres:CREATE TRIGGER audit_kept BEFORE UPDATE OR DELETE ON audit
            FOR EACH ROW EXECUTE FUNCTION refuse_change())",
    };
}

}  // namespace divan::store
