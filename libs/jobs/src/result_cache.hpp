#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <divan/fleet/ids.hpp>

namespace divan::durable {

/// Which jobs have computed what, and which are about to: by cache key. Of this gateway, in memory; filled
/// from the store at the start. An entry is a hint: whether the job's results are still there, the store
/// says. Threads: the event loop's.
class ResultCache {
public:
    explicit ResultCache(std::size_t most) : most_{most} {}

    /// The last job that computed it.
    std::optional<JobId> find(const std::string& key);
    void add(const std::string& key, const JobId& job);  ///< an empty key is nothing
    void forget(const std::string& key);
    std::size_t size() const { return entries_.size(); }

    /// True: nobody computes it, and `job` does from now on, until `finish`.
    bool lead(const std::string& key, const JobId& job);
    bool is_led(const std::string& key) const { return leaders_.contains(key); }
    /// `done` is called when the one that computes it has ended, whichever way.
    void await_leader(const std::string& key, std::function<void()> done);
    void finish(const std::string& key, const JobId& job);

private:
    struct Entry {
        JobId job;
        std::list<std::string>::iterator use;
    };
    struct Leader {
        JobId job;
        std::vector<std::function<void()>> waiting;
    };

    std::size_t most_;
    std::unordered_map<std::string, Entry> entries_;
    std::list<std::string> uses_;  ///< keys, the latest used first
    std::unordered_map<std::string, Leader> leaders_;
};

}  // namespace divan::durable
