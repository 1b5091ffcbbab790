#pragma once

#include <fmt/format.h>

#include <divan/jobs/submit.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "support/gateway_fixture.hpp"

namespace divan::gateway {

/// Our own routes: short ways to ask, and jobs of somebody else.
class AdditionsTest : public GatewayTest {
protected:
    static constexpr const char* kJobs = "/api/v2/divan/jobs";

    /// A job that one of our engines ends at once, with more members.
    static std::string wish(const std::string& members = {}, int color = 255) {
        return R"({"workflow": )" + red_fox(color) + (members.empty() ? "" : ", " + members) + "}";
    }
    std::string submit(const std::string& body) {
        const Reply reply = post(kJobs, body);
        EXPECT_EQ(reply.status, 201) << reply.body;
        return json::text_or(reply.json(), "id");
    }
    Reply remove(const std::string& target) { return ask(net::HttpRequest{"DELETE", target}); }
    /// As another caller would have handed it in.
    std::string job_of_another() {
        std::vector<durable::SubmitRequest> jobs;
        jobs.emplace_back(json::parse(red_fox()).value());
        auto submitted =
            value_of(durable::submit(gateway->store(), std::move(jobs), durable::Submitter{"other"}));
        return submitted.jobs.front().str();
    }
    static std::string path(const std::string& job, const std::string& below = {}) {
        return std::string{kJobs} + "/" + job + below;
    }
    /// A member of a member …: "divan.batch".
    static json::Value at(const json::Value& document, const std::string& members) {
        json::Value value = document;
        for (std::size_t begin = 0; begin <= members.size();) {
            const auto dot = std::min(members.find('.', begin), members.size());
            const json::Value* member = json::find(value, members.substr(begin, dot - begin));
            if (!member) return json::Value("absent");
            value = json::Value(*member);
            begin = dot + 1;
        }
        return value;
    }
    static json::Array list(const json::Value& document, const std::string& members) {
        const json::Value value = at(document, members);
        const json::Array* array = json::array_of(value);
        if (!array) throw std::runtime_error(members + " is no list in " + json::write(document));
        return *array;
    }
};

}  // namespace divan::gateway
