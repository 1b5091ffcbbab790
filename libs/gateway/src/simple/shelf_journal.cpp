#include "simple/shelf_journal.hpp"

#include <limits>

#include <divan/json/parse.hpp>
#include <divan/json/value.hpp>
#include <divan/json/write.hpp>

namespace divan::gateway {
namespace {

bool take_line(std::string_view line, Shelved& shelved) {
    const auto value = json::parse(line);
    if (!value) return false;
    const json::Value* lost = json::find(*value, "lost");
    if (const auto why = lost ? json::text_of(*lost) : std::nullopt) {
        shelved.lost = std::string{*why};
        return true;
    }
    const json::Value* output = json::find(*value, "output");
    const auto number = output ? json::to_int64(*output) : std::nullopt;
    const std::string path = json::text_or(*value, "path");
    if (!number || *number < 0 || *number > std::numeric_limits<int>::max() || path.empty()) return false;
    shelved.paths.insert_or_assign(static_cast<int>(*number), path);
    return true;
}

}  // namespace

JournalReading read_journal(std::string_view text) {
    JournalReading reading;
    for (;;) {
        const std::string_view rest = text.substr(reading.sound_bytes);
        const auto end = rest.find('\n');
        if (end == std::string_view::npos || !take_line(rest.substr(0, end), reading.shelved)) return reading;
        reading.sound_bytes += end + 1;
    }
}

std::string aim_line(int output, std::string_view path) {
    json::Object line;
    line["output"] = output;
    line["path"] = path;
    return json::write(line) + "\n";
}

std::string lost_line(std::string_view why) {
    json::Object line;
    line["lost"] = why;
    return json::write(line) + "\n";
}

}  // namespace divan::gateway
