#include <divan/client/view.hpp>
#include <divan/json/write.hpp>

#include "arguments.hpp"
#include "client_core.hpp"
#include "guard.hpp"
#include "result_handle.hpp"

using namespace divan;
using namespace divan::capi;
using namespace std::chrono_literals;

namespace divan::capi {
namespace {

json::Array ids_of(const std::vector<NodeId>& nodes) {
    json::Array ids;
    for (const NodeId& node : nodes) ids.emplace_back(boost::json::string(node.str()));
    return ids;
}

json::Object times_of(const RunTimes& times) {
    json::Object object{{"waited_ms", times.waited.count()}, {"ran_ms", times.ran.count()}};
    if (times.server) object["server_ms"] = times.server->count();
    return object;
}

std::string describe_result(const RunResult& result) {
    json::Array seeds;
    for (const SeedChange& seed : result.seeds)
        seeds.push_back(
            json::Object{{"node", seed.node.str()}, {"input", seed.input}, {"value", seed.value}});
    json::Object object{{"prompt_id", result.prompt_id.str()}};
    object["outputs"] = result.to_object();
    object["seeds"] = std::move(seeds);
    object["cached_nodes"] = ids_of(result.cached_nodes);
    object["executed_nodes"] = ids_of(result.executed_nodes);
    object["node_count"] = result.node_count;
    object["times"] = times_of(result.times);
    return json::write(json::Value(std::move(object)));
}

}  // namespace

std::unique_ptr<divan_result> make_result(std::shared_ptr<ClientCore> client,
                                          std::shared_ptr<const RunResult> result) {
    auto handle = std::make_unique<divan_result>();
    handle->client = std::move(client);
    handle->files = result->files();
    handle->json = describe_result(*result);
    handle->result = std::move(result);
    return handle;
}

}  // namespace divan::capi

namespace {

Result<> check_index(std::size_t index, std::size_t count) {
    if (index < count) return {};
    return fail(Errc::invalid_argument, "there is no file " + std::to_string(index),
                "there are " + std::to_string(count) + ", counted from 0");
}

std::int32_t kind_of(protocol::OutputKind kind) {
    switch (kind) {
        case protocol::OutputKind::image:
            return DIVAN_FILE_IMAGE;
        case protocol::OutputKind::video:
            return DIVAN_FILE_VIDEO;
        case protocol::OutputKind::audio:
            return DIVAN_FILE_AUDIO;
        case protocol::OutputKind::model_3d:
            return DIVAN_FILE_MODEL_3D;
        case protocol::OutputKind::latent:
            return DIVAN_FILE_LATENT;
        case protocol::OutputKind::other:
            break;
    }
    return DIVAN_FILE_OTHER;
}

Result<SaveOptions> save_options_of(const divan_save_options& given) {
    const auto pattern = optional_text(given.pattern, "pattern");
    DIVAN_TRY(pattern);
    SaveOptions options{given.folder ? given.folder : "."};
    options.pattern = *pattern;
    options.include_temp = given.include_temp != 0;
    return options;
}

}  // namespace

const char* divan_result_json(const divan_result* result) {
    return is(result) ? result->json.c_str() : nullptr;
}
size_t divan_result_file_count(const divan_result* result) { return is(result) ? result->files.size() : 0; }

divan_code divan_result_file(const divan_result* result, size_t index, divan_file* file,
                             divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(result));
        DIVAN_TRY(check_index(index, result->files.size()));
        const protocol::OutputFile& from = result->files[index];
        divan_file shown{};
        shown.kind = kind_of(from.kind);
        shown.animated = from.animated;
        shown.node = from.node.str().c_str();
        shown.filename = from.filename.c_str();
        shown.subfolder = from.subfolder.c_str();
        shown.type = from.type.c_str();
        return write_struct(file, shown);
    });
}

divan_code divan_result_read_file(const divan_result* result, size_t index, int64_t timeout_ms,
                                  uint8_t** bytes, size_t* size, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(bytes, "bytes"));
        DIVAN_TRY(check(result));
        if (!size) return fail(Errc::invalid_argument, "the place for the size is NULL");
        DIVAN_TRY(check_index(index, result->files.size()));
        const auto limit = span_argument(timeout_ms, "timeout_ms");
        DIVAN_TRY(limit);
        const ViewRequest request{result->files[index]};
        const Deadline deadline = deadline_after(*limit);
        const auto viewed = result->client->blocking().call<ViewedFile>(
            [&](Connection& connection) { return view(connection, request, deadline); });
        DIVAN_TRY(viewed);
        *bytes = reinterpret_cast<std::uint8_t*>(copy_for_caller(viewed->bytes));
        *size = viewed->bytes.size();
        return {};
    });
}

divan_code divan_result_save(const divan_result* result, const divan_save_options* options,
                             divan_saved** saved, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(saved, "list of saved files"));
        DIVAN_TRY(check(result));
        const auto given = read_options(options);
        DIVAN_TRY(given);
        auto wanted = save_options_of(*given);
        DIVAN_TRY(wanted);
        const auto limit = span_or(given->timeout_ms, 30min, "timeout_ms");
        DIVAN_TRY(limit);
        const Deadline deadline = deadline_after(*limit);
        auto files = result->client->blocking().call<std::vector<SavedFile>>([&](Connection& connection) {
            return save_outputs(connection, *result->result, std::move(*wanted), deadline);
        });
        DIVAN_TRY(files);
        auto handle = std::make_unique<divan_saved>();
        for (const SavedFile& file : *files) handle->paths.push_back(file.file.path.string());
        handle->files = std::move(*files);
        *saved = handle.release();
        return {};
    });
}

void divan_result_free(divan_result* result) {
    if (!inside_log_callback()) release(result);
}

size_t divan_saved_count(const divan_saved* saved) { return is(saved) ? saved->files.size() : 0; }

divan_code divan_saved_get(const divan_saved* saved, size_t index, divan_saved_file* file,
                           divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(saved));
        DIVAN_TRY(check_index(index, saved->files.size()));
        const SavedFile& from = saved->files[index];
        divan_saved_file shown{};
        shown.path = saved->paths[index].c_str();
        shown.node = from.source.node.str().c_str();
        shown.media_type = from.file.content_type.c_str();
        shown.sha256 = from.file.sha256.c_str();
        shown.bytes = from.file.bytes;
        if (from.picture) {
            shown.width = from.picture->width;
            shown.height = from.picture->height;
        }
        return write_struct(file, shown);
    });
}

void divan_saved_free(divan_saved* saved) { release(saved); }
