#pragma once

#include <utility>

#include "gateway_fixture.hpp"

namespace divan::gateway {

/// With what is asked of the v2 face again and again.
class V2Test : public GatewayTest {
protected:
    using Parts = std::vector<std::pair<std::string, std::string>>;

    /// POST /api/v2/assets; `more` stands before the file.
    Reply upload(const std::string& bytes, const std::string& path = "photo.png", Parts more = {});
    Reply send_form(const Parts& parts);
    /// The id in a reply; fails when it is an error.
    std::string id_in(const Reply& reply);
    /// Somebody else's file, put into the store past the face.
    store::Asset asset_of(const std::string& owner, const std::string& bytes, const std::string& name);
    std::string submit(const std::string& graph) { return id_in(post("/api/v2/jobs", submission(graph))); }
    Reply delete_(const std::string& target) { return ask(net::HttpRequest{"DELETE", target}); }
    Reply get_with(const std::string& target, const std::string& name, const std::string& value);

    /// What an event stream said, when it has ended.
    struct Frame {
        std::string event;
        json::Value data;
    };
    std::vector<Frame> frames_of(const std::string& body);
    /// A stream that is read beside everything else.
    struct Stream {
        bool ended = false;
        Result<net::HttpReply> reply = net::HttpReply{};
        std::string text;  ///< so far
        std::unique_ptr<net::HttpClient> client;
    };
    std::shared_ptr<Stream> open_stream(const std::string& job);
};

/// A PNG of so many pixels on a side, as far as its header says; there are no pixels.
std::string png_header(std::uint32_t width, std::uint32_t height);
/// After so many seconds in so many steps, with previews.
std::string sleeping_fox(double seconds, int steps = 4);

}  // namespace divan::gateway
