#include <algorithm>

#include "execution/prompt_queue.hpp"

namespace divan::engine {

json::Object PromptQueue::history(std::optional<long long> max_items, long long offset) const {
    const std::scoped_lock lock{mutex_};
    const auto size = static_cast<long long>(history_.size());
    if (offset < 0 && max_items) offset = *max_items < 0 ? size : size - std::min(*max_items, size);
    json::Object page;
    for (long long i = std::max(offset, 0LL); i < size; ++i) {
        const auto& [id, entry] = history_[static_cast<std::size_t>(i)];
        page.emplace(id, entry);
        // Asked after adding, so `offset=1&max_items=0` gives one entry (ComfyUI 0.3.64, execution.py
        // `get_history`).
        if (max_items && static_cast<long long>(page.size()) >= *max_items) break;
    }
    return page;
}

json::Object PromptQueue::history_of(const std::string& prompt_id) const {
    const std::scoped_lock lock{mutex_};
    for (const auto& [id, entry] : history_)
        if (id == prompt_id) return json::Object{{id, entry}};
    return {};
}

void PromptQueue::clear_history() {
    const std::scoped_lock lock{mutex_};
    history_.clear();
}

void PromptQueue::delete_history(const std::string& prompt_id) {
    const std::scoped_lock lock{mutex_};
    std::erase_if(history_, [&](const auto& one) { return one.first == prompt_id; });
}

}  // namespace divan::engine
