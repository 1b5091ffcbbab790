#include "additions/told_job.hpp"

#include "additions/job_wish.hpp"

namespace divan::gateway {
namespace {

void unwrap_client(json::Object& body) {
    json::Value* data = body.if_contains("data");
    if (!data || !json::object_of(*data)) return;
    json::Object& facts = data->as_object();
    const json::Value* kept = facts.if_contains("client");
    if (!kept || !json::object_of(*kept)) return;
    const json::Object* given = client_of(*json::object_of(*kept));
    if (given) {
        json::Object callers = *given;  // it is a part of what is replaced
        facts["client"] = std::move(callers);
    } else {
        facts.erase("client");
    }
}

}  // namespace

std::function<json::Object(const durable::EndedJob&)> with_callers_words(
    std::function<json::Object(const durable::EndedJob&)> body) {
    return [body = std::move(body)](const durable::EndedJob& ended) {
        json::Object told = body(ended);
        unwrap_client(told);
        return told;
    };
}

}  // namespace divan::gateway
