#include <cstdint>
#include <string_view>

#include <divan/protocol/queue.hpp>
#include <divan/protocol/submit.hpp>

/// The replies to POST /prompt and GET /queue: an error or a value, never a crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan::protocol;
    const std::string_view body{reinterpret_cast<const char*>(data), size};
    if (const auto rejection = parse_rejection(body)) to_error(*rejection);
    if (const auto reply = parse_submit_reply(body)) to_error(*reply);
    if (const auto queue = parse_queue(body)) find(*queue, PromptId{"p"});
    return 0;
}
