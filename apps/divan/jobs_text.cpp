#include "jobs_text.hpp"

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

namespace divan::app {
namespace {

Colour colour_of(std::string_view status) {
    if (status == "succeeded") return Colour::green;
    if (status == "failed" || status == "expired") return Colour::red;
    if (status == "canceled") return Colour::yellow;
    return Colour::blue;
}

/// "2026-03-01T10:15:02.114Z" as "2026-03-01 10:15:02".
std::string moment(const json::Value& object, std::string_view member) {
    std::string time = json::text_or(object, member).substr(0, 19);
    if (time.size() > 10) time[10] = ' ';
    return printable(time, 30);
}

/// A member as people read it; empty for null and for what is not there.
std::string shown(const json::Value& object, std::string_view member) {
    const json::Value* value = json::find(object, member);
    if (!value || value->is_null()) return {};
    if (const auto text = json::text_of(*value)) return printable(*text, 300);
    return printable(json::write(*value), 300);
}

const json::Value& part(const json::Value& object, std::string_view member) {
    static const json::Value nothing(json::Object{});
    const json::Value* value = json::find(object, member);
    return value && json::object_of(*value) ? *value : nothing;
}

const json::Array& list(const json::Value& object, std::string_view member) {
    static const json::Array nothing;
    const json::Value* value = json::find(object, member);
    const json::Array* array = value ? json::array_of(*value) : nullptr;
    return array ? *array : nothing;
}

/// What matters most of a job just now.
std::string news(const json::Value& job) {
    const std::string status = json::text_or(job, "status");
    if (status == "failed")
        return shown(part(job, "error"), "code") + ": " + shown(part(job, "error"), "message");
    if (status == "succeeded") {
        const std::size_t files = list(job, "outputs").size();
        return fmt::format("{} file{}", files, files == 1 ? "" : "s");
    }
    const json::Value* value = json::find(part(job, "progress"), "value");
    const auto fraction = value ? json::to_double(*value) : std::nullopt;
    return fraction ? fmt::format("{:.0f} %", *fraction * 100) : std::string{};
}

void add(std::string& text, std::string_view label, const std::string& value) {
    if (!value.empty()) text += fmt::format("{:<12} {}\n", label, value);
}

std::string attempt_line(const json::Value& attempt) {
    std::string line = fmt::format("  {} on {}, {}", shown(attempt, "number"), shown(attempt, "server"),
                                   moment(attempt, "claimed_at"));
    const std::string outcome = shown(attempt, "outcome"), message = shown(attempt, "message");
    line += ": " + (outcome.empty() ? "under way" : outcome);
    return line + (message.empty() ? "" : ", " + message) + "\n";
}

std::string output_line(const json::Value& output) {
    return fmt::format("  {} ({}, {} bytes, node {})\n", shown(output, "name"), shown(output, "content_type"),
                       shown(output, "size_bytes"), shown(output, "node_id"));
}

}  // namespace

std::string job_line(const Terminal& terminal, const json::Value& job) {
    const std::string status = json::text_or(job, "status");
    const std::string padded = fmt::format("{:<10}", printable(status, 20));
    return fmt::format("{:<36}  {} {:<19}  {:<20}  {}", printable(json::text_or(job, "id"), 60),
                       paint(terminal, colour_of(status), padded), moment(job, "created_at"),
                       shown(part(job, "divan"), "batch"), news(job));
}

std::string job_details(const Terminal& terminal, const json::Value& job) {
    const json::Value& more = part(job, "divan");
    std::string text;
    add(text, "job", shown(job, "id"));
    add(text, "status", paint(terminal, colour_of(json::text_or(job, "status")), shown(job, "status")));
    add(text, "phase", shown(more, "phase"));
    for (const char* time : {"created_at", "started_at", "completed_at"}) add(text, time, moment(job, time));
    add(text, "not before", moment(more, "not_before"));
    add(text, "in line", shown(job, "queue_position"));
    for (const char* name : {"batch", "priority", "owner", "retry_of", "cached_from", "client"})
        add(text, name, shown(more, name));
    add(text, "error", json::text_or(job, "status") == "failed" ? news(job) : "");
    for (const json::Value& seed : list(more, "seeds"))
        add(text, "seed",
            fmt::format("{}.{} = {}", shown(seed, "node"), shown(seed, "input"), shown(seed, "value")));
    if (!list(more, "attempts").empty()) text += "attempts\n";
    for (const json::Value& attempt : list(more, "attempts")) text += attempt_line(attempt);
    if (!list(job, "outputs").empty()) text += "outputs\n";
    for (const json::Value& output : list(job, "outputs")) text += output_line(output);
    for (const json::Value& told : list(more, "deliveries"))
        add(text, "webhook",
            fmt::format("{} {} after {} tries {}", shown(told, "url"), shown(told, "state"),
                        shown(told, "tries"), shown(told, "last_answer")));
    return text;
}

std::string event_line(const json::Value& event) {
    std::string line = fmt::format(
        "{}  {:<12}", moment(event, "at").substr(std::min<std::size_t>(11, moment(event, "at").size())),
        shown(event, "kind"));
    const json::Value& data = part(event, "data");
    for (const auto& member : *json::object_of(data)) {
        const std::string value = shown(data, member.key());
        if (!value.empty())
            line += fmt::format(" {}={}", printable(std::string_view{member.key()}, 50), value);
    }
    return line;
}

}  // namespace divan::app
