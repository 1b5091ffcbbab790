#include <divan/client/catalogue.hpp>
#include <divan/client/model_files.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

class ModelFilesTest : public test::RecordedTest {};
class CatalogueTest : public test::RecordedTest {};

TEST_F(ModelFilesTest, FoldersAndFilesAreTyped) {
    server->answer("GET /experiment/models", R"([{"name": "loras", "folders": ["/a"]}])");
    server->answer("GET /experiment/models/my%20loras", R"([{"name": "x.pt", "pathIndex": 2, "size": 7}])");
    EXPECT_EQ(call(model_files::folders(*connection, soon()))->at(0).name, "loras");
    EXPECT_EQ(call(model_files::list(*connection, "my loras", soon()))->at(0).path_index, 2);
}

TEST_F(ModelFilesTest, AnUnknownFolderIsTheCallersMistake) {
    server->empty("GET /experiment/models/nope", 404);
    const Error error = error_of(model_files::list(*connection, "nope", soon()));
    EXPECT_EQ(error.code, Errc::invalid_argument);
    EXPECT_NE(error.message.find("'nope'"), std::string::npos);
}

TEST_F(ModelFilesTest, APreviewIsBytesWithTheirType) {
    const std::string line = "GET /experiment/models/preview/loras/1/sub%2Fx%20y%26%C3%A9.pt";
    server->answer(line, "RIFF", 200, "image/webp");
    model_files::PreviewRequest request{"loras", 1, "sub/x y&\xC3\xA9.pt"};
    const auto picture = call(model_files::preview(*connection, request, soon()));
    ASSERT_TRUE(picture && *picture);
    EXPECT_EQ((*picture)->bytes, "RIFF");
    EXPECT_EQ((*picture)->content_type, "image/webp");
    EXPECT_EQ(model_files::preview_url(*connection, request), server->url() + line.substr(4));
}

TEST_F(ModelFilesTest, APreviewWithoutTypeIsWebp) {
    server->answer("GET /experiment/models/preview/loras/0/x.pt", "RIFF", 200, "");
    model_files::PreviewRequest request{"loras", 0, "x.pt"};
    EXPECT_EQ(call(model_files::preview(*connection, request, soon())).value()->content_type, "image/webp");
}

TEST_F(ModelFilesTest, AModelWithoutPreviewHasNone) {
    server->empty("GET /experiment/models/preview/loras/0/x.pt", 404);
    model_files::PreviewRequest request{"loras", 0, "x.pt"};
    EXPECT_FALSE(call(model_files::preview(*connection, request, soon())).value().has_value());
}

TEST_F(ModelFilesTest, MetadataIsWhatTheFileSaysOfItself) {
    server->answer("GET /view_metadata/loras?filename=sub%2Fx.safetensors", R"({"modelspec.title": "A"})");
    const auto metadata = call(model_files::metadata(*connection, "loras", "sub/x.safetensors", soon()));
    ASSERT_TRUE(metadata && *metadata);
    EXPECT_EQ(json::text_of((*metadata)->at("modelspec.title")), "A");
    server->empty("GET /view_metadata/loras?filename=y.pt", 404);
    EXPECT_FALSE(call(model_files::metadata(*connection, "loras", "y.pt", soon())).value().has_value());
}

TEST_F(CatalogueTest, EmbeddingsComeFromTheNewRouteInOneRequest) {
    server->answer("GET /api/embeddings?page_size=100", R"(["a", "b"])");
    EXPECT_EQ(call(embeddings(*connection, soon())).value(), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(server->requests.size(), 1U);
}

TEST_F(CatalogueTest, EmbeddingsFallBackToTheOldRoute) {
    server->answer("GET /embeddings", R"(["a"])");
    EXPECT_EQ(call(embeddings(*connection, soon())).value(), (std::vector<std::string>{"a"}));
    server->forget("GET /embeddings");
    EXPECT_EQ(error_of(embeddings(*connection, soon())).fact("status"), "404");
}

TEST_F(CatalogueTest, EmbeddingsOfEveryPageAreThere) {
    server->answer("GET /api/embeddings?page_size=100", R"({"items": [{"model_name": "a"}], "total": 3})");
    server->answer("GET /api/embeddings?page_size=100&page=2",
                   R"({"items": [{"model_name": "b"}], "total": 3})");
    server->answer("GET /api/embeddings?page_size=100&page=3",
                   R"({"items": [{"model_name": "c"}], "total": 3})");
    EXPECT_EQ(call(embeddings(*connection, soon())).value(), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(server->requests.size(), 3U);
}

TEST_F(CatalogueTest, AServerThatIgnoresThePageDoesNotKeepUsAsking) {
    server->answer_all(net::HttpReply{200, R"({"items": [{"model_name": "a"}], "has_more": true})"});
    EXPECT_EQ(call(embeddings(*connection, soon())).value(), (std::vector<std::string>{"a"}));
    EXPECT_EQ(server->requests.size(), 2U);
}

TEST_F(CatalogueTest, ExtensionsAreAddressesOfScripts) {
    server->answer("GET /extensions", R"(["/extensions/core/a.js"])");
    EXPECT_EQ(call(extensions(*connection, soon())).value(),
              (std::vector<std::string>{"/extensions/core/a.js"}));
}

TEST_F(CatalogueTest, OneClassIsAskedForByItsEncodedName) {
    server->answer("GET /object_info/Primitive%20boolean%20%5BCrystools%5D", "");
    const auto catalogue = call(object_info(*connection, "Primitive boolean [Crystools]", soon()));
    ASSERT_TRUE(catalogue) << describe(catalogue.error());
    EXPECT_EQ(catalogue->size(), 0U);
}

TEST_F(CatalogueTest, ChoicesAreReadInTheirNewFormToo) {
    server->answer(
        "GET /object_info/KSampler",
        R"({"KSampler": {"input": {"required": {"sampler_name": ["COMBO", {"options": ["euler", "heun"]}],)"
        R"( "scheduler": [["simple"], {}]}}, "output": []}})");
    EXPECT_EQ(call(samplers(*connection, soon())).value(), (std::vector<std::string>{"euler", "heun"}));
    EXPECT_EQ(call(schedulers(*connection, soon())).value(), (std::vector<std::string>{"simple"}));
}

}  // namespace
}  // namespace divan
