#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include <divan/base/crash_point.hpp>
#include <divan/store/backup.hpp>

#include "conformance/store_fixture.hpp"
#include "migrations.hpp"
#include "postgres/notifier.hpp"
#include "postgres/postgres_connection.hpp"
#include "postgres/postgres_server.hpp"
#include "postgres/wire.hpp"
#include "transaction.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class PostgresStoreTest : public testing::Test {
protected:
    void SetUp() override { url_ = postgres_server().url(postgres_server().new_schema()); }
    std::unique_ptr<Store> open() {
        PostgresOptions options{url_};
        options.connections = 4;
        auto opened = open_postgres_store(io_.get_executor(), options);
        if (!opened) throw std::runtime_error(describe(opened.error()));
        return std::move(*opened);
    }
    template <class T>
    Result<T> ask(asio::awaitable<Result<T>> call) {
        return test::run_on(io_, std::move(call));
    }
    JobId put(Store& store) { return ask(submit(store, Submission{"ann", {NewJob{"{}"}}}))->jobs.at(0); }

    std::string url_;
    asio::io_context io_;
};

TEST_F(PostgresStoreTest, TwoGatewaysShareTheJobsAndNoneIsHandedOutTwice) {
    auto first = open(), second = open();
    for (int i = 0; i < 60; ++i) put(i % 2 ? *first : *second);
    std::multiset<std::string> seen;
    int answers = 0;
    for (int i = 0; i < 20; ++i) {
        Store& store = i % 2 ? *first : *second;
        const GatewayId gateway{i % 2 ? "one" : "two"};
        ASSERT_TRUE(ask(heartbeat(store, gateway)));
        ClaimRequest request{gateway, ServerId{"gpu-" + std::to_string(i)}};
        request.most = 3;
        request.slots = 3;
        asio::co_spawn(io_, claim(store, request), [&](std::exception_ptr, auto claimed) {
            ++answers;
            ASSERT_TRUE(claimed) << describe(claimed.error());
            for (const Claimed& one : *claimed) seen.insert(one.held.job.id.str());
        });
    }
    ASSERT_TRUE(test::run_until(io_, [&] { return answers == 20; }));
    EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), seen.size());
    EXPECT_TRUE(ask(check(*first, nullptr))->empty());
}

TEST_F(PostgresStoreTest, AGatewayHearsWhatAnotherWrote) {
    auto first = open(), second = open();
    std::vector<JobId> heard;
    const auto listening = second->subscribe(
        [&](const Change& change) { heard.insert(heard.end(), change.jobs.begin(), change.jobs.end()); });
    // The second may still be on its way to LISTEN: then it hears a later one.
    for (int i = 0; i < 50 && heard.empty(); ++i) {
        put(*first);
        test::settle(io_, 100ms);
    }
    EXPECT_FALSE(heard.empty());
}

TEST_F(PostgresStoreTest, ADatabaseThatIsAwayIsSaidSoAndUsedAgainWhenItIsBack) {
    PostgresServer own;
    url_ = own.url("public");
    auto store = open();
    const JobId kept = put(*store);
    own.kill();
    const auto refused = ask(submit(*store, Submission{"ann", {NewJob{"{}"}}}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::store_unavailable);
    own.start();
    EXPECT_TRUE(ask(find_job(*store, kept, "ann")));
    put(*store);
}

TEST_F(PostgresStoreTest, ALostConnectionInTheMiddleUndoesTheWork) {
    auto store = open();
    const JobId id = put(*store);
    const auto done = ask(store->write([](Transaction& transaction) -> Result<void> {
        auto changed = sql::change(transaction.sql, "UPDATE job SET priority = 9");
        if (!changed) return fail(std::move(changed).error());
        auto cut = sql::change(transaction.sql, "SELECT pg_terminate_backend(pg_backend_pid())");
        if (!cut) return fail(std::move(cut).error());
        return {};
    }));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::store_unavailable);
    EXPECT_EQ(ask(find_job(*store, id, "ann"))->priority, 0);
}

