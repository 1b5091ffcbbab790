#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <divan/base/files.hpp>
#include <divan/base/random.hpp>
#include <divan/store/sqlite_queue_storage.hpp>

#include "run_on.hpp"
#include "sqlite/database.hpp"

// A queue in a file: after a crash, after damage, and when it is something else.
namespace divan {
namespace {

using namespace std::chrono_literals;

class SqliteQueueTest : public testing::Test {
protected:
    Result<std::unique_ptr<QueueStorage>> open() { return open_sqlite_queue(io.get_executor(), file); }
    template <class T>
    T run(asio::awaitable<T> call) {
        return test::run_on(io, std::move(call));
    }
    /// Opens it, puts so many entries in, reserves the first of them, and closes it.
    void fill(int entries) {
        auto storage = open().value();
        for (int i = 0; i < entries; ++i) {
            QueueEntry entry{JobId{"job-" + std::to_string(i)}};
            entry.options = "options";
            entry.workflows = {"a workflow that they share", "its own " + std::to_string(i)};
            ASSERT_TRUE(run(storage->enqueue(std::move(entry))));
        }
        ASSERT_TRUE(run(storage->reserve_by_id(JobId{"job-0"}, "sent to gpu-1")).value());
        ASSERT_TRUE(run(storage->close()));
    }
    void sql(const char* text) {
        auto database = sqlite::Database::open(file).value();
        const auto done = database.execute(text);
        ASSERT_TRUE(done) << describe(done.error());
    }
    std::int64_t workflows_in_file() {
        auto database = sqlite::Database::open(file).value();
        return database.integer("SELECT count(*) FROM workflow").value().value();
    }

