#include "batch_journal.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include <divan/base/files.hpp>

namespace divan::app {
namespace {

using testing::HasSubstr;
using testing::Not;

class BatchJournalTest : public testing::Test {
protected:
    BatchJournal open(const std::string& batch = "batch-1") {
        return BatchJournal::open(table_, batch).value();
    }
    static RowResult result(int row, const std::string& status) {
        RowResult made;
        made.row = row;
        made.status = status;
        made.job = "job-" + std::to_string(row);
        made.files = {"out/a, b.png"};
        return made;
    }
    BatchTable rows() const { return parse_csv("page\n1\n2\n").value(); }
    std::string text(const char* ending) const { return read_file(table_.string() + ending).value_or(""); }

    const TemporaryFolder folder_;
    const std::filesystem::path table_ = folder_.path() / "pages.csv";
};

TEST_F(BatchJournalTest, KnowsAfterAStopWhatHasEnded) {
    const BatchTable table = rows();
    auto journal = open();
    ASSERT_TRUE(journal.add(result(2, "succeeded"), table.rows[1]));
    ASSERT_TRUE(journal.add(result(1, "failed"), table.rows[0]));
    const auto again = open();
    EXPECT_EQ(again.results().at(2), result(2, "succeeded"));
    EXPECT_EQ(again.results().at(1).status, "failed");
    EXPECT_EQ(open("batch-2").results().size(), 0u) << "the file or the workflow was changed";
}

TEST_F(BatchJournalTest, TakesNoHarmFromALineThatWasCutOff) {
    const BatchTable table = rows();
    ASSERT_TRUE(open().add(result(1, "succeeded"), table.rows[0]));
    std::ofstream{table_.string() + ".results.jsonl", std::ios::app} << R"({"row": 2, "status": "succ)";
    auto journal = open();
    EXPECT_EQ(journal.results().size(), 1u);
    ASSERT_TRUE(journal.add(result(2, "succeeded"), table.rows[1]));
    EXPECT_EQ(open().results().size(), 2u);
}

TEST_F(BatchJournalTest, EndsWithEachRowOnceInTheirOrder) {
    const BatchTable table = rows();
    auto journal = open();
    for (const char* status : {"failed", "succeeded"})
        for (const BatchRow* row : {&table.rows[1], &table.rows[0]})
            ASSERT_TRUE(journal.add(result(row->number, status), *row));
    ASSERT_TRUE(journal.finish(table));
    const std::string lines = text(".results.jsonl");
    EXPECT_LT(lines.find(R"("row":1)"), lines.find(R"("row":2)"));
    EXPECT_THAT(lines, Not(HasSubstr("failed")));
    EXPECT_EQ(text(".results.csv"),
              "page,status,job,files,error\n1,succeeded,job-1,\"out/a, b.png\",\n2,succeeded,job-2,\"out/a, "
              "b.png\",\n");
}

}  // namespace
}  // namespace divan::app
