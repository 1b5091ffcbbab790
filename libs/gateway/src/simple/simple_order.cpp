#include "simple/simple_order.hpp"

#include <divan/jobs/details.hpp>

namespace divan::gateway {
namespace {

constexpr const char* kMember = "simple";
constexpr const char* kClient = "client";  // as the other faces keep it

int whole(const json::Value& object, std::string_view key) {
    const json::Value* value = json::find(object, key);
    return value ? static_cast<int>(json::to_int64(*value).value_or(1)) : 1;
}

}  // namespace

json::Object SimpleOrder::to_json() const {
    json::Object order;
    order["chapter"] = chapter;
    order["page"] = page;
    order["template"] = template_name;
    if (seed) order["seed"] = *seed;
    order["shelf"] = shelf;
    json::Object kept{{kMember, std::move(order)}};
    if (!client.empty()) kept[kClient] = client;
    return kept;
}

std::optional<SimpleOrder> order_of(const store::Job& job) {
    const auto details = durable::JobDetails::parse(job.details);
    const json::Value* member = details ? json::find(details->client, kMember) : nullptr;
    if (member == nullptr || json::object_of(*member) == nullptr) return std::nullopt;
    SimpleOrder order;
    order.chapter = whole(*member, "chapter");
    order.page = whole(*member, "page");
    order.template_name = json::text_or(*member, "template");
    order.shelf = json::text_or(*member, "shelf");
    const json::Value* client = json::find(details->client, kClient);
    if (client && json::object_of(*client)) order.client = *json::object_of(*client);
    const json::Value* seed = json::find(*member, "seed");
    if (seed) order.seed = json::to_uint64(*seed);
    if (!seed && !details->seeds.empty()) order.seed = details->seeds.front().value;
    return order;
}

}  // namespace divan::gateway
