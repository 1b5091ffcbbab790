#include <divan/store/claim.hpp>

#include <algorithm>

#include <divan/base/random.hpp>

#include "jobs/first_of_lane.hpp"
#include "jobs/in_flight.hpp"
#include "jobs/job_rows.hpp"
#include "jobs/queue_settings.hpp"
#include "jobs/turns.hpp"

namespace divan::store {
namespace {

/// Walks from one pair of lane and owner to the next, so it costs one look-up a pair and not one a job.
constexpr const char* kWaitingLanes = R"(
    WITH RECURSIVE head (lane, owner, priority, place, id) AS (
        SELECT * FROM (SELECT lane, owner, priority, place, id FROM job WHERE ready = 1
                       ORDER BY lane, owner, priority DESC, place LIMIT 1) AS lowest
        UNION ALL
        SELECT job.lane, job.owner, job.priority, job.place, job.id
        FROM head JOIN job ON job.place = coalesce(
            (SELECT place FROM job AS other WHERE other.ready = 1 AND other.lane = head.lane
             AND other.owner > head.owner ORDER BY owner, priority DESC, place LIMIT 1),
            (SELECT place FROM job AS other WHERE other.ready = 1 AND other.lane > head.lane
             ORDER BY lane, owner, priority DESC, place LIMIT 1)))
    SELECT lane, owner, priority, place, id FROM head)";

Result<std::vector<WaitingLane>> lanes_in(Transaction& transaction) {
    std::vector<WaitingLane> lanes;
    auto read = sql::each(transaction.sql, kWaitingLanes, [&](const sql::Row& row) {
        WaitingLane& lane = lanes.emplace_back();
        lane.lane = row.text(0);
        lane.owner = row.text(1);
        lane.highest_priority = row.small(2);
        lane.place = row.integer(3);
        lane.next = JobId{row.text(4)};
    });
    if (!read) return fail(std::move(read).error());
    return lanes;
}

/// Jobs whose time has come. Each is moved once, so this costs nothing on the average; a thousand at a time.
Result<void> wake_due(Transaction& transaction) {
    auto woken =
        sql::change(transaction.sql,
                    "UPDATE job SET ready = 1 WHERE place IN (SELECT place FROM job WHERE ready = 2 "
                    "AND run_after <= ?1 ORDER BY run_after LIMIT 1000 /*pg:FOR UPDATE SKIP LOCKED*/)",
                    transaction.now());
    if (!woken) return fail(std::move(woken).error());
    return {};
}

Result<void> check_gateway(Transaction& transaction, const GatewayId& gateway) {
    auto alive = sql::first(transaction.sql, "SELECT 1 FROM gateway WHERE id = ?1 AND expires_at > ?2",
                            gateway, transaction.now());
    if (!alive) return fail(std::move(alive).error());
    if (!*alive)
        return fail(
            Error{Errc::lease_lost, "the gateway has no valid heartbeat", "send one, then claim"}.with(
                "gateway", gateway.str()));
    return {};
}

struct Slots {
    int free = 0;
    bool unused = true;
};

/// Locks the server's row: two gateways that claim for it at once must not both count the same free slot.
Result<Slots> free_slots(Transaction& transaction, const ClaimRequest& request) {
    auto known = sql::change(transaction.sql, "INSERT INTO server (name) VALUES (?1) ON CONFLICT DO NOTHING",
                             request.server);
    if (!known) return fail(std::move(known).error());
    auto locked =
        sql::first(transaction.sql, "SELECT 1 FROM server WHERE name = ?1 /*pg:FOR UPDATE*/", request.server);
    if (!locked) return fail(std::move(locked).error());
    auto used = sql::first(
        transaction.sql,
        "SELECT count(*), coalesce(max(alone), 0) FROM attempt WHERE server = ?1 AND holds_slot = 1",
        request.server);
    if (!used) return fail(std::move(used).error());
    Slots slots;
    slots.unused = (*used)->integer(0) == 0;
    slots.free = (*used)->yes(1) ? 0 : request.slots - (*used)->small(0);
    return slots;
}

Result<Claimed> assign(Transaction& transaction, JobRow row, const ClaimRequest& request) {
    const Job was = row.job;
    Claimed claimed;
    Job& job = claimed.held.job;
    job = std::move(row.job);
    job.phase = Phase::assigned;
    ++job.epoch, ++job.attempt;
    job.gateway = request.gateway;
    job.expires_at = row.deadline;
    Attempt& attempt = claimed.held.attempt;
    attempt.number = job.attempt;
    attempt.prompt = PromptId{uuid4()};
    attempt.server = request.server;
    attempt.gateway = request.gateway;
    attempt.claimed_at = transaction.now();
    attempt.holds_slot = true;
    auto added = sql::change(
        transaction.sql,
        "INSERT INTO attempt (place, number, prompt, server, gateway, claimed_at, outcome, message, "
        "counted, holds_slot, alone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', '', 0, 1, ?7)",
        job.place, attempt.number, attempt.prompt, attempt.server, attempt.gateway, attempt.claimed_at,
        job.strikes > 0);
    if (!added) return fail(std::move(added).error());
    json::Object data;
    data["attempt"] = attempt.number;
    data["server"] = attempt.server.str();
    if (auto noted = append_event(transaction, job, "assigned", data); !noted)
        return fail(std::move(noted).error());
    if (auto saved = save_move(transaction, job, was); !saved) return fail(std::move(saved).error());
    auto graph = sql::first(transaction.sql, "SELECT content FROM graph WHERE hash = ?1", job.graph_hash);
    if (!graph) return fail(std::move(graph).error());
    claimed.graph = (*graph)->text(0);
    return claimed;
}

bool wanted(const ClaimRequest& request, const std::string& lane) {
    return !request.lanes || request.lanes->contains(lane);
}

/// Highest priority, then whose turn it is, then as submitted.
std::vector<WaitingLane>::iterator best(std::vector<WaitingLane>& lanes, const Turns& turns) {
    return std::ranges::min_element(lanes, [&](const WaitingLane& left, const WaitingLane& right) {
        if (left.highest_priority != right.highest_priority)
            return left.highest_priority > right.highest_priority;
        const auto left_pass = turns.pass_of(left.owner), right_pass = turns.pass_of(right.owner);
        return left_pass != right_pass ? left_pass < right_pass : left.place < right.place;
    });
}

Result<std::vector<Claimed>> take(Transaction& transaction, const ClaimRequest& request, Slots slots) {
    auto turns = Turns::load(transaction);
    if (!turns) return fail(std::move(turns).error());
    auto lanes = lanes_in(transaction);
    if (!lanes) return fail(std::move(lanes).error());
    std::erase_if(*lanes, [&](const WaitingLane& lane) { return !wanted(request, lane.lane); });
    InFlight in_flight{transaction};
    std::vector<Claimed> claimed;
    const auto most = static_cast<std::size_t>(std::min(request.most, slots.free));
    while (claimed.size() < most && !lanes->empty()) {
        const auto lane = best(*lanes, *turns);
        auto row = first_of_lane(transaction, *lane, request, slots.unused);
        if (!row) return fail(std::move(row).error());
        if (!*row) {
            lanes->erase(lane);
            continue;
        }
        // Its first jobs may not go here, or were taken: another lane may now be the best.
        lane->highest_priority = (*row)->job.priority;
        lane->place = (*row)->job.place;
        if (best(*lanes, *turns) != lane) continue;
        auto room = in_flight.has_room_for(**row);
        if (!room) return fail(std::move(room).error());
        if (!*room) {
            std::erase_if(*lanes, [owner = lane->owner](const auto& other) { return other.owner == owner; });
            continue;
        }
        const bool alone = (*row)->job.strikes > 0;
        auto job = assign(transaction, std::move(**row), request);
        if (!job) return fail(std::move(job).error());
        turns->serve(lane->owner);
        in_flight.add(lane->owner);
        ++lane->place;  // the next one is not before that
        claimed.push_back(std::move(*job));
        slots.unused = false;
        if (alone) break;
    }
    if (auto saved = turns->save(transaction); !saved) return fail(std::move(saved).error());
    return claimed;
}

/// Lists of servers to avoid are words in one text.
bool is_one_word(const std::string& text) {
    return !text.empty() && text.find_first_of(" \t\r\n") == std::string::npos;
}

Result<std::vector<Claimed>> claim_in(Transaction& transaction, const ClaimRequest& request) {
    if (!is_one_word(request.server.str()))
        return fail(Errc::invalid_argument,
                    "the name of a server is one word: '" + request.server.str() + "'");
    if (auto alive = check_gateway(transaction, request.gateway); !alive)
        return fail(std::move(alive).error());
    auto paused = paused_in(transaction);
    if (!paused) return fail(std::move(paused).error());
    if (*paused) return std::vector<Claimed>{};
    if (auto woken = wake_due(transaction); !woken) return fail(std::move(woken).error());
    auto slots = free_slots(transaction, request);
    if (!slots) return fail(std::move(slots).error());
    if (slots->free <= 0) return std::vector<Claimed>{};
    return take(transaction, request, *slots);
}

}  // namespace

asio::awaitable<Result<std::vector<Claimed>>> claim(Store& store, ClaimRequest request) {
    auto work = [request = std::move(request)](Transaction& transaction) {
        return claim_in(transaction, request);
    };
    return write<std::vector<Claimed>>(store, std::move(work));
}

asio::awaitable<Result<std::vector<WaitingLane>>> waiting_lanes(Store& store) {
    auto work = [](Transaction& transaction) { return lanes_in(transaction); };
    return read<std::vector<WaitingLane>>(store, work);
}

}  // namespace divan::store
