#include "gateway_files.hpp"

#include <fmt/format.h>

#include <divan/json/parse.hpp>
#include <divan/net/before.hpp>

namespace divan::app {
namespace {

using namespace std::chrono_literals;

constexpr int kTries = 4;
constexpr auto kPause = 250ms;
constexpr std::uint64_t kLongestText = std::uint64_t{1} << 20;

/// By its id, not by the link in the view: the link begins with what the gateway believes its address to be,
/// and our key goes to the address that we were given.
std::string content_target(const GatewayOutput& output) {
    return "/api/v2/assets/" + net::percent_encode(output.asset) + "/content";
}

/// Fills the file from where it ends. True when it is whole.
asio::awaitable<Result<bool>> fetch_rest(GatewayAccess& gateway, const GatewayOutput& output, PartFile& file,
                                         Deadline deadline) {
    net::HttpRequest request{"GET", content_target(output)};
    if (file.bytes() > 0) request.headers.set("Range", fmt::format("bytes={}-", file.bytes()));
    net::BodySink sink = [&](std::span<const std::byte> bytes) -> Result<void> {
        if (bytes.size() > output.bytes - std::min(output.bytes, file.bytes()))
            return fail(Errc::malformed_reply, "the file is longer than its job says");
        return file.append(bytes);
    };
    const std::uint64_t from = file.bytes();
    auto reply = co_await gateway.http().download(std::move(request), std::move(sink), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!reply->ok()) co_return fail(refusal_error(reply->status, reply->headers, reply->body));
    if (from > 0 && reply->status != 206)
        co_return fail(Errc::malformed_reply, "the gateway does not resume the file where it broke off");
    // What a gateway gives without its metadata is shorter; the connection said where it ends.
    co_return file.bytes() == output.bytes || reply->headers.contains("Divan-Metadata");
}

bool worth_another_try(const Error& error) {
    return error.code == Errc::connection_lost || error.code == Errc::connect_failed ||
           error.code == Errc::queue_full;
}

Result<DownloadedFile> finished(PartFile& file, std::string content_type) {
    if (auto committed = file.commit(); !committed) return fail(std::move(committed).error());
    DownloadedFile done;
    done.path = file.path();
    done.bytes = file.bytes();
    done.sha256 = file.sha256();
    done.content_type = std::move(content_type);
    return done;
}

}  // namespace

Result<std::vector<GatewayOutput>> outputs_of(const json::Value& job) {
    const json::Value* member = json::find(job, "outputs");
    const json::Array* list = member ? json::array_of(*member) : nullptr;
    if (!list) return fail(Errc::malformed_reply, "the gateway's job has no list of outputs");
    std::vector<GatewayOutput> outputs;
    for (const json::Value& one : *list) {
        GatewayOutput& output = outputs.emplace_back();
        output.asset = json::text_or(one, "id");
        output.node = json::text_or(one, "node_id");
        output.name = json::text_or(one, "name");
        output.type = json::text_or(one, "type");
        output.content_type = json::text_or(one, "content_type");
        const json::Value* bytes = json::find(one, "size_bytes");
        const auto size = bytes ? json::to_uint64(*bytes) : std::nullopt;
        if (!size || output.asset.empty())
            return fail(Errc::malformed_reply, "an output of the gateway's job has no id or no size");
        output.bytes = *size;
    }
    return outputs;
}

asio::awaitable<Result<DownloadedFile>> fetch_output(GatewayAccess& gateway, GatewayOutput output, ResultForm,
                                                     PartFile file, Deadline deadline) {
    for (int tries = 1;; ++tries) {
        auto whole = co_await fetch_rest(gateway, output, file, deadline);
        if (whole && *whole) break;
        const bool again = tries < kTries && (whole || worth_another_try(whole.error()));
        if (!again && whole)
            co_return fail(Error{Errc::result_missing,
                                 fmt::format("the file has {} bytes, not {}", file.bytes(), output.bytes)}
                               .with("file", output.name));
        if (!again) {
            Error error = std::move(whole).error();
            if (error.code == Errc::not_found) error.code = Errc::result_missing;
            co_return fail(std::move(error).with("file", output.name));
        }
        if (!co_await net::sleep_until(std::min(deadline, within(kPause * tries))))
            co_return fail(Errc::cancelled, "stopped");
    }
    co_return finished(file, output.content_type);
}

asio::awaitable<Result<DownloadedFile>> fetch_picture(GatewayAccess& gateway, GatewayOutput output,
                                                      ResultForm form, PartFile file, Deadline deadline) {
    net::Query query;
    if (!form.format.empty()) query.emplace_back("format", form.format);
    if (form.side > 0) {
        query.emplace_back("width", std::to_string(form.side));
        query.emplace_back("height", std::to_string(form.side));
    }
    const std::string target =
        "/api/v2/divan/assets/" + net::percent_encode(output.asset) + "/picture?" + net::encode_query(query);
    for (int tries = 1;; ++tries) {
        if (auto anew = file.restart(); !anew) co_return fail(std::move(anew).error());
        net::HttpRequest request{"GET", target};
        net::BodySink sink = [&file](std::span<const std::byte> bytes) { return file.append(bytes); };
        auto reply = co_await gateway.http().download(std::move(request), std::move(sink), deadline);
        if (reply && reply->ok())
            co_return finished(file, std::string{reply->headers.find("Content-Type").value_or("")});
        Error error = reply ? refusal_error(reply->status, reply->headers, reply->body) : reply.error();
        if (error.code == Errc::not_found) error.code = Errc::result_missing;
        if (tries >= kTries || !worth_another_try(error))
            co_return fail(std::move(error).with("file", output.name));
        if (!co_await net::sleep_until(std::min(deadline, within(kPause * tries))))
            co_return fail(Errc::cancelled, "stopped");
    }
}

asio::awaitable<Result<std::string>> fetch_text(GatewayAccess& gateway, GatewayOutput output,
                                                Deadline deadline) {
    if (output.bytes > kLongestText)
        co_return std::string{"(a text of "} + std::to_string(output.bytes) + " bytes)";
    net::HttpRequest request{"GET", content_target(output)};
    auto reply = co_await gateway.http().exchange(std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!reply->ok()) co_return fail(refusal_error(reply->status, reply->headers, reply->body));
    co_return std::move(reply->body);
}

asio::awaitable<Result<json::Value>> upload_file(GatewayAccess& gateway, Attachment file, Deadline deadline) {
    auto name = upload_name(file);
    if (!name) co_return fail(std::move(name).error());
    net::FormPart content{"file", file.bytes() ? *file.bytes() : std::string{}};
    if (file.file()) content.file = *file.file();
    content.file_name = *name;
    content.content_type = media_type(file);
    std::vector<net::FormPart> parts;
    parts.emplace_back("content_type", content.content_type);
    parts.emplace_back("file_path", *name);
    parts.push_back(std::move(content));
    auto reply = co_await gateway.http().upload("/api/v2/assets", std::move(parts), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!reply->ok())
        co_return fail(refusal_error(reply->status, reply->headers, reply->body).with("file", *name));
    const auto asset = json::parse(reply->body);
    const std::string id = asset ? json::text_or(*asset, "id") : std::string{};
    if (id.empty()) co_return fail(Errc::malformed_reply, "the gateway took the file and gave no id for it");
    json::Object info;
    info["id"] = id;
    info["file_path"] = *name;
    json::Object reference;
    reference["__type"] = "core/ASSET";
    reference["info"] = std::move(info);
    co_return json::Value(std::move(reference));
}

}  // namespace divan::app
