#include <divan/client/progress_model.hpp>

#include <algorithm>
#include <cmath>

namespace divan {
namespace {

double share_of(double value, double max) {
    if (!(max > 0) || !(value >= 0)) return 0;  // NaN, too
    return std::min(value / max, 1.0);
}

double number(const json::Value& value) {
    const double read = json::to_double(value).value_or(0);
    return std::isfinite(read) ? read : 0;
}

}  // namespace

std::optional<int> RunProgress::node_percent() const {
    if (!(max > 0)) return std::nullopt;
    return static_cast<int>(share_of(value, max) * 100 + 1e-9);
}

ProgressModel::ProgressModel(std::vector<NodeId> nodes) : known_{nodes.begin(), nodes.end()} {
    now_.nodes_total = known_.size();
}

bool ProgressModel::on(const protocol::ServerMessage& message) {
    const RunProgress before = now_;
    std::visit([this](const auto& kind) { see(kind); }, message);
    add_up();
    return now_ != before;
}

void ProgressModel::complete() {
    done_ = known_;
    shares_.clear();
    add_up();
    now_.fraction = 1;
    now_.percent = 100;
}

std::optional<int> ProgressModel::new_percent() {
    if (now_.percent == told_percent_) return std::nullopt;
    told_percent_ = now_.percent;
    return told_percent_;
}

std::optional<int> ProgressModel::new_node_percent() {
    const auto percent = now_.node_percent();
    if (!percent || told_node_percent_ == std::pair{now_.node, *percent}) return std::nullopt;
    told_node_percent_ = {now_.node, *percent};
    return percent;
}

void ProgressModel::see(const protocol::ExecutionCached& message) {
    for (const NodeId& node : message.nodes) {
        cached_.insert(node);
        finish(node);
    }
}

void ProgressModel::see(const protocol::Executing& message) {
    if (!message.node) return;
    // Servers before 0.3.45 send no progress_state: the next node's start is then the end of the one before.
    if (!now_.node.empty() && now_.node != *message.node) finish(now_.node);
    executed_.insert(*message.node);
    now_.node = *message.node;
    now_.value = now_.max = 0;
}

void ProgressModel::see(const protocol::Progress& message) {
    if (message.node.empty()) return;
    step(message.node, number(message.value), number(message.max));
}

void ProgressModel::see(const protocol::ProgressState& message) {
    for (const protocol::NodeProgress& node : message.nodes) {
        if (node.state == "finished")
            finish(node.node);
        else
            shares_[node.node] = share_of(number(node.value), number(node.max));
    }
}

void ProgressModel::see(const protocol::Executed& message) {
    finish(message.node);
    if (!executed_.contains(message.node)) cached_.insert(message.node);  // shown again without having run
}

void ProgressModel::finish(const NodeId& node) {
    shares_.erase(node);
    if (known_.contains(node)) done_.insert(node);
}

void ProgressModel::step(const NodeId& node, double value, double max) {
    now_.node = node;
    now_.value = value;
    now_.max = max;
    shares_[node] = share_of(value, max);
}

void ProgressModel::add_up() {
    double sum = static_cast<double>(done_.size());
    for (const auto& [node, share] : shares_)
        if (known_.contains(node) && !done_.contains(node)) sum += share;
    now_.nodes_done = done_.size();
    // A node that starts a second bar would throw the sum back.
    if (!known_.empty()) now_.fraction = std::max(now_.fraction, sum / static_cast<double>(known_.size()));
    now_.percent = static_cast<int>(now_.fraction * 100 + 1e-9);
}

}  // namespace divan
