#include "faults/reply_faults.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include <divan/base/random.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>

#include "faults/message_faults.hpp"

namespace divan::engine {

namespace asio = boost::asio;

namespace {

std::size_t cut_point(const net::HttpReply& reply, const Fault& fault) {
    const std::uint64_t size = reply.body.size();
    return static_cast<std::size_t>(std::min(size, fault.bytes.value_or(size / 2)));
}

template <class Change>
void change_json(net::HttpReply& reply, Change change) {
    auto value = json::parse(reply.body);
    if (!value || !json::object_of(*value)) return;
    json::Object object = *json::object_of(*value);
    change(object);
    reply.body = json::write_python(object);
}

void change_id(net::HttpReply& reply, const Fault& fault, const FaultBoard& board) {
    change_json(reply, [&](json::Object& object) {
        const auto* id = json::find(object, "prompt_id");
        const auto text = id ? json::text_of(*id) : std::nullopt;
        if (text)
            object["prompt_id"] =
                fault.effect == Effect::wrong_id ? uuid4() : board.older_id(std::string{*text});
    });
}

void hide_late(net::HttpReply& reply, const Fault& fault, const FaultBoard& board) {
    change_json(reply, [&](json::Object& object) {
        json::Object shown;
        for (const auto& [id, entry] : object)
            if (!board.ended_within(std::string{id}, fault.span)) shown[id] = entry;
        object = std::move(shown);
    });
}

}  // namespace

bool strikes_before(Effect effect) {
    using enum Effect;
    return effect == status || effect == reset || effect == delay || effect == hang || effect == exit ||
           effect == restart_empty;
}

void make_whole(Answer& answer) {
    if (answer.file.empty()) return;
    std::ifstream stream{answer.file, std::ios::binary};
    stream.seekg(static_cast<std::streamoff>(answer.offset));
    answer.reply.body.resize(answer.bytes);
    stream.read(answer.reply.body.data(), static_cast<std::streamsize>(answer.bytes));
    answer.reply.body.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    answer.file.clear();
}

void change_reply(net::HttpReply& reply, const Fault& fault, const FaultBoard& board) {
    switch (fault.effect) {
        case Effect::accept_then_status:
            reply = text_answer(fault.status, fault.text).reply;
            break;
        case Effect::corrupt:
            corrupt(reply.body);
            break;
        case Effect::truncate:
            reply.body.resize(reply.body.size() / 2);
            break;
        case Effect::wrong_length:
            reply.body.resize(cut_point(reply, fault));
            break;
        case Effect::wrong_id:
        case Effect::old_id:
            change_id(reply, fault, board);
            break;
        case Effect::late:
            hide_late(reply, fault, board);
            break;
        default:
            break;
    }
}

asio::awaitable<void> send_badly(net::HttpExchange& exchange, net::HttpReply reply, Fault fault) {
    constexpr auto kBeat = std::chrono::milliseconds{50};
    constexpr std::uint64_t kBeatsPerSecond = 20;
    const bool slow = fault.effect == Effect::slow;
    const std::size_t end = slow ? reply.body.size() : cut_point(reply, fault);
    const std::size_t piece =
        slow ? static_cast<std::size_t>(fault.bytes_per_second / kBeatsPerSecond + 1) : end + 1;
    const std::string body = std::exchange(reply.body, {});
    reply.headers.set("Content-Length", std::to_string(body.size()));
    auto written = co_await exchange.start(std::move(reply));
    for (std::size_t at = 0; written && at < end; at += piece) {
        written = co_await exchange.write(body.substr(at, std::min(piece, end - at)));
        const bool waited = slow ? co_await net::sleep_until(within(kBeat)) : true;
        if (!waited) co_return exchange.abort();
    }
    if (!written || end < body.size()) co_return exchange.abort();
    co_await exchange.finish();
}

}  // namespace divan::engine
