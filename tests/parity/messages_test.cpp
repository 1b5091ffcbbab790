// Section 4 of the parity table: WebSocket messages and binary frames.
#include <set>

#include <divan/base/random.hpp>

#include "scripted_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using protocol::PromptId;
using test::FakeScript;

constexpr std::string_view kJpeg = "\xFF\xD8\xFF\xE0 a picture";

std::string text_of(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class ParityMessages : public parity::ScriptedTest {
protected:
    void SetUp() override {
        serve();
        connect();
        open();
    }
    /// Collects every message of one kind, and waits for `count` of them.
    template <class Event>
    std::vector<Event> receive(std::size_t count, const std::function<void()>& send) {
        std::vector<Event> heard;
        const Subscription listening =
            connection->on<Event>([&](const Event& event) { heard.push_back(event); });
        send();
        EXPECT_TRUE(until([&] { return heard.size() >= count; }));
        return heard;
    }
    std::string type_heard(const protocol::ServerMessage& message) {
        std::string type;
        const Subscription all = connection->on_message(
            [&](const protocol::ServerMessage& heard) { type = protocol::type_of(heard); });
        server->send(message);
        EXPECT_TRUE(until([&] { return !type.empty(); }));
        return type;
    }
};

TEST_F(ParityMessages, TextMessages) {
    std::set<std::string> all;
    const Subscription listening =
        connection->on_message([&](const protocol::ServerMessage& heard) { all.emplace(type_of(heard)); });
    const auto unknown = receive<protocol::Raw>(1, [&] {
        server->send_text(R"({"type": "my_node.progress", "data": {"done": 18446744073709551615}})");
    });
    EXPECT_EQ(unknown.at(0).type, "my_node.progress");
    EXPECT_EQ(json::to_uint64(*json::find(unknown.at(0).data, "done")), 18446744073709551615U);
    const auto logs = receive<protocol::Logs>(1, [&] {
        server->send_text(
            R"({"type": "logs", "data": {"entries": [{"t": "1", "m": "a"}, {"t": "2", "m": "b"}]}})");
    });
    ASSERT_EQ(logs.at(0).entries.size(), 2U) << "every entry, not only the first one";
    EXPECT_EQ(logs.at(0).entries.at(1).text, "b");
    EXPECT_EQ(all, (std::set<std::string>{"my_node.progress", "logs"}));
}

TEST_F(ParityMessages, EventNames) {
    const PromptId id{"p"};
    const protocol::ServerMessage sent[] = {
        protocol::Status{1, ""},
        protocol::Progress{id, NodeId{"3"}, json::Value(1), json::Value(2)},
        protocol::ProgressState{id, {}},
        protocol::Notification{json::Value("hello")},
        protocol::Executing{id, NodeId{"3"}, NodeId{"3"}},
        protocol::Executed{id, NodeId{"3"}, NodeId{"3"}, nullptr},
        protocol::ExecutionStart{id, 1},
        protocol::ExecutionSuccess{id, 1},
        protocol::ExecutionError{},
        protocol::ExecutionInterrupted{},
        protocol::ExecutionCached{id, {}, 1},
        protocol::Logs{},
        protocol::FeatureFlags{json::Object{}},
        protocol::DisplayComponent{},
        protocol::Raw{"anything", nullptr},
    };
    EXPECT_EQ(std::size(sent), std::variant_size_v<protocol::ServerMessage>) << "each kind once";
    for (const protocol::ServerMessage& message : sent)
        EXPECT_EQ(type_heard(message), protocol::type_of(message));
}

TEST_F(ParityMessages, ExecutionErrorDetail) {
    protocol::ExecutionError sent;
    sent.prompt = PromptId{"p"};
    sent.node = NodeId{"12:3"};
    sent.node_type = "KSampler";
    sent.executed = {NodeId{"1"}, NodeId{"2"}};
    sent.exception_message = "CUDA out of memory\n";
    sent.exception_type = "torch.OutOfMemoryError";
    sent.traceback = {"line 1", "line 2"};
    json::Object inputs;
    inputs["seed"] = json::Array{json::Value(18446744073709551615U)};
    sent.current_inputs = std::move(inputs);
    sent.current_outputs = json::Array{json::Value("1")};
    sent.timestamp = 7;
    const auto heard = receive<protocol::ExecutionError>(1, [&] { server->send(sent); });
    EXPECT_EQ(heard.at(0), sent);
}

TEST_F(ParityMessages, InvalidJsonOrNaNInAMessage) {
    std::vector<Error> unreadable;
    const Subscription listening =
        connection->on_malformed([&](const Error& error) { unreadable.push_back(error); });
    const auto heard = receive<protocol::Executed>(1, [&] {
        server->send_text("{\"type\": \"executed\", ");
        server->send_text(R"({"data": {}})");
        server->send_text(
            R"({"type": "executed", "data": {"node": "9", "prompt_id": "p", "output": {"v": [NaN, -Infinity]}}})");
    });
    EXPECT_TRUE(json::find(heard.at(0).output, "v"));
    EXPECT_EQ(unreadable.size(), 2U);
    EXPECT_EQ(connection->malformed_messages(), 2U);
    EXPECT_EQ(unreadable.at(0).code, Errc::malformed_reply);
    EXPECT_TRUE(connection->connected()) << "a bad message does not end the connection";
}

TEST_F(ParityMessages, Frame1) {
    std::vector<std::pair<std::string_view, std::string>> heard;
    const Subscription listening =
        connection->on<protocol::PreviewImage>([&](const protocol::PreviewImage& preview) {
            heard.emplace_back(protocol::media_type(preview.format), text_of(preview.image));
        });
    server->send_binary("\0\0\0\1\0\0\0\1"s + std::string{kJpeg});
    server->send_binary("\0\0\0\1\0\0\0\2\x89PNG\r\n bits\0\xFF"s);
    ASSERT_TRUE(until([&] { return heard.size() == 2; }));
    EXPECT_EQ(heard[0], (std::pair{std::string_view{"image/jpeg"}, std::string{kJpeg}}));
    EXPECT_EQ(heard[1], (std::pair{std::string_view{"image/png"}, "\x89PNG\r\n bits\0\xFF"s}));
}

TEST_F(ParityMessages, Frame2) {
    std::string heard;
    const Subscription listening = connection->on<protocol::UnencodedPreview>(
        [&](const protocol::UnencodedPreview& preview) { heard = text_of(preview.content); });
    server->send_binary("\0\0\0\2raw\0bytes"s);
    ASSERT_TRUE(until([&] { return !heard.empty(); }));
    EXPECT_EQ(heard, "raw\0bytes"s);
}

TEST_F(ParityMessages, Frame3) {
    struct Heard {
        std::string node, text;
        std::optional<std::uint32_t> channel;
    };
    std::vector<Heard> heard;
    const Subscription listening =
        connection->on<protocol::ProgressText>([&](const protocol::ProgressText& text) {
            heard.push_back({text.node.str(), std::string{text.text}, text.channel});
        });
    server->send_binary("\0\0\0\3\0\0\0\4"s + "12:3Grüße");
    server->send_binary("\0\0\0\3\0\1\0\0"s + "hello");
    ASSERT_TRUE(until([&] { return heard.size() == 2; }));
    EXPECT_EQ(heard[0].node, "12:3");
    EXPECT_EQ(heard[0].text, "Grüße");
    EXPECT_EQ(heard[1].text, "hello");
    EXPECT_EQ(heard[1].channel, 65536U) << "the old form";
}

TEST_F(ParityMessages, NodeTextUpdate) {
    std::vector<NodeTextUpdate> heard;
    const Subscription listening =
        connection->on_node_text([&](const NodeTextUpdate& update) { heard.push_back(update); });
    server->send(protocol::Executing{PromptId{"p-1"}, NodeId{"17"}, NodeId{"17"}});
    server->send_binary(protocol::write(protocol::ProgressText{NodeId{"17"}, "Task in progress: 1.5s"}));
    server->send_binary(
        protocol::write(protocol::ProgressText{NodeId{"4"}, "x Result URL: https://a/1.png"}));
    server->send_binary("\0\0\0\3plain"s);
    ASSERT_TRUE(until([&] { return heard.size() == 3; }));
    EXPECT_EQ(heard[0].text.kind, protocol::NodeText::Kind::progress);
    EXPECT_EQ(heard[0].text.seconds, 1.5);
    EXPECT_EQ(heard[0].executing_node, NodeId{"17"});
    EXPECT_EQ(heard[0].prompt, PromptId{"p-1"});
    EXPECT_EQ(heard[1].text.urls, std::vector<std::string>{"https://a/1.png"});
    EXPECT_EQ(heard[1].text.clean, "Result URL: https://a/1.png");
    EXPECT_EQ(heard[1].node, NodeId{"4"});
    EXPECT_EQ(heard[2].node, NodeId{"17"}) << "a text without a node is of the one that computes";
    EXPECT_EQ(heard[2].text.kind, protocol::NodeText::Kind::message);
}

TEST_F(ParityMessages, Frame4) {
    const std::string metadata =
        R"({"node_id": "3", "prompt_id": "p", "image_type": "image/png", "more": [1]})";
    const std::string head = "\0\0\0\4\0\0\0"s + static_cast<char>(metadata.size());
    int copies = 0;
    const Subscription listening =
        connection->on<protocol::PreviewWithMetadata>([&](const protocol::PreviewWithMetadata& preview) {
            EXPECT_EQ(text_of(preview.image), preview.parse_error.empty() ? "pixels" : "left");
            EXPECT_EQ(preview.node.str(), preview.parse_error.empty() ? "3" : "");
            if (preview.parse_error.empty()) {
                EXPECT_EQ(preview.format, protocol::ImageFormat::png);
                EXPECT_NE(json::find(preview.metadata, "more"), nullptr);
            }
            ++copies;
        });
    server->send_binary(head + metadata + "pixels");
    server->send_binary("\0\0\0\4\0\0\0\4"s + "{no}left");
    EXPECT_TRUE(until([&] { return copies == 2; })) << "unreadable metadata leaves the picture";
}

TEST_F(ParityMessages, ShortOrUnknownFrames) {
    Rng rng{7};
    std::size_t read = 0, refused = 0;
    for (int round = 0; round < 1'000'000; ++round) {
        std::string frame(rng.upto(24), '\0');
        for (char& byte : frame) byte = static_cast<char>(rng.upto(7));
        (protocol::parse_binary_message(protocol::bytes_of(frame)) ? read : refused)++;
    }
    EXPECT_GT(read, 0U);
    EXPECT_GT(refused, 0U);
    std::optional<std::uint32_t> unknown;
    const Subscription listening = connection->on<protocol::UnknownBinary>(
        [&](const protocol::UnknownBinary& frame) { unknown = frame.event; });
    server->send_binary("\0\0"s);
    server->send_binary("\0\0\0\x63tail"s);
    EXPECT_TRUE(until([&] { return unknown == 99U; }));
    EXPECT_EQ(connection->malformed_messages(), 1U);
}

TEST_F(ParityMessages, PreviewRouting) {
    server->script.execute = false;
    std::vector<std::string> first, second;
    RunEvents one, two;
    one.on_preview = [&](const Preview& preview) { first.push_back(text_of(preview.image)); };
    two.on_preview = [&](const Preview& preview) { second.push_back(text_of(preview.image)); };
    const auto begun = [&](RunEvents& listener) {
        return start_run(*connection, RunRequest{red_fox()}, listener, soon());
    };
    const divan::Run a = begun(one), b = begun(two);
    ASSERT_TRUE(until([&] { return server->pending.size() == 2; }));
    protocol::PreviewWithMetadata named;
    const auto show = [&](const divan::Run& run, std::string_view pixels) {
        named.prompt = run.prompt_id();
        named.image = protocol::bytes_of(pixels);
        server->send_binary(protocol::write(named));
    };
    server->start(a.prompt_id().str());
    show(a, "a1");
    show(b, "b1");
    server->send_binary("\0\0\0\1\0\0\0\1by the running prompt"s);
    server->finish(a.prompt_id().str());
    server->send_binary("\0\0\0\1\0\0\0\1of nobody"s);
    server->start(b.prompt_id().str());
    show(b, "b2");
    server->finish(b.prompt_id().str());
    EXPECT_TRUE(end_of(a));
    EXPECT_TRUE(end_of(b));
    EXPECT_EQ(first, (std::vector<std::string>{"a1", "by the running prompt"}));
    EXPECT_EQ(second, (std::vector<std::string>{"b1", "b2"}));
}

}  // namespace
}  // namespace divan
