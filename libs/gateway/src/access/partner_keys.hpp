#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include <divan/store/store.hpp>

namespace divan::gateway {

namespace asio = boost::asio;

/// Keys for API nodes (`extra_data.api_key_comfy_org`) that jobs brought along: in the memory of this process
/// alone, until their job has ended. Threads: the event loop's.
class PartnerKeys {
public:
    explicit PartnerKeys(asio::any_io_executor executor);

    /// Begins to forget the keys of jobs that have ended. `store` outlives this object.
    void watch(store::Store& store);
    void remember(const JobId& job, std::string key);
    void forget(const JobId& job);
    /// Gives the key of a job, or an empty text. Outlives this object.
    std::function<std::string(const JobId&)> reader() const;
    std::size_t size() const { return keys_->size(); }

private:
    using Keys = std::map<JobId, std::string>;
    static asio::awaitable<void> forget_if_ended(store::Store& store, std::weak_ptr<Keys> keys, JobId job);
    void look_at(const JobId& job);

    asio::any_io_executor executor_;
    std::shared_ptr<Keys> keys_ = std::make_shared<Keys>();
    store::Store* store_ = nullptr;
    store::Subscription subscription_;
};

}  // namespace divan::gateway
