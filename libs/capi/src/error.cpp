#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "guard.hpp"
#include "handles.hpp"

namespace divan::capi {
namespace {

/// C texts end at a NUL, so one inside is shown as U+FFFD instead of cutting the rest off.
void show_nuls(std::string& text) {
    for (auto at = text.find('\0'); at != std::string::npos; at = text.find('\0', at))
        text.replace(at, 1, "\xEF\xBF\xBD");
}

// Made when the library is loaded: there may be no memory for it later. Never freed.
divan_error& out_of_memory() {
    static auto& error = *new divan_error{Error{Errc{DIVAN_OUT_OF_MEMORY}, "there is no memory left"}};
    return error;
}
[[maybe_unused]] const divan_error& made_early = out_of_memory();

const char* name_of(divan_code code) {
    switch (code) {
        case DIVAN_OK:
            return "ok";
        case DIVAN_OUT_OF_MEMORY:
            return "out_of_memory";
        case DIVAN_INTERNAL:
            return "internal";
        default:
            break;
    }
    if (code < 0 || code > UINT16_MAX) return "unknown";
    return name(static_cast<Errc>(code)).data();  // literals, so they end with a NUL
}

/// `describe` knows the codes of C++ only.
std::string describe_any(const Error& error) {
    std::string text = describe(error);
    if (const auto code = static_cast<divan_code>(error.code); code >= DIVAN_OUT_OF_MEMORY)
        text.replace(text.find("unknown"), std::string_view{"unknown"}.size(), name_of(code));
    return text;
}

}  // namespace

divan_code report(divan_error** to, Error error) noexcept {
    const auto code = static_cast<divan_code>(error.code);
    if (!to) return code;
    try {
        *to = new divan_error{std::move(error)};
        return code;
    } catch (...) {
        return report_out_of_memory(to);
    }
}

divan_code report_out_of_memory(divan_error** to) noexcept {
    if (to) *to = &out_of_memory();
    return DIVAN_OUT_OF_MEMORY;
}

divan_code report_exception(divan_error** to, const char* what) noexcept {
    try {
        return report(to, Error{Errc{DIVAN_INTERNAL}, std::string{"an exception inside the library: "} + what,
                                "this is a defect of Divan: please report it"});
    } catch (...) {
        return report_out_of_memory(to);
    }
}

Result<> may_be_called() {
    if (!inside_log_callback()) return {};
    return fail(Errc::invalid_argument, "a log callback called back into the library",
                "do it from another thread, or after the callback");
}

}  // namespace divan::capi

divan_error::divan_error(divan::Error from)
    : error{std::move(from)}, description{divan::capi::describe_any(error)} {
    using divan::capi::show_nuls;
    for (std::string* text : {&error.message, &error.hint, &error.server_text, &description})
        show_nuls(*text);
    for (auto& [key, value] : error.context) show_nuls(key), show_nuls(value);
}

using namespace divan;
using capi::is;

const char* divan_code_name(divan_code code) { return capi::name_of(code); }
const char* divan_version(void) { return DIVAN_VERSION; }
void divan_free(void* memory) { std::free(memory); }

divan_code divan_error_code(const divan_error* error) {
    return is(error) ? static_cast<divan_code>(error->error.code) : DIVAN_OK;
}
const char* divan_error_message(const divan_error* error) {
    return is(error) ? error->error.message.c_str() : "";
}
const char* divan_error_hint(const divan_error* error) { return is(error) ? error->error.hint.c_str() : ""; }
const char* divan_error_server_text(const divan_error* error) {
    return is(error) ? error->error.server_text.c_str() : "";
}
const char* divan_error_describe(const divan_error* error) {
    return is(error) ? error->description.c_str() : "";
}

const char* divan_error_fact(const divan_error* error, const char* name) {
    if (!is(error) || !name) return nullptr;
    for (const auto& [key, value] : error->error.context)
        if (key == name) return value.c_str();
    return nullptr;
}
size_t divan_error_fact_count(const divan_error* error) {
    return is(error) ? error->error.context.size() : 0;
}
const char* divan_error_fact_name(const divan_error* error, size_t index) {
    return index < divan_error_fact_count(error) ? error->error.context[index].first.c_str() : nullptr;
}
const char* divan_error_fact_value(const divan_error* error, size_t index) {
    return index < divan_error_fact_count(error) ? error->error.context[index].second.c_str() : nullptr;
}
void divan_error_free(divan_error* error) {
    if (error != &capi::out_of_memory()) capi::release(error);
}
