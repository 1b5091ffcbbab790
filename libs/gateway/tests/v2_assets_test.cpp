#include <divan/base/hash.hpp>
#include <divan/store/moves.hpp>

#include "support/v2_fixture.hpp"

namespace divan::gateway {
namespace {

class V2Assets : public V2Test {};

const std::string kFox = "a red fox";
const std::string kHash = "blake3:" + blake3_hex(kFox);

std::string from_hash(const std::string& hash) {
    return R"({"hash": ")" + hash + R"(", "file_path": "b.txt"})";
}

TEST_F(V2Assets, AnUploadIsAnAssetWithItsHashAndALink) {
    start();
    const Reply made = upload(kFox, "notes/fox.txt", {{"tags", "input"}, {"tags", "animal"}});
    ASSERT_EQ(made.status, 201) << made.body;
    const json::Value asset = made.json();
    EXPECT_EQ(json::text_or(asset, "hash"), kHash);
    EXPECT_EQ(json::text_or(asset, "content_type"), "text/plain") << "by its bytes, whatever the form says";
    EXPECT_EQ(json::text_or(asset, "file_path"), "notes/fox.txt");
    EXPECT_EQ(json::to_int64(*json::find(asset, "size_bytes")), 9);
    EXPECT_EQ(json::to_bool(*json::find(asset, "created_new")), true);
    EXPECT_EQ(json::find(asset, "tags")->as_array().size(), 2u);
    EXPECT_TRUE(json::find(asset, "expires_at")->is_null());
    EXPECT_EQ(json::find(asset, "job_id"), nullptr);
    const Reply shown = get("/api/v2/assets/" + id_in(made));
    EXPECT_EQ(shown.status, 200);
    EXPECT_EQ(json::text_or(shown.json(), "hash"), kHash);
}

TEST_F(V2Assets, TheSameBytesAgainAreNotNew) {
    start();
    const Reply first = upload(kFox, "a.txt"), other_name = upload(kFox, "b.txt"),
                same = upload(kFox, "a.txt");
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(other_name.status, 200);
    EXPECT_EQ(same.status, 200);
    EXPECT_EQ(json::to_bool(*json::find(same.json(), "created_new")), false);
    EXPECT_NE(id_in(other_name), id_in(first));
    EXPECT_EQ(id_in(same), id_in(first));
}

TEST_F(V2Assets, S5NobodyLearnsFromAnUploadWhatOthersHave) {
    start();
    const store::Asset foreign = asset_of("bob", kFox, "his.txt");
    const std::string target = "/api/v2/assets/" + foreign.id.str();
    EXPECT_EQ(get(target).code(), "not_found");
    EXPECT_EQ(get(target + "/content").code(), "not_found");
    EXPECT_EQ(delete_(target).code(), "not_found");
    EXPECT_EQ(get(target).body, get("/api/v2/assets/unknown").body) << "as one that never was";
    EXPECT_EQ(ask(net::HttpRequest{"HEAD", "/api/v2/assets/by-hash/" + kHash}).status, 404);
    EXPECT_EQ(post("/api/v2/assets/from-hash", from_hash(kHash)).code(), "blob_not_found");
    EXPECT_EQ(upload(kFox).status, 201) << "new to this caller";
}

TEST_F(V2Assets, ADeclaredHashIsVerified) {
    start();
    EXPECT_EQ(upload(kFox, "a.txt", {{"expected_hash", kHash}}).status, 201);
    const Reply wrong = upload("a blue fox", "a.txt", {{"expected_hash", kHash}});
    EXPECT_EQ(wrong.status, 409);
    EXPECT_EQ(wrong.code(), "hash_mismatch");
    EXPECT_EQ(
        ask(net::HttpRequest{"HEAD", "/api/v2/assets/by-hash/blake3:" + blake3_hex("a blue fox")}).status,
        404)
        << "and nothing is kept";
    EXPECT_EQ(upload(kFox, "a.txt", {{"expected_hash", "sha256:00"}}).code(), "hash_mismatch");
}

TEST_F(V2Assets, BytesThatAreThereNeedNoUpload) {
    start();
    const std::string head = "/api/v2/assets/by-hash/";
    EXPECT_EQ(post("/api/v2/assets/from-hash", from_hash(kHash)).status, 404);
    upload(kFox, "a.txt");
    EXPECT_EQ(ask(net::HttpRequest{"HEAD", head + kHash}).status, 200);
    EXPECT_EQ(ask(net::HttpRequest{"HEAD", head + net::percent_encode(kHash)}).status, 200);
    EXPECT_EQ(ask(net::HttpRequest{"HEAD", head + "blake3:ff"}).status, 404);
    const Reply minted = post("/api/v2/assets/from-hash", from_hash(kHash));
    EXPECT_EQ(minted.status, 201) << minted.body;
    EXPECT_EQ(json::to_bool(*json::find(minted.json(), "created_new")), false);
    const Reply again = post("/api/v2/assets/from-hash", from_hash(kHash));
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(id_in(again), id_in(minted));
}

TEST_F(V2Assets, RetentionIsAskedForInSecondsWithinBounds) {
    start();
    const Reply made = upload(kFox, "a.txt", {{"expires_in", "3600"}});
    ASSERT_EQ(made.status, 201);
    EXPECT_FALSE(json::find(made.json(), "expires_at")->is_null());
    for (const char* wrong : {"59", "604801", "1e3", "-60", "", "ten", "60.5"})
        EXPECT_EQ(upload(kFox, "a.txt", {{"expires_in", wrong}}).code(), "invalid_request") << wrong;
    const Reply short_life =
        post("/api/v2/assets/from-hash", R"({"hash": ")" + kHash + R"(", "expires_in": 59})");
    EXPECT_EQ(short_life.status, 404) << "the contract has no 422 here";
    EXPECT_NE(short_life.body.find("'expires_in' must be"), std::string::npos);
}

TEST_F(V2Assets, S7UnknownMembersAndPartsAreRefused) {
    start();
    EXPECT_EQ(upload(kFox, "a.txt", {{"owner", "bob"}}).status, 422);
    const Reply refused = post("/api/v2/assets/from-hash", R"({"hash": ")" + kHash + R"(", "owner": "bob"})");
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.code(), "blob_not_found");
    EXPECT_NE(refused.body.find(R"("reason":"invalid_request")"), std::string::npos) << refused.body;
    EXPECT_NE(refused.body.find("'owner'"), std::string::npos);
}

TEST_F(V2Assets, SaysWhatAFormLacks) {
    start();
    EXPECT_EQ(send_form({{"file", kFox}, {"file_path", "a.txt"}}).status, 422);
    EXPECT_EQ(send_form({{"content_type", "text/plain"}, {"file", kFox}}).status, 422);
    EXPECT_EQ(send_form({{"content_type", "text/plain"}, {"file_path", "a.txt"}}).status, 422);
    EXPECT_EQ(
        send_form({{"content_type", "a/b"}, {"content_type", "a/b"}, {"file_path", "a"}, {"file", kFox}})
            .status,
        422)
        << "twice";
    for (const char* no_type : {"png", "/png", "image/", "im\tage/png"})
        EXPECT_EQ(send_form({{"content_type", no_type}, {"file_path", "a"}, {"file", kFox}}).status, 422)
            << no_type;
    EXPECT_EQ(upload(kFox, "a.txt", Parts(17, {"tags", "x"})).status, 422) << "more than 16 parts";
    EXPECT_EQ(upload(kFox, "a.txt", {{"tags", "two words"}}).status, 422);
    EXPECT_EQ(upload(kFox, "a.txt", {{"tags", R"(["a","b"])"}}).status, 422) << "two tags are two parts";
    EXPECT_EQ(upload(kFox, std::string(5'000, 'a')).status, 422);
    EXPECT_EQ(upload(kFox, "\xff.txt").status, 422);
    EXPECT_EQ(post("/api/v2/assets", "{}").code(), "unsupported_media_type");
    EXPECT_EQ(post("/api/v2/assets", "{}").status, 422) << "the contract has no 415";
    EXPECT_EQ(
        ask(net::HttpRequest{"POST", "/api/v2/assets", "--edge\r\n", "multipart/form-data; boundary=edge"})
            .status,
        422);
}

TEST_F(V2Assets, TheFileMayComeBeforeItsTexts) {
    start();
    const Reply made = send_form({{"file", kFox}, {"file_path", "a.txt"}, {"content_type", "text/plain"}});
    EXPECT_EQ(made.status, 201) << made.body;
}

TEST_F(V2Assets, S34MarkupAndArchivesAreRefusedWhateverTheyAreCalled) {
    start();
    for (const std::string& bytes :
         {std::string{"<svg onload='x'/>"}, std::string{"<html>"}, std::string{"PK\3\4"}, std::string{}}) {
        const Reply refused = upload(bytes, "photo.png");
        EXPECT_EQ(refused.status, 422);
        EXPECT_EQ(refused.code(), "unsupported_media");
    }
}

TEST_F(V2Assets, S35APictureThatClaimsToBeHugeIsRefused) {
    start();
    EXPECT_EQ(upload(png_header(50'000, 50'000)).code(), "unsupported_media");
    EXPECT_EQ(upload(png_header(64, 64)).status, 201);
}

TEST_F(V2Assets, S19ANameThatClimbsOutIsData) {
    start();
    const Reply made = upload(kFox, "../../etc/cron.d/x.txt");
    EXPECT_EQ(json::text_or(made.json(), "file_path"), "etc/cron.d/x.txt");
}

TEST_F(V2Assets, AFileLargerThanAllowedIsNotKept) {
    config.caller.upload_bytes = 1'000'000;
    start();
    EXPECT_EQ(upload(std::string(1'000'000, 'a'), "a.txt").status, 201);
    const Reply refused = upload(std::string(1'000'001, 'a'), "b.txt");
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(refused.code(), "payload_too_large");
    EXPECT_EQ(upload(std::string(3'000'000, 'a'), "b.txt").status, 413) << "by its announced length";
}

TEST_F(V2Assets, S10AFullQuotaRefusesNewBytesAndDeletingMakesRoom) {
    config.caller.stored_bytes = 25;
    start();
    const Reply first = upload("ten bytes.", "a.txt");
    EXPECT_EQ(upload("ten bytes!", "b.txt").status, 201);
    const Reply refused = upload("ten bytes?", "c.txt");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.code(), "quota_exceeded");
    EXPECT_TRUE(refused.headers.contains("Retry-After"));
    EXPECT_EQ(upload("ten bytes.", "d.txt").status, 200) << "bytes that are there cost nothing";
    EXPECT_EQ(delete_("/api/v2/assets/" + id_in(first)).status, 204);
    EXPECT_EQ(delete_("/api/v2/assets/" + id_in(upload("ten bytes.", "d.txt"))).status, 204);
    EXPECT_EQ(upload("ten bytes?", "c.txt").status, 201);
}

TEST_F(V2Assets, ADeletedAssetIsGoneAndOtherNamesOfItsBytesStay) {
    start();
    const std::string one = "/api/v2/assets/" + id_in(upload(kFox, "a.txt"));
    const std::string other = "/api/v2/assets/" + id_in(upload(kFox, "b.txt"));
    EXPECT_EQ(delete_(one).status, 204);
    EXPECT_EQ(delete_(one).code(), "not_found");
    EXPECT_EQ(get(one + "/content").status, 404);
    EXPECT_EQ(get(other + "/content").body, kFox);
}

TEST_F(V2Assets, AnInputOfAWaitingJobIsKeptAndTheAnswerDoesNotSayWhy) {
    start();
    const std::string asset = id_in(upload(png_header(16, 16)));
    const std::string job = submit(
        R"({"1": {"class_type": "LoadImage", "inputs": {"image": {"__type": "core/ASSET", "info": {"id": ")" +
        asset +
        R"("}}}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "x"}}})");
    const Reply held = delete_("/api/v2/assets/" + asset);
    EXPECT_EQ(held.status, 409);
    EXPECT_EQ(held.code(), "asset_in_use");
    EXPECT_EQ(held.body.find("job"), std::string::npos);
    post("/api/v2/jobs/" + job + "/cancel", "");
    EXPECT_EQ(delete_("/api/v2/assets/" + asset).status, 204);
}

TEST_F(V2Assets, AnIdempotencyKeyIsGoodForOneUpload) {
    start();
    headers.set("Idempotency-Key", "k-1");
    EXPECT_EQ(upload("<html>").status, 422) << "a refusal does not use it up";
    const Reply first = upload(kFox, "a.txt");
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(upload(kFox, "a.txt").code(), "idempotency_key_reuse");
    EXPECT_EQ(upload("another", "b.txt").code(), "idempotency_key_reuse");
    headers.set("Idempotency-Replay", "allow");
    EXPECT_EQ(id_in(upload(kFox, "a.txt")), id_in(first));
    EXPECT_EQ(upload("another", "b.txt").code(), "idempotency_key_reuse");
}

}  // namespace
}  // namespace divan::gateway