TEST_F(PostgresStoreTest, AConnectionLostInsideCommitLeavesTheAnswerOpen) {
    auto store = open();
    auto other = postgres::PostgresConnection::open(url_);
    ASSERT_TRUE(other);
    ASSERT_TRUE((*other)->execute(
        "CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$; "
        "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON job DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION hang_up()"));
    const auto answer = ask(submit(*store, Submission{"ann", {NewJob{"{}"}}}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Errc::commit_unknown);
    EXPECT_EQ((*ask(count_jobs(*store)))[0], 0) << "what is there says how it went";
}

TEST_F(PostgresStoreTest, WorkIsDoneAgainAfterADeadlock) {
    auto store = open();
    const std::string first = put(*store).str(), second = put(*store).str();
    int answers = 0;
    std::atomic<int> tries = 0, holding = 0;
    const auto crossing = [&](std::string a, std::string b) {
        return store->write([&, a, b](Transaction& transaction) -> Result<void> {
            ++tries;
            auto one =
                sql::change(transaction.sql, "UPDATE job SET priority = priority + 1 WHERE id = ?1", a);
            if (!one) return fail(std::move(one).error());
            ++holding;
            while (holding < 2) std::this_thread::sleep_for(1ms);  // each has the row that the other wants
            auto two =
                sql::change(transaction.sql, "UPDATE job SET priority = priority + 1 WHERE id = ?1", b);
            if (!two) return fail(std::move(two).error());
            return {};
        });
    };
    const auto done = [&](std::exception_ptr, Result<void> result) {
        EXPECT_TRUE(result) << describe(result.error());
        ++answers;
    };
    asio::co_spawn(io_, crossing(first, second), done);
    asio::co_spawn(io_, crossing(second, first), done);
    ASSERT_TRUE(test::run_until(io_, [&] { return answers == 2; }));
    EXPECT_GE(tries, 3);
    EXPECT_EQ(ask(find_job(*store, JobId{first}, "ann"))->priority, 2);
}

TEST_F(PostgresStoreTest, AGatewayThatIsStoppedInAStatementDoesNotHoldOthersUp) {
    auto store = open();
    const JobId id = put(*store);
    auto other = postgres::PostgresConnection::open(url_);
    ASSERT_TRUE(other);
    ASSERT_TRUE((*other)->execute("BEGIN; SELECT 1 FROM job FOR UPDATE"));
    ASSERT_TRUE(ask(heartbeat(*store, GatewayId{"one"})));
    const auto claimed = ask(claim(*store, ClaimRequest{GatewayId{"one"}, ServerId{"gpu"}}));
    ASSERT_TRUE(claimed) << describe(claimed.error());
    EXPECT_TRUE(claimed->empty()) << "a locked job is passed over";
    const auto cancelled = ask(cancel(*store, id, std::nullopt));
    ASSERT_FALSE(cancelled) << "who must have that job waits two seconds for it";
    EXPECT_EQ(cancelled.error().fact("lock"), "timeout");
}

TEST_F(PostgresStoreTest, AMigrationKilledAtAnyStatementLeavesAStoreThatOpens) {
    const auto statements = static_cast<int>(migrations()[0].statements.size());
    for (int nth = 1; nth < statements; nth += 7) {
        url_ = postgres_server().url(postgres_server().new_schema());
        const pid_t child = ::fork();
        if (child == 0) {
            int passed = 0;
            on_crash_point([&](std::string_view) {
                if (++passed == nth) ::raise(SIGKILL);
            });
            auto connection = postgres::PostgresConnection::open(url_);
            if (connection && (*connection)->execute("BEGIN"))
                static_cast<void>(migrate(**connection, migrations(), Timestamp{}));
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status)) << nth;
        put(*open());
    }
}

TEST_F(PostgresStoreTest, GatewaysThatStartAtOnceMigrateOnce) {
    std::vector<std::thread> starting;
    std::atomic<int> opened = 0;
    for (int i = 0; i < 4; ++i)
        starting.emplace_back([&] {
            asio::io_context io;
            PostgresOptions options{url_};
            if (open_postgres_store(io.get_executor(), options)) ++opened;
        });
    for (std::thread& thread : starting) thread.join();
    EXPECT_EQ(opened, 4);
}

TEST_F(PostgresStoreTest, AWrongAddressAndAnUnsafeDatabaseAreRefused) {
    const auto code = [&](const std::string& url) {
        const auto opened = open_postgres_store(io_.get_executor(), PostgresOptions{url});
        return opened ? Errc{} : opened.error().code;
    };
    EXPECT_EQ(code("postgresql://divan@127.0.0.1:notaport/x?nonsense=1"), Errc::invalid_argument);
    EXPECT_EQ(code("postgresql://divan@127.0.0.1:1/postgres"), Errc::store_unavailable);
    EXPECT_EQ(code(url_ + "%20-csynchronous_commit%3Doff"), Errc::invalid_argument);
}

TEST(Notifier, LongChangesAreSentInSeveralLinesAndReadBack) {
    Change change;
    change.work = true;
    for (int i = 0; i < 500; ++i) change.jobs.emplace_back("job-" + std::to_string(i) + std::string(30, 'x'));
    const auto lines = postgres::to_payloads("me", change);
    EXPECT_GT(lines.size(), 1u);
    Change read;
    for (const std::string& line : lines) {
        EXPECT_LT(line.size(), 8'000u);
        EXPECT_TRUE(postgres::from_payload("me", line).empty());
        read.add(postgres::from_payload("another", line));
    }
    EXPECT_EQ(read.jobs, change.jobs);
    EXPECT_TRUE(read.work);
    EXPECT_FALSE(read.slots);
    EXPECT_TRUE(postgres::from_payload("another", "what is this").empty());
}

TEST(PostgresStatements, AreWrittenOnceForBothDatabases) {
    EXPECT_EQ(postgres::for_postgres("SELECT 1 WHERE a = ?1 AND b = ?12 /*pg:FOR UPDATE*/ LIMIT 1"),
              "SELECT 1 WHERE a = $1 AND b = $12 FOR UPDATE LIMIT 1");
    EXPECT_EQ(postgres::for_postgres("SELECT '?' /* a word */"), "SELECT '?' /* a word */");
}

}  // namespace
}  // namespace divan::store
