#include "faults/message_faults.hpp"

#include <divan/base/random.hpp>

namespace divan::engine {

namespace {

void set_prompt_id(OutMessage& message, const std::string& prompt_id) {
    if (json::find(message.data, "prompt_id")) message.data["prompt_id"] = prompt_id;
}

template <class Change>
void change_content(Frame& frame, Change change) {
    for (std::string* content : {&frame.content, &frame.with_metadata, &frame.plain_preview})
        if (!content->empty()) change(*content);
}

void halve(std::string& text) { text.resize(text.size() / 2); }

bool ends_prompt(std::string_view type) {
    return type == "execution_success" || type == "execution_error" || type == "execution_interrupted";
}

}  // namespace

void corrupt(std::string& text) {
    for (std::size_t at = 0; at < text.size(); at += 7) text[at] = '\x15';
}

void MessageFaults::remember(const OutMessage& message) {
    const std::string prompt_id = json::text_or(message.data, "prompt_id");
    if (prompt_id.empty()) return;
    board_.saw_prompt(prompt_id);
    if (ends_prompt(message.type)) board_.saw_end(prompt_id);
}

std::vector<MessageFaults::Passed> MessageFaults::tampered(OutMessage message, const Fault& fault) {
    const std::string prompt_id = json::text_or(message.data, "prompt_id");
    if (fault.effect == Effect::wrong_id) set_prompt_id(message, uuid4());
    if (fault.effect == Effect::old_id) set_prompt_id(message, board_.older_id(prompt_id));
    Passed passed;
    passed.frame = to_frame(std::move(message));
    if (fault.effect == Effect::corrupt) change_content(passed.frame, corrupt);
    if (fault.effect == Effect::truncate) change_content(passed.frame, halve);
    if (fault.effect == Effect::delay) passed.delay = fault.span;
    passed.cut = fault.effect == Effect::cut;
    std::vector<Passed> out;
    if (fault.effect == Effect::lose) return out;
    if (fault.effect == Effect::duplicate) out.push_back(passed);
    out.push_back(std::move(passed));
    return out;
}

std::vector<MessageFaults::Passed> MessageFaults::pass(OutMessage message) {
    remember(message);
    const std::string type = message.kind == OutMessage::Kind::text      ? message.type
                             : message.kind == OutMessage::Kind::preview ? "preview"
                                                                         : "progress_text";
    const auto fault = board_.on_message(type);
    if (fault && (fault->effect == Effect::exit || fault->effect == Effect::restart_empty)) {
        if (on_fatal_) on_fatal_(*fault);
        return {};
    }
    if (fault) return with_held(tampered(std::move(message), *fault), fault);
    std::vector<Passed> out(1);
    out.front().frame = to_frame(std::move(message));
    return with_held(std::move(out), fault);
}

std::vector<MessageFaults::Passed> MessageFaults::with_held(std::vector<Passed> out,
                                                            const std::optional<Fault>& fault) {
    const std::lock_guard lock{mutex_};
    if (fault && fault->effect == Effect::reorder && !held_) {
        held_ = std::move(out.front().frame);
        return {};
    }
    if (held_) {
        out.emplace_back().frame = std::move(*held_);
        held_.reset();
    }
    return out;
}

bool MessageFaults::holds() {
    const std::lock_guard lock{mutex_};
    return held_.has_value();
}

std::optional<Frame> MessageFaults::release() {
    const std::lock_guard lock{mutex_};
    return std::exchange(held_, std::nullopt);
}

}  // namespace divan::engine
