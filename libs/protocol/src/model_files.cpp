#include <divan/protocol/model_files.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

std::optional<ModelFolder> read_folder(const json::Value& value) {
    ModelFolder folder;
    folder.name = json::text_or(value, "name");
    if (folder.name.empty()) return std::nullopt;
    folder.folders = texts_at(value, "folders");
    folder.raw = value;
    return folder;
}

std::optional<ModelFile> read_model(const json::Value& value) {
    ModelFile file;
    file.name = json::text_or(value, "name");
    if (file.name.empty()) return std::nullopt;
    file.path_index = integer_at(value, "pathIndex").value_or(0);
    file.size_bytes = integer_at(value, "size");
    file.modified = seconds_at(value, "modified");
    file.created = seconds_at(value, "created");
    file.raw = value;
    return file;
}

std::optional<std::string> read_name(const json::Value& value) {
    const auto name = json::text_of(value);
    return name ? std::optional{std::string{*name}} : std::nullopt;
}

std::optional<std::string> read_model_name(const json::Value& value) {
    const json::Value* name = json::find(value, "model_name");
    return name ? read_name(*name) : std::nullopt;
}

constexpr std::string_view kEmbeddings = "the reply to GET /embeddings";

Result<EmbeddingsPage> read_page(const json::Value& document, std::string_view body) {
    const json::Array* items = array_at(document, "items");
    if (!items) return fail(malformed(kEmbeddings, "is neither a list nor a page with 'items'", body));
    auto names = read_elements<std::string>(*items, kEmbeddings, body, read_model_name);
    if (!names) return fail(std::move(names).error());
    EmbeddingsPage page;
    page.names = std::move(*names);
    page.paged = true;
    page.has_more = bool_at(document, "has_more");
    page.total = integer_at(document, "total");
    return page;
}

}  // namespace

Result<std::vector<ModelFolder>> parse_model_folders(std::string_view body) {
    constexpr std::string_view kWhat = "the reply to GET /experiment/models";
    const auto document = read_array(body, kWhat);
    if (!document) return fail(document.error());
    return read_elements<ModelFolder>(*json::array_of(*document), kWhat, body, read_folder);
}

Result<std::vector<ModelFile>> parse_model_files(std::string_view body) {
    constexpr std::string_view kWhat = "the list of model files";
    const auto document = read_array(body, kWhat);
    if (!document) return fail(document.error());
    return read_elements<ModelFile>(*json::array_of(*document), kWhat, body, read_model);
}

Result<EmbeddingsPage> parse_embeddings(std::string_view body) {
    const auto document = read_document(body, kEmbeddings);
    if (!document) return fail(document.error());
    const json::Array* list = json::array_of(*document);
    if (!list) return read_page(*document, body);
    auto names = read_elements<std::string>(*list, kEmbeddings, body, read_name);
    if (!names) return fail(std::move(names).error());
    EmbeddingsPage page;
    page.names = std::move(*names);
    return page;
}

Result<json::Object> parse_model_metadata(std::string_view body) {
    auto document = read_object(body, "the metadata of the model");
    if (!document) return fail(std::move(document).error());
    return *json::object_of(*document);
}

}  // namespace divan::protocol
