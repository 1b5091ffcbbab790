#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <divan/store/store.hpp>

namespace divan::postgres {

/// Tells other gateways what this one wrote, and hears them: a thread with a connection of its own. Changes
/// are told after their commit and several at a time, because a NOTIFY inside transactions makes all commits
/// of a database wait for one another. What is lost when a process dies or a connection breaks is found by
/// polling.
class Notifier {
public:
    /// `heard` is called from the notifier's thread.
    Notifier(std::string url, std::function<void(store::Change)> heard);
    ~Notifier();  ///< as `stop`
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    /// Threads: any.
    void tell(const store::Change& change);
    void stop();

private:
    void serve();
    void converse();
    bool wait_for(int socket, int milliseconds);
    std::vector<std::string> take_payloads();

    const std::string url_, own_name_;
    const std::function<void(store::Change)> heard_;
    std::mutex mutex_;
    store::Change pending_;
    bool stopping_ = false;
    int wake_ = -1;  ///< an eventfd
    std::thread thread_;
};

/// One line for each notification, none longer than what PostgreSQL takes.
std::vector<std::string> to_payloads(const std::string& sender, const store::Change& change);
/// Nothing for what `sender` sent itself, and for lines that are none of ours.
store::Change from_payload(const std::string& own_name, const std::string& payload);

}  // namespace divan::postgres
