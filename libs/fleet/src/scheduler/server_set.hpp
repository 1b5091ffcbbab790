#pragma once

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace divan::scheduler {

/// Places of servers in the table, as bits. Trailing zero words are never kept, so equal sets compare equal.
class ServerSet {
public:
    void insert(std::size_t slot) {
        if (slot / kBits >= words_.size()) words_.resize(slot / kBits + 1);
        words_[slot / kBits] |= bit(slot);
    }
    void erase(std::size_t slot) {
        if (slot / kBits >= words_.size()) return;
        words_[slot / kBits] &= ~bit(slot);
        while (!words_.empty() && words_.back() == 0) words_.pop_back();
    }
    bool contains(std::size_t slot) const {
        return slot / kBits < words_.size() && (words_[slot / kBits] & bit(slot)) != 0;
    }
    bool empty() const { return words_.empty(); }

    std::size_t count_common(const ServerSet& other) const {
        std::size_t count = 0;
        for (std::size_t i = 0; i < words_.size() && i < other.words_.size(); ++i)
            count += static_cast<std::size_t>(std::popcount(words_[i] & other.words_[i]));
        return count;
    }
    template <class Call>
    void for_each(Call call) const {
        for (std::size_t i = 0; i < words_.size(); ++i)
            for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1)
                call(i * kBits + static_cast<std::size_t>(std::countr_zero(rest)));
    }

    auto operator<=>(const ServerSet&) const = default;

private:
    static constexpr std::size_t kBits = 64;
    static std::uint64_t bit(std::size_t slot) { return std::uint64_t{1} << (slot % kBits); }
    std::vector<std::uint64_t> words_;
};

}  // namespace divan::scheduler
