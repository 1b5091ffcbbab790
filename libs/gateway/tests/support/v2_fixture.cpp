#include "v2_fixture.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <divan/json/parse.hpp>
#include <divan/store/asset_store.hpp>

namespace divan::gateway {

GatewayTest::Reply V2Test::upload(const std::string& bytes, const std::string& path, Parts more) {
    Parts parts{{"content_type", "image/png"}, {"file_path", path}};
    parts.insert(parts.end(), more.begin(), more.end());
    parts.emplace_back("file", bytes);
    return send_form(parts);
}

GatewayTest::Reply V2Test::send_form(const Parts& parts) {
    std::string body;
    for (const auto& [name, content] : parts) {
        body += "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"";
        if (name == "file") body += "; filename=\"blob\"\r\nContent-Type: application/octet-stream";
        body += "\r\n\r\n" + content + "\r\n";
    }
    body += "--edge--\r\n";
    return ask(net::HttpRequest{"POST", "/api/v2/assets", body, "multipart/form-data; boundary=edge"});
}

std::string V2Test::id_in(const Reply& reply) {
    if (reply.status >= 300) throw std::runtime_error(reply.body);
    return json::text_or(reply.json(), "id");
}

store::Asset V2Test::asset_of(const std::string& owner, const std::string& bytes, const std::string& name) {
    auto writer = value_of(gateway->assets().create());
    value_of(writer->write(bytes));
    const store::Blob blob = value_of(writer->finish());
    value_of(store::keep(gateway->store(), *writer, blob));
    return value_of(store::add_asset(gateway->store(), store::NewAsset{owner, blob.hash, name})).asset;
}

GatewayTest::Reply V2Test::get_with(const std::string& target, const std::string& name,
                                    const std::string& value) {
    net::HttpRequest request{"GET", target};
    request.headers.set(name, value);
    return ask(std::move(request));
}

std::vector<V2Test::Frame> V2Test::frames_of(const std::string& body) {
    std::vector<Frame> frames;
    for (std::size_t at = 0, end = 0; (end = body.find("\n\n", at)) != std::string::npos; at = end + 2) {
        const std::string text = body.substr(at, end - at);
        if (text.starts_with(":")) continue;
        const auto data = text.find("\ndata: ");
        if (!text.starts_with("event: ") || data == std::string::npos) throw std::runtime_error(text);
        Frame frame;
        frame.event = text.substr(7, data - 7);
        frame.data = json::parse(text.substr(data + 7)).value();
        frames.push_back(std::move(frame));
    }
    return frames;
}

std::shared_ptr<V2Test::Stream> V2Test::open_stream(const std::string& job) {
    auto stream = std::make_shared<Stream>();
    stream->client = std::make_unique<net::HttpClient>(
        io.get_executor(), net::HttpClientConfig{net::parse_url(gateway->url()).value()});
    auto read = [stream, job]() -> asio::awaitable<void> {
        net::HttpRequest request{"GET", "/api/v2/jobs/" + job + "/events"};
        net::BodySink sink = [text = &stream->text](std::span<const std::byte> bytes) -> Result<void> {
            text->append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
            return {};
        };
        stream->reply =
            co_await stream->client->download(std::move(request), std::move(sink), within(test::kPatience));
        stream->ended = true;
    };
    asio::co_spawn(io, std::move(read), asio::detached);
    return stream;
}

std::string png_header(std::uint32_t width, std::uint32_t height) {
    const auto big = [](std::uint32_t number) {
        std::string bytes;
        for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xff);
        return bytes;
    };
    return "\x89PNG\r\n\x1a\n" + big(13) + "IHDR" + big(width) + big(height) +
           std::string("\x08\x02\0\0\0", 5) + big(0);
}

std::string sleeping_fox(double seconds, int steps) {
    return fmt::format(
        R"({{"1": {{"class_type": "TrapSleep", "inputs": {{"seconds": {}, "steps": {}, "preview": true, "seed": 1}}}},
            "9": {{"class_type": "SaveImage", "inputs": {{"images": ["1", 0], "filename_prefix": "fox"}}}}}})",
        seconds, steps);
}

}  // namespace divan::gateway
