#include <divan/base/random.hpp>
#include <divan/store/moves.hpp>

#include "jobs/endings.hpp"
#include "sql/valid_text.hpp"

namespace divan::store {
namespace {

/// The record of the file, for the owner of the job. The bytes are in place already; the row of the blob was
/// written before them, so that no cleaning could take them in between.
Result<AssetId> make_asset(Transaction& transaction, const Job& job, const NewOutput& output,
                           std::optional<Timestamp> expires_at) {
    auto blob = sql::first(transaction.sql, "SELECT size FROM blob WHERE hash = ?1 /*pg:FOR KEY SHARE*/",
                           output.hash);
    if (!blob) return fail(std::move(blob).error());
    if (!*blob || (*blob)->integer(0) != output.size)
        return fail(Error{Errc::conflict, "the file of an output is not in the store, or has another size",
                          "keep it first, then commit"}
                        .with("hash", output.hash));
    const AssetId id{uuid4()};
    auto made = sql::change(transaction.sql,
                            "INSERT INTO asset (id, owner, hash, name, tags, created_at, expires_at, job) "
                            "VALUES (?1, ?2, ?3, ?4, 'output', ?5, ?6, ?7)",
                            id, job.owner, output.hash, output.name, transaction.now(), expires_at, job.id);
    if (!made) return fail(std::move(made).error());
    return id;
}

Result<void> keep_output(Transaction& transaction, const Job& job, int number, const NewOutput& output,
                         std::optional<Timestamp> expires_at) {
    auto asset = make_asset(transaction, job, output, expires_at);
    if (!asset) return fail(std::move(asset).error());
    auto kept = sql::change(
        transaction.sql,
        "INSERT INTO output (place, number, node, name, kind, details, asset, hash, size, content_type) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        job.place, number, output.node, output.name, output.kind, output.details, *asset, output.hash,
        output.size, output.content_type);
    if (!kept) return fail(std::move(kept).error());
    return {};
}

Result<void> succeed_in(Transaction& transaction, const Success& success) {
    auto row = lock_for_move(transaction, success.fence, Phase::succeeded);
    if (!row) return fail(std::move(row).error());
    const Job was = row->job;
    std::optional<Timestamp> expires_at;
    if (success.keep_for) expires_at = transaction.now() + *success.keep_for;
    for (std::size_t i = 0; i < success.outputs.size(); ++i) {
        auto kept = keep_output(transaction, was, static_cast<int>(i), success.outputs[i], expires_at);
        if (!kept) return kept;
    }
    if (auto closed = close_attempt(transaction, was, "succeeded", "", true, true); !closed) return closed;
    json::Object data;
    data["outputs"] = static_cast<std::int64_t>(success.outputs.size());
    return finish_job(transaction, row->job, was, Phase::succeeded, std::move(data));
}

}  // namespace

asio::awaitable<Result<void>> succeed(Store& store, Success success) {
    for (NewOutput& output : success.outputs)
        for (std::string* foreign : {&output.node, &output.name, &output.details})
            *foreign = sql::made_sound(std::move(*foreign));
    return store.write([success = std::move(success)](Transaction& transaction) {
        return succeed_in(transaction, success);
    });
}

}  // namespace divan::store