    asio::io_context io{1};
    TemporaryFolder folder{"divan-queue"};
    std::filesystem::path file = folder.path() / "queue.sqlite";
};

TEST_F(SqliteQueueTest, IsThereAgainAfterAnOrderlyEnd) {
    fill(3);
    auto storage = open().value();
    const auto left = run(storage->recover()).value();
    ASSERT_EQ(left.size(), 3U);
    EXPECT_EQ(left[0].entry.id, JobId{"job-1"});
    EXPECT_FALSE(left[0].reservation);
    EXPECT_EQ(left[2].entry.id, JobId{"job-0"});
    EXPECT_EQ(left[2].note, "sent to gpu-1");
    ASSERT_TRUE(left[2].reservation);
    EXPECT_EQ(left[2].reservation->entry.workflows.size(), 2U);
    EXPECT_TRUE(run(storage->commit(left[2].reservation->id))) << "the reservation is still held";
    EXPECT_EQ(run(storage->stats()).value().waiting, 2U);
}

TEST_F(SqliteQueueTest, KeepsEqualWorkflowsOnceAndDropsThemWithTheirLastUser) {
    fill(10);
    EXPECT_EQ(workflows_in_file(), 11);
    {
        auto storage = open().value();
        const auto entries = run(storage->recover()).value();
        for (const LeftEntry& left : entries) {
            if (left.reservation)
                EXPECT_TRUE(run(storage->commit(left.reservation->id)));
            else
                EXPECT_TRUE(run(storage->remove(left.entry.id)).value());
        }
    }
    EXPECT_EQ(workflows_in_file(), 0);
}

TEST_F(SqliteQueueTest, LosesNothingThatWasAnsweredWhenItsProcessIsKilled) {
    int answers[2];
    ASSERT_EQ(pipe(answers), 0);
    const pid_t child = fork();
    if (child == 0) {  // keeps enqueuing, tells each answer, and is killed in the middle
        asio::io_context own{1};
        auto storage = open_sqlite_queue(own.get_executor(), file).value();
        for (int i = 0;; ++i) {
            QueueEntry entry{JobId{std::to_string(i)}};
            entry.workflows = {std::string(10'000, 'x')};
            if (!test::run_on(own, storage->enqueue(std::move(entry)))) _exit(1);
            if (write(answers[1], "+", 1) != 1) _exit(2);
        }
    }
    close(answers[1]);
    std::size_t answered = 0;
    char byte = 0;
    while (read(answers[0], &byte, 1) == 1)
        if (++answered == 25) kill(child, SIGKILL);
    close(answers[0]);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it was killed and did not end by itself";
    auto storage = open();
    ASSERT_TRUE(storage) << describe(storage.error());
    const auto left = run((*storage)->recover()).value();
    EXPECT_GE(left.size(), answered);
    EXPECT_LE(left.size(), answered + 1) << "one may have been stored and not yet answered";
}

TEST_F(SqliteQueueTest, BelongsToOneProcessAtATime) {
    auto first = open().value();
    const auto second = open();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::io_failed);
    EXPECT_NE(second.error().hint.find("another"), std::string::npos) << describe(second.error());
    EXPECT_EQ(second.error().fact("file"), file.string());
    first.reset();
    EXPECT_TRUE(open());
}

TEST_F(SqliteQueueTest, RefusesWhatIsNoQueue) {
    ASSERT_TRUE(write_file(file, std::string(4'096, 'x')));
    EXPECT_EQ(open().error().code, Errc::io_failed);
    ASSERT_TRUE(write_file(file, ""));
    EXPECT_TRUE(open()) << "an empty file becomes one";
    std::filesystem::remove(file);
    sql("CREATE TABLE recipes (name TEXT)");
    EXPECT_EQ(open().error().message, "the file is a database, but no queue");
    std::filesystem::remove(file);
    fill(1);
    sql("PRAGMA user_version = 99");
    EXPECT_EQ(open().error().message, "the queue file was written by another version of Divan");
    file = folder.path() / "no such folder" / "queue.sqlite";
    EXPECT_EQ(open().error().code, Errc::io_failed);
}

TEST_F(SqliteQueueTest, SaysThatItsFileIsDamaged) {
    fill(200);
    std::string bytes = read_file(file).value();
    for (std::size_t at = 4'096; at + 64 < bytes.size(); at += 4'096) bytes.replace(at, 64, 64, '\xAA');
    ASSERT_TRUE(write_file(file, bytes));
    const auto opened = open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Errc::io_failed);
    EXPECT_NE(describe(opened.error()).find("queue.sqlite"), std::string::npos) << describe(opened.error());
}

TEST_F(SqliteQueueTest, ADamagedFileIsAnErrorOrAQueueButNoCrash) {
    fill(60);
    const std::string sound = read_file(file).value();
    Rng random{11};
    int refused = 0;
    for (int round = 0; round < 150; ++round) {
        std::string damaged = sound;
        for (int i = 0; i < 8; ++i)
            damaged[static_cast<std::size_t>(random.upto(damaged.size() - 1))] =
                static_cast<char>(random.upto(255));
        if (round % 3 == 0) damaged.resize(static_cast<std::size_t>(random.upto(damaged.size() - 1)));
        for (const char* rest : {"-wal", "-shm"}) std::filesystem::remove(file.string() + rest);
        ASSERT_TRUE(write_file(file, damaged));
        auto storage = open();
        refused += storage ? 0 : 1;
        if (!storage) continue;
        const auto left = run((*storage)->recover());
        if (!left) continue;
        for (const LeftEntry& entry : *left) {
            if (entry.reservation)
                static_cast<void>(run((*storage)->commit(entry.reservation->id)));
            else
                static_cast<void>(run((*storage)->remove(entry.entry.id)));
        }
        static_cast<void>(run((*storage)->stats()));
    }
    EXPECT_GT(refused, 30) << "most damage is noticed at once";
}

TEST_F(SqliteQueueTest, AnswersAnErrorWhenTheDiskIsFull) {
    fill(1);
    auto storage = open().value();
    // The largest file that this process may write stands for the disk.
    rlimit before{}, small{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 400'000;
    const auto old = signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    QueueEntry large{JobId{"large"}};
    large.workflows = {std::string(2'000'000, 'x')};
    const auto kept = run(storage->enqueue(std::move(large)));
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, old);
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, Errc::io_failed);
    EXPECT_FALSE(run(storage->find(JobId{"large"})).value()) << "nothing of it is there";
    EXPECT_TRUE(run(storage->enqueue(QueueEntry{JobId{"small"}}))) << "and it goes on";
}

}  // namespace
}  // namespace divan
