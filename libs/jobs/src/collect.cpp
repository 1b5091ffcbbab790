#include "collect.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include <fmt/format.h>

#include <divan/base/crash_point.hpp>
#include <divan/base/scratch_file.hpp>
#include <divan/base/text.hpp>
#include <divan/client/view.hpp>
#include <divan/jobs/output_names.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>
#include <divan/net/blocking_work.hpp>

namespace divan::durable {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSuspect = "suspect";
constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr auto kStoragePause = 5s;
constexpr auto kFileTime = std::chrono::hours{2};

/// Inner nodes of an expansion have ids such as "12.0.0.3".
bool is_of(const NodeId& node, const Workflow& sent) {
    const auto dot = node.str().find('.');
    return sent.has(node) || (dot != std::string::npos && sent.has(NodeId{node.str().substr(0, dot)}));
}

bool is_picture(std::string_view name) {
    const std::string lower = to_lower(name);
    return std::ranges::any_of(std::array<std::string_view, 4>{".png", ".jpg", ".jpeg", ".webp"},
                               [&](std::string_view ending) { return lower.ends_with(ending); });
}

Error too_much(std::string_view what) {
    return Error{Errc::malformed_reply, fmt::format("the server gives more than a job may have: {}", what)};
}

/// The bytes that a run brings back, one file after the other.
class Collector {
public:
    Collector(store::Store& store, store::AssetStore& assets, Connection& connection,
              const CollectRequest& request)
        : store_{store}, assets_{assets}, connection_{connection}, request_{request} {}

    asio::awaitable<Result<store::NewOutput>> fetch(protocol::OutputFile file);
    asio::awaitable<Result<store::NewOutput>> keep_text(NodeId node, std::size_t number, std::string text);

private:
    struct Brought {
        store::Blob blob;
        bool blank = false;
    };
    asio::awaitable<Result<Brought>> bring(ViewRequest view);
    asio::awaitable<Result<store::Blob>> keep_file(const std::filesystem::path& path, std::uint64_t bytes);
    asio::awaitable<Result<store::Blob>> put(store::AssetWriter& writer, std::int64_t bytes);
    asio::awaitable<Result<store::Blob>> keep_bytes(std::string bytes);
    bool worth_another(const Error& error, int tries) const;

