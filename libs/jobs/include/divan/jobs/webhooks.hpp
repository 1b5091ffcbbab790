#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include <divan/base/log.hpp>
#include <divan/json/value.hpp>
#include <divan/net/http_client.hpp>
#include <divan/store/deliveries.hpp>
#include <divan/store/query.hpp>

namespace divan::durable {

namespace asio = boost::asio;

/// A job that has ended, as it is told to receivers.
struct EndedJob {
    store::Job job;
    std::vector<store::Output> outputs;

    EndedJob() = default;
};

/// `{"type": "job.succeeded", "timestamp": "…", "data": {…}}`: the same bytes for every try.
json::Object webhook_body(const EndedJob& ended);

struct WebhookConfig {
    /// The secrets of a name, the newest first; two while one is being replaced. None: nobody can sign for
    /// that target, and it is given up.
    std::function<std::vector<std::string>(const std::string& name)> secrets;
    std::function<json::Object(const EndedJob&)> body = webhook_body;
    net::Reach reach = net::Reach::public_internet;  ///< `anywhere` is for tests and closed networks
    bool plain_http = false;                         ///< targets without TLS are taken, too
    std::filesystem::path ca_file;                   ///< extra trusted certificates (PEM)
    int at_once = 64, at_once_per_host = 4;
    std::chrono::milliseconds timeout{10'000};  ///< of one try, from connect to the end of the answer
    std::size_t answer_bytes = std::size_t{64} << 10;
    std::chrono::milliseconds poll{5'000};  ///< behind the store's hints
    /// Before the first try, the second …; after the last one the delivery is given up.
    std::vector<std::chrono::milliseconds> schedule = default_schedule();

    WebhookConfig() = default;
    static std::vector<std::chrono::milliseconds> default_schedule();
};

struct WebhookCounts {
    std::uint64_t delivered = 0, failed_tries = 0, given_up = 0;

    WebhookCounts() = default;
};

/// What becomes of a delivery after a try.
struct AfterTry {
    bool delivered = false;
    std::optional<std::chrono::milliseconds> again;  ///< nothing, when not delivered: given up
    std::string answer;                              ///< for people: "200 OK", "timeout: …"

    AfterTry() = default;
};
/// `tries`: begun so far, this one too. 2xx is delivered, 410 ends it, a refused address ends it; everything
/// else is tried again. Pure.
AfterTry judge_try(const Result<net::HttpReply>& reply, int tries,
                   const std::vector<std::chrono::milliseconds>& schedule);

/// Sends the store's outbox: at least once, signed, with the same id for every try, without redirects. A bad
/// receiver changes nothing about the job and delays no other receiver for longer than its share of the tries
/// on their way. Threads: one event loop; `store` and `log` are borrowed and outlive the loop's last turn.
class WebhookSender {
public:
    WebhookSender(asio::any_io_executor executor, store::Store& store, WebhookConfig config,
                  const Logger& log);
    ~WebhookSender();  ///< tries on their way are cut; they are made again after their lease
    WebhookSender(const WebhookSender&) = delete;
    WebhookSender& operator=(const WebhookSender&) = delete;

    void start();
    const WebhookCounts& counts() const;

private:
    class Core;
    std::shared_ptr<Core> core_;
};

}  // namespace divan::durable
