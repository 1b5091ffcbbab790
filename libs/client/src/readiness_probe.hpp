#pragma once

#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>

namespace divan {

namespace asio = boost::asio;

class ConnectionCore;
struct ReadyPolicy;
struct ServerFacts;

/// One set of questions at a time for all who call `ready`. Threads: as the connection.
class ReadinessProbe {
public:
    static asio::awaitable<Result<ServerFacts>> ask(std::shared_ptr<ConnectionCore> core, ReadyPolicy policy,
                                                    Deadline deadline);
    ReadinessProbe();
    ~ReadinessProbe();

    const std::optional<ServerFacts>& facts() const;
    void forget();
    void stop();  ///< whoever waits is told `cancelled`

private:
    struct Batch;  ///< those who wait for one set of answers
    static asio::awaitable<void> serve(std::shared_ptr<ConnectionCore> core, std::shared_ptr<Batch> batch,
                                       ReadyPolicy policy);
    static asio::awaitable<Result<ServerFacts>> wait(std::shared_ptr<Batch> batch);

    std::shared_ptr<Batch> batch_;
    std::unique_ptr<std::optional<ServerFacts>> facts_;
};

}  // namespace divan
