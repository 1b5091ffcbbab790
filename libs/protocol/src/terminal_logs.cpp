#include <divan/protocol/terminal_logs.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

std::optional<LogEntry> read_entry(const json::Value& value) {
    const json::Value* text = json::find(value, "m");
    if (!text || !json::is_text(*text)) return std::nullopt;
    return LogEntry{json::text_or(value, "t"), std::string{*json::text_of(*text)}};
}

}  // namespace

Result<TerminalLogs> parse_terminal_logs(std::string_view body) {
    constexpr std::string_view kWhat = "the reply to GET /internal/logs/raw";
    auto document = read_object(body, kWhat);
    if (!document) return fail(std::move(document).error());
    const json::Array* list = array_at(*document, "entries");
    if (!list) return fail(malformed(kWhat, "has no list 'entries'", body));
    auto entries = read_elements<LogEntry>(*list, kWhat, body, read_entry);
    if (!entries) return fail(std::move(entries).error());
    TerminalLogs logs;
    logs.entries = std::move(*entries);
    if (const json::Value* size = json::find(*document, "size")) {
        logs.columns = integer_at(*size, "cols");
        logs.rows = integer_at(*size, "rows");
    }
    logs.raw = std::move(*document);
    return logs;
}

}  // namespace divan::protocol
