#include <divan/jobs/webhooks.hpp>

#include <deque>
#include <map>

#include <boost/asio/steady_timer.hpp>

#include <divan/base/crash_point.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>

#include "spawn.hpp"
#include "timers.hpp"
#include "webhook_try.hpp"

namespace divan::durable {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLease = 2min;
constexpr auto kFreshFor = kLease / 2;     // what waited longer for its turn here is claimed anew
constexpr std::size_t kMostWaiting = 512;  // claimed, while their hosts have enough tries on their way

}  // namespace

class WebhookSender::Core : public std::enable_shared_from_this<WebhookSender::Core> {
public:
    Core(asio::any_io_executor loop, store::Store& jobs, WebhookConfig settings, const Logger& logger)
        : executor_{loop}, store_{jobs}, config_{std::move(settings)}, log_{logger}, wake_{loop} {}

    void start() {
        subscription_ = store_.subscribe([weak = weak_from_this()](const store::Change& change) {
            if (const auto self = weak.lock(); self && change.deliveries) self->wake_up();
        });
        spawn(executor_, run(shared_from_this()));
    }
    void die() {
        dead_ = true;
        subscription_ = store::Subscription{};
        wake_.cancel();
    }
    const WebhookCounts& counts() const { return counts_; }

private:
    struct Waiting {
        store::Delivery delivery;
        Deadline claimed_at{};
    };

    void wake_up() {
        wanted_ = true;
        wake_.cancel();
    }

    static asio::awaitable<void> run(std::shared_ptr<Core> self) {
        while (!self->dead_) {
            self->wanted_ = false;
            co_await self->claim();
            if (self->dead_) co_return;
            self->begin_what_may();
            if (self->wanted_) continue;
            co_await wait_on(self->wake_, within(self->config_.poll));
        }
    }

    asio::awaitable<void> claim() {
        const auto room = std::min<std::size_t>(kMostWaiting - std::min(kMostWaiting, waiting_.size()),
                                                static_cast<std::size_t>(config_.at_once));
        if (room == 0) co_return;
        auto claimed = co_await store::claim_deliveries(store_, static_cast<int>(room), kLease);
        if (!claimed) co_return;  // the store is away: the next round asks again
        for (store::Delivery& one : *claimed)
            waiting_.push_back(Waiting{std::move(one), std::chrono::steady_clock::now()});
        if (claimed->size() == room) wanted_ = true;
    }

    void begin_what_may() {
        for (auto next = waiting_.begin(); next != waiting_.end() && on_their_way_ < config_.at_once;) {
            const std::string host = host_of(next->delivery.target.url);
            const auto busy = by_host_.find(host);
            if (busy != by_host_.end() && busy->second >= config_.at_once_per_host) {
                ++next;
                continue;
            }
            const bool fresh = std::chrono::steady_clock::now() < next->claimed_at + kFreshFor;
            store::Delivery delivery = std::move(next->delivery);
            next = waiting_.erase(next);
            if (!fresh) continue;
            ++by_host_[host];
            ++on_their_way_;
            spawn(executor_, attempt(shared_from_this(), std::move(delivery), host));
        }
    }

    static asio::awaitable<void> attempt(std::shared_ptr<Core> self, store::Delivery delivery,
                                         std::string host) {
        co_await self->send(std::move(delivery));
        --self->on_their_way_;
        if (--self->by_host_[host] == 0) self->by_host_.erase(host);
        self->wake_up();
    }

    asio::awaitable<Result<std::string>> body_of(JobId job) {
        EndedJob ended;
        auto found = co_await store::find_job(store_, job, std::nullopt);
        if (!found) co_return fail(std::move(found).error());
        ended.job = std::move(*found);
        auto outputs = co_await store::outputs_of(store_, job);
        if (!outputs) co_return fail(std::move(outputs).error());
        ended.outputs = std::move(*outputs);
        co_return json::write(config_.body(ended));
    }

    asio::awaitable<void> send(store::Delivery delivery) {
        auto body = co_await body_of(delivery.job);
        if (!body || dead_) co_return;  // due again when its lease is over
        const auto seconds =
            std::chrono::duration_cast<std::chrono::seconds>(SystemClock{}.utc().time_since_epoch());
        auto reply = co_await post_webhook(executor_, config_, delivery, std::move(*body), seconds.count());
        crash_point("CP17");
        if (dead_) co_return;
        const AfterTry after = judge_try(reply, delivery.tries, config_.schedule);
        Result<void> marked;
        if (after.delivered) {
            ++counts_.delivered;
            marked = co_await store::mark_delivered(store_, delivery.id, after.answer);
        } else {
            ++(after.again ? counts_.failed_tries : counts_.given_up);
            marked = co_await store::mark_undelivered(store_, delivery.id, delivery.tries, after.again,
                                                      after.answer);
            log_.write(LogLevel::info, "jobs", "a webhook was not taken",
                       {{"job", delivery.job.str()},
                        {"host", host_of(delivery.target.url)},
                        {"answer", std::string_view{after.answer}},
                        {"tries", delivery.tries}});
        }
        if (!marked)
            log_.write(LogLevel::warn, "jobs", "a webhook's answer could not be noted: it is sent again",
                       {{"job", delivery.job.str()}, {"error", std::string_view{marked.error().message}}});
    }

    const asio::any_io_executor executor_;
    store::Store& store_;
    const WebhookConfig config_;
    const Logger& log_;
    asio::steady_timer wake_;
    store::Subscription subscription_;
    std::deque<Waiting> waiting_;
    std::map<std::string, int> by_host_;
    WebhookCounts counts_;
    int on_their_way_ = 0;
    bool wanted_ = false, dead_ = false;
};

WebhookSender::WebhookSender(asio::any_io_executor executor, store::Store& store, WebhookConfig config,
                             const Logger& log)
    : core_{std::make_shared<Core>(std::move(executor), store, std::move(config), log)} {}

WebhookSender::~WebhookSender() { core_->die(); }
void WebhookSender::start() { core_->start(); }
const WebhookCounts& WebhookSender::counts() const { return core_->counts(); }

}  // namespace divan::durable
