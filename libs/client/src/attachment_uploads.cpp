#include "attachment_uploads.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <divan/client/view.hpp>
#include <divan/net/blocking_work.hpp>
#include <divan/workflow/attachments.hpp>

#include "connection_core.hpp"

namespace divan {
namespace {

constexpr std::size_t kKnownUploads = 10'000;  // then the memory is dropped: a file is sent once more

/// What identifies an upload, and the name under which it goes.
struct UploadKey {
    std::string key, name;
    UploadKey() = default;
};

Result<UploadKey> key_of(const Attachment& attachment) {
    auto hash = content_hash(attachment);
    if (!hash) return fail(std::move(hash).error());
    auto name = upload_name(attachment);
    if (!name) return fail(std::move(name).error());
    UploadKey key;
    key.name = std::move(*name);
    key.key = *hash + "/" + attachment.subfolder() + "/" + key.name;
    return key;
}

/// Hashing a film takes seconds, which the event loop does not have.
asio::awaitable<Result<UploadKey>> key_off_loop(Attachment attachment, Deadline deadline) {
    if (attachment.bytes()) co_return key_of(attachment);
    std::function<Result<UploadKey>()> compute = [attachment] { return key_of(attachment); };
    auto key = co_await net::blocking_result(std::move(compute), deadline);
    if (key) co_return std::move(*key);
    const bool late = std::chrono::steady_clock::now() >= deadline;
    co_return fail(late ? Errc::timeout : Errc::cancelled, "the file was not read in time to be uploaded");
}

Upload upload_of(const Attachment& attachment, std::string name) {
    Upload upload;
    if (attachment.file()) upload.file = *attachment.file();
    if (attachment.bytes()) upload.bytes = *attachment.bytes();
    upload.name = std::move(name);
    upload.subfolder = attachment.subfolder();
    upload.overwrite = attachment.overwrites();
    return upload;
}

asio::awaitable<bool> still_there(Connection& connection, StoredFile stored, Deadline deadline) {
    ViewRequest request;
    request.filename = stored.name;
    request.subfolder = stored.subfolder;
    request.type = stored.type;
    net::HttpRequest head{"HEAD", view_target(request)};
    const auto reply = co_await connection.http().exchange(std::move(head), deadline);
    co_return reply && reply->ok();
}

/// The uploads of one workflow, taken by several coroutines until none is left or one failed.
struct UploadRun {
    std::shared_ptr<ConnectionCore> core;
    std::vector<PlannedUpload> planned;
    std::vector<StoredFile> stored;
    Deadline deadline;
    std::size_t next = 0;
    std::optional<Error> failure;

    UploadRun(std::shared_ptr<ConnectionCore> on, std::vector<PlannedUpload> what, Deadline until)
        : core{std::move(on)}, planned{std::move(what)}, stored(planned.size()), deadline{until} {}
};

asio::awaitable<Result<StoredFile>> store(std::shared_ptr<ConnectionCore> core, Attachment attachment,
                                          Deadline deadline) {
    Connection connection{core};
    auto key = co_await key_off_loop(attachment, deadline);
    if (!key) co_return fail(std::move(key).error());
    if (const auto known = core->uploads.find(key->key); known != core->uploads.end()) {
        const StoredFile stored = known->second;
        const bool there = co_await still_there(connection, stored, deadline);
        if (there) co_return stored;
    }
    Upload upload = upload_of(attachment, key->name);
    auto stored = co_await upload_image(connection, std::move(upload), deadline);
    if (!stored) co_return stored;
    if (core->uploads.size() >= kKnownUploads) core->uploads.clear();
    core->uploads.insert_or_assign(key->key, *stored);
    co_return stored;
}

asio::awaitable<void> take_uploads(std::shared_ptr<UploadRun> run) {
    while (run->next < run->planned.size() && !run->failure) {
        const std::size_t place = run->next++;
        const PlannedUpload& planned = run->planned[place];
        auto stored = co_await store(run->core, planned.attachment, run->deadline);
        if (!stored && !run->failure)
            run->failure = std::move(stored)
                               .error()
                               .with("node", planned.node.str())
                               .with("input", planned.input)
                               .with("server", run->core->config.origin.authority());
        if (stored) run->stored[place] = std::move(*stored);
    }
}

}  // namespace

asio::awaitable<Result<Workflow>> upload_attachments(std::shared_ptr<ConnectionCore> core, Workflow workflow,
                                                     Deadline deadline) {
    using namespace asio::experimental::awaitable_operators;
    if (workflow.attachments().empty()) co_return workflow;
    const auto run = std::make_shared<UploadRun>(core, workflow.attachments(), deadline);
    co_await (take_uploads(run) && take_uploads(run) && take_uploads(run) && take_uploads(run));
    if (run->failure) co_return fail(std::move(*run->failure));
    for (std::size_t place = 0; place < run->planned.size(); ++place) {
        const PlannedUpload& planned = run->planned[place];
        if (planned.node.empty()) {
            workflow.detach_folder(planned.attachment.subfolder());
            continue;
        }
        const std::string reference = run->stored[place].reference();
        auto set = workflow.set(planned.node, planned.input, json::Value(std::string_view{reference}));
        if (!set) co_return fail(std::move(set).error());
        workflow.detach(planned.node, planned.input);
    }
    co_return workflow;
}

}  // namespace divan
