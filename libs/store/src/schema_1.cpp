#include "schema_1.hpp"

#include "migrations.hpp"
#include "schema_2.hpp"
#include "schema_3.hpp"

// Times are milliseconds since 1970, phases the numbers of divan/store/lifecycle.hpp.
namespace divan::store {
namespace {

// `ready` is 1 for a job that waits and is due (2: for later): the index over those alone makes a claim cost
// the same with a hundred thousand jobs as with ten. `place` is the order of submission.
constexpr const char* kJobs[] = {
    "CREATE TABLE graph (hash TEXT PRIMARY KEY, content TEXT NOT NULL, used_at {int} NOT NULL) {strict}",
    R"(CREATE TABLE job (
        place {serial}, id TEXT NOT NULL UNIQUE,
        owner TEXT NOT NULL, lane TEXT NOT NULL, priority {int} NOT NULL, batch TEXT,
        phase {int} NOT NULL, ready {int} NOT NULL, epoch {int} NOT NULL,
        created_at {int} NOT NULL, run_after {int} NOT NULL, started_at {int}, finished_at {int},
        expires_at {int} NOT NULL, deadline {int} NOT NULL,
        queue_ttl {int} NOT NULL, run_timeout {int} NOT NULL, total_timeout {int} NOT NULL,
        most_attempts {int} NOT NULL, most_redispatches {int} NOT NULL, most_strikes {int} NOT NULL,
        attempts {int} NOT NULL, redispatches {int} NOT NULL, strikes {int} NOT NULL,
        attempt {int} NOT NULL, avoid TEXT NOT NULL, gateway TEXT,
        events {int} NOT NULL, submission {int}, retry_of TEXT,
        error_code TEXT, error_message TEXT, error_details TEXT, error_retryable {int},
        graph TEXT NOT NULL REFERENCES graph (hash), details TEXT NOT NULL, webhooks TEXT NOT NULL) {strict})",
    "CREATE INDEX job_ready ON job (lane, owner, priority DESC, place) WHERE ready = 1",
    "CREATE INDEX job_later ON job (run_after) WHERE ready = 2",
    "CREATE INDEX job_expiry ON job (expires_at) WHERE phase < 6",
    "CREATE INDEX job_of_owner ON job (owner, phase, place)",
    "CREATE INDEX job_in_phase ON job (phase, place)",
    "CREATE INDEX job_of_gateway ON job (gateway) WHERE gateway IS NOT NULL",
    "CREATE INDEX job_of_batch ON job (batch, place) WHERE batch IS NOT NULL",
    "CREATE INDEX job_of_submission ON job (submission) WHERE submission IS NOT NULL",
    "CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL",
    "CREATE INDEX job_of_graph ON job (graph)",
    R"(CREATE TABLE attempt (
        place {int} NOT NULL REFERENCES job (place) ON DELETE CASCADE, number {int} NOT NULL,
        prompt TEXT NOT NULL UNIQUE, server TEXT NOT NULL, gateway TEXT NOT NULL,
        claimed_at {int} NOT NULL, submitted_at {int}, started_at {int}, finished_at {int}, ended_at {int},
        outcome TEXT NOT NULL, message TEXT NOT NULL, counted {int} NOT NULL, holds_slot {int} NOT NULL,
        alone {int} NOT NULL, PRIMARY KEY (place, number)) {keyed})",
    "CREATE INDEX attempt_slot ON attempt (server) WHERE holds_slot = 1",
    R"(CREATE TABLE event (
        place {int} NOT NULL REFERENCES job (place) ON DELETE CASCADE, seq {int} NOT NULL,
        at {int} NOT NULL, kind TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (place, seq)) {keyed})",
};

