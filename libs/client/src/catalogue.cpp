#include <divan/client/catalogue.hpp>

#include <divan/base/text.hpp>

#include "http_call.hpp"

namespace divan {
namespace {

using Texts = std::vector<std::string>;

asio::awaitable<Result<NodeCatalogue>> read_catalogue(Connection& connection, std::string target,
                                                      Deadline deadline) {
    net::HttpRequest head{"GET", target};
    auto body = co_await get_text(connection, std::move(target), deadline);
    if (!body) co_return fail(std::move(body).error());
    if (trim(*body).empty()) co_return NodeCatalogue{};
    auto catalogue = NodeCatalogue::parse(*body);
    if (catalogue) co_return catalogue;
    Error error = std::move(catalogue).error();
    error.code = Errc::malformed_reply;
    co_return fail(with_request(std::move(error), connection.config(), head));
}

asio::awaitable<Result<Texts>> read_texts(Connection& connection, std::string target, Deadline deadline) {
    net::HttpRequest head{"GET", target};
    auto list = co_await get_json(connection, std::move(target), deadline);
    if (!list) co_return fail(std::move(list).error());
    const json::Array* array = json::array_of(*list);
    if (!array)
        co_return fail(with_request(Error{Errc::malformed_reply, "the server's answer is no list"},
                                    connection.config(), head));
    Texts texts;
    for (const json::Value& element : *array)
        if (const auto text = json::text_of(element)) texts.emplace_back(*text);
    co_return texts;
}

asio::awaitable<Result<Texts>> read_choices(Connection& connection, std::string class_type, std::string input,
                                            Deadline deadline) {
    auto catalogue = co_await object_info(connection, class_type, deadline);
    if (!catalogue) co_return fail(std::move(catalogue).error());
    co_return catalogue->choices(class_type, input);
}

}  // namespace

asio::awaitable<Result<NodeCatalogue>> object_info(Connection& connection, Deadline deadline) {
    return read_catalogue(connection, "/object_info", deadline);
}

asio::awaitable<Result<NodeCatalogue>> object_info(Connection& connection, std::string class_type,
                                                   Deadline deadline) {
    return read_catalogue(connection, "/object_info/" + net::percent_encode(class_type), deadline);
}

asio::awaitable<Result<Texts>> model_folders(Connection& connection, Deadline deadline) {
    return read_texts(connection, "/models", deadline);
}

asio::awaitable<Result<Texts>> models(Connection& connection, std::string folder, Deadline deadline) {
    auto files = co_await read_texts(connection, "/models/" + net::percent_encode(folder), deadline);
    if (files || files.error().fact("status") != "404") co_return files;
    Error error = std::move(files).error();
    error.code = Errc::invalid_argument;
    error.message = "the server has no model folder '" + folder + "'";
    co_return fail(std::move(error));
}

asio::awaitable<Result<Texts>> extensions(Connection& connection, Deadline deadline) {
    return read_texts(connection, "/extensions", deadline);
}
asio::awaitable<Result<Texts>> checkpoints(Connection& connection, Deadline deadline) {
    return read_choices(connection, "CheckpointLoaderSimple", "ckpt_name", deadline);
}
asio::awaitable<Result<Texts>> loras(Connection& connection, Deadline deadline) {
    return read_choices(connection, "LoraLoader", "lora_name", deadline);
}
asio::awaitable<Result<Texts>> samplers(Connection& connection, Deadline deadline) {
    return read_choices(connection, "KSampler", "sampler_name", deadline);
}
asio::awaitable<Result<Texts>> schedulers(Connection& connection, Deadline deadline) {
    return read_choices(connection, "KSampler", "scheduler", deadline);
}

}  // namespace divan
