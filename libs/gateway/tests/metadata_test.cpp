#include <divan/base/random.hpp>
#include <divan/json/write.hpp>

#include "files/metadata_plan.hpp"
#include "sources/data_url.hpp"
#include "support/media_fixture.hpp"

namespace divan::gateway {
namespace {

std::string number(std::uint32_t value, bool big_endian) {
    std::string bytes;
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
    return big_endian ? std::string{bytes.rbegin(), bytes.rend()} : bytes;
}
std::string big(std::size_t value) { return number(static_cast<std::uint32_t>(value), true); }
std::string little(std::size_t value) { return number(static_cast<std::uint32_t>(value), false); }

std::string box(const std::string& name, const std::string& data) {
    return big(data.size() + 8) + name + data;
}
std::string riff(const std::string& name, const std::string& data) {
    return name + little(data.size()) + data + std::string(data.size() % 2, '\0');
}
std::string webp(const std::string& chunks) { return "RIFF" + little(chunks.size() + 4) + "WEBP" + chunks; }
std::string segment(char mark, const std::string& data) {
    return std::string{"\xff"} + mark + big(data.size() + 2).substr(2) + data;
}

/// What is given instead of the file; "" with a message where that cannot be told.
std::string without_metadata(const std::string& type, const std::string& file,
                             const std::string& comment = {}) {
    MetadataPlan plan{type, file.size(), comment};
    while (const auto wanted = plan.wanted())
        if (!plan.take(std::string_view{file}.substr(
                std::min(file.size(), static_cast<std::size_t>(wanted->offset)), wanted->bytes)))
            return "";
    std::string out;
    for (const FilePiece& piece : std::move(plan).pieces()) {
        if (piece.kind == FilePiece::Kind::bytes) out += file.substr(piece.offset, piece.size);
        if (piece.kind == FilePiece::Kind::text) out += piece.text;
        if (piece.kind == FilePiece::Kind::zeros) out.append(piece.size, '\0');
    }
    return out;
}

/// The names of a PNG's chunks.
std::string chunks_of(const std::string& png) {
    std::string names;
    for (std::size_t at = 8; at + 12 <= png.size();) {
        std::uint32_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(png[at + i]);
        names += png.substr(at + 4, 4) + " ";
        at += length + 12;
    }
    return names;
}

const std::string kMp4 =
    box("ftyp", "isom") +
    box("moov", box("mvhd", "1234") +
                    box("trak", box("tkhd", "5678") + box("udta", "a secret") + box("mdia", "9")) +
                    box("udta", box("meta", "a secret"))) +
    box("free", "a secret") + box("mdat", "pixels") + box("uuid", "0123456789abcdefa secret");

class MetadataOfFiles : public MediaTest {};

TEST_F(MetadataOfFiles, S54GivesPngWithoutWhatItSaysAboutItself) {
    start();
    const std::string file = png(20, 10);
    ASSERT_EQ(chunks_of(file).substr(0, 15), "IHDR tEXt tEXt ");
    const std::string id = id_in(upload(file)), target = "/api/v2/assets/" + id + "/content?metadata=strip";
    const Reply reply = get(target);
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(chunks_of(reply.body), "IHDR IDAT IEND ");
    EXPECT_EQ(header(reply, "Divan-Metadata"), "stripped");
    EXPECT_EQ(image_in(reply.body).values, image_in(file).values) << "no pixel changes";
    EXPECT_EQ(get("/api/v2/assets/" + id + "/content").body, file) << "who does not ask gets all";
    EXPECT_NE(header(reply, "ETag"), header(get("/api/v2/assets/" + id + "/content"), "ETag"));
    EXPECT_EQ(get_with(target, "Range", "bytes=1-3").body, "PNG");
    EXPECT_EQ(get_with(target, "Range", "bytes=-12").body, reply.body.substr(reply.body.size() - 12));
}

TEST_F(MetadataOfFiles, De19PutsAWordOfTheCallersIn) {
    start();
    const std::string file = png(20, 10), id = id_in(upload(file));
    const std::string target = "/api/v2/assets/" + id + "/content?metadata=strip&comment=by%20us%20%C2%A9";
    const auto decoded = engine::decode_image(get(target).body);
    ASSERT_TRUE(decoded);
    ASSERT_EQ(decoded->text_chunks.size(), 1U);
    EXPECT_EQ(decoded->text_chunks[0], (std::pair<std::string, std::string>{"Comment", "by us \xc2\xa9"}));
    EXPECT_EQ(get("/api/v2/assets/" + id + "/content?comment=x").status, 400);
    EXPECT_EQ(get("/api/v2/assets/" + id + "/content?metadata=maybe").status, 400);
}

TEST_F(MetadataOfFiles, S54TheConfigurationStripsForEverybody) {
    config.media.metadata = Metadata::strip;
    add_engine();
    start();
    const Reply done = post("/api/v2/divan/jobs?wait=20&inline=true", submission(red_fox()));
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(done.body.find("dEVYd"), std::string::npos);
    const json::Value outputs = *json::find(done.json(), "outputs");
    const std::string id = json::text_or(json::array_of(outputs)->front(), "id");
    EXPECT_EQ(get("/api/v2/assets/" + id + "/content").body.find("tEXt"), std::string::npos);
    EXPECT_EQ(get("/api/v2/assets/" + id + "/content?metadata=keep").status, 403);
}

TEST_F(MetadataOfFiles, S54SaysWhereItCannotBeDone) {
    start();
    const std::string sound = id_in(upload("fLaC....", "a.flac"));
    EXPECT_EQ(get("/api/v2/assets/" + sound + "/content?metadata=strip").code(), "unsupported_media");
    const std::string note = id_in(upload("a red fox", "a.txt"));
    EXPECT_EQ(get("/api/v2/assets/" + note + "/content?metadata=strip").body, "a red fox");
    const std::string cut = id_in(upload(png(20, 10).substr(0, 70)));
    EXPECT_EQ(get("/api/v2/assets/" + cut + "/content?metadata=strip").code(), "unsupported_media");
}

TEST(MetadataPlan, S54TakesChunksOutOfWebp) {
    const std::string file =
        webp(riff("VP8X", std::string("\x1c\0\0\0\x01\0\0\x01\0\0", 10)) + riff("VP8L", "pixel") +
             riff("EXIF", "a secret") + riff("XMP ", "a secret") + riff("abcd", "a secret"));
    EXPECT_EQ(without_metadata("image/webp", file),
              webp(riff("VP8X", std::string("\x10\0\0\0\x01\0\0\x01\0\0", 10)) + riff("VP8L", "pixel")));
}

TEST(MetadataPlan, S54TakesSegmentsOutOfJpeg) {
    const std::string picture = segment('\xdb', "table") + segment('\xda', "scan") + "pixels\xff\xd9";
    const std::string file =
        "\xff\xd8" + segment('\xe0', std::string("JFIF\0", 5)) + segment('\xe1', "Exif a secret") +
        segment('\xe2', std::string("ICC_PROFILE\0abc", 15)) + segment('\xe2', "MPF a secret") +
        segment('\xed', "a secret") + segment('\xfe', "a secret") + segment('\xee', "Adobe...") + picture;
    EXPECT_EQ(without_metadata("image/jpeg", file), "\xff\xd8" + segment('\xe0', std::string("JFIF\0", 5)) +
                                                        segment('\xe2', std::string("ICC_PROFILE\0abc", 15)) +
                                                        segment('\xee', "Adobe...") + picture);
}

TEST(MetadataPlan, S54AJpegStaysTheRightWayUp) {
    const std::string rest = segment('\xda', "scan") + "pixels\xff\xd9";
    const std::string maker("\x01\x0f\0\2\0\0\0\1\0\0\0\0", 12), secret = "a secret";
    const auto exif = [&](const std::string& tiff) {
        return segment('\xe1', std::string("Exif\0\0", 6) + tiff);
    };
    const std::string big_one = std::string("MM\0*\0\0\0\10\0\2", 10) + maker +
                                std::string("\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0", 16) + secret;
    const std::string little = std::string("II*\0\10\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0", 22) + secret;
    const std::string turned = exif(std::string("MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0", 26));
    for (const std::string& tiff : {big_one, little})
        EXPECT_EQ(without_metadata("image/jpeg", "\xff\xd8" + exif(tiff) + rest), "\xff\xd8" + turned + rest);
    const std::string upright = std::string("II*\0\10\0\0\0\1\0\x12\1\3\0\1\0\0\0\1\0\0\0", 22) + secret;
    for (const std::string& tiff :
         {upright, std::string("II*\0\xff\xff\xff\xff", 8), std::string("MM"), big_one.substr(0, 25)})
        EXPECT_EQ(without_metadata("image/jpeg", "\xff\xd8" + exif(tiff) + rest), "\xff\xd8" + rest);
}

TEST(MetadataPlan, S54EmptiesBoxesOfMp4WhereTheyStand) {
    const std::string plain = without_metadata("video/mp4", kMp4);
    EXPECT_EQ(plain.size(), kMp4.size());
    EXPECT_EQ(plain.find("secret"), std::string::npos);
    EXPECT_EQ(plain.find("mdat"), kMp4.find("mdat")) << "nothing moves";
    for (const char* kept : {"ftypisom", "mvhd1234", "tkhd5678", "mdia9", "mdatpixels"})
        EXPECT_NE(plain.find(kept), std::string::npos) << kept;
}

TEST(MetadataPlan, DropsPrivateChunksOfPngAndWhatFollowsItsEnd) {
    const auto chunk = [](const std::string& name, const std::string& data) {
        return big(data.size()) + name + data + "crc.";
    };
    const std::string begin = "\x89PNG\r\n\x1a\n" + chunk("IHDR", std::string(13, '1')),
                      end = chunk("IEND", "");
    EXPECT_EQ(without_metadata("image/png", begin + chunk("IDAT", "p") + chunk("comf", "a secret") +
                                                chunk("eXIf", "a secret") + chunk("tIME", "1234567") + end +
                                                "a secret"),
              begin + chunk("IDAT", "p") + end);
}

TEST(MetadataPlan, DamagedFilesEndInAVerdict) {
    Rng rng{5};
    const std::string picture = engine::encode_png(engine::Image{1, 8, 8, 3, 0.2F}, 0, {{"prompt", "x"}});
    for (const auto& [type, whole] :
         {std::pair{std::string{"image/png"}, picture}, std::pair{std::string{"video/mp4"}, kMp4},
          std::pair{std::string{"image/webp"},
                    webp(riff("VP8X", std::string(10, '\1')) + riff("VP8L", "pixel"))},
          std::pair{
              std::string{"image/jpeg"},
              "\xff\xd8" +
                  segment('\xe1', std::string("Exif\0\0II*\0\10\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0", 28)) +
                  segment('\xda', "scan")}})
        for (int round = 0; round < 2'000; ++round) {
            std::string file = whole.substr(0, rng.upto(whole.size()));
            for (int hits = 0; hits < 3 && !file.empty(); ++hits)
                file[rng.upto(file.size() - 1)] = static_cast<char>(rng.upto(255));
            EXPECT_LE(without_metadata(type, file).size(), file.size());
        }
}

TEST(DataUrl, DamagedTextsAreAnErrorWithWords) {
    Rng rng{3};
    const std::string whole = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";
    for (int round = 0; round < 2'000; ++round) {
        std::string text = whole.substr(0, rng.upto(whole.size()));
        if (!text.empty()) text[rng.upto(text.size() - 1)] = static_cast<char>(rng.upto(255));
        const auto bytes = inline_bytes(text);
        if (!bytes) EXPECT_FALSE(bytes.error().message.empty());
    }
}

}  // namespace
}  // namespace divan::gateway
