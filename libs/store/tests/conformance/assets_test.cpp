#include <divan/base/hash.hpp>

#include "conformance/assets_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Assets : public AssetsTest {};

TEST_P(Assets, AnUploadIsFoundByItsOwnerAlone) {
    const Asset asset = upload("ann", "cats/fox.txt", "a red fox");
    EXPECT_EQ(asset.blob.hash, blake3_hex("a red fox"));
    EXPECT_EQ(asset.blob.size, 9);
    EXPECT_EQ(asset.blob.content_type, "text/plain");
    EXPECT_EQ(asset.name, "cats/fox.txt");
    EXPECT_EQ(get(find_asset(*store_, asset.id, "ann")), asset);
    EXPECT_EQ(code(find_asset(*store_, asset.id, "bob")), Errc::not_found);
    EXPECT_EQ(content(asset.blob), "a red fox");
}

TEST_P(Assets, EqualBytesAreKeptOnceForAll) {
    const Blob blob = kept("same");
    EXPECT_FALSE(get(note_blob(*store_, blob)));
    const Asset a = upload("ann", "a", "same"), b = upload("bob", "b", "same");
    EXPECT_NE(a.id, b.id);
    EXPECT_EQ(a.blob, b.blob);
    get(remove_asset(*store_, a.id, "ann"));
    EXPECT_EQ(content(b.blob), "same");
    EXPECT_EQ(code(remove_asset(*store_, a.id, "ann")), Errc::not_found);
}

TEST_P(Assets, AHashAloneGivesNobodyAFile) {
    upload("ann", "secret", "the plan");
    NewAsset wanted{"bob", blake3_hex("the plan"), "mine"};
    EXPECT_EQ(code(add_asset_from_hash(*store_, wanted)), Errc::not_found);
    EXPECT_FALSE(get(has_blob(*store_, "bob", wanted.hash)));
    EXPECT_TRUE(get(has_blob(*store_, "ann", wanted.hash)));
    wanted.owner = "ann";
    EXPECT_TRUE(get(add_asset_from_hash(*store_, wanted)).created);
}

TEST_P(Assets, TheSameNameOverTheSameBytesIsTheSameAssetAndLivesOn) {
    NewAsset wanted{"ann", kept("bytes").hash, "name"};
    wanted.keep_for = 1h;
    const auto first = get(add_asset(*store_, wanted));
    wanted.keep_for = 2h;
    const auto second = get(add_asset(*store_, wanted));
    EXPECT_FALSE(second.created);
    EXPECT_EQ(second.asset.id, first.asset.id);
    EXPECT_EQ(second.asset.expires_at, clock_.utc() + 2h);
    wanted.keep_for = 1min;  // never shorter
    EXPECT_EQ(get(add_asset(*store_, wanted)).asset.expires_at, clock_.utc() + 2h);
    wanted.keep_for.reset();
    EXPECT_EQ(get(add_asset(*store_, wanted)).asset.expires_at, std::nullopt);
}

TEST_P(Assets, AnIdempotencyKeyIsUsedUpWithTheRecordAndOnlyWithIt) {
    NewAsset wanted{"ann", blake3_hex("not there"), "name"};
    wanted.idempotency = IdempotencyKey{"POST /assets", "k-1", "body"};
    EXPECT_EQ(code(add_asset(*store_, wanted)), Errc::not_found) << "and the key is free again";
    wanted.hash = kept("bytes").hash;
    get(add_asset(*store_, wanted));
    const auto again = ask(add_asset(*store_, wanted));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fact("reason"), "idempotency_used");
    wanted.idempotency->body_hash = "another";
    EXPECT_EQ(ask(add_asset(*store_, wanted)).error().fact("reason"), "idempotency_mismatch");
    wanted.owner = "bob";
    EXPECT_TRUE(get(add_asset(*store_, wanted)).created) << "keys of different owners do not meet";
}

TEST_P(Assets, AnExpiredAssetIsGone) {
    NewAsset wanted{"ann", kept("bytes").hash, "name"};
    wanted.keep_for = 1h;
    const AssetId id = get(add_asset(*store_, wanted)).asset.id;
    pass(1h);
    EXPECT_EQ(code(find_asset(*store_, id, "ann")), Errc::not_found);
    EXPECT_FALSE(get(has_blob(*store_, "ann", wanted.hash)));
}

TEST_P(Assets, AnInputStaysUntilItsJobHasEnded) {
    const Asset asset = upload("ann", "in.png", "picture");
    NewJob wanted{"{}"};
    wanted.inputs = {asset.id};
    const JobId job = put("ann", wanted);
    EXPECT_EQ(code(remove_asset(*store_, asset.id, "ann")), Errc::asset_in_use);
    ASSERT_EQ(get(inputs_of(*store_, job)).size(), 1u);
    EXPECT_EQ(get(inputs_of(*store_, job))[0], asset);
    Submission foreign{"bob", {wanted}};
    EXPECT_EQ(code(submit(*store_, foreign)), Errc::not_found);
    get(cancel(*store_, job, std::nullopt));
    get(remove_asset(*store_, asset.id, "ann"));
}

