#include "access/partner_keys.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <divan/store/query.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kMany = 1'000;  // a hint of another gateway may have been lost: look at all of them

}  // namespace

PartnerKeys::PartnerKeys(asio::any_io_executor executor) : executor_{std::move(executor)} {}

void PartnerKeys::watch(store::Store& store) {
    store_ = &store;
    subscription_ = store.subscribe([this](const store::Change& change) {
        for (const JobId& job : change.jobs)
            if (keys_->contains(job)) look_at(job);
    });
}

asio::awaitable<void> PartnerKeys::forget_if_ended(store::Store& store, std::weak_ptr<Keys> keys, JobId job) {
    auto found = co_await store::find_job(store, job, std::nullopt);
    const bool gone = !found && found.error().code == Errc::not_found;
    const bool ended = found && store::is_final(found->phase);
    if (!gone && !ended) co_return;
    if (const auto present = keys.lock()) present->erase(job);
}

void PartnerKeys::look_at(const JobId& job) {
    asio::co_spawn(executor_, forget_if_ended(*store_, keys_, job), asio::detached);
}

void PartnerKeys::remember(const JobId& job, std::string key) {
    if (keys_->size() % kMany == kMany - 1)
        for (const auto& [known, secret] : *keys_) look_at(known);
    (*keys_)[job] = std::move(key);
}

void PartnerKeys::forget(const JobId& job) { keys_->erase(job); }

std::function<std::string(const JobId&)> PartnerKeys::reader() const {
    return [keys = keys_](const JobId& job) {
        const auto found = keys->find(job);
        return found == keys->end() ? std::string{} : found->second;
    };
}

}  // namespace divan::gateway
