#pragma once

#include <string>

#include <divan/client/connection.hpp>
#include <divan/json/value.hpp>

/// The front end's settings of one user (`users::as_user`). Source: ComfyUI 0.3.64, app/app_settings.py.
/// Errors of all: connect_failed, connection_lost, in_doubt (POST), timeout, unauthorized (also for a user
/// that the server does not know), unexpected_status, malformed_reply, not_supported.
namespace divan::settings {

/// GET /settings: id → value. Empty where the server's file is missing or damaged.
asio::awaitable<Result<json::Object>> all(Connection& connection, Deadline deadline);
/// GET /settings/{id}: null for a setting that was never stored.
asio::awaitable<Result<json::Value>> get(Connection& connection, std::string id, Deadline deadline);
/// POST /settings: the others stay as they are.
asio::awaitable<Result<void>> store_all(Connection& connection, json::Object values, Deadline deadline);
/// POST /settings/{id}.
asio::awaitable<Result<void>> store(Connection& connection, std::string id, json::Value value,
                                    Deadline deadline);

}  // namespace divan::settings
