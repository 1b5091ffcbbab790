#include <divan/base/error.hpp>
#include <divan/base/text.hpp>

namespace divan {

std::string_view name(Errc code) {
    switch (code) {
        case Errc::connect_failed:
            return "connect_failed";
        case Errc::timeout:
            return "timeout";
        case Errc::cancelled:
            return "cancelled";
        case Errc::in_doubt:
            return "in_doubt";
        case Errc::io_failed:
            return "io_failed";
        case Errc::connection_lost:
            return "connection_lost";
        case Errc::address_refused:
            return "address_refused";
        case Errc::malformed_reply:
            return "malformed_reply";
        case Errc::prompt_rejected:
            return "prompt_rejected";
        case Errc::execution_failed:
            return "execution_failed";
        case Errc::interrupted:
            return "interrupted";
        case Errc::prompt_lost:
            return "prompt_lost";
        case Errc::result_missing:
            return "result_missing";
        case Errc::unexpected_status:
            return "unexpected_status";
        case Errc::unauthorized:
            return "unauthorized";
        case Errc::not_supported:
            return "not_supported";
        case Errc::failed_cache:
            return "failed_cache";
        case Errc::no_server_fits:
            return "no_server_fits";
        case Errc::queue_full:
            return "queue_full";
        case Errc::malformed_workflow:
            return "malformed_workflow";
        case Errc::unknown_node:
            return "unknown_node";
        case Errc::malformed_json:
            return "malformed_json";
        case Errc::unknown_input:
            return "unknown_input";
        case Errc::invalid_argument:
            return "invalid_argument";
        case Errc::unsafe_path:
            return "unsafe_path";
        case Errc::store_unavailable:
            return "store_unavailable";
        case Errc::commit_unknown:
            return "commit_unknown";
        case Errc::store_in_use:
            return "store_in_use";
        case Errc::schema_mismatch:
            return "schema_mismatch";
        case Errc::store_damaged:
            return "store_damaged";
        case Errc::storage_full:
            return "storage_full";
        case Errc::not_found:
            return "not_found";
        case Errc::lease_lost:
            return "lease_lost";
        case Errc::already_finished:
            return "already_finished";
        case Errc::quota_exceeded:
            return "quota_exceeded";
        case Errc::conflict:
            return "conflict";
        case Errc::asset_in_use:
            return "asset_in_use";
    }
    return "unknown";
}

Error::Error(Errc error_code, std::string what, std::string what_next, std::string from_server)
    : code{error_code},
      message{std::move(what)},
      hint{std::move(what_next)},
      server_text{std::move(from_server)} {}

Error Error::with(std::string key, std::string value) && {
    context.emplace_back(std::move(key), std::move(value));
    return std::move(*this);
}

std::string_view Error::fact(std::string_view key) const {
    for (const auto& [known, value] : context)
        if (known == key) return value;
    return {};
}

std::string describe(const Error& error) {
    std::string text = "error " + std::to_string(static_cast<int>(error.code)) + " ";
    text += name(error.code);
    text += ": " + printable(error.message);
    std::string facts;
    for (const auto& [key, value] : error.context)
        facts += (facts.empty() ? "" : ", ") + key + "=" + printable(value, 300);
    if (!facts.empty()) text += " (" + facts + ")";
    if (!error.server_text.empty()) text += " — server says: " + printable(error.server_text);
    if (!error.hint.empty()) text += " — hint: " + printable(error.hint);
    return text;
}

}  // namespace divan