constexpr const char* kAround[] = {
    // `tally.shard`: several rows count the same thing, so that writers do not queue for one.
    R"(CREATE TABLE tally (
        owner TEXT NOT NULL, phase {int} NOT NULL, shard {int} NOT NULL, jobs {int} NOT NULL,
        PRIMARY KEY (owner, phase, shard)) {keyed})",
    R"(CREATE TABLE tally_of_all (
        phase {int} NOT NULL, shard {int} NOT NULL, jobs {int} NOT NULL, PRIMARY KEY (phase, shard)) {keyed})",
    // `turn.pass`: the virtual time of stride scheduling; the owner that is furthest behind comes next.
    "CREATE TABLE turn (owner TEXT PRIMARY KEY, pass {int} NOT NULL, weight {int} NOT NULL) {keyed}",
    "CREATE TABLE server (name TEXT PRIMARY KEY) {keyed}",
    R"(CREATE TABLE gateway (
        id TEXT PRIMARY KEY, started_at {int} NOT NULL, expires_at {int} NOT NULL) {keyed})",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) {keyed}",
    R"(CREATE TABLE submission (
        id {serial}, owner TEXT NOT NULL, route TEXT NOT NULL, idempotency_key TEXT NOT NULL,
        body_hash TEXT NOT NULL, created_at {int} NOT NULL,
        UNIQUE (owner, route, idempotency_key)) {strict})",
    "CREATE INDEX submission_age ON submission (created_at)",
    R"(CREATE TABLE delivery (
        id {serial}, place {int} NOT NULL REFERENCES job (place) ON DELETE CASCADE,
        webhook_id TEXT NOT NULL UNIQUE, url TEXT NOT NULL, secret TEXT NOT NULL,
        state {int} NOT NULL, tries {int} NOT NULL, due_at {int} NOT NULL, created_at {int} NOT NULL,
        last_answer TEXT NOT NULL) {strict})",
    "CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 0",
    "CREATE INDEX delivery_of_job ON delivery (place)",
};

constexpr const char* kFiles[] = {
    R"(CREATE TABLE blob (
        hash TEXT PRIMARY KEY, size {int} NOT NULL, content_type TEXT NOT NULL, used_at {int} NOT NULL) {keyed})",
    R"(CREATE TABLE asset (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, hash TEXT NOT NULL REFERENCES blob (hash),
        name TEXT NOT NULL, tags TEXT NOT NULL, created_at {int} NOT NULL, expires_at {int},
        job TEXT) {keyed})",
    "CREATE INDEX asset_of_blob ON asset (hash, owner)",
    "CREATE INDEX blob_use ON blob (used_at)",
    "CREATE INDEX asset_of_owner ON asset (owner, created_at, id)",
    "CREATE INDEX asset_expiry ON asset (expires_at) WHERE expires_at IS NOT NULL",
    "CREATE INDEX asset_of_job ON asset (job) WHERE job IS NOT NULL",
    "CREATE INDEX asset_result_age ON asset (created_at) WHERE job IS NOT NULL",
    R"(CREATE TABLE job_input (
        place {int} NOT NULL REFERENCES job (place) ON DELETE CASCADE, asset TEXT NOT NULL,
        PRIMARY KEY (place, asset)) {keyed})",
    "CREATE INDEX job_input_asset ON job_input (asset)",
    // An output outlives its file: `asset` may name a record that retention has removed.
    R"(CREATE TABLE output (
        place {int} NOT NULL REFERENCES job (place) ON DELETE CASCADE, number {int} NOT NULL,
        node TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, details TEXT NOT NULL,
        asset TEXT NOT NULL, hash TEXT NOT NULL, size {int} NOT NULL, content_type TEXT NOT NULL,
        PRIMARY KEY (place, number)) {keyed})",
};

// Promise P3, held by the database itself: no statement of ours, right or wrong, changes how a job ended.
constexpr const char* kFinal[] = {
    R"(sqlite:CREATE TRIGGER job_final
        BEFORE UPDATE OF phase, finished_at, error_code, error_message, error_details ON job WHEN old.phase >= 6
        BEGIN SELECT RAISE(ABORT, 'a finished job never changes'); END)",
    R"(sqlite:CREATE TRIGGER output_final BEFORE UPDATE ON output
        BEGIN SELECT RAISE(ABORT, 'an output never changes'); END)",
    R"(postgres:CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'what is final never changes' USING ERRCODE = 'integrity_constraint_violation'; END $$)",
    R"(postgres:CREATE TRIGGER job_final
        BEFORE UPDATE OF phase, finished_at, error_code, error_message, error_details ON job
        FOR EACH ROW WHEN (OLD.phase >= 6) EXECUTE FUNCTION refuse_change())",
    R"(postgres:CREATE TRIGGER output_final BEFORE UPDATE ON output
        FOR EACH ROW EXECUTE FUNCTION refuse_change())",
};

}  // namespace

std::vector<std::string> schema_1() {
    std::vector<std::string> all(std::begin(kJobs), std::end(kJobs));
    all.insert(all.end(), std::begin(kAround), std::end(kAround));
    all.insert(all.end(), std::begin(kFiles), std::end(kFiles));
    all.insert(all.end(), std::begin(kFinal), std::end(kFinal));
    return all;
}

std::span<const Migration> migrations() {
    static const std::vector<Migration> all{{1, 1, schema_1()}, {2, 1, schema_2()}, {3, 1, schema_3()}};
    return all;
}

}  // namespace divan::store
