#include <algorithm>
#include <cstdint>

#include "cycles.hpp"

namespace divan {
namespace {

class CycleFinder {
public:
    explicit CycleFinder(const Edges& edges) : edges_{edges}, place_(edges.size(), kUnseen) {}

    std::vector<std::vector<std::size_t>> find() {
        for (std::size_t node = 0; node < edges_.size(); ++node)
            if (place_[node] == kUnseen) walk_from(node);
        return std::move(cycles_);
    }

private:
    static constexpr std::size_t kUnseen = SIZE_MAX, kDone = SIZE_MAX - 1;

    struct Stop {
        std::size_t node;
        std::size_t next_edge = 0;
    };

    /// Places of the path that make up a reported cycle.
    struct Stretch {
        std::size_t begin, end;
    };

    void walk_from(std::size_t start) {
        enter(start);
        while (!path_.empty()) {
            Stop& top = path_.back();
            if (top.next_edge == edges_[top.node].size()) {
                leave();
                continue;
            }
            const std::size_t target = edges_[top.node][top.next_edge++];
            if (place_[target] == kUnseen)
                enter(target);
            else if (place_[target] != kDone && place_[target] >= reported_below())
                report(place_[target]);
        }
    }

    void enter(std::size_t node) {
        place_[node] = path_.size();
        path_.push_back(Stop{node});
    }

    void leave() {
        place_[path_.back().node] = kDone;
        path_.pop_back();
        if (!reported_.empty() && reported_.back().begin >= path_.size()) reported_.pop_back();
    }

    /// A way back to a place below this one runs over a node that was reported already.
    std::size_t reported_below() const {
        return reported_.empty() ? 0 : std::min(reported_.back().end, path_.size());
    }

    void report(std::size_t from) {
        std::vector<std::size_t> cycle;
        for (std::size_t i = from; i < path_.size(); ++i) cycle.push_back(path_[i].node);
        cycles_.push_back(std::move(cycle));
        reported_.push_back(Stretch{from, path_.size()});
    }

    const Edges& edges_;
    std::vector<std::size_t> place_;  // on the path, or kUnseen, or kDone
    std::vector<Stop> path_;
    std::vector<Stretch> reported_;  // without overlaps, in the order of the path
    std::vector<std::vector<std::size_t>> cycles_;
};

}  // namespace

std::vector<std::vector<std::size_t>> find_cycles(const Edges& edges) { return CycleFinder{edges}.find(); }

}  // namespace divan
