#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/net/multipart.hpp>

namespace divan::net {
namespace {

constexpr std::string_view kBody =
    "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: "
    "image/png\r\n\r\n"
    "\x89PNG\r\n--not the boundary\r\n\r\n--b"
    "\r\ncontent-disposition: form-data; name=overwrite\r\n\r\ntrue\r\n--b--\r\nepilogue";

/// Each part on a line: name, file name, type, content.
std::string shown(const std::vector<ReceivedPart>& parts) {
    std::string text;
    for (const ReceivedPart& part : parts)
        text += part.name + "|" + (part.is_file ? part.file_name : "-") + "|" + part.content_type + "|" +
                part.content + "\n";
    return text;
}

std::string file_name_in(const std::string& disposition) {
    const auto parts =
        read_multipart("--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n\r\n--b--", "b");
    if (!parts) return "refused";
    return parts->front().is_file ? parts->front().file_name : "no file";
}

TEST(Multipart, ReadsFilesAndTexts) {
    const auto parts = read_multipart(kBody, "b");
    ASSERT_TRUE(parts) << describe(parts.error());
    EXPECT_EQ(shown(*parts), "image|a.png|image/png|\x89PNG\r\n--not the boundary\r\n\noverwrite|-||true\n");
}

TEST(Multipart, ReadsEmptyPartsAndAPreamble) {
    const auto parts = read_multipart(
        "preamble\r\n--b \t\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--b--", "b");
    ASSERT_TRUE(parts) << describe(parts.error());
    EXPECT_EQ(shown(*parts), "a|-||\n");
}

TEST(Multipart, ReadsABodyWithoutParts) {
    const auto parts = read_multipart("--b--\r\n", "b");
    ASSERT_TRUE(parts);
    EXPECT_TRUE(parts->empty());
}

TEST(Multipart, ReadsFileNamesAsTheyWereSent) {
    EXPECT_EQ(file_name_in("name=a; filename=\"grün.png\""), "grün.png");
    EXPECT_EQ(file_name_in("name=a; filename=\"gr%C3%BCn.png\""), "gr%C3%BCn.png");
    EXPECT_EQ(file_name_in("name=a; filename=\"a \\\"b\\\" \\\\ c;d.png\""), "a \"b\" \\ c;d.png");
    EXPECT_EQ(file_name_in("name=a; filename=\"//\\\\x/y.png\""), "x/y.png");
    EXPECT_EQ(file_name_in("name=a; filename=plain.png"), "plain.png");
    EXPECT_EQ(file_name_in("name=a; filename=\"a.png\"; filename*=UTF-8''gr%C3%BCn.png"), "grün.png");
    EXPECT_EQ(file_name_in("name=a; filename=\"a.png\"; filename*=latin-9''x"), "a.png");
}

TEST(Multipart, TakesAPartForAFileWhenItHasAFileNameEvenAnEmptyOne) {
    EXPECT_EQ(file_name_in("name=a; filename=\"\""), "");
    EXPECT_EQ(file_name_in("name=a"), "no file");
}

TEST(Multipart, RefusesBrokenBodies) {
    for (const std::string body :
         {"", "no delimiter", "--b\r\n", "--b\r\nContent-Disposition: form-data; name=a\r\n\r\ncut off",
          "--bX\r\n", "--b\r\n\r\n\r\n--b--", "--b\r\nno colon\r\n\r\n\r\n--b--",
          "--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b--"})
        EXPECT_FALSE(read_multipart(body, "b")) << body;
}

TEST(Multipart, LimitsPartsAndTheirHeads) {
    std::string many;
    for (int i = 0; i < 17; ++i) many += "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n";
    EXPECT_FALSE(read_multipart(many + "--b--", "b"));
    EXPECT_FALSE(read_multipart("--b\r\nX: " + std::string(20'000, 'x'), "b"));
}

TEST(Multipart, EndsWithTheErrorOfItsCallback) {
    MultipartReader reader{"b"};
    reader.on_content = [](std::string_view) -> Result<void> { return fail(Errc::io_failed, "disk full"); };
    const auto fed = reader.feed(kBody);
    ASSERT_FALSE(fed);
    EXPECT_EQ(fed.error().message, "disk full");
}

TEST(Multipart, FindsTheBoundaryOfAContentType) {
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), "a b");
    EXPECT_EQ(multipart_boundary("multipart/mixed; boundary=abc"), "");
    EXPECT_EQ(multipart_boundary("multipart/form-data"), "");
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), "");
}

Result<std::vector<ReceivedPart>> read_in_pieces(std::string_view body,
                                                 const std::vector<std::size_t>& cuts) {
    std::vector<ReceivedPart> parts;
    MultipartReader reader{"b"};
    reader.on_part = [&](const ReceivedPart& head) -> Result<void> {
        parts.push_back(head);
        return {};
    };
    reader.on_content = [&](std::string_view content) -> Result<void> {
        parts.back().content += content;
        return {};
    };
    for (const std::size_t cut : cuts) {
        const auto piece = body.substr(0, cut % 20);
        body.remove_prefix(piece.size());
        auto fed = reader.feed(piece);
        if (!fed) return fail(fed.error());
    }
    auto fed = reader.feed(body);
    if (!fed) return fail(fed.error());
    if (!reader.complete()) return fail(Errc::malformed_reply, "the end is missing");
    return parts;
}

RC_GTEST_PROP(MultipartProperty, ReadsTheSamePartsHoweverTheBodyIsCut,
              (const std::vector<std::size_t>& cuts)) {
    const auto parts = read_in_pieces(kBody, cuts);
    RC_ASSERT(parts.has_value());
    RC_ASSERT(shown(*parts) == shown(*read_multipart(kBody, "b")));
}

RC_GTEST_PROP(MultipartProperty, AgreesWithItselfOnDamagedBodies,
              (const std::vector<std::size_t>& cuts, std::size_t at, char damage)) {
    std::string body{kBody};
    body[at % body.size()] = damage;
    const auto whole = read_multipart(body, "b");
    const auto pieces = read_in_pieces(body, cuts);
    RC_ASSERT(whole.has_value() == pieces.has_value());
    if (whole) RC_ASSERT(shown(*whole) == shown(*pieces));
}

TEST(Multipart, ReadsTheSamePartsByteByByte) {
    const auto parts = read_in_pieces(kBody, std::vector<std::size_t>(kBody.size(), 1));
    ASSERT_TRUE(parts) << describe(parts.error());
    EXPECT_EQ(shown(*parts), shown(*read_multipart(kBody, "b")));
}

}  // namespace
}  // namespace divan::net
