#include <algorithm>
#include <fstream>
#include <thread>

#include <divan/base/crash_point.hpp>

#include "support/shelf_fixture.hpp"

namespace divan::gateway {
namespace {

const JobId kJob{"5f0c1d9e-0000-4000-8000-000000000001"};

TEST_F(ShelfTest, SeveralPicturesOfOneJobGetFurtherVersions) {
    ASSERT_TRUE(shelve(kJob, {"red", "blue"}));
    EXPECT_EQ(files(), (std::vector<std::string>{"ch-03/ch03_p012_v1.png", "ch-03/ch03_p012_v2.png"}));
    EXPECT_EQ(content("ch-03/ch03_p012_v2.png"), "blue");
    const Shelved shelved = shelf->look(kJob).value();
    EXPECT_TRUE(shelved.done);
    EXPECT_EQ(shelved.paths.at(1), "ch-03/ch03_p012_v2.png");
}

TEST_F(ShelfTest, AJobThatIsDoneIsNotLeftAgain) {
    ASSERT_TRUE(shelve(kJob, {"red"}));
    std::filesystem::remove(out / "ch-03/ch03_p012_v1.png");  // somebody moved it away
    ASSERT_TRUE(shelve(kJob, {"red"}));
    EXPECT_TRUE(files().empty());
}

TEST_F(ShelfTest, NeverReplacesAForeignFile) {
    ASSERT_TRUE(write_file(out / "ch-03/ch03_p012_v1.png", "mine"));
    std::filesystem::create_symlink("/nowhere", out / "ch-03/ch03_p012_v2.png");
    ASSERT_TRUE(shelve(kJob, {"red"}));
    EXPECT_EQ(content("ch-03/ch03_p012_v1.png"), "mine");
    EXPECT_EQ(content("ch-03/ch03_p012_v3.png"), "red");
}

TEST_F(ShelfTest, TakesTheNextVersionWhenTheNameIsTakenInTheLastMoment) {
    on_crash_point([&](std::string_view name) {
        if (name != "SH2") return;
        const auto rival = out / "ch-03/ch03_p012_v1.png";
        if (!std::filesystem::exists(rival)) std::ofstream{rival} << "rival";
    });
    ASSERT_TRUE(shelve(kJob, {"red"}));
    EXPECT_EQ(content("ch-03/ch03_p012_v1.png"), "rival");
    EXPECT_EQ(content("ch-03/ch03_p012_v2.png"), "red");
}

TEST_F(ShelfTest, TenAtOnceGetTheVersionsOneToTen) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 10; ++i)
        threads.emplace_back([this, i] {
            const auto shelved =
                shelve(JobId{"job-" + std::to_string(i)}, {std::string(50'000, static_cast<char>('a' + i))});
            EXPECT_TRUE(shelved) << describe(shelved.error());
        });
    for (std::thread& thread : threads) thread.join();
    std::vector<std::string> contents;
    for (int version = 1; version <= 10; ++version)
        contents.push_back(content("ch-03/ch03_p012_v" + std::to_string(version) + ".png"));
    std::ranges::sort(contents);
    for (std::size_t i = 0; i < 10; ++i)
        EXPECT_EQ(contents[i], std::string(50'000, static_cast<char>('a' + i)));
    EXPECT_EQ(files().size(), 10u);
}

TEST_F(ShelfTest, AJobIsBroughtByOneProcessAtATime) {
    const auto first = Shelving::open(shelf, kJob).value();
    EXPECT_EQ(Shelving::open(shelf, kJob).value(), nullptr);
}

TEST_F(ShelfTest, LeavesNothingOutsideOfTheFolder) {
    std::filesystem::create_directories(out);
    std::filesystem::create_directory_symlink(folder.path(), out / "ch-03");
    const auto shelved = shelve(kJob, {"red"});
    ASSERT_FALSE(shelved);
    EXPECT_EQ(shelved.error().code, Errc::unsafe_path);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "ch03_p012_v1.png"));
    // … and once the link is gone the picture comes.
    std::filesystem::remove(out / "ch-03");
    EXPECT_TRUE(shelve(kJob, {"red"}));
    EXPECT_EQ(content("ch-03/ch03_p012_v1.png"), "red");
}

TEST_F(ShelfTest, KeepsItsIdentityUntilItIsEmptied) {
    EXPECT_FALSE(shelf->identity().value());
    const auto id = shelf->make().value().id;
    EXPECT_EQ(shelf->make().value().id, id);
    EXPECT_EQ(shelf->identity().value()->id, id);
    std::filesystem::remove_all(out);
    EXPECT_NE(shelf->make().value().id, id);
}

TEST_F(ShelfTest, ForgetsOldJournalsAndWhatCrashesLeft) {
    ASSERT_TRUE(shelve(kJob, {"red"}));
    ASSERT_TRUE(write_file(shelf->work_folder() / "tmp-old", "half"));
    EXPECT_TRUE(shelf->settled_before(std::chrono::hours{1}, 10).value().empty());
    EXPECT_EQ(shelf->settled_before(std::chrono::hours{-1}, 10).value(), std::vector<JobId>{kJob});
    shelf->sweep(std::chrono::hours{1});
    EXPECT_TRUE(std::filesystem::exists(shelf->work_folder() / "tmp-old"));
    shelf->sweep(std::chrono::hours{-1});
    EXPECT_FALSE(std::filesystem::exists(shelf->work_folder() / "tmp-old"));
    shelf->forget(kJob);
    EXPECT_FALSE(shelf->is_done(kJob));
}

TEST(ShelfPattern, MustNameAVersionBelowTheFolder) {
    for (const char* pattern : {"a/{page}.png", "../{version}.png", "/tmp/{version}", "{version}/",
                                "a{nothing}{version}", ".divan/{version}", "{version"})
        EXPECT_FALSE(ShelfFolder::of("output", pattern)) << pattern;
    EXPECT_TRUE(ShelfFolder::of("output", "{template}/{seed}_{index}_v{version:04}.{ext}"));
}

/// A process is killed at each step on the way; the next one ends it with one whole file for each output.
class ShelfCutOff : public ShelfTest, public testing::WithParamInterface<const char*> {};

TEST_P(ShelfCutOff, EveryFileGetsExactlyOneName) {
    ASSERT_TRUE(write_file(out / "ch-03/ch03_p012_v1.png", "mine"));
    ASSERT_TRUE(killed_at(GetParam(), [&] { return shelve(kJob, {"red", "blue"}); }));
    // Another job comes between.
    ASSERT_TRUE(shelve(JobId{"other"}, {"green"}));
    ASSERT_TRUE(shelve(kJob, {"red", "blue"}));
    std::vector<std::string> contents;
    for (const std::string& file : files()) contents.push_back(content(file));
    std::ranges::sort(contents);
    EXPECT_EQ(contents, (std::vector<std::string>{"blue", "green", "mine", "red"}));
    EXPECT_EQ(content(shelf->look(kJob).value().paths.at(0)), "red");
    EXPECT_EQ(content(shelf->look(kJob).value().paths.at(1)), "blue");
    EXPECT_TRUE(std::filesystem::is_empty(shelf->work_folder())) << "nothing is left over";
}

INSTANTIATE_TEST_SUITE_P(CrashPoints, ShelfCutOff, testing::Values("SH1", "SH2", "SH3", "SH4", "SH5"),
                         [](const auto& point) { return std::string{point.param}; });

TEST(ShelfJournal, CountsUpToTheFirstDamage) {
    const std::string sound = aim_line(0, "a.png") + aim_line(1, "b.png");
    EXPECT_EQ(read_journal(sound).sound_bytes, sound.size());
    for (const char* damage :
         {"{\"output\":2,\"path\":\"c.p", "garbage\n", "{\"output\":-1,\"path\":\"c\"}\n",
          "{\"path\":\"c\"}\n", "[]\n", "{\"output\":1e99,\"path\":\"c\"}\n", "\n"}) {
        const JournalReading reading = read_journal(sound + damage + aim_line(3, "d.png"));
        EXPECT_EQ(reading.sound_bytes, sound.size()) << damage;
        EXPECT_EQ(reading.shelved.paths.size(), 2u) << damage;
    }
    EXPECT_EQ(read_journal(lost_line("gone")).shelved.lost, "gone");
}

TEST_F(ShelfTest, AJournalWhoseLastLineIsTornIsMended) {
    ASSERT_TRUE(shelf->make());
    ASSERT_TRUE(
        write_file(shelf->journal_of(kJob), aim_line(0, "ch-03/ch03_p012_v7.png") + R"({"output":0,"pa)"));
    ASSERT_TRUE(write_file(shelf->content_of(kJob, 0), "red"));
    ASSERT_TRUE(shelve(kJob, {"red"}));
    EXPECT_EQ(shelf->look(kJob).value().paths.at(0), "ch-03/ch03_p012_v1.png");
    EXPECT_EQ(content("ch-03/ch03_p012_v1.png"), "red");
}

}  // namespace
}  // namespace divan::gateway
