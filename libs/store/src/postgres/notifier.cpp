#include "postgres/notifier.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <divan/base/random.hpp>
#include <divan/base/text.hpp>

#include "postgres/postgres_connection.hpp"

namespace divan::postgres {
namespace {

constexpr std::size_t kLongestPayload = 7'900;  // PostgreSQL takes less than 8,000 bytes
constexpr int kReconnectMilliseconds = 1'000;

/// Everything may have changed.
store::Change anything() {
    store::Change change;
    change.work = change.slots = change.deliveries = true;
    return change;
}

}  // namespace

std::vector<std::string> to_payloads(const std::string& sender, const store::Change& change) {
    const std::string head = sender + ' ' + (change.work ? 'w' : '-') + (change.slots ? 's' : '-') +
                             (change.deliveries ? 'd' : '-');
    std::vector<std::string> payloads{head};
    for (const JobId& job : change.jobs) {
        if (payloads.back().size() + job.str().size() + 1 > kLongestPayload)
            payloads.push_back(sender + " ---");
        payloads.back() += ' ' + job.str();
    }
    return payloads;
}

store::Change from_payload(const std::string& own_name, const std::string& payload) {
    store::Change change;
    const auto words = split(payload, ' ');
    if (words.size() < 2 || words[0] == own_name || words[1].size() != 3) return change;
    change.work = words[1][0] == 'w';
    change.slots = words[1][1] == 's';
    change.deliveries = words[1][2] == 'd';
    for (std::size_t i = 2; i < words.size(); ++i)
        if (!words[i].empty()) change.jobs.emplace_back(words[i]);
    return change;
}

Notifier::Notifier(std::string url, std::function<void(store::Change)> heard)
    : url_{std::move(url)},
      own_name_{uuid4()},
      heard_{std::move(heard)},
      wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)},
      thread_{[this] { serve(); }} {}

Notifier::~Notifier() {
    stop();
    if (wake_ >= 0) ::close(wake_);
}

void Notifier::tell(const store::Change& change) {
    const std::lock_guard lock{mutex_};
    pending_.add(change);
    ::eventfd_write(wake_, 1);
}

void Notifier::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        ::eventfd_write(wake_, 1);
    }
    if (thread_.joinable()) thread_.join();
}

std::vector<std::string> Notifier::take_payloads() {
    const std::lock_guard lock{mutex_};
    eventfd_t ignored = 0;
    ::eventfd_read(wake_, &ignored);
    if (pending_.empty()) return {};
    auto payloads = to_payloads(own_name_, pending_);
    pending_ = {};
    return payloads;
}

/// False when it is time to stop.
bool Notifier::wait_for(int socket, int milliseconds) {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) return false;
    }
    pollfd both[2] = {{wake_, POLLIN, 0}, {socket, POLLIN, 0}};
    ::poll(both, socket >= 0 ? 2 : 1, milliseconds);
    const std::lock_guard lock{mutex_};
    return !stopping_;
}

void Notifier::serve() {
    for (bool again = false;; again = true) {
        if (again) heard_(anything());  // what came while nobody listened
        converse();
        take_payloads();  // without a connection nobody hears them; the others poll
        if (!wait_for(-1, kReconnectMilliseconds)) return;
    }
}

/// Until the connection is lost, or it is time to stop.
void Notifier::converse() {
    auto connection = PostgresConnection::open(url_);
    if (!connection || !(*connection)->execute("LISTEN divan")) return;
    do {
        for (const std::string& payload : take_payloads()) {
            const sql::Value values[] = {payload};
            auto sent =
                (*connection)->run("SELECT 1 FROM pg_notify('divan', ?1)", values, [](const sql::Row&) {
                    return Result<void>{};
                });
            if (!sent) return;
        }
        auto payloads = (*connection)->notifications();
        if (!payloads) return;
        for (const std::string& payload : *payloads) heard_(from_payload(own_name_, payload));
    } while (wait_for((*connection)->socket(), -1));
}

}  // namespace divan::postgres