TEST_P(Assets, ResultsAreAssetsOfTheJobsOwner) {
    const JobId id = succeeded_with("\x89PNG\r\n\x1a\n picture", 2h);
    const auto outputs = get(outputs_of(*store_, id));
    ASSERT_EQ(outputs.size(), 1u);
    EXPECT_EQ(outputs[0].node, "9");
    EXPECT_EQ(outputs[0].content_type, "image/png");
    const Asset asset = get(find_asset(*store_, outputs[0].asset, "ann"));
    EXPECT_EQ(asset.job, id);
    EXPECT_EQ(asset.name, "fox_00001_.png");
    EXPECT_EQ(asset.expires_at, clock_.utc() + 2h);
    EXPECT_EQ(content(asset.blob), "\x89PNG\r\n\x1a\n picture");
}

TEST_P(Assets, AJobDoesNotSucceedWithAFileThatIsNotKept) {
    const JobId id = put();
    const Fence fence = claim_one().fence();
    run_through(fence);
    Success success{fence};
    success.outputs.resize(1);
    success.outputs[0].hash = blake3_hex("never written");
    success.outputs[0].size = 3;
    EXPECT_EQ(code(succeed(*store_, success)), Errc::conflict);
    success.outputs[0].hash = kept("four").hash;  // of another size
    EXPECT_EQ(code(succeed(*store_, success)), Errc::conflict);
    EXPECT_EQ(job(id).phase, Phase::collecting);
    EXPECT_TRUE(get(outputs_of(*store_, id)).empty());
}

TEST_P(Assets, BytesOfAnOwnerCountEqualOnesOnce) {
    upload("ann", "a", "12345"), upload("ann", "b", "12345"), upload("ann", "c", "123"),
        upload("bob", "d", "1");
    EXPECT_EQ(get(bytes_of(*store_, "ann")), 8);
    EXPECT_EQ(get(bytes_of(*store_, "nobody")), 0);
}

TEST_P(Assets, S10UploadsThatEndTogetherDoNotPassTheStoredBytesTogether) {
    std::vector<NewAsset> wanted;
    for (const char* bytes : {"aaaaaa", "bbbbbb", "cccccc", "dddddd"}) {
        NewAsset& asset = wanted.emplace_back("ann", kept(bytes).hash, bytes);
        asset.bounds.stored_bytes = 13;
    }
    int answers = 0, taken = 0;
    for (NewAsset& asset : wanted)
        asio::co_spawn(io_, add_asset(*store_, asset), [&](std::exception_ptr, Result<AddedAsset> added) {
            ++answers;
            if (added) ++taken;
            if (!added) EXPECT_EQ(added.error().fact("bound"), "stored_bytes");
        });
    ASSERT_TRUE(test::run_until(io_, [&] { return answers == 4; }));
    EXPECT_EQ(taken, 2);
    EXPECT_EQ(get(bytes_of(*store_, "ann")), 12);
}

TEST_P(Assets, S10BytesThatTheOwnerHasCostNothingOnceMore) {
    NewAsset first{"ann", kept("aaaaaa").hash, "a"}, again{"ann", kept("aaaaaa").hash, "b"};
    first.bounds.stored_bytes = again.bounds.stored_bytes = 6;
    get(add_asset(*store_, first));
    EXPECT_TRUE(get(add_asset(*store_, again)).created);
}

TEST_P(Assets, S10UploadsAreCountedByTheDayAlsoWhenTheFileIsGoneAgain) {
    NewAsset wanted{"ann", kept("aaaaaa").hash, "a"};
    wanted.bounds.day_bytes = 15;
    const AssetId first = get(add_asset(*store_, wanted)).asset.id;
    get(remove_asset(*store_, first, "ann"));
    get(add_asset(*store_, wanted));
    const auto refused = ask(add_asset(*store_, wanted));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::quota_exceeded);
    EXPECT_EQ(refused.error().fact("bound"), "day_bytes");
    const UploadedToday today = get(uploaded_today(*store_, "ann"));
    EXPECT_EQ(today.bytes, 12);
    EXPECT_GT(today.until_midnight, 0h);
    EXPECT_LE(today.until_midnight, 24h);
    EXPECT_EQ(get(uploaded_today(*store_, "bob")).bytes, 0);
    pass(today.until_midnight);
    get(add_asset(*store_, wanted));
    EXPECT_EQ(get(uploaded_today(*store_, "ann")).bytes, 6);
}

TEST_P(Assets, CleaningTakesOnlyWhatNobodyNamedForAnHour) {
    const Asset used = upload("ann", "used", "used"), unused = upload("ann", "unused", "unused");
    get(remove_asset(*store_, unused.id, "ann"));
    kept("on its way");
    EXPECT_EQ(get(clean_blobs(*store_, *assets_)).blobs, 0);
    pass(59min);
    kept("on its way too");
    pass(1min);
    const Cleaned cleaned = get(clean_blobs(*store_, *assets_));
    EXPECT_EQ(cleaned.blobs, 2);
    EXPECT_EQ(cleaned.bytes, 16);
    EXPECT_FALSE(std::filesystem::exists(path_of(unused.blob.hash)));
    EXPECT_EQ(content(used.blob), "used");
    // What was cleaned can come back.
    EXPECT_EQ(content(upload("ann", "again", "unused").blob), "unused");
}

DIVAN_STORE_TESTS(Assets);

}  // namespace
}  // namespace divan::store
