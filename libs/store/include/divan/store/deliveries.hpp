#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <divan/store/job.hpp>
#include <divan/store/store.hpp>

/// The webhook outbox. The commit that ends a job writes one row for each of its targets; the rows are sent
/// at least once. What is sent is made from the job, which never changes any more, so each try has the same
/// body.
namespace divan::store {

enum class DeliveryState : std::uint8_t { waiting = 0, delivered = 1, given_up = 2 };

struct Delivery {
    std::int64_t id = 0;
    JobId job;
    std::string webhook_id;  ///< the same for every try: receivers recognise repeats by it
    WebhookTarget target;
    DeliveryState state = DeliveryState::waiting;
    int tries = 0;  ///< begun so far
    Timestamp due_at{}, created_at{};
    std::string last_answer;

    Delivery() = default;
    bool operator==(const Delivery&) const = default;
};

/// Those that are due, the longest first, at most so many. They are this gateway's for `lease`; when it says
/// nothing until then, they are due again.
asio::awaitable<Result<std::vector<Delivery>>> claim_deliveries(
    Store& store, int most, std::chrono::milliseconds lease = std::chrono::minutes{1});

/// The receiver took it. Repeatable.
asio::awaitable<Result<void>> mark_delivered(Store& store, std::int64_t delivery, std::string answer);
/// The receiver did not take the try with number `tries`: once more after `delay`, or never (nothing). Does
/// nothing when another try was begun since, or it was delivered.
asio::awaitable<Result<void>> mark_undelivered(Store& store, std::int64_t delivery, int tries,
                                               std::optional<std::chrono::milliseconds> delay,
                                               std::string answer);

/// Of one job. Only of the owner's job when one is given. Errors: `not_found`.
asio::awaitable<Result<std::vector<Delivery>>> deliveries_of(Store& store, JobId job,
                                                             std::optional<std::string> owner);
/// All of a job that are not waiting, once more, at once; says how many. Errors: `not_found`.
asio::awaitable<Result<int>> redeliver(Store& store, JobId job, std::optional<std::string> owner);

}  // namespace divan::store
