#include "execution/prompt_queue.hpp"

#include <algorithm>

namespace divan::engine {
namespace {

constexpr std::size_t kHistoryLimit = 10'000;  // ComfyUI 0.3.64, execution.py MAXIMUM_HISTORY_SIZE

/// For std's max-heap: true when `left` comes later. A NaN order compares as in Python: never smaller.
bool later(const QueueItem& left, const QueueItem& right) {
    if (left.order != right.order) return left.order > right.order;
    return left.prompt_id > right.prompt_id;
}

json::Value without_secrets(const json::Value& extra_data) {
    json::Value shown = extra_data;
    if (json::Object* members = shown.if_object())
        for (const auto* secret : {"auth_token_comfy_org", "api_key_comfy_org"})
            if (members->contains(secret)) members->stable_erase(members->find(secret));
    return shown;
}

json::Object history_entry(const QueueItem& item, PromptOutcome outcome) {
    json::Object status{{"status_str", outcome.success ? "success" : "error"},
                        {"completed", outcome.success}};
    status.emplace("messages", std::move(outcome.messages));
    json::Object entry{{"prompt", item.tuple()}, {"outputs", std::move(outcome.outputs)}};
    entry.emplace("status", std::move(status));
    entry.emplace("meta", std::move(outcome.meta));
    return entry;
}

}  // namespace

json::Array QueueItem::tuple() const {
    json::Array ids;
    for (const std::string& id : outputs) ids.emplace_back(id);
    json::Array tuple;
    tuple.emplace_back(number);
    tuple.emplace_back(prompt_id);
    tuple.emplace_back(prompt);
    tuple.emplace_back(without_secrets(extra_data));
    tuple.emplace_back(std::move(ids));
    return tuple;
}

std::size_t PromptQueue::count() const { return pending_.size() + (running_ ? 1 : 0); }

void PromptQueue::send_status() {
    json::Object exec_info{{"queue_remaining", count()}};
    json::Object status{{"exec_info", std::move(exec_info)}};
    sink_.send(OutMessage{"status", json::Object{{"status", std::move(status)}}});
}

void PromptQueue::put(QueueItem item) {
    const std::scoped_lock lock{mutex_};
    pending_.push_back(std::move(item));
    std::push_heap(pending_.begin(), pending_.end(), later);
    send_status();
    changed_.notify_all();
}

std::optional<QueueItem> PromptQueue::take() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return stopped_ || woken_ || !pending_.empty(); });
    if (stopped_ || pending_.empty()) {
        woken_ = false;
        return std::nullopt;
    }
    std::pop_heap(pending_.begin(), pending_.end(), later);
    running_ = std::move(pending_.back());
    pending_.pop_back();
    send_status();  // the same count again: what runs is counted
    return running_;
}

void PromptQueue::finish(const QueueItem& item, PromptOutcome outcome) {
    const std::scoped_lock lock{mutex_};
    if (!running_ || running_->prompt_id != item.prompt_id) return;
    const QueueItem done = std::move(*running_);
    running_.reset();
    if (history_.size() > kHistoryLimit) history_.erase(history_.begin());
    json::Object entry = history_entry(done, std::move(outcome));
    const auto known = std::find_if(history_.begin(), history_.end(),
                                    [&](const auto& one) { return one.first == done.prompt_id; });
    if (known != history_.end())
        known->second = std::move(entry);  // a reused id keeps its place
    else
        history_.emplace_back(done.prompt_id, std::move(entry));
    send_status();
}

void PromptQueue::wake() {
    const std::scoped_lock lock{mutex_};
    woken_ = true;
    changed_.notify_all();
}

void PromptQueue::stop() {
    const std::scoped_lock lock{mutex_};
    stopped_ = true;
    changed_.notify_all();
    interrupted_.notify_all();
}

bool PromptQueue::stopped() const {
    const std::scoped_lock lock{mutex_};
    return stopped_;
}

void PromptQueue::forget() {
    const std::scoped_lock lock{mutex_};
    pending_.clear();
    history_.clear();
    running_.reset();
    client_.reset();
    node_.reset();
    unload_models_ = free_memory_ = false;
}

std::size_t PromptQueue::remaining() const {
    const std::scoped_lock lock{mutex_};
    return count();
}

json::Object PromptQueue::to_json() const {
    const std::scoped_lock lock{mutex_};
    json::Array running, pending;
    if (running_) running.emplace_back(running_->tuple());
    for (const QueueItem& item : pending_) pending.emplace_back(item.tuple());
    return json::Object{{"queue_running", std::move(running)}, {"queue_pending", std::move(pending)}};
}

void PromptQueue::clear() {
    const std::scoped_lock lock{mutex_};
    pending_.clear();
    send_status();
}

bool PromptQueue::remove(const std::string& prompt_id) {
    const std::scoped_lock lock{mutex_};
    const auto found = std::find_if(pending_.begin(), pending_.end(),
                                    [&](const QueueItem& item) { return item.prompt_id == prompt_id; });
    if (found == pending_.end()) return false;
    const bool last = pending_.size() == 1;
    pending_.erase(found);
    std::make_heap(pending_.begin(), pending_.end(), later);
    if (last) send_status();  // ComfyUI wipes the queue for its last item, and that sends one of its own
    send_status();
    return true;
}

std::optional<std::string> PromptQueue::running_id() const {
    const std::scoped_lock lock{mutex_};
    return running_ ? std::optional{running_->prompt_id} : std::nullopt;
}

void PromptQueue::request_free(bool unload_models, bool free_memory) {
    const std::scoped_lock lock{mutex_};
    unload_models_ |= unload_models;
    free_memory_ |= free_memory;
    woken_ = true;
    changed_.notify_all();
}

std::pair<bool, bool> PromptQueue::take_free_request() {
    const std::scoped_lock lock{mutex_};
    const std::pair asked{unload_models_, free_memory_};
    unload_models_ = free_memory_ = false;
    return asked;
}

void PromptQueue::request_interrupt() {
    const std::scoped_lock lock{mutex_};
    interrupt = true;
    interrupted_.notify_all();
}

bool PromptQueue::wait_for_interrupt(std::chrono::nanoseconds span) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::nanoseconds kSlice = std::chrono::milliseconds{10};
    const auto begin = Clock::now();
    std::unique_lock lock{mutex_};
    while (!stopped_ && !interrupt) {
        const auto left = span - (Clock::now() - begin);
        if (left <= std::chrono::nanoseconds::zero()) return false;
        interrupted_.wait_for(lock,
                              std::min(kSlice, std::chrono::duration_cast<std::chrono::nanoseconds>(left)));
    }
    return true;
}

std::optional<std::string> PromptQueue::executing_client() const {
    const std::scoped_lock lock{mutex_};
    return client_;
}

std::optional<std::string> PromptQueue::executing_node() const {
    const std::scoped_lock lock{mutex_};
    return node_;
}

void PromptQueue::set_executing(std::optional<std::string> client, std::optional<std::string> display_node) {
    const std::scoped_lock lock{mutex_};
    client_ = std::move(client);
    node_ = std::move(display_node);
}

}  // namespace divan::engine
