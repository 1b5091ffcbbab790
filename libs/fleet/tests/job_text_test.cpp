#include "jobs/job_text.hpp"

#include <gtest/gtest.h>

#include <divan/base/random.hpp>
#include <divan/fleet/routing_hash.hpp>
#include <divan/workflow/attachments.hpp>

// What a queue storage keeps of a job, and what becomes of damaged texts.
namespace divan {
namespace {

using namespace std::chrono_literals;

job_text::StoredOptions everything() {
    job_text::StoredOptions stored;
    JobOptions& options = stored.options;
    options.rules.priority = -7;
    options.rules.weight = 2.5;
    options.rules.servers.servers = {ServerId{"a"}, ServerId{"b"}};
    options.rules.servers.excluded = {ServerId{"c"}};
    options.rules.servers.required = true;
    options.rules.server_priorities[ServerId{"a"}] = 9;
    options.rules.retry.max_attempts = 5;
    options.rules.retry.delay = 3s;
    options.rules.retry.factor = 2;
    options.rules.retry.delay_cap = 9s;
    options.rules.retry.max_uncounted = 4;
    options.rules.wait_limit = 40s;
    options.rules.failover = false;
    options.include_outputs = {"9", "hero:8"};
    options.extra_data["key"] = "value";
    options.metadata["big"] = UINT64_MAX;
    options.randomize_seeds = false;
    options.start_timeout = JobOptions::never;
    options.node_timeout = 1ms;
    stored.workflow_hashes = {"h1", "h2"};
    return stored;
}

Workflow with_everything() {
    Workflow workflow = Workflow::parse(R"({
        "12:1": {"class_type": "LoadImage", "inputs": {"image": "x.png"}},
        "5": {"class_type": "ImageInvert", "inputs": {"image": ["12:1", 0]}},
        "9": {"class_type": "SaveImage", "inputs": {"images": ["5", 0], "big": 18446744073709551615}}})")
                            .value();
    EXPECT_TRUE(workflow.declare_output("hero:9"));
    EXPECT_TRUE(workflow.bypass("5"));
    EXPECT_TRUE(
        workflow.attach("12:1.image", Attachment::from_bytes(std::string{"\0\x89PNG", 5}, "fox.png")));
    EXPECT_TRUE(workflow.attach_folder(
        "refs", {Attachment::from_bytes("1", "one.png"), Attachment::from_file("/pictures/two.png")}));
    return workflow;
}

TEST(JobText, OptionsComeBackAsTheyWere) {
    const auto stored = everything();
    const auto read = job_text::read_options(job_text::write(stored));
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->options, stored.options);
    EXPECT_EQ(read->workflow_hashes, stored.workflow_hashes);
}

TEST(JobText, UsualOptionsTakeNoSpace) {
    job_text::StoredOptions usual;
    usual.workflow_hashes = {"h"};
    EXPECT_EQ(job_text::write(usual), R"({"hashes":["h"]})");
    EXPECT_EQ(job_text::read_options(R"({"hashes":["h"]})")->options, JobOptions{});
}

TEST(JobText, WorkflowsComeBackWithTheirPlan) {
    const Workflow workflow = with_everything();
    const auto read = job_text::read_workflow(job_text::write(workflow));
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(*read, workflow);
    EXPECT_EQ(read->to_json(), workflow.to_json());
    EXPECT_EQ(read->declared_outputs(), workflow.declared_outputs());
    EXPECT_EQ(read->bypassed(), workflow.bypassed());
    ASSERT_EQ(read->attachments().size(), workflow.attachments().size());
    EXPECT_EQ(*read->attachments()[0].attachment.bytes(), std::string("\0\x89PNG", 5));
    EXPECT_EQ(routing_hash(*read), routing_hash(workflow));
}

TEST(JobText, NotesComeBack) {
    job_text::SentNote note;
    note.server = ServerId{"gpu-1"};
    note.prompt_id = "p";
    note.client_id = "c";
    note.variant = 2;
    EXPECT_EQ(job_text::read_note(job_text::write(note)), note);
    EXPECT_FALSE(job_text::read_note("{}"));
    EXPECT_FALSE(job_text::read_note(""));
}

TEST(JobText, NamesTheMemberThatIsWrong) {
    for (const auto& [text, member] : std::initializer_list<std::pair<const char*, const char*>>{
             {R"({"hashes":["h"],"priority":1e99})", "'priority'"},
             {R"({"hashes":["h"],"priority":"high"})", "'priority'"},
             {R"({"hashes":["h"],"weight":NaN})", "'weight'"},
             {R"({"hashes":["h"],"servers":[1]})", "'servers'"},
             {R"({"hashes":["h"],"metadata":[]})", "'metadata'"},
             {R"({"hashes":["h"],"start_timeout":true})", "'start_timeout'"},
             {R"({"hashes":[]})", "'hashes'"}}) {
        const auto read = job_text::read_options(text);
        ASSERT_FALSE(read) << text;
        EXPECT_NE(read.error().message.find(member), std::string::npos) << describe(read.error());
    }
}

TEST(JobText, DamagedTextsAreErrorsOrValuesButNoCrash) {
    const std::string texts[] = {job_text::write(everything()), job_text::write(with_everything())};
    Rng random{7};
    for (int round = 0; round < 2'000; ++round) {
        std::string damaged = texts[round % 2];
        for (int i = 0; i < 3; ++i)
            damaged[static_cast<std::size_t>(random.upto(damaged.size() - 1))] =
                static_cast<char>(random.upto(255));
        if (round % 5 == 0) damaged.resize(static_cast<std::size_t>(random.upto(damaged.size() - 1)));
        if (const auto read = job_text::read_options(damaged)) job_text::write(*read);
        if (const auto read = job_text::read_workflow(damaged)) job_text::write(*read);
        if (const auto read = job_text::read_note(damaged)) job_text::write(*read);
    }
}

}  // namespace
}  // namespace divan
