#pragma once

#include <divan/store/store.hpp>

namespace divan::durable {

namespace asio = boost::asio;

/// A store that is away when a test wants that: nothing is written or read then.
class MoodyStore final : public store::Store {
public:
    explicit MoodyStore(store::Store& inner) : inner_{inner} {}

    asio::awaitable<Result<void>> write(Work work) override {
        if (away) return refuse();
        ++writes;
        return inner_.write(std::move(work));
    }
    asio::awaitable<Result<void>> read(Work work, Reading reading) override {
        if (away) return refuse();
        return inner_.read(std::move(work), reading);
    }
    store::Subscription subscribe(std::function<void(const store::Change&)> heard) override {
        return inner_.subscribe(std::move(heard));
    }
    bool is_shared() const override { return inner_.is_shared(); }
    void close() override { inner_.close(); }

    bool away = false;
    int writes = 0;

private:
    static asio::awaitable<Result<void>> refuse() {
        co_return fail(Errc::store_unavailable, "the database does not answer");
    }

    store::Store& inner_;
};

}  // namespace divan::durable
