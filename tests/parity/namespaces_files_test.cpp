// Section 2 of the parity table, on the embedded engine: file, model, terminal, misc, feature flags.
#include <divan/client/catalogue.hpp>
#include <divan/client/model_files.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/client/terminal.hpp>
#include <divan/client/upload.hpp>
#include <divan/client/view.hpp>

#include "namespaces_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

using parity::ParityNamespaces;

TEST_F(ParityNamespaces, UploadImage) {
    const auto first = uploaded("a b.png", png());
    EXPECT_EQ(first.name, "a b.png");
    EXPECT_EQ(first.type, "input");
    const auto second = uploaded("a b.png", png(5, 5));
    EXPECT_EQ(second.name, "a b (1).png") << "the server's name counts";
    Upload over{"a b.png", png(6, 6)};
    over.overwrite = true;
    over.subfolder = "sub";
    over.type = "temp";
    const auto third = value_of(upload_image(*connection, std::move(over), soon()));
    EXPECT_EQ(third.reference(), "sub/a b.png [temp]");
    Upload outside{"x.png", png()};
    outside.subfolder = "../..";
    const Error error = error_of(upload_image(*connection, std::move(outside), soon()));
    EXPECT_EQ(error.fact("status"), "400");
}

TEST_F(ParityNamespaces, UploadMask) {
    const auto original = uploaded("o.png", png(4, 4));
    Upload mask{"mask.png", png(4, 4, 4)};
    mask.overwrite = true;
    const auto stored = value_of(upload_mask(*connection, std::move(mask), original, soon()));
    EXPECT_EQ(stored.name, "mask.png");
    StoredFile missing;
    missing.name = "none.png";
    missing.type = "input";
    Upload other{"other.png", png(4, 4, 4)};
    EXPECT_EQ(error_of(upload_mask(*connection, std::move(other), missing, soon())).code,
              Errc::result_missing);
}

TEST_F(ParityNamespaces, GetPathImageAndGetImage) {
    const std::string bytes = png();
    for (const std::string name : {"plain.png", "a b & c.png",
                                   "f\xC3\xBC"
                                   "chs \xE7\x8B\x90.png"}) {
        const auto stored = uploaded(name, bytes);
        ViewRequest request;
        request.filename = stored.name;
        request.type = stored.type;
        EXPECT_EQ(value_of(view(*connection, request, soon())).bytes, bytes) << name;
        net::HttpRequest by_url{"GET", view_url(*connection, request).substr(engine->url().size())};
        EXPECT_EQ(value_of(connection->http().exchange(std::move(by_url), soon())).body, bytes) << name;
    }
    ViewRequest missing;
    missing.filename = "none.png";
    EXPECT_EQ(error_of(view(*connection, missing, soon())).code, Errc::result_missing);
}

TEST_F(ParityNamespaces, GetImageToAFile) {
    const std::string bytes = png(64, 64);
    ViewRequest request;
    request.filename = uploaded("big.png", bytes).name;
    request.type = "input";
    const auto file = value_of(download(*connection, request, folder.path() / "big.png", soon()));
    EXPECT_EQ(read_file(file.path).value(), bytes);
}

TEST_F(ParityNamespaces, GetModelFolders) {
    const auto folders = value_of(model_files::folders(*connection, soon()));
    const auto loras = std::ranges::find(folders, "loras", &protocol::ModelFolder::name);
    ASSERT_NE(loras, folders.end());
    EXPECT_FALSE(loras->folders.empty());
}

TEST_F(ParityNamespaces, GetModelFiles) {
    const auto files = value_of(model_files::list(*connection, "loras", soon()));
    EXPECT_EQ(files.at(0).name, "tiny.safetensors");
    EXPECT_TRUE(files.at(0).modified.has_value());
    EXPECT_EQ(error_of(model_files::list(*connection, "nope", soon())).code, Errc::invalid_argument);
}

