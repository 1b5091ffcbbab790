#include <atomic>
#include <thread>

#include "support/c_api.hpp"
#include "support/request_recorder.hpp"

namespace divan::capi_test {
namespace {

using testing::HasSubstr;
using testing::Not;

Client make(const divan_client_options& options) {
    divan_client* client = nullptr;
    Error error;
    EXPECT_EQ(divan_client_new(&options, &client, error), DIVAN_OK) << error;
    return Client{client};
}

TEST_F(CApi, ConnectsToAServerThatIsThere) {
    serve();
    EXPECT_EQ(divan_client_connect(client.get(), 20'000, error), DIVAN_OK) << error;
    EXPECT_EQ(divan_client_connect(client.get(), 20'000, error), DIVAN_OK) << "again: " << error;
}

TEST(CClient, SaysThatNobodyListens) {
    auto options = divan_client_defaults();
    options.server = "127.0.0.1:1";
    const Client client = make(options);
    Error error;
    EXPECT_EQ(divan_client_connect(client.get(), 20'000, error), DIVAN_CONNECT_FAILED);
    EXPECT_THAT(divan_error_describe(error.get()), HasSubstr("127.0.0.1:1"));
}

TEST(CClient, RefusesAddressesAndCredentialsThatAreNone) {
    divan_client* client = nullptr;
    Error error;
    const auto refused = [&](divan_client_options options) {
        EXPECT_EQ(divan_client_new(&options, &client, error), DIVAN_INVALID_ARGUMENT);
        return error.message();
    };
    auto options = divan_client_defaults();
    options.server = "ftp://host";
    EXPECT_THAT(refused(options), HasSubstr("ftp"));
    options.server = "127.0.0.1:1";
    options.user = "me";
    options.bearer_token = "secret-token";
    EXPECT_THAT(refused(options), Not(HasSubstr("secret-token")));
    const char* const fields[] = {"X-Key: one", "no colon"};
    options = divan_client_defaults();
    options.server = "127.0.0.1:1";
    options.headers = fields;
    options.header_count = 2;
    EXPECT_THAT(refused(options), HasSubstr("colon"));
    options.headers = nullptr;
    refused(options);
    options.header_count = 0;
    options.log_level = 9;
    refused(options);
    options.log_level = 0;
    options.connect_timeout_ms = -5;
    refused(options);
}

TEST(CClient, SendsItsCredentialsWithEveryRequest) {
    RequestRecorder server;
    const std::string address = server.address();
    const char* const fields[] = {"X-Studio: blue room", "X-Key:k"};
    auto options = divan_client_defaults();
    options.server = address.c_str();
    options.user = "me";
    options.password = "secret";
    options.headers = fields;
    options.header_count = 2;
    const Client client = make(options);
    std::int32_t status = 0;
    char* reply = nullptr;
    Error error;
    ASSERT_EQ(
        divan_client_request(client.get(), "GET", "/queue", nullptr, 20'000, &status, &reply, nullptr, error),
        DIVAN_OK)
        << error;
    EXPECT_EQ(status, 404);
    EXPECT_EQ(taken(reply), "{}");
    EXPECT_THAT(server.received(), HasSubstr("Authorization: Basic bWU6c2VjcmV0\r\n"));
    EXPECT_THAT(server.received(), HasSubstr("X-Studio: blue room\r\n"));
    EXPECT_THAT(server.received(), HasSubstr("X-Key: k\r\n"));
}

TEST(CClient, TheKeyForPaidNodesTravelsWithThePromptAndIsNeverLogged) {
    RequestRecorder server;
    const std::string address = server.address();
    std::string log;
    auto options = divan_client_defaults();
    options.server = address.c_str();
    options.bearer_token = "hush-token";
    options.comfy_org_api_key = "comfyui-hush-key";
    options.log = [](std::int32_t, const char* line, void* user) {
        static_cast<std::string*>(user)->append(line);
    };
    options.log_user = &log;
    options.log_level = DIVAN_LOG_DEBUG;
    Client client = make(options);
    divan_result* result = nullptr;
    Error error;
    EXPECT_EQ(divan_run_blocking(client.get(), parse(kBlue).get(), nullptr, &result, error),
              DIVAN_UNEXPECTED_STATUS);
    client.reset();
    EXPECT_THAT(server.received(), HasSubstr(R"("api_key_comfy_org":"comfyui-hush-key")"));
    EXPECT_THAT(server.received(), HasSubstr("Authorization: Bearer hush-token\r\n"));
    EXPECT_FALSE(log.empty());
    EXPECT_THAT(log + divan_error_describe(error.get()), Not(HasSubstr("hush")));
}

TEST_F(CApi, AnyRouteCanBeAsked) {
    serve();
    std::int32_t status = 0;
    std::size_t size = 0;
    char* reply = nullptr;
    ASSERT_EQ(divan_client_request(client.get(), "GET", "/system_stats", nullptr, 20'000, &status, &reply,
                                   &size, error),
              DIVAN_OK)
        << error;
    EXPECT_EQ(status, 200);
    const std::string text = taken(reply);
    EXPECT_EQ(text.size(), size);
    EXPECT_THAT(text, HasSubstr("comfyui_version"));
    ASSERT_EQ(divan_client_request(client.get(), "POST", "/queue", R"({"clear": true})", 20'000, &status,
                                   &reply, nullptr, error),
              DIVAN_OK)
        << error;
    EXPECT_EQ(status, 200);
    divan_free(reply);
}

TEST_F(CApi, RequestsThatAreNoneAreRefused) {
    serve();
    char* reply = nullptr;
    const auto ask = [&](const char* method, const char* target) {
        return divan_client_request(client.get(), method, target, nullptr, 1'000, nullptr, &reply, nullptr,
                                    error);
    };
    EXPECT_EQ(ask("GET /x HTTP/1.1\r\nEvil: yes\r\n", "/"), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(ask("", "/"), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(ask("GET", "queue"), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(ask("GET", "/a b"), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(ask("GET", "/\r\nEvil: yes"), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(ask(nullptr, "/"), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_client_request(client.get(), "GET", "/", nullptr, -7, nullptr, &reply, nullptr, error),
              DIVAN_INVALID_ARGUMENT);
}

TEST_F(CApi, AClosedClientAnswersThatItIsClosed) {
    serve();
    const Workflow blue = parse(kBlue);
    divan_run* run = nullptr;
    char* reply = nullptr;
    EXPECT_EQ(divan_client_close(client.get(), error), DIVAN_OK) << error;
    EXPECT_EQ(divan_client_close(client.get(), error), DIVAN_OK) << "again: " << error;
    EXPECT_EQ(divan_client_connect(client.get(), 1'000, error), DIVAN_CANCELLED);
    EXPECT_EQ(divan_run_start(client.get(), blue.get(), nullptr, &run, error), DIVAN_CANCELLED);
    EXPECT_EQ(divan_run_attach(client.get(), "p", nullptr, &run, error), DIVAN_CANCELLED);
    EXPECT_EQ(
        divan_client_request(client.get(), "GET", "/queue", nullptr, 1'000, nullptr, &reply, nullptr, error),
        DIVAN_CANCELLED);
}

TEST_F(CApi, ManyThreadsMayUseOneClient) {
    serve();
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int each = 0; each < 4; ++each)
        threads.emplace_back([&] {
            const Workflow blue = parse(kBlue);
            divan_result* result = nullptr;
            Error own;
            EXPECT_EQ(divan_run_blocking(client.get(), blue.get(), nullptr, &result, own), DIVAN_OK) << own;
            done += divan_result_file_count(result) == 1 ? 1 : 0;
            divan_result_free(result);
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(done, 4);
}

TEST_F(CApi, ALogCallbackThatCallsBackIsRefusedInsteadOfHanging) {
    struct Context {
        divan_client* client = nullptr;
        std::atomic<int> refused = 0, lines = 0;
    } context;
    auto options = divan_client_defaults();
    options.server = "127.0.0.1:1";
    options.log_level = DIVAN_LOG_DEBUG;
    options.log_user = &context;
    options.log = [](std::int32_t, const char*, void* user) {
        auto* shared = static_cast<Context*>(user);
        ++shared->lines;
        if (divan_client_connect(shared->client, 1'000, nullptr) == DIVAN_INVALID_ARGUMENT) ++shared->refused;
        divan_client_free(shared->client);
    };
    client = make(options);
    context.client = client.get();
    divan_client_connect(client.get(), 2'000, nullptr);
    divan_client_close(client.get(), nullptr);
    EXPECT_GT(context.lines, 0);
    EXPECT_EQ(context.refused, context.lines);
}

TEST_F(CApi, TheEngineSaysWhatKeepsItFromStarting) {
    serve();
    auto options = divan_engine_defaults();
    const std::string url = divan_engine_url(engine.get());
    options.port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    divan_engine* second = nullptr;
    EXPECT_EQ(divan_engine_start(&options, &second, error), DIVAN_IO_FAILED);
    EXPECT_EQ(second, nullptr);
    options = divan_engine_defaults();
    options.faults_file = "/does/not/exist.toml";
    EXPECT_NE(divan_engine_start(&options, &second, error), DIVAN_OK);
    options = divan_engine_defaults();
    options.log_level = -1;
    EXPECT_EQ(divan_engine_start(&options, &second, error), DIVAN_INVALID_ARGUMENT);
}

TEST_F(CApi, TheEngineWritesIntoTheFolderThatItWasGiven) {
    auto options = divan_engine_defaults();
    const auto place = folder / "comfy";
    options.folder = place.c_str();
    divan_engine* started = nullptr;
    ASSERT_EQ(divan_engine_start(&options, &started, error), DIVAN_OK) << error;
    engine.reset(started);
    connect();
    run(parse(kBlue).get());
    EXPECT_TRUE(std::filesystem::exists(place / "output" / "blue_00001_.png"));
}

}  // namespace
}  // namespace divan::capi_test
