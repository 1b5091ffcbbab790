#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include <divan/base/crash_point.hpp>
#include <divan/store/backup.hpp>

#include "conformance/store_fixture.hpp"
#include "migrations.hpp"
#include "sqlite/sqlite_connection.hpp"

namespace divan::store {
namespace {

namespace fs = std::filesystem;

class SqliteStoreTest : public testing::Test {
protected:
    fs::path file() const { return folder_.path() / "jobs.db"; }
    Result<std::unique_ptr<Store>> open() { return open_sqlite_store(io_.get_executor(), file()); }
    Errc open_error() {
        const auto opened = open();
        return opened ? Errc{} : opened.error().code;
    }
    void write_raw(const std::string& sql) {
        auto database = sqlite::Database::open(file());
        ASSERT_TRUE(database);
        ASSERT_TRUE(database->execute(sql.c_str()));
    }

    TemporaryFolder folder_;
    asio::io_context io_;
};

TEST_F(SqliteStoreTest, ASecondGatewayIsRefusedAndTheFirstGoesOn) {
    auto first = open();
    ASSERT_TRUE(first);
    const auto second = open();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::store_in_use);
    EXPECT_TRUE(test::run_on(io_, submit(**first, Submission{"ann", {NewJob{"{}"}}})));
    first->reset();
    EXPECT_EQ(open_error(), Errc{});
}

TEST_F(SqliteStoreTest, TheFileIsForItsOwnerAlone) {
    const auto store = open();
    for (const char* end : {"", "-wal", ".lock"})
        EXPECT_EQ(static_cast<int>(fs::status(file().string() + end).permissions()), 0600) << end;
}

TEST_F(SqliteStoreTest, AFileThatIsNoDatabaseIsLeftAlone) {
    std::ofstream{file()} << std::string(5'000, 'x');
    EXPECT_EQ(open_error(), Errc::store_damaged);
    EXPECT_EQ(read_file(file()), std::string(5'000, 'x'));
}

TEST_F(SqliteStoreTest, ADamagedDatabaseIsFoundAtTheStart) {
    {
        auto store = open();
        std::vector<NewJob> many(300, NewJob{std::string(400, 'g')});
        ASSERT_TRUE(test::run_on(io_, submit(**store, Submission{"ann", many})));
    }
    std::fstream damage{file(), std::ios::in | std::ios::out | std::ios::binary};
    damage.seekp(static_cast<std::streamoff>(fs::file_size(file()) / 2));
    damage << std::string(3'000, '\xAA');
    damage.close();
    EXPECT_EQ(open_error(), Errc::store_damaged);
}

TEST_F(SqliteStoreTest, AStoreOfANewerVersionIsUsedWhenItAllowsThatAndElseRefused) {
    open();
    write_raw("INSERT INTO migration VALUES (1002, 1, 'later', 0)");
    EXPECT_EQ(open_error(), Errc{});
    write_raw("INSERT INTO migration VALUES (1003, 1003, 'much later', 0)");
    EXPECT_EQ(open_error(), Errc::schema_mismatch);
}

TEST_F(SqliteStoreTest, AnotherBuildsSchemaIsRefused) {
    open();
    write_raw("UPDATE migration SET checksum = 'of something else'");
    EXPECT_EQ(open_error(), Errc::schema_mismatch);
}

/// Runs `work` in a process of its own that is killed at the nth crash point; false when it came to its end.
bool killed_at(int nth, const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        int passed = 0;
        on_crash_point([&](std::string_view) {
            if (++passed == nth) ::raise(SIGKILL);
        });
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

TEST_F(SqliteStoreTest, AMigrationKilledAtAnyStatementLeavesAStoreThatOpens) {
    int points = 0;
    for (int nth = 1;; ++nth) {
        fs::remove_all(folder_.path());
        fs::create_directories(folder_.path());
        const bool killed = killed_at(nth, [&] { static_cast<void>(open()); });
        auto store = open();
        ASSERT_TRUE(store) << "killed at " << nth << ": " << describe(store.error());
        ASSERT_TRUE(test::run_on(io_, submit(**store, Submission{"ann", {NewJob{"{}"}}}))) << nth;
        if (!killed) break;
        ++points;
    }
    EXPECT_GE(points, static_cast<int>(migrations()[0].statements.size()) - 5);
}

TEST_F(SqliteStoreTest, WhatWasAnsweredIsThereAfterAKill) {
    for (int round = 0; round < 5; ++round) {
        int answers[2];
        ASSERT_EQ(::pipe(answers), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            asio::io_context io;
            auto store = open_sqlite_store(io.get_executor(), file());
            for (;;) {
                const auto done = test::run_on(io, submit(**store, Submission{"ann", {NewJob{"{}"}}}));
                const std::string line = done->jobs[0].str() + "\n";
                if (::write(answers[1], line.data(), line.size()) < 0) ::_exit(1);
            }
        }
        ::close(answers[1]);
        std::string seen(37 * 30, '\0');
        for (std::size_t at = 0; at < seen.size();) {
            const auto got = ::read(answers[0], seen.data() + at, seen.size() - at);
            ASSERT_GT(got, 0);
            at += static_cast<std::size_t>(got);
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        ::close(answers[0]);
        auto store = open();
        ASSERT_TRUE(store) << describe(store.error());
        for (std::size_t at = 0; at < seen.size(); at += 37)
            EXPECT_TRUE(test::run_on(io_, find_job(**store, JobId{seen.substr(at, 36)}, "ann")));
        EXPECT_TRUE(test::run_on(io_, check(**store, nullptr))->empty());
    }
}

TEST_F(SqliteStoreTest, OneThatFailsDoesNotTakeDownThoseThatShareItsCommit) {
    auto store = std::move(*open());
    int done = 0, refused = 0;
    for (int i = 0; i < 60; ++i) {
        Submission submission{"ann", {NewJob{"{}"}, NewJob{"{}"}}};
        if (i % 3 == 0) submission.jobs[1].inputs = {AssetId{"missing"}};
        asio::co_spawn(io_, submit(*store, std::move(submission)),
                       [&](std::exception_ptr, Result<Submitted> answer) { ++(answer ? done : refused); });
    }
    ASSERT_TRUE(test::run_until(io_, [&] { return done + refused == 60; }));
    EXPECT_EQ(done, 40);
    EXPECT_EQ((*test::run_on(io_, count_jobs(*store)))[0], 80);
    EXPECT_TRUE(test::run_on(io_, check(*store, nullptr))->empty());
}

}  // namespace
}  // namespace divan::store
