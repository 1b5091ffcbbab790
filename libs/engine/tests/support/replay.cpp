#include "support/replay.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "support/normal_form.hpp"

namespace divan::engine::testing {

namespace {

constexpr const char* kFolder = DIVAN_SOURCE_DIR "/libs/engine/tests/data/recordings/";

/// Two small pictures of one size, as the recorder uploaded; their bytes matter only in that they differ.
std::string picture(const std::string& name) {
    if (name == "empty") return {};
    return read_file(std::string{kFolder} + name + ".png").value();
}

std::string multipart(const json::Array& parts, const std::string& boundary) {
    std::string body;
    for (const auto& part : parts) {
        body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" +
                json::text_or(part, "name") + "\"";
        if (const json::Value* file = json::find(part, "file"))
            body += "; filename=\"" + std::string{*json::text_of(*file)} +
                    "\"\r\nContent-Type: " + json::text_or(part, "type") + "\r\n\r\n" +
                    picture(json::text_or(part, "picture"));
        else
            body += "\r\n\r\n" + json::text_or(part, "text");
        body += "\r\n";
    }
    return body + "--" + boundary + "--\r\n";
}

/// A recorded Host or Origin of the loopback server names another port than ours.
std::string with_port(std::string text, std::uint16_t port) {
    constexpr std::string_view recorded = ":8199";
    const auto place = text.find(recorded);
    return place == std::string::npos ? text
                                      : text.replace(place, recorded.size(), ":" + std::to_string(port));
}

std::string recorded_host(const json::Value& step) {
    const json::Value* headers = json::find(step, "headers");
    return headers ? json::text_or(*headers, "Host") : "";
}

}  // namespace

const Difference* Replay::difference(const std::string& request) const {
    const auto found =
        std::ranges::find_if(differences_, [&](const Difference& known) { return known.request == request; });
    return found == differences_.end() ? nullptr : &*found;
}

std::string Replay::to_ours(std::string text) const {
    for (const auto& [recorded, ours] : ours_)
        for (auto at = text.find(recorded); at != std::string::npos;
             at = text.find(recorded, at + ours.size()))
            text.replace(at, recorded.size(), ours);
    return text;
}

void Replay::play(const std::string& scenario) {
    const auto text = read_file(kFolder + scenario + ".json");
    ASSERT_TRUE(text) << scenario;
    const json::Value document = json::parse(*text).value();
    int number = 0;
    for (const auto& each : *json::array_of(*json::find(document, "steps"))) {
        where_ = fmt::format("{}, step {}", scenario, ++number);
        step(each);
    }
    while (!ears_.empty()) close(ears_.begin()->first);
}

void Replay::step(const json::Value& step) {
    if (json::find(step, "open")) return open(step);
    if (json::find(step, "http")) return request(step);
    if (const json::Value* name = json::find(step, "close")) return close(std::string{*json::text_of(*name)});
    if (json::find(step, "send"))
        return ears_.at(json::text_or(step, "send"))
            .listener->send(json::write_python(*json::find(step, "json")));
    ears_.at(json::text_or(step, "hear")).expected.push_back(step);
}

void Replay::open(const json::Value& step) {
    catch_up();
    if (const json::Value* pause = json::find(step, "after_ms"))
        std::this_thread::sleep_for(std::chrono::milliseconds{json::to_int64(*pause).value_or(0)});
    ears_[json::text_or(step, "open")].listener = stage_.listen(json::text_or(step, "sid"));
}

/// Waits until every socket has heard as much as in the recording at this point.
void Replay::catch_up() {
    for (auto& [name, ear] : ears_) ear.listener->wait_for(ear.expected.size());
}

void Replay::close(const std::string& name) {
    catch_up();
    auto ear = ears_.extract(name);
    compare_messages(name, ear.mapped());
    ear.mapped().listener->close();
}

void Replay::compare_messages(const std::string& name, Ear& ear) {
    const auto heard = ear.listener->wait_for(ear.expected.size());
    const std::size_t common = std::min(heard.size(), ear.expected.size());
    for (std::size_t at = 0; at < common; ++at)
        ASSERT_EQ(message_text(heard[at], theirs_), recorded_text(ear.expected[at]))
            << where_ << ", socket " << name << ", message " << at;
    ASSERT_EQ(heard.size(), ear.expected.size())
        << where_ << ", socket " << name
        << (heard.size() > common ? ", first one too many: " + message_text(heard[common], theirs_)
                                  : ", first one missing: " + recorded_text(ear.expected[common]));
}

net::HttpReply Replay::exchange(const json::Value& step) {
    const auto words = split(to_ours(json::text_or(step, "http")), ' ');
    net::HttpRequest request{words[0], words[1]};
    if (const json::Value* body = json::find(step, "json"))
        request = {words[0], words[1], to_ours(json::write_python(*body)), "application/json"};
    if (const json::Value* body = json::find(step, "raw"))
        request = {words[0], words[1], std::string{*json::text_of(*body)}, "text/plain"};
    if (const json::Value* form = json::find(step, "form"))
        request = {words[0], words[1], multipart(*json::array_of(*form), "boundary-of-a-test"),
                   "multipart/form-data; boundary=boundary-of-a-test"};
    if (const json::Value* headers = json::find(step, "headers"))
        for (const auto& [key, value] : *json::object_of(*headers))
            request.headers.set(key, with_port(std::string{*json::text_of(value)}, stage_.engine().port()));
    return stage_.exchange(std::move(request));
}

void Replay::request(const json::Value& step) {
    catch_up();
    where_ += " (" + json::text_or(step, "http") + ")";
    if (const std::string host = recorded_host(step); !host.empty()) {
        const auto reply = stage_.get_from_host(split(json::text_or(step, "http"), ' ')[1], host);
        EXPECT_EQ(reply.status, json::to_int64(*json::find(step, "status"))) << where_;
        return compare_body(step, reply);
    }
    const net::HttpReply reply = exchange(step);
    learn_id(step, reply);
    compare_reply(step, reply);
}

void Replay::learn_id(const json::Value& step, const net::HttpReply& reply) {
    const json::Value* recorded = json::find(step, "reply");
    if (!recorded || json::text_or(step, "http") != "POST /prompt" || reply.status != 200) return;
    const auto value = json::parse(reply.body);
    const std::string theirs = json::text_or(*recorded, "prompt_id"),
                      ours = value ? json::text_or(*value, "prompt_id") : "";
    if (theirs.empty() || ours.empty()) return;
    ours_[theirs] = ours;
    theirs_[ours] = theirs;
}

void Replay::compare_reply(const json::Value& step, const net::HttpReply& reply) {
    const Difference* known = difference(json::text_or(step, "http"));
    ASSERT_EQ(reply.status, json::to_int64(*json::find(step, "status"))) << where_ << "\n" << reply.body;
    if (known && known->kept == Difference::Kept::status) return;
    for (const auto& [name, value] : *json::object_of(*json::find(step, "fields")))
        if (!known || std::string_view{name} == "Content-Type") {
            EXPECT_EQ(reply.headers.find(name), json::text_of(value))
                << where_ << ", field " << std::string_view{name};
        }
    const bool dated = json::to_bool(*json::find(step, "dated")).value_or(false);
    if (!known) {
        EXPECT_EQ(reply.headers.contains("Etag") && reply.headers.contains("Last-Modified"), dated) << where_;
    }
    if (known && known->kept == Difference::Kept::nothing) return;
    compare_body(step, reply);
}

void Replay::compare_body(const json::Value& step, const net::HttpReply& reply) {
    if (const json::Value* recorded = json::find(step, "reply")) {
        const auto ours = json::parse(reply.body);
        ASSERT_TRUE(ours) << where_ << "\n" << reply.body;
        if (difference(json::text_or(step, "http")))
            EXPECT_EQ(shape_of(*ours), shape_of(*recorded)) << where_;
        else
            EXPECT_EQ(normal_form(*ours, theirs_), normal_form(*recorded, {})) << where_;
    } else if (const json::Value* text = json::find(step, "text")) {
        EXPECT_EQ(reply.body, json::text_of(*text)) << where_;
    }
}

}  // namespace divan::engine::testing