    store::Store& store_;
    store::AssetStore& assets_;
    Connection& connection_;
    const CollectRequest& request_;
    std::uint64_t bytes_ = 0;
};

asio::awaitable<Result<store::Blob>> Collector::put(store::AssetWriter& writer, std::int64_t bytes) {
    auto blob = co_await writer.finish(bytes);
    if (!blob) co_return fail(std::move(blob).error());
    if (auto kept = co_await store::keep(store_, writer, *blob); !kept)
        co_return fail(std::move(kept).error());
    co_return blob;
}

asio::awaitable<Result<store::Blob>> Collector::keep_file(const std::filesystem::path& path,
                                                          std::uint64_t bytes) {
    auto writer = co_await assets_.create();
    if (!writer) co_return fail(std::move(writer).error());
    auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
    for (;;) {
        std::function<std::string()> read = [file] {
            std::string piece(kPiece, '\0');
            file->read(piece.data(), static_cast<std::streamsize>(piece.size()));
            piece.resize(static_cast<std::size_t>(file->gcount()));
            return piece;
        };
        auto piece = co_await net::blocking_result(std::move(read));
        if (!piece) co_return fail(Errc::cancelled, "the collection was cancelled");
        if (piece->empty()) break;
        if (auto written = co_await (*writer)->write(std::move(*piece)); !written)
            co_return fail(std::move(written).error());
    }
    co_return co_await put(**writer, static_cast<std::int64_t>(bytes));
}

asio::awaitable<Result<store::Blob>> Collector::keep_bytes(std::string bytes) {
    const auto size = static_cast<std::int64_t>(bytes.size());
    for (;;) {
        auto writer = co_await assets_.create();
        if (writer) {
            std::string copy = bytes;
            auto written = co_await (*writer)->write(std::move(copy));
            if (written) co_return co_await put(**writer, size);
            if (written.error().code != Errc::storage_full) co_return fail(std::move(written).error());
        } else if (writer.error().code != Errc::storage_full) {
            co_return fail(std::move(writer).error());
        }
        if (!co_await net::sleep_until(within(kStoragePause)))
            co_return fail(Errc::cancelled, "the collection was cancelled");
    }
}

asio::awaitable<Result<Collector::Brought>> Collector::bring(ViewRequest view) {
    const ScratchFile scratch{request_.scratch, ".output"};
    auto file = co_await download(connection_, view, scratch.path(), within(kFileTime));
    if (!file) co_return fail(std::move(file).error());
    crash_point("CP12");
    if (file->bytes == 0)
        co_return fail(
            Error{Errc::result_missing, "the server gives a file of no bytes"}.with("file", view.filename));
    bytes_ += file->bytes;
    if (bytes_ > request_.limits.job_bytes)
        co_return fail(too_much(fmt::format("{} bytes", request_.limits.job_bytes)));
    Brought brought;
    if (request_.blank.is_blank && is_picture(view.filename)) {
        auto blank = co_await request_.blank.is_blank(scratch.path());
        if (!blank) co_return fail(std::move(blank).error());
        brought.blank = *blank;
    }
    auto blob = co_await keep_file(scratch.path(), file->bytes);
    if (!blob) co_return fail(std::move(blob).error());
    brought.blob = std::move(*blob);
    co_return brought;
}

/// Files come late on shared folders, and a server may be silent for a while; full disks are waited for.
bool Collector::worth_another(const Error& error, int tries) const {
    if (error.code == Errc::storage_full || error.code == Errc::store_unavailable) return true;
    const bool absent = error.code == Errc::result_missing || error.code == Errc::unexpected_status;
    if (absent) return tries < request_.limits.fetches;
    const bool away = error.code == Errc::connect_failed || error.code == Errc::connection_lost ||
                      error.code == Errc::timeout;
    return away && std::chrono::steady_clock::now() < request_.until;
}

asio::awaitable<Result<store::NewOutput>> Collector::fetch(protocol::OutputFile file) {
    ViewRequest view{file};
    view.max_bytes = request_.limits.file_bytes;
    auto pause = request_.pause;
    for (int tries = 1;; ++tries) {
        auto brought = co_await bring(view);
        if (brought) {
            store::NewOutput output;
            output.node = file.node.str();
            output.name = shown_name(file, request_.folder);
            output.kind = protocol::name(file.kind);
            json::Object details;
            details["key"] = file.key;
            details["type"] = file.type;
            if (!file.format.empty()) details["format"] = file.format;
            if (file.animated) details["animated"] = true;
            if (brought->blank) details[kSuspect] = "one_colour";
            output.details = json::write(details);
            output.hash = brought->blob.hash;
            output.size = brought->blob.size;
            output.content_type = brought->blob.content_type;
            co_return output;
        }
        if (!worth_another(brought.error(), tries)) co_return fail(std::move(brought).error());
        if (!co_await net::sleep_until(within(pause)))
            co_return fail(Errc::cancelled, "the collection was cancelled");
        pause = std::min<std::chrono::milliseconds>(pause * 2, 10s);
    }
}

asio::awaitable<Result<store::NewOutput>> Collector::keep_text(NodeId node, std::size_t number,
                                                               std::string text) {
    auto blob = co_await keep_bytes(std::move(text));
    if (!blob) co_return fail(std::move(blob).error());
    store::NewOutput output;
    output.node = node.str();
    output.name = fmt::format("text_{}_{}.txt", node.str(), number);
    output.kind = "text";
    output.details = R"({"key":"text"})";
    output.hash = blob->hash;
    output.size = blob->size;
    output.content_type = "text/plain";
    co_return output;
}

}  // namespace

bool is_blank(const store::NewOutput& output) {
    const auto details = json::parse(output.details);
    return details && json::find(*details, kSuspect);
}

std::vector<protocol::OutputFile> result_files(const CollectRequest& request) {
    std::vector<protocol::OutputFile> results, previews;
    for (const protocol::NodeOutputs& node : request.result.outputs) {
        if (!is_of(node.node, request.sent)) continue;
        for (const protocol::OutputFile& file : node.files) {
            if (file.type == "output") results.push_back(file);
            if (file.type == "temp") previews.push_back(file);
        }
    }
    return results.empty() ? previews : results;
}

asio::awaitable<Result<std::vector<store::NewOutput>>> collect(store::Store& store, store::AssetStore& assets,
                                                               Connection& connection,
                                                               CollectRequest request) {
    const auto files = result_files(request);
    if (files.size() > request.limits.files)
        co_return fail(too_much(fmt::format("{} files", request.limits.files)));
    Collector collector{store, assets, connection, request};
    std::vector<store::NewOutput> outputs;
    for (const protocol::OutputFile& file : files) {
        auto output = co_await collector.fetch(file);
        if (!output) co_return fail(std::move(output).error());
        outputs.push_back(std::move(*output));
    }
    for (const protocol::NodeOutputs& node : request.result.outputs) {
        if (!is_of(node.node, request.sent)) continue;
        for (std::size_t i = 0; i < node.texts.size() && outputs.size() < request.limits.files; ++i) {
            if (node.texts[i].text.empty()) continue;
            auto output = co_await collector.keep_text(node.node, i, node.texts[i].text);
            if (!output) co_return fail(std::move(output).error());
            outputs.push_back(std::move(*output));
        }
    }
    co_return outputs;
}

}  // namespace divan::durable
