#pragma once

#include <string>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/workflow/catalogue.hpp>

/// What a server offers. Errors of all: connect_failed, connection_lost, timeout, unauthorized,
/// unexpected_status, malformed_reply.
namespace divan {

/// Every node class. Megabytes, and slow on the server's side (it reads its folders): ask once and keep it.
asio::awaitable<Result<NodeCatalogue>> object_info(Connection& connection, Deadline deadline);
/// One class; a class that the server does not know gives an empty catalogue (ComfyUI 0.3.64: `{}`).
asio::awaitable<Result<NodeCatalogue>> object_info(Connection& connection, std::string class_type,
                                                   Deadline deadline);

/// The folders of models: "checkpoints", "loras", …
asio::awaitable<Result<std::vector<std::string>>> model_folders(Connection& connection, Deadline deadline);
/// The files of one folder, as inputs of nodes name them. Errors: also `invalid_argument` for an unknown
/// folder.
asio::awaitable<Result<std::vector<std::string>>> models(Connection& connection, std::string folder,
                                                         Deadline deadline);
/// Names without extension. Asks `/api/embeddings` with pages of 100 and takes every page of a server that
/// pages them
/// (`items[].model_name`; it is asked for `page=2` and so on until a page brings nothing new); where that
/// route is missing, `/embeddings`.
asio::awaitable<Result<std::vector<std::string>>> embeddings(Connection& connection, Deadline deadline);
/// Addresses of the front end's scripts.
asio::awaitable<Result<std::vector<std::string>>> extensions(Connection& connection, Deadline deadline);

asio::awaitable<Result<std::vector<std::string>>> checkpoints(Connection& connection, Deadline deadline);
asio::awaitable<Result<std::vector<std::string>>> loras(Connection& connection, Deadline deadline);
asio::awaitable<Result<std::vector<std::string>>> samplers(Connection& connection, Deadline deadline);
asio::awaitable<Result<std::vector<std::string>>> schedulers(Connection& connection, Deadline deadline);

}  // namespace divan
