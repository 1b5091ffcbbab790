#include <divan/base/files.hpp>
#include <divan/net/multipart.hpp>

#include "support/loop_test.hpp"

namespace divan::net::test {
namespace {

class HttpTransfer : public LoopTest {
protected:
    /// Bytes that differ from place to place, so that a misplaced piece shows.
    static std::string pattern(std::size_t bytes) {
        std::string text(bytes, '\0');
        for (std::size_t i = 0; i < bytes; ++i)
            text[i] = static_cast<char>(i * 31 + (i >> 8) * 7 + (i >> 16));
        return text;
    }
    BodySink collect() {
        return [this](std::span<const std::byte> piece) -> Result<void> {
            largest = std::max(largest, piece.size());
            received.append(reinterpret_cast<const char*>(piece.data()), piece.size());
            return {};
        };
    }
    std::filesystem::path file_with(const std::string& content) {
        const auto file = folder.path() / "content.bin";
        EXPECT_TRUE(write_file(file, content));
        return file;
    }
    TemporaryFolder folder;
    std::string received;
    std::size_t largest = 0;
};

TEST_F(HttpTransfer, SendsAFileRangeAndDownloadsItThroughOneBuffer) {
    const std::string content = pattern(3'000'000);
    const auto file = file_with(content);
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        const auto sent = co_await exchange.send_file(HttpReply{206}, file, 1000, 2'000'000);
        EXPECT_TRUE(sent) << describe(sent.error());
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.download(HttpRequest{"GET", "/"}, collect(), soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 206);
        EXPECT_EQ(reply->body, "");
    });
    EXPECT_EQ(received, content.substr(1000, 2'000'000));
    EXPECT_LE(largest, 256u * 1024);
}

TEST_F(HttpTransfer, DownloadsAChunkedBody) {
    const std::string content = pattern(1'000'000);
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.start(HttpReply{200});
        for (std::size_t at = 0; at < content.size(); at += 77'777)
            co_await exchange.write(content.substr(at, 77'777));
        co_await exchange.finish();
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        for (int i = 0; i < 2; ++i) {  // the second one over the same connection
            received.clear();
            const auto reply = co_await client.download(HttpRequest{"GET", "/"}, collect(), soon());
            CO_ASSERT_OK(reply);
            EXPECT_EQ(received, content);
        }
    });
}

TEST_F(HttpTransfer, KeepsTheBodyOfARefusalOutOfTheSink) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.reply(HttpReply{404, std::string(100'000, 'n')});
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.download(HttpRequest{"GET", "/"}, collect(), soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 404);
        EXPECT_EQ(reply->body.size(), 64u * 1024);
    });
    EXPECT_EQ(received, "");
}

TEST_F(HttpTransfer, EndsWithTheErrorOfTheSink) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        co_await exchange.reply(HttpReply{200, "x"});
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        BodySink full = [](std::span<const std::byte>) -> Result<void> {
            return fail(Errc::io_failed, "disk full");
        };
        const auto reply = co_await client.download(HttpRequest{"GET", "/"}, std::move(full), soon());
        CO_ASSERT(!reply);
        EXPECT_EQ(reply.error().message, "disk full");
    });
}

TEST_F(HttpTransfer, CallsADownloadThatIsCutAConnectionLost) {
    serve([](HttpExchange& exchange) -> asio::awaitable<void> {
        HttpReply head{200};
        head.headers.set("Content-Length", "100000");
        co_await exchange.start(std::move(head));
        co_await exchange.write(std::string(50'000, 'h'));
        exchange.abort();
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.download(HttpRequest{"GET", "/"}, collect(), soon());
        EXPECT_EQ(code_of(reply), Errc::connection_lost);
    });
    EXPECT_EQ(received.size(), 50'000u);
}

TEST_F(HttpTransfer, UploadsTextsAndFilesAsAForm) {
    const std::string content = pattern(1'000'000);
    const auto file = file_with(content);
    std::string body, length;
    std::string boundary;
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        boundary = multipart_boundary(*exchange.request().headers.find("Content-Type"));
        length = *exchange.request().headers.find("Content-Length");
        auto read = co_await exchange.read_body(2'000'000);
        CO_ASSERT_OK(read);
        body = std::move(*read);
        co_await exchange.reply(HttpReply{200});
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        std::vector<FormPart> parts(2);
        parts[0] = FormPart{"overwrite", "true"};
        parts[1].name = "image";
        parts[1].file = file;
        parts[1].file_name = "grün \"1\".png";
        parts[1].content_type = "image/png";
        const auto reply = co_await client.upload("/upload/image", std::move(parts), soon());
        CO_ASSERT_OK(reply);
    });
    EXPECT_EQ(length, std::to_string(body.size()));
    const auto parts = read_multipart(body, boundary);
    ASSERT_TRUE(parts) << describe(parts.error());
    ASSERT_EQ(parts->size(), 2u);
    EXPECT_EQ((*parts)[0].content, "true");
    EXPECT_FALSE((*parts)[0].is_file);
    EXPECT_EQ((*parts)[1].file_name, "grün \"1\".png");
    EXPECT_EQ((*parts)[1].content_type, "image/png");
    EXPECT_EQ((*parts)[1].content, content);
}

TEST_F(HttpTransfer, SendsNothingWhenTheFileIsMissing) {
    int requests = 0;
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        ++requests;
        co_await exchange.reply(HttpReply{200});
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        std::vector<FormPart> parts(1);
        parts[0].name = "image";
        parts[0].file = folder.path() / "missing.png";
        const auto reply = co_await client.upload("/upload/image", std::move(parts), soon());
        EXPECT_EQ(code_of(reply), Errc::io_failed);
    });
    EXPECT_EQ(requests, 0);
}

TEST_F(HttpTransfer, RefusesAFileRangeThatIsNotThere) {
    const auto file = file_with("12345");
    serve([&](HttpExchange& exchange) -> asio::awaitable<void> {
        const auto sent = co_await exchange.send_file(HttpReply{200}, file, 3, 3);
        EXPECT_EQ(code_of(sent), Errc::io_failed);
        co_await exchange.reply(HttpReply{416});  // still possible
    });
    run([&]() -> asio::awaitable<void> {
        HttpClient client{io.get_executor(), client_config()};
        const auto reply = co_await client.exchange(HttpRequest{"GET", "/"}, soon());
        CO_ASSERT_OK(reply);
        EXPECT_EQ(reply->status, 416);
    });
}

}  // namespace
}  // namespace divan::net::test
