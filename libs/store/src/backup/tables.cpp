#include "backup/tables.hpp"

#include <divan/base/text.hpp>

namespace divan::store {
namespace {

Table table(std::string name, const std::string& columns, const std::string& order) {
    Table made;
    made.name = std::move(name);
    made.columns = split(columns, ' ');
    std::vector<std::string> parameters;
    for (std::size_t i = 1; i <= made.columns.size(); ++i) parameters.push_back("?" + std::to_string(i));
    const std::string list = join(made.columns, ", ");
    made.select = "SELECT " + list + " FROM " + made.name + " ORDER BY " + order;
    made.insert = "INSERT INTO " + made.name + " (" + list + ") VALUES (" + join(parameters, ", ") + ")";
    return made;
}

std::vector<Table> make_tables() {
    return {
        table("setting", "name value", "name"),
        table("api_key",
              "id owner name digest scopes limits created_at expires_at revoked_at last_used_at nodes", "id"),
        table("audit", "number at actor action subject details hash", "number"),
        table("audit_head", "one number hash", "one"),
        table("turn", "owner pass weight", "owner"),
        table("server", "name", "name"),
        table("graph", "hash content used_at", "hash"),
        table("submission", "id owner route idempotency_key body_hash created_at", "id"),
        table(
            "job",
            "place id owner lane priority batch phase ready epoch created_at run_after started_at "
            "finished_at expires_at "
            "deadline queue_ttl run_timeout total_timeout most_attempts most_redispatches most_strikes "
            "attempts "
            "redispatches strikes attempt avoid gateway events submission retry_of error_code error_message "
            "error_details error_retryable graph details webhooks most_in_flight",
            "place"),
        table("attempt",
              "place number prompt server gateway claimed_at submitted_at started_at finished_at ended_at "
              "outcome message "
              "counted holds_slot alone",
              "place, number"),
        table("event", "place seq at kind data", "place, seq"),
        table("delivery", "id place webhook_id url secret state tries due_at created_at last_answer", "id"),
        table("blob", "hash size content_type used_at", "hash"),
        table("asset", "id owner hash name tags created_at expires_at job", "id"),
        table("upload", "owner day bytes", "owner, day"),
        table("job_input", "place asset", "place, asset"),
        table("output", "place number node name kind details asset hash size content_type", "place, number"),
    };
}

}  // namespace

std::span<const Table> tables() {
    static const std::vector<Table> all = make_tables();
    return all;
}

}  // namespace divan::store
