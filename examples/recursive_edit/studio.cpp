#include "studio.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <divan/base/base64.hpp>
#include <divan/base/random.hpp>
#include <divan/client/view.hpp>

namespace demo {

using namespace divan;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kMostSessions = 24;

json::Object describe_round(const Round& round) {
    json::Object object{{"number", round.number}, {"prompt", round.prompt}, {"server", round.server}};
    object["seed"] = std::to_string(round.seed);  // JavaScript's numbers end at 2^53
    object["took_ms"] = round.took.count();
    return object;
}

json::Object describe_session(const Session& session) {
    json::Object object{{"id", session.id}, {"prompt", session.prompt}, {"state", session.state()}};
    object["strength"] = session.strength;
    object["wanted"] = session.wanted;
    object["pictures"] = session.rounds.size();
    object["percent"] = session.percent;
    object["problem"] = session.problem;
    return object;
}

std::chrono::milliseconds since(Deadline begin) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

}  // namespace

std::string Session::state() const {
    if (run) return paused ? "pausing" : "drawing";
    if (paused) return "paused";
    return complete() ? "complete" : "waiting";
}

Studio::Studio(asio::any_io_executor executor, Lanes& lanes, Feed& feed, std::string checkpoint)
    : executor_{executor}, lanes_{lanes}, feed_{feed}, checkpoint_{std::move(checkpoint)} {}

Result<std::shared_ptr<Session>> Studio::begin(SessionOrder order) {
    if (sessions_.size() >= kMostSessions)
        return fail(Errc::invalid_argument, "there are too many sessions", "end one of them first");
    auto session = std::make_shared<Session>(executor_);
    session->id = "s" + std::to_string(next_id_++);
    session->prompt = std::move(order.prompt);
    session->strength = order.strength;
    session->wanted = order.rounds;
    session->paused = order.paused;
    if (!order.picture.empty()) {
        Round start;
        start.prompt = "(uploaded)";
        start.file = std::move(order.picture);
        start.media_type = std::move(order.media_type);
        session->rounds.push_back(std::move(start));
    }
    sessions_[session->id] = session;
    publish(*session);
    for (const Round& round : session->rounds)
        feed_.publish("round", {{"session", session->id}, {"round", describe_round(round)}});
    asio::co_spawn(executor_, live(session), asio::detached);
    return session;
}

std::shared_ptr<Session> Studio::find(std::string_view id) const {
    const auto found = sessions_.find(id);
    return found == sessions_.end() ? nullptr : found->second;
}

void Studio::pause(Session& session) {
    session.paused = true;
    publish(session);
    lanes_.look_again();  // one that still waits for a server leaves the line
}

void Studio::resume(Session& session) {
    if (session.complete()) session.wanted += std::max(1, session.wanted);
    session.paused = false;
    session.problem.clear();
    publish(session);
    session.changed.tell();
}

void Studio::change(Session& session, std::string prompt, double strength) {
    session.prompt = std::move(prompt);
    session.strength = strength;
    publish(session);
}

void Studio::end(std::string_view id) {
    const auto session = find(id);
    if (!session) return;
    session->ended = true;
    if (session->run) session->run->cancel();
    session->changed.tell();
    lanes_.look_again();
    feed_.publish("ended", {{"session", session->id}});
    sessions_.erase(session->id);
}

void Studio::end_all() {
    while (!sessions_.empty()) end(sessions_.begin()->first);
}

json::Object Studio::describe_all() const {
    json::Array sessions;
    for (const auto& [id, session] : sessions_) {
        json::Object object = describe_session(*session);
        json::Array rounds;
        for (const Round& round : session->rounds) rounds.push_back(describe_round(round));
        object["rounds"] = std::move(rounds);
        sessions.push_back(std::move(object));
    }
    json::Object all{{"sessions", std::move(sessions)}};
    all["stats"] = lanes_.stats();
    return all;
}

/// The life of one session: wait for its turn, draw, feed the picture back.
asio::awaitable<void> Studio::live(std::shared_ptr<Session> session) {
    while (!session->ended) {
        if (session->paused || session->complete()) {
            co_await session->changed.wait();
            continue;
        }
        std::function<bool()> given_up = [session] { return session->ended || session->paused; };
        Lane* lane = co_await lanes_.take(std::move(given_up));
        if (!lane) continue;
        const auto begin = std::chrono::steady_clock::now();
        auto round = co_await draw(session, *lane);
        lanes_.give_back(*lane, since(begin), round ? nullptr : &round.error());
        if (!session->ended) take(*session, std::move(round));
    }
}

asio::awaitable<Result<Round>> Studio::draw(std::shared_ptr<Session> session, Lane& lane) {
    const auto begin = std::chrono::steady_clock::now();
    Round round;
    round.number = static_cast<int>(session->rounds.size());
    round.prompt = session->prompt;
    round.server = lane.name;
    round.seed = random_upto(UINT64_MAX);
    round.file = folder() / (session->id + "-" + std::to_string(round.number) + ".png");
    auto workflow = workflow_for(plan_for(*session, round));
    if (!workflow) co_return fail(workflow.error());

    RunRequest request{std::move(*workflow)};
    const Run run = start_run(*lane.connection, std::move(request), tell(session), within(10min));
    session->run = run;
    publish(*session);
    const auto result = co_await run.result();
    session->run.reset();
    session->percent = 0;
    if (!result) co_return fail(result.error());
    const auto files = result->files();
    if (files.empty()) co_return fail(Errc::result_missing, "the round made no picture");
    ViewRequest wanted{files.front()};
    const auto saved = co_await download(*lane.connection, std::move(wanted), round.file, within(2min));
    if (!saved) co_return fail(saved.error());
    round.took = since(begin);
    co_return round;
}

RoundPlan Studio::plan_for(const Session& session, const Round& round) const {
    RoundPlan plan;
    plan.prompt = round.prompt;
    plan.checkpoint = checkpoint_;
    plan.seed = round.seed;
    plan.strength = session.strength;
    if (!session.rounds.empty()) plan.picture = session.rounds.back().file;
    return plan;
}

RunEvents Studio::tell(const std::shared_ptr<Session>& session) {
    RunEvents events;
    events.on_percent = [this, session](int percent) {
        session->percent = percent;
        feed_.publish("progress", {{"session", session->id}, {"percent", percent}},
                      "progress " + session->id);
    };
    events.on_preview = [this, session](const Preview& preview) {
        const std::string_view bytes{reinterpret_cast<const char*>(preview.image.data()),
                                     preview.image.size()};
        feed_.publish(
            "preview",
            {{"session", session->id}, {"media_type", preview.media_type}, {"image", base64(bytes)}},
            "preview " + session->id);
    };
    return events;
}

/// A round that failed pauses its session, unless another server may do better.
void Studio::take(Session& session, Result<Round> round) {
    if (round) {
        feed_.publish("round", {{"session", session.id}, {"round", describe_round(*round)}});
        session.rounds.push_back(std::move(*round));
        session.problem.clear();
    } else {
        session.problem = round.error().message;
        session.paused =
            round.error().code != Errc::connect_failed;  // then nothing was sent: another server, or later
    }
    publish(session);
}

void Studio::publish(const Session& session) {
    feed_.publish("session", describe_session(session), "session " + session.id);
}

}  // namespace demo
