#include <divan/store/backup.hpp>
#include <divan/store/deliveries.hpp>

#include <fstream>

#include <divan/base/random.hpp>

#include "conformance/assets_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Backups : public AssetsTest {
protected:
    /// Some of everything.
    void fill() {
        finished_ = succeeded_with("a picture");
        NewJob wanted{R"({"x":"ü"})"};
        wanted.webhooks = {{"https://a.example", "s"}};
        wanted.inputs = {upload("ann", "in", "an input").id};
        Submission submission{"ann", {wanted, NewJob{"{}"}}};
        submission.idempotency = IdempotencyKey{"POST /jobs", "key", "body"};
        const auto jobs = get(submit(*store_, submission)).jobs;
        active_ = claim_one("gpu-1").held.job.id;
        waiting_ = active_ == jobs[0] ? jobs[1] : jobs[0];
        get(set_paused(*store_, true));
        get(set_weight(*store_, "bob", 7));
    }
    std::filesystem::path backup() const { return temporary_.path() / "backup"; }
    /// An empty store and an empty folder of files.
    void replace_by_empty() {
        store_.reset();
        place_ = GetParam().new_place();
        store_ = open();
        assets_.reset();
        std::filesystem::remove_all(folder());
        assets_ = open_assets();
    }
    std::vector<std::string> problems() {
        std::vector<std::string> texts;
        for (const Problem& problem : get(check(*store_, assets_.get())))
            texts.push_back(problem.what + ": " + problem.where);
        return texts;
    }

    JobId finished_, active_, waiting_;
};

TEST_P(Backups, ARestoredStoreGoesOnWhereTheBackupWasMade) {
    fill();
    const auto made = get(back_up(*store_, assets_.get(), backup()));
    EXPECT_EQ(made.files, 2);
    EXPECT_EQ(made.missing_files, 0);
    const auto events = get(events_after(*store_, finished_, 0));
    const auto attempts = get(attempts_of(*store_, active_));
    const auto counts = get(count_jobs(*store_));
    const auto list = get(list_jobs(*store_, JobFilter{}));
    replace_by_empty();
    const auto restored = get(restore(*store_, assets_.get(), backup()));
    EXPECT_EQ(restored.rows, made.rows);
    EXPECT_EQ(get(events_after(*store_, finished_, 0)), events);
    EXPECT_EQ(get(attempts_of(*store_, active_)), attempts);
    EXPECT_EQ(get(count_jobs(*store_)), counts);
    EXPECT_EQ(content(get(find_asset(*store_, get(outputs_of(*store_, finished_))[0].asset, "ann")).blob),
              "a picture");
    EXPECT_TRUE(get(is_paused(*store_)));
    EXPECT_EQ(problems(), std::vector<std::string>{});
    // The gateway of the backup is gone; the next one takes its job, and places go on after the old ones.
    const GatewayId next{"gateway-9"};
    get(heartbeat(*store_, next));
    ASSERT_EQ(get(take_over(*store_, next)).size(), 1u);
    EXPECT_GT(job(put()).place, list.jobs.front().place);
}

TEST_P(Backups, AStoreThatIsNotEmptyIsNotOverwritten) {
    fill();
    get(back_up(*store_, nullptr, backup()));
    EXPECT_EQ(code(restore(*store_, nullptr, backup())), Errc::conflict);
    EXPECT_EQ(problems(), std::vector<std::string>{});
}

TEST_P(Backups, ADamagedBackupRestoresNothing) {
    fill();
    get(back_up(*store_, nullptr, backup()));
    const auto file = backup() / "store.ndjson";
    const std::string whole = *read_file(file);
    const auto last_line = whole.rfind('\n', whole.size() - 2);
    std::string changed = whole;
    changed[changed.find("POST /jobs")] = 'p';
    for (const std::string& text : {whole.substr(0, whole.size() / 2), whole.substr(0, last_line + 1),
                                    changed, std::string{"{}\n"}, std::string{}}) {
        replace_by_empty();
        ASSERT_TRUE(write_file(file, text));
        EXPECT_EQ(code(restore(*store_, nullptr, backup())), Errc::store_damaged);
        EXPECT_EQ(get(count_jobs(*store_)), Counts{});
    }
}

TEST_P(Backups, DamagedBytesAreAnErrorAndNothingElse) {
    fill();
    get(back_up(*store_, nullptr, backup()));
    const std::string whole = *read_file(backup() / "store.ndjson");
    replace_by_empty();
    Rng rng{7};
    for (int round = 0; round < 40; ++round) {
        std::string text = whole;
        for (auto left = 1 + rng.upto(3); left > 0; --left)
            text[rng.upto(text.size() - 1)] = static_cast<char>(rng.next());
        if (text == whole) continue;
        ASSERT_TRUE(write_file(backup() / "store.ndjson", text));
        EXPECT_FALSE(ask(restore(*store_, nullptr, backup()))) << "round " << round;
        ASSERT_EQ(get(count_jobs(*store_)), Counts{});
    }
    ASSERT_TRUE(write_file(backup() / "store.ndjson", whole));
    get(restore(*store_, nullptr, backup()));
}

TEST_P(Backups, ASecondBackupCopiesOnlyNewFiles) {
    fill();
    get(back_up(*store_, assets_.get(), backup()));
    upload("ann", "new", "new bytes");
    EXPECT_EQ(get(back_up(*store_, assets_.get(), backup())).files, 1);
}

TEST_P(Backups, WritersGoOnWhileABackupIsMade) {
    for (int i = 0; i < 20; ++i) {
        Submission submission{"ann", std::vector<NewJob>(100, NewJob{"{}"})};
        get(submit(*store_, submission));
    }
    std::optional<Result<BackupReport>> made;
    asio::co_spawn(io_, back_up(*store_, nullptr, backup()),
                   [&](std::exception_ptr, Result<BackupReport> report) { made.emplace(std::move(report)); });
    int submitted = 0;
    while (!made) put("bob"), ++submitted;
    ASSERT_TRUE(*made) << describe(made->error());
    EXPECT_GE(submitted, 1);
    EXPECT_GE((*made)->rows, 4'001);
}

TEST_P(Backups, CheckFindsAFileThatWasChangedOrIsGone) {
    const Asset changed = upload("ann", "a", "bytes"), gone = upload("ann", "b", "other bytes");
    EXPECT_EQ(problems(), std::vector<std::string>{});
    std::ofstream{path_of(changed.blob.hash)} << "bytez";
    std::filesystem::remove(path_of(gone.blob.hash));
    EXPECT_EQ(problems().size(), 2u);
}

DIVAN_STORE_TESTS(Backups);

}  // namespace
}  // namespace divan::store
