#include "operations/certificate_watch.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace divan::gateway {
namespace {

constexpr std::chrono::hours kTimeToRenew{14 * 24};
constexpr std::chrono::hours kSayAgain{24};

}  // namespace

struct CertificateWatch::State {
    State(const asio::any_io_executor& loop, std::shared_ptr<net::TlsIdentity> served,
          std::chrono::milliseconds interval, const Logger& logger)
        : executor{loop}, identity{std::move(served)}, every{interval}, log{logger}, timer{loop} {}

    void look();
    void warn_of_end();
    static asio::awaitable<void> run(std::shared_ptr<State> state);

    const asio::any_io_executor executor;
    const std::shared_ptr<net::TlsIdentity> identity;
    const std::chrono::milliseconds every;
    const Logger& log;
    asio::steady_timer timer;
    Deadline warned_until{};
    bool over = false;
};

void CertificateWatch::State::look() {
    const auto reloaded = identity->reload();
    if (!reloaded)
        log.write(LogLevel::error, "gateway",
                  "the new certificate cannot be used; the one before stays in use",
                  {{"error", describe(reloaded.error())}});
    if (reloaded && *reloaded) {
        warned_until = {};
        log.write(LogLevel::info, "gateway", "new connections get the new certificate",
                  {{"expires_at", to_rfc3339(identity->expires_at())}});
    }
    warn_of_end();
}

void CertificateWatch::State::warn_of_end() {
    const auto now = std::chrono::steady_clock::now();
    const Timestamp end = identity->expires_at();
    if (SystemClock{}.utc() + kTimeToRenew < end || now < warned_until) return;
    warned_until = now + kSayAgain;
    log.write(LogLevel::warn, "gateway", "the certificate expires soon, or has expired: renew it",
              {{"expires_at", to_rfc3339(end)}});
}

asio::awaitable<void> CertificateWatch::State::run(std::shared_ptr<State> state) {
    state->warn_of_end();
    while (!state->over) {
        state->timer.expires_after(state->every);
        const auto [error] = co_await state->timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (!error && !state->over) state->look();
    }
}

CertificateWatch::CertificateWatch(asio::any_io_executor executor, std::shared_ptr<net::TlsIdentity> identity,
                                   std::chrono::milliseconds every, const Logger& log)
    : state_{std::make_shared<State>(executor, std::move(identity), every, log)} {}

CertificateWatch::~CertificateWatch() {
    state_->over = true;
    state_->timer.cancel();
}

void CertificateWatch::start() { asio::co_spawn(state_->executor, State::run(state_), asio::detached); }

}  // namespace divan::gateway
