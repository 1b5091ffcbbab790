#pragma once

#include <map>
#include <string>

#include "transaction.hpp"

namespace divan::store {

/// Whose turn it is, by stride scheduling: each job an owner gets moves its `pass` on by 1/weight, and the
/// owner with the lowest pass is next. Nobody saves up turns while having nothing to do: an owner that comes
/// back starts where the last one served stands.
class Turns {
public:
    static constexpr std::int64_t kStride = 1'000'000;

    static Result<Turns> load(Transaction& transaction);
    /// Low first.
    std::int64_t pass_of(const std::string& owner) const;
    /// That owner gets a job.
    void serve(const std::string& owner);
    /// Writes what has changed, in the order of the owners, so that two claims do not deadlock.
    Result<void> save(Transaction& transaction) const;

private:
    struct Entry {
        std::int64_t pass = 0;
        std::int64_t weight = 1;
        bool changed = false;
    };
    std::map<std::string, Entry> owners_;
    std::int64_t floor_ = 0;  ///< the pass of the owner served last
    bool served_ = false;
};

}  // namespace divan::store
