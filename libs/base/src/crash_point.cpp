#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <vector>

#include <divan/base/crash_point.hpp>
#include <divan/base/text.hpp>

namespace divan {
namespace {

struct Trap {
    std::string name;
    std::atomic<int> passes_left = 1;
};

struct Traps {
    std::vector<std::unique_ptr<Trap>> traps;
    std::function<void(std::string_view)> hook;
    std::atomic<bool> armed = false;

    Traps() {
        const char* wanted = std::getenv("DIVAN_CRASH_AT");
        if (!wanted) return;
        for (const std::string& point : split(wanted, ',')) {
            auto trap = std::make_unique<Trap>();
            const auto colon = point.find(':');
            trap->name = point.substr(0, colon);
            int nth = 1;
            if (colon != std::string::npos)
                std::from_chars(point.data() + colon + 1, point.data() + point.size(), nth);
            trap->passes_left = nth;
            traps.push_back(std::move(trap));
        }
        armed = !traps.empty();
    }
};

Traps& traps() {
    static Traps all;
    return all;
}

}  // namespace

void crash_point(std::string_view name) {
    Traps& all = traps();
    if (!all.armed.load(std::memory_order_relaxed)) return;
    if (all.hook) all.hook(name);
    for (const auto& trap : all.traps)
        if (trap->name == name && trap->passes_left.fetch_sub(1) == 1) std::raise(SIGKILL);
}

void on_crash_point(std::function<void(std::string_view)> hook) {
    Traps& all = traps();
    all.hook = std::move(hook);
    all.armed = all.hook || !all.traps.empty();
}

}  // namespace divan
