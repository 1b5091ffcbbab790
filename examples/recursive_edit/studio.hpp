#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <divan/base/files.hpp>
#include <divan/client/run.hpp>

#include "feed.hpp"
#include "lanes.hpp"
#include "workflows.hpp"

namespace demo {

/// One picture of the chain.
struct Round {
    int number = 0;  ///< from 0, which may be an uploaded picture
    std::string prompt, server, media_type = "image/png";
    std::uint64_t seed = 0;
    std::chrono::milliseconds took{0};
    std::filesystem::path file;
};

/// A chain of pictures: each round feeds the last result back, with the prompt as it is then.
struct Session {
    std::string id, prompt;
    double strength = 0.5;
    int wanted = 8;  ///< rounds after the start picture
    bool paused = false, ended = false, waiting = false;
    std::string problem;  ///< why it paused by itself
    std::vector<Round> rounds;
    std::optional<divan::Run> run;  ///< of the round that is being drawn
    int percent = 0;
    Signal changed;

    explicit Session(asio::any_io_executor executor) : changed{executor} {}
    /// Round 0 is the start picture, so a session has one picture more than rounds.
    bool complete() const { return static_cast<int>(rounds.size()) > wanted; }
    std::string state() const;  ///< "waiting", "drawing", "pausing", "paused", "complete"
};

struct SessionOrder {
    std::string prompt;
    double strength = 0.5;
    int rounds = 8;
    bool paused = false;
    std::filesystem::path picture;  ///< empty: round 0 is drawn from the prompt
    std::string media_type;
};

/// The sessions and what they do. One thread: that of the executor.
class Studio {
public:
    Studio(asio::any_io_executor executor, Lanes& lanes, Feed& feed, std::string checkpoint);

    /// Errors: `invalid_argument` (too many sessions).
    divan::Result<std::shared_ptr<Session>> begin(SessionOrder order);
    std::shared_ptr<Session> find(std::string_view id) const;  ///< nullptr when there is none
    void pause(Session& session);                              ///< after the round that is being drawn
    void resume(Session& session);  ///< also after a failure; a complete one gets as many rounds again
    void change(Session& session, std::string prompt, double strength);  ///< from the next round on
    void end(std::string_view id);                                       ///< cancels its round
    void end_all();

    divan::json::Object describe_all() const;
    const std::filesystem::path& folder() const { return folder_.path(); }

private:
    asio::awaitable<void> live(std::shared_ptr<Session> session);
    asio::awaitable<divan::Result<Round>> draw(std::shared_ptr<Session> session, Lane& lane);
    RoundPlan plan_for(const Session& session, const Round& round) const;
    divan::RunEvents tell(const std::shared_ptr<Session>& session);
    void take(Session& session, divan::Result<Round> round);
    void publish(const Session& session);

    asio::any_io_executor executor_;
    Lanes& lanes_;
    Feed& feed_;
    std::string checkpoint_;
    divan::TemporaryFolder folder_{"recursive-edit"};
    std::map<std::string, std::shared_ptr<Session>, std::less<>> sessions_;
    int next_id_ = 1;
};

}  // namespace demo
