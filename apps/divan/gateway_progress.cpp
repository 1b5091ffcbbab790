#include "gateway_progress.hpp"

#include <divan/base/base64.hpp>
#include <divan/json/parse.hpp>

namespace divan::app {
namespace {

double number(const json::Value& object, std::string_view member) {
    const json::Value* value = json::find(object, member);
    return value ? json::to_double(*value).value_or(0) : 0;
}

std::size_t count(const json::Value& object, std::string_view member) {
    const json::Value* value = json::find(object, member);
    return value ? static_cast<std::size_t>(json::to_uint64(*value).value_or(0)) : 0;
}

}  // namespace

void GatewayProgress::on(const net::SseEvent& event) {
    const auto data = json::parse(event.data);
    if (!data) return;
    if (event.name == "status") on_status(*data);
    if (event.name == "progress") on_progress(*data);
    if (event.name == "preview") on_preview(*data);
}

void GatewayProgress::on_view(const json::Value& job) {
    on_status(job);
    if (const json::Value* progress = json::find(job, "progress")) on_progress(*progress);
}

void GatewayProgress::on_status(const json::Value& status) {
    const std::string word = json::text_or(status, "status");
    const json::Value* member = json::find(status, "queue_position");
    const auto ahead = member ? json::to_int64(*member) : std::nullopt;
    if (word == "queued" && ahead && ahead != ahead_) {
        ahead_ = ahead;
        reporter_.waiting(run_, static_cast<std::size_t>(std::max<std::int64_t>(0, *ahead)));
    }
    if (word == "running" || word == "succeeded") start();
}

void GatewayProgress::start() {
    if (!started_) reporter_.started(run_);
    started_ = true;
}

void GatewayProgress::on_progress(const json::Value& progress) {
    if (!json::object_of(progress)) return;
    RunProgress now;
    now.node = NodeId{json::text_or(progress, "current_node")};
    now.value = number(progress, "step");
    now.max = number(progress, "steps");
    now.nodes_done = count(progress, "nodes_done");
    now.nodes_total = count(progress, "nodes_total");
    now.fraction = std::clamp(number(progress, "value"), 0.0, 1.0);
    now.percent = static_cast<int>(now.fraction * 100);
    if (now == last_) return;
    last_ = now;
    if (!started_ && now.node.str().empty() && now.nodes_done == 0) return;
    start();  // progress may be told before the status
    reporter_.progress(run_, now, now.node.str().empty() ? std::string{} : workflow_.title(now.node));
}

void GatewayProgress::on_preview(const json::Value& preview) {
    const auto bytes = from_base64(json::text_or(preview, "data_base64"));
    if (!bytes || bytes->empty()) return;
    const std::string type = json::text_or(preview, "content_type", "image/jpeg");
    Preview picture;
    picture.node = NodeId{json::text_or(preview, "node_id")};
    picture.media_type = type;
    picture.image = std::as_bytes(std::span{bytes->data(), bytes->size()});
    reporter_.preview(run_, picture);
}

}  // namespace divan::app
