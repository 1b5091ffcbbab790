#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/server_message.hpp>

namespace divan::protocol {

/// GET /internal/logs/raw: the last 300 writes to the server's terminal.
/// Source: ComfyUI 0.3.64, api_server/routes/internal/internal_routes.py, app/logger.py.
struct TerminalLogs {
    std::vector<LogEntry> entries;  ///< oldest first
    std::optional<std::int64_t> columns, rows;
    json::Value raw;

    TerminalLogs() = default;
    bool operator==(const TerminalLogs&) const = default;
};

/// Errors: `malformed_reply`.
Result<TerminalLogs> parse_terminal_logs(std::string_view body);

}  // namespace divan::protocol