TEST_F(ParityNamespaces, GetModelPreviewAndUrl) {
    model_files::PreviewRequest request{"loras", 0, "sub/tiny one.safetensors"};
    EXPECT_FALSE(value_of(model_files::preview(*connection, request, soon())).has_value());
    write("base/models/loras/sub/tiny one.png", png());
    const auto found = value_of(model_files::preview(*connection, request, soon()));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->content_type, "image/webp");
    EXPECT_TRUE(found->bytes.starts_with("RIFF"));
    net::HttpRequest by_url{"GET",
                            model_files::preview_url(*connection, request).substr(engine->url().size())};
    EXPECT_EQ(value_of(connection->http().exchange(std::move(by_url), soon())).body, found->bytes);
}

TEST_F(ParityNamespaces, GetModelMetadata) {
    const std::string head = R"({"__metadata__": {"modelspec.title": "Tiny"}})";
    std::string file(8, '\0');
    file[0] = static_cast<char>(head.size());
    write("base/models/loras/tiny.safetensors", file + head);
    const auto metadata = value_of(model_files::metadata(*connection, "loras", "tiny.safetensors", soon()));
    ASSERT_TRUE(metadata);
    EXPECT_EQ(json::text_of(metadata->at("modelspec.title")), "Tiny");
    EXPECT_FALSE(
        value_of(model_files::metadata(*connection, "loras", "none.safetensors", soon())).has_value());
}

TEST_F(ParityNamespaces, GetTerminalLogs) {
    submitted(parity::quick_graph());
    EXPECT_TRUE(until([&] { return !value_of(terminal::logs(*connection, soon())).entries.empty(); }));
    EXPECT_TRUE(value_of(terminal::logs(*connection, soon())).columns.has_value());
}

TEST_F(ParityNamespaces, SetTerminalSubscription) {
    std::string heard;
    const auto listen = [&](const protocol::Logs& logs) {
        for (const protocol::LogEntry& entry : logs.entries) heard += entry.text;
    };
    auto stream = value_of(terminal::LogStream::open(*connection, listen, soon()));
    submitted(parity::quick_graph(1));
    ASSERT_TRUE(until([&] { return !heard.empty(); }));
    heard.clear();
    connection->reconnect();
    ASSERT_TRUE(until([&] { return stream.renewals() == 1; }));
    submitted(parity::quick_graph(2));
    EXPECT_TRUE(until([&] { return !heard.empty(); })) << "the new socket hears nothing";
    value_of(stream.close(soon()));
    heard.clear();
    ended(submitted(parity::quick_graph(3)).prompt);
    EXPECT_EQ(heard, "");
}

TEST_F(ParityNamespaces, GetExtensions) { EXPECT_TRUE(wait(extensions(*connection, soon()))); }

TEST_F(ParityNamespaces, GetEmbeddings) {
    EXPECT_EQ(value_of(embeddings(*connection, soon())), (std::vector<std::string>{"easy"}));
    recorder();
    server->answer("GET /embeddings", R"(["old"])");
    EXPECT_EQ(value_of(embeddings(recorder(), soon())), (std::vector<std::string>{"old"}));
    server->answer("GET /api/embeddings?page_size=100", R"({"items": [{"model_name": "a"}], "total": 2})");
    server->answer("GET /api/embeddings?page_size=100&page=2",
                   R"({"items": [{"model_name": "b"}], "total": 2})");
    EXPECT_EQ(value_of(embeddings(recorder(), soon())), (std::vector<std::string>{"a", "b"}));
}

TEST_F(ParityNamespaces, GetServerFeatures) {
    const auto flags = value_of(features(*connection, soon()));
    EXPECT_TRUE(flags.supports_preview_metadata);
    EXPECT_EQ(flags.max_upload_bytes, 104857600);
    EXPECT_EQ(error_of(features(recorder(), soon())).code, Errc::not_supported);
}

}  // namespace
}  // namespace divan
