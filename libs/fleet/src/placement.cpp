#include <divan/fleet/placement.hpp>

#include <algorithm>
#include <map>
#include <vector>

namespace divan {
namespace {

using Views = std::vector<const ServerView*>;

/// Keeps those that are best by `value`.
template <class Value>
void keep_best(Views& views, Value value) {
    const auto best = std::ranges::max(views, {}, [&](const ServerView* view) { return value(*view); });
    std::erase_if(views, [&](const ServerView* view) { return value(*view) < value(*best); });
}

double speed(const ServerView& view) {
    using Milliseconds = std::chrono::duration<double, std::milli>;
    return view.mean_duration ? -Milliseconds{*view.mean_duration}.count() : 0;
}

class Layered : public Placement {
public:
    explicit Layered(bool by_duration) : by_duration_{by_duration} {}

    std::optional<ServerId> choose(std::span<const ServerView> servers, const JobView&) override {
        Views views;
        for (const ServerView& view : servers) views.push_back(&view);
        keep_best(views, [](const ServerView& view) { return view.preferred ? 1 : 0; });
        keep_best(views, [](const ServerView& view) { return view.priority; });
        if (by_duration_) keep_best(views, speed);
        return pick(views).id;
    }

private:
    virtual const ServerView& pick(const Views& views) = 0;
    bool by_duration_;
};

class LowestQueue final : public Layered {
public:
    using Layered::Layered;

private:
    const ServerView& pick(const Views& views) override {
        return **std::ranges::min_element(views, {},
                                          [](const ServerView* view) { return view->queue_length; });
    }
};

class RoundRobin final : public Layered {
public:
    using Layered::Layered;

private:
    /// The one whose turn was longest ago: ids keep the turn although servers come and go.
    const ServerView& pick(const Views& views) override {
        ++turn_;
        const ServerView* longest_ago = *std::ranges::min_element(
            views, {}, [&](const ServerView* view) { return last_turn_[view->id]; });
        last_turn_[longest_ago->id] = turn_;
        return *longest_ago;
    }
    std::map<ServerId, std::uint64_t> last_turn_;
    std::uint64_t turn_ = 0;
};

class Chosen final : public Placement {
public:
    explicit Chosen(ChooseServer choose) : choose_{std::move(choose)} {}
    std::optional<ServerId> choose(std::span<const ServerView> servers, const JobView& job) override {
        auto chosen = choose_(servers, job);
        if (!chosen || std::ranges::find(servers, *chosen, &ServerView::id) == servers.end())
            return std::nullopt;
        return chosen;
    }

private:
    ChooseServer choose_;
};

}  // namespace

std::string_view name(PlacementMode mode) {
    switch (mode) {
        case PlacementMode::idle_first:
            return "idle_first";
        case PlacementMode::lowest_queue:
            return "lowest_queue";
        case PlacementMode::round_robin:
            return "round_robin";
    }
    return "unknown";
}

std::unique_ptr<Placement> make_placement(PlacementMode mode, bool by_duration) {
    // Who may be chosen is what tells idle-first from lowest-queue: there, only idle servers are offered.
    if (mode == PlacementMode::round_robin) return std::make_unique<RoundRobin>(by_duration);
    return std::make_unique<LowestQueue>(by_duration);
}

std::unique_ptr<Placement> make_placement(ChooseServer choose) {
    return std::make_unique<Chosen>(std::move(choose));
}

}  // namespace divan
