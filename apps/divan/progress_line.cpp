#include "progress_line.hpp"

#include <fmt/format.h>
#include <algorithm>

#include <divan/base/text.hpp>

namespace divan::app {
namespace {

std::string bar(double fraction, int cells) {
    const int full = static_cast<int>(std::clamp(fraction, 0.0, 1.0) * cells + 0.5);
    std::string drawn;
    for (int i = 0; i < cells; ++i) drawn += i < full ? "█" : "░";
    return drawn;
}

std::string what_happens(const RunView& view) {
    if (view.node.empty())
        return view.queued_before > 0 ? fmt::format("waiting, {} before us", view.queued_before) : "waiting";
    std::string text = printable(view.node, 60);
    if (view.steps > 1) text += fmt::format(" {}/{}", view.step, view.steps);
    return text;
}

}  // namespace

std::string progress_line(const Terminal& terminal, const RunView& view, std::chrono::milliseconds elapsed) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(elapsed).count();
    const std::string clock = fmt::format("{}:{:02}", seconds / 60, seconds % 60);
    const std::string percent =
        fmt::format("{:3} %", static_cast<int>(std::clamp(view.fraction, 0.0, 1.0) * 100));
    std::string text = fmt::format("{}  {}  {}", percent, what_happens(view), clock);
    if (!view.title.empty()) text = view.title + "  " + text;
    const int room = terminal.columns - 1 - static_cast<int>(display_width(text)) - 4;
    const int cells = std::clamp(room, 0, 30);
    if (cells >= 5) return "▕" + paint(terminal, Colour::green, bar(view.fraction, cells)) + "▏ " + text;
    return std::string{fit(text, static_cast<std::size_t>(std::max(1, terminal.columns - 1)))};
}

}  // namespace divan::app
